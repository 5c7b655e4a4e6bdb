"""The main window: puts the parts together and does what the actions name."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.indexing.progress import Phase, Progress
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui import sidecar_switch, style, window_state
from clipiqa_desktop.ui.about import about_text
from clipiqa_desktop.ui.actions import KeysDialog, make_actions, make_menu
from clipiqa_desktop.ui.attribute_panel import AttributePanel
from clipiqa_desktop.ui.bottom_bar import BottomBar
from clipiqa_desktop.ui.folder_panel import FolderPanel
from clipiqa_desktop.ui.folder_watch import FolderWatch
from clipiqa_desktop.ui.grid import Grid
from clipiqa_desktop.ui.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.mark_actions import KEYS_HELP, MarkActions
from clipiqa_desktop.ui.notice import NoticeBar
from clipiqa_desktop.ui.pages import Pages
from clipiqa_desktop.ui.problems import ProblemsDialog
from clipiqa_desktop.ui.sidecar_switch import SidecarSwitch
from clipiqa_desktop.ui.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.top_bar import TopBar
from clipiqa_desktop.ui.weights_switch import WeightsSwitch

SIDE_STEP = 30
FOUND_MS = 100


class MainWindow(QMainWindow):
    """Folders left, photographs in the middle, attributes right."""

    def __init__(
        self, library: Library, indexing: Indexing, thumbnails: ThumbnailLoader, places: Places, settings: Settings
    ) -> None:
        super().__init__()
        self.library, self.indexing, self.settings = library, indexing, settings
        self._places, self._thumbnails = places, thumbnails
        self.actions_by_name = make_actions(self, lambda name: getattr(self, name))
        self.grid = Grid(library, thumbnails)
        self.marks = MarkActions(library, self.grid, self)
        self.sidecars = SidecarSwitch(library, settings, self._open_catalog, self.marks.menu, self)
        self.top = TopBar(library, make_menu(self.actions_by_name, self.marks.menu, self))
        self.notice, self.bottom = NoticeBar(), BottomBar()
        self.weights = WeightsSwitch(self.notice, library, indexing, settings, places.weights, self)
        self.left, self.right = FolderPanel(library), AttributePanel(library)
        self.watch = FolderWatch(self)
        self.pages = Pages(self.grid)
        self.splitter = self._lay_out()
        # Many moved photographs are told one by one.
        self._found = QTimer(self, singleShot=True, interval=FOUND_MS)
        self._found.timeout.connect(self._take_in)
        self._connect()
        self.setWindowTitle("CLIP-IQA Desktop")
        self.setAcceptDrops(True)
        window_state.restore(self)
        self._watch_folders()
        self._show_page()
        self._show_problem_count()
        self._check_toggles()

    def add_folders(self, folders: Iterable[Path]) -> None:
        """Puts folders into the catalog and looks through them, beside what is going on."""
        for folder in folders:
            self.library.catalog.folders.add_root(folder)
            self.library.reload()
            self.left.select(folder)
            self.indexing.add(folder)

    def add_folder(self) -> None:
        """Asks for a folder of photographs."""
        chosen = QFileDialog.getExistingDirectory(self, "Add a folder of photographs", str(Path.home()))
        if chosen:
            self.add_folders([Path(chosen)])

    def remove_folder(self, folder: Path) -> None:
        """Takes a folder off the list; what is known of it stays in the catalog."""
        self.library.catalog.folders.remove_root(folder)
        self.left.select(None)
        self.library.reload()

    def look_again(self) -> None:
        """Looks through all folders for what is new."""
        self.indexing.start()

    def choose_weights(self) -> None:
        """Asks for a weights file."""
        self.weights.choose(self)

    def download_weights(self) -> None:
        """Fetches OpenAI's weights."""
        self.weights.download()

    def toggle_left(self) -> None:
        """Shows or hides the folders."""
        self._set_panels(left=self.left.isHidden(), right=self.right.isVisible())

    def toggle_right(self) -> None:
        """Shows or hides the attributes."""
        self._set_panels(left=self.left.isVisible(), right=self.right.isHidden())

    def toggle_panels(self) -> None:
        """Shows or hides both panels."""
        show = self.left.isHidden() and self.right.isHidden()
        self._set_panels(left=show, right=show)

    def larger(self) -> None:
        """Larger thumbnails."""
        self.top.slider.setValue(self.top.slider.value() + SIDE_STEP)

    def smaller(self) -> None:
        """Smaller thumbnails."""
        self.top.slider.setValue(self.top.slider.value() - SIDE_STEP)

    def toggle_full_screen(self) -> None:
        """The whole screen for photographs."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_light(self) -> None:
        """The other theme."""
        theme = style.DARK if style.current() is style.LIGHT else style.LIGHT
        self.settings.set("theme", theme.name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, theme)
        self.left.show_folders()

    def undo(self) -> None:
        """Takes the last change of marks back."""
        if operation := self.library.undo():
            self.bottom.say(f"Undone: {operation.words}")

    def redo(self) -> None:
        """Makes the change again that was taken back last."""
        if operation := self.library.redo():
            self.bottom.say(f"Done again: {operation.words}")

    def reverse(self) -> None:
        """The other way round."""
        self.library.ask(self.library.query.sorted_by(self.library.query.sort[0].key))

    def settle(self) -> None:
        """Sorts and filters by what has come in since the last time."""
        self.library.settle()

    def clear_filters(self) -> None:
        """Shows the whole shoot."""
        self.library.ask(self.library.query.unfiltered)
        self.left.show_folders()

    def toggle_pause(self) -> None:
        """Pauses the indexing, or goes on."""
        if self.indexing.running:
            self.indexing.set_paused(not self.indexing.paused)

    def stop(self) -> None:
        """Stops the indexing; what is done is kept."""
        self.indexing.stop()

    def show_problems(self) -> None:
        """Lists what could not be read, with the reasons."""
        folders = {int(each) for each in self.library.columns.folders}
        broken = [photo for photo in self.library.catalog.photos.in_folders(folders) if photo.error]
        ProblemsDialog(broken, self).exec()

    def show_keys(self) -> None:
        """Lists the keys."""
        KeysDialog((*KEYS_HELP, *sidecar_switch.KEYS_HELP), self).exec()

    def show_about(self) -> None:
        """Says which version this is, and where it keeps what it knows."""
        QMessageBox.about(self, "CLIP-IQA Desktop", about_text(self._places))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers how things stood, and ends what runs beside the window."""
        window_state.remember(self)
        self.hide()  # what follows may take a moment
        self.weights.close()
        self.sidecars.close()
        self.indexing.close()
        self._thumbnails.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders, and photographs for the folders they lie in, may be dropped."""
        if _dropped_folders(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Adds what is dropped."""
        self.add_folders(_dropped_folders(event))
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the full screen."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        super().keyPressEvent(event)

    def _lay_out(self) -> QSplitter:
        middle = _column(self.notice, self.pages)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget, width in ((self.left, 150), (middle, 300), (self.right, 250)):
            widget.setMinimumWidth(width)
            splitter.addWidget(widget)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([210, 940, 290])
        self.setCentralWidget(_column(self.top, splitter, self.bottom))
        return splitter

    def _connect(self) -> None:
        self.top.add_requested.connect(self.add_folder)
        self.pages.add_requested.connect(self.add_folder)
        self.pages.clear_requested.connect(self.clear_filters)
        self.pages.look_requested.connect(self.look_again)
        self.top.side_changed.connect(self.grid.set_side)
        self.grid.size_wished.connect(self.top.slider.setValue)
        self.grid.on_screen.connect(self.indexing.look_first)
        self.left.remove_requested.connect(self.remove_folder)
        self.left.look_requested.connect(self.indexing.add)
        self.bottom.pause_toggled.connect(self.toggle_pause)
        self.bottom.stop_requested.connect(self.stop)
        self.bottom.start_requested.connect(self.look_again)
        self.bottom.problems_requested.connect(self.show_problems)
        self.library.answer_changed.connect(self._show_page)
        self.library.counts_changed.connect(self._show_problem_count)
        self.watch.changed.connect(self.indexing.add)
        self.library.folders_changed.connect(self._watch_folders)
        self.sidecars.said.connect(self.bottom.say)
        self._connect_indexing()

    def _connect_indexing(self) -> None:
        self.indexing.progressed.connect(self._progressed)
        self.indexing.listed.connect(self._listed)
        self.indexing.offline.connect(lambda root: self.left.set_offline(root, offline=True))
        self.indexing.stored.connect(self.library.refresh)
        self.indexing.network_ready.connect(self._network_ready)
        self.indexing.finished.connect(self._finished)

    def _listed(self, root: Path, found_something: bool) -> None:
        self.left.set_offline(root, offline=False)
        self.watch.looked_through(root, found_something=found_something)
        if not self._found.isActive():
            self._found.start()

    def _take_in(self) -> None:
        self._found.stop()
        self.library.take_in()

    def _network_ready(self, description: str) -> None:
        if description:
            self.bottom.show_network(description)
        self.library.reload()

    def _progressed(self, progress: Progress) -> None:
        self.bottom.show_progress(progress)
        if not len(self.library.answer.rows):
            self._show_page()

    def _finished(self) -> None:
        if self._found.isActive():
            self._take_in()
        self.library.settle()
        self.grid.start_at_first()
        self._show_page()

    def _open_catalog(self) -> Catalog:
        return Catalog(self._places.catalog, self.library.keys)

    def _watch_folders(self) -> None:
        folders = self.library.catalog.folders
        self.watch.watch(folders.roots(), [folder.path for folder in folders.all()])

    def _show_page(self) -> None:
        self.pages.show_for(self.library, looking=self.indexing.progress.phase is Phase.FINDING)

    def _show_problem_count(self) -> None:
        self.bottom.show_problems(int(self.library.columns.unreadable.sum()))

    def _set_panels(self, *, left: bool, right: bool) -> None:
        self.left.setVisible(left)
        self.right.setVisible(right)
        self._check_toggles()

    def _check_toggles(self) -> None:
        self.actions_by_name["toggle_left"].setChecked(not self.left.isHidden())
        self.actions_by_name["toggle_right"].setChecked(not self.right.isHidden())
        self.actions_by_name["toggle_light"].setChecked(style.current() is style.LIGHT)


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, (QSplitter, QStackedWidget)) else 0)
    return column


def _dropped_folders(event: QDropEvent) -> Sequence[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return sorted({path if path.is_dir() else path.parent for path in paths if path.exists()})
