"""The main window: puts the parts together."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.presets import Presets
from clipiqa_desktop.indexing.progress import Phase, Progress
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui import window_state
from clipiqa_desktop.ui.about import about_text
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.attribute_panel import AttributePanel
from clipiqa_desktop.ui.bottom_bar import BottomBar
from clipiqa_desktop.ui.filter_actions import FilterActions
from clipiqa_desktop.ui.folder_panel import FolderPanel
from clipiqa_desktop.ui.folder_watch import FolderWatch
from clipiqa_desktop.ui.grid import Grid
from clipiqa_desktop.ui.indexing_thread import Indexing
from clipiqa_desktop.ui.keys_dialog import KeysDialog
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.mark_actions import MarkActions
from clipiqa_desktop.ui.notice import NoticeBar
from clipiqa_desktop.ui.own_attributes.feature import InWords
from clipiqa_desktop.ui.pages import Pages
from clipiqa_desktop.ui.preset_actions import PresetActions
from clipiqa_desktop.ui.problems import ProblemsDialog
from clipiqa_desktop.ui.sidecar_switch import SidecarSwitch
from clipiqa_desktop.ui.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.top_bar import TopBar
from clipiqa_desktop.ui.view_actions import ViewActions
from clipiqa_desktop.ui.viewing.frames import FrameLoader
from clipiqa_desktop.ui.viewing.modes import Viewing
from clipiqa_desktop.ui.viewing_actions import ViewingActions
from clipiqa_desktop.ui.weights_switch import WeightsSwitch

FOUND_MS = 100


class MainWindow(QMainWindow):
    """Folders left, photographs in the middle, attributes right."""

    def __init__(
        self, library: Library, indexing: Indexing, thumbnails: ThumbnailLoader, places: Places, settings: Settings
    ) -> None:
        super().__init__()
        self.library, self.indexing, self.settings = library, indexing, settings
        self._places, self._thumbnails = places, thumbnails
        self.actions_by_name = Actions(self, settings)
        self.grid = Grid(library, thumbnails)
        self.notice, self.bottom = NoticeBar(), BottomBar()
        presets = Presets(settings)
        self.left, self.right = FolderPanel(library, presets), AttributePanel(library)
        self.watch = FolderWatch(self)
        self.frames = FrameLoader(frames_memory(settings), self)
        self.viewing = Viewing(library, self.grid, thumbnails, self.frames)
        self.pages = Pages(self.viewing)
        self.top = TopBar(library)
        self._add_features(presets)
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
        self.view.show_checks()

    def _add_features(self, presets: Presets) -> None:
        """Each feature adds what it can do to the actions; the menu holds them in this order."""
        library, settings, actions = self.library, self.settings, self.actions_by_name
        self.weights = WeightsSwitch(self.notice, library, self.indexing, settings, self._places.weights, self)
        self._add_entries()
        self.marks = MarkActions(library, self.viewing.targets, self.viewing.advance, actions, self)
        self.sidecars = SidecarSwitch(library, settings, self._open_catalog, actions, self)
        self.view = ViewActions(self, self.left, self.right, self.top.slider, settings, actions)
        self.modes = ViewingActions(self.viewing, self.top.modes, self.view.leave_full_screen, actions, self)
        self.filters = FilterActions(library, self.left.name, actions, self)
        self.presets = PresetActions(library, presets, self.left.filters, actions, self)
        self.words = InWords(library, self.indexing, self._places, self.right, actions, self)
        self.top.words.addWidget(self.words.finding.field)
        self.top.set_menu(actions.menu())

    def _add_entries(self) -> None:
        for menu, name, text, keys, run in (
            ("File", "add_folder", "Add folder…", ("Ctrl+O",), self.add_folder),
            ("File", "look_again", "Look through all folders again", ("F5",), self.look_again),
            ("File", "choose_weights", "Choose weights file…", (), lambda: self.weights.choose(self)),
            ("File", "download_weights", "Download weights", (), self.weights.download),
            ("File", "quit", "Quit", ("Ctrl+Q",), self.close),
            ("Indexing", "toggle_pause", "Pause or go on", ("Ctrl+P",), self.toggle_pause),
            ("Indexing", "stop", "Stop", ("Ctrl+.",), self.stop),
            ("Indexing", "show_problems", "What could not be read…", ("Ctrl+E",), self.show_problems),
            ("Help", "show_keys", "Keys", ("?", "Shift+?", "F1"), self.show_keys),
            ("Help", "show_about", "About", (), self.show_about),
        ):
            self.actions_by_name.add(Entry(menu, name, text, keys), run)

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

    def toggle_pause(self) -> None:
        """Pauses the indexing, or goes on."""
        if self.indexing.running:
            self.indexing.set_paused(not self.indexing.paused)

    def stop(self) -> None:
        """Stops the indexing; what is done is kept."""
        self.indexing.stop()

    def show_problems(self) -> None:
        """Lists what could not be read, with the reasons."""
        folders = {int(each) for each in self.library.columns.folders[self.library.shoot]}
        broken = [photo for photo in self.library.catalog.photos.in_folders(folders) if photo.error]
        ProblemsDialog(broken, self).exec()

    def show_keys(self) -> None:
        """Lists the keys."""
        KeysDialog(self.actions_by_name, self).exec()

    def show_about(self) -> None:
        """Says which version this is, and where it keeps what it knows."""
        QMessageBox.about(self, "CLIP-IQA Desktop", about_text(self._places))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers how things stood, and ends what runs beside the window."""
        self.words.close()
        window_state.remember(self)
        self.hide()  # what follows may take a moment
        self.weights.close()
        self.sidecars.close()
        self.indexing.close()
        self.viewing.end()
        self.frames.close()
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

    def event(self, event: QEvent) -> bool:
        """Whatever key is pressed tells in passing whether Caps Lock is on."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.marks.watch_caps_lock(event)
        return super().event(event)

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
        self.pages.clear_requested.connect(self.filters.clear)
        self.pages.look_requested.connect(self.look_again)
        self.top.side_changed.connect(self.grid.set_side)
        self.grid.size_wished.connect(self.top.slider.setValue)
        self.viewing.on_screen.connect(self.indexing.look_first)
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
        self.view.theme_changed.connect(self.left.show_folders)
        for feature in (self.marks, self.sidecars, self.viewing, self.filters, self.presets, self.words):
            feature.said.connect(self.bottom.say)
        self.words.left.connect(self.viewing.setFocus)
        self._connect_indexing()

    def _connect_indexing(self) -> None:
        self.indexing.progressed.connect(self._progressed)
        self.indexing.listed.connect(self._listed)
        self.indexing.offline.connect(lambda root: self.left.set_offline(root, offline=True))
        self.indexing.stored.connect(self.library.refresh)
        self.indexing.network_ready.connect(self._network_ready)
        self.indexing.weights_missing.connect(lambda _reason: self.bottom.show_weights(found=False))
        self.indexing.weights_found.connect(lambda _weights: self.bottom.show_weights(found=True))
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
        return Catalog(self._places.catalog, KEYS)

    def _watch_folders(self) -> None:
        folders = self.library.catalog.folders
        self.watch.watch(folders.roots(), [folder.path for folder in folders.all()])

    def _show_page(self) -> None:
        self.pages.show_for(self.library, looking=self.indexing.progress.phase is Phase.FINDING)

    def _show_problem_count(self) -> None:
        self.bottom.show_problems(int((self.library.columns.unreadable & self.library.shoot).sum()))


def frames_memory(settings: Settings) -> int:
    """How many bytes the photographs that are decoded ahead may take."""
    megabytes = settings.get("frames_mb")
    return (megabytes if isinstance(megabytes, int) and 200 <= megabytes <= 16_000 else 1000) * 1_000_000


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
