"""The main window: lays out and connects its parts, and remembers how they stood."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QSplitter

from clipiqa_desktop.catalog.query import query_json
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import NAMES, Settings
from clipiqa_desktop.ui import window_state
from clipiqa_desktop.ui.features import WindowFeatures
from clipiqa_desktop.ui.folders.opening import dropped
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets import qt_state
from clipiqa_desktop.ui.widgets.column import column
from clipiqa_desktop.ui.widgets.keyboard import leave_keyboard, press_focused
from clipiqa_desktop.ui.window_state import WindowState


class MainWindow(WindowFeatures):
    """Folders left, photographs in the middle, attributes right."""

    closing = Signal()

    def __init__(
        self, library: Library, indexing: Indexing, thumbnails: ThumbnailLoader, places: Places, settings: Settings
    ) -> None:
        super().__init__(library, indexing, thumbnails, places, settings)
        self.splitter = self._lay_out()
        self._connect()
        self._connect_words()
        self.setWindowTitle("CLIP-IQA Desktop")
        self.setAcceptDrops(True)
        self._restore(window_state.load(settings))
        self._show_page()
        self.view.show_checks()
        leave_keyboard(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers how things stood, and ends what runs beside the window; not while marks would be lost."""
        if not self.saving.may_close():
            event.ignore()
            return
        self.closing.emit()
        self.saving.close()
        self.manual.close()
        self.words.close()
        self.exports.close()
        window_state.save(self.settings, self._state())
        self.second.close()
        self.hide()  # what follows may take a moment
        for feature in (self.weights, self.models, self.sidecars, self.indexing, self.runs, self.stacks, self.cut):
            feature.close()
        self.viewing.end()
        self.frames.close()
        self._thumbnails.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders, photographs for the folders they lie in, and the network's weights may be dropped; not what was
        dragged from here.
        """
        if event.source() is None and dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what is dropped."""
        self.opening.open(dropped(event))
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape in whatever stands around the photographs gives the keyboard back to them; Return presses a button."""
        page = self.pages.currentWidget()
        if event.key() == Qt.Key.Key_Escape and page:
            page.setFocus()
        elif not press_focused(self, event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Every key that nobody writes with is shown to the marks first, before it can be a shortcut; after a dialog
        the keyboard is with the photographs. Many cells that become others are painted some at a time, so that keys
        need not wait.
        """
        if event.type() == QEvent.Type.UpdateRequest:
            with self.grid.in_passes():
                return super().event(event)
        if event.type() == QEvent.Type.WindowUnblocked:
            self.viewing.setFocus()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self.marks.press_by_place(event))
            return event.isAccepted()
        return super().event(event)

    def _lay_out(self) -> QSplitter:
        middle = column(self.notices, self.saving.notice, self.sidecars.question.bar, self.chips, self.pages)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget, width in ((self.left, 150), (middle, 300), (self.right, 250)):
            widget.setMinimumWidth(width)
            splitter.addWidget(widget)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([210, 940, 290])
        self.setCentralWidget(column(self.top, splitter, self.bottom))
        return splitter

    def _connect(self) -> None:
        self.top.add_requested.connect(self.folders.ask)
        self.pages.add_requested.connect(self.folders.ask)
        self.pages.clear_requested.connect(self.filters.clear)
        self.pages.look_requested.connect(self.folders.look_again)
        self.top.side_changed.connect(self.grid.set_side)
        self.grid.doubleClicked.connect(lambda _index: self.viewing.show_mode("loupe"))
        self.grid.size_wished.connect(self.top.slider.setValue)
        self.grid.stars_pressed.connect(self.marks.press_stars)
        self.view.names_switched.connect(self.grid.show_names)
        self.grid.selected_changed.connect(self.top.show_selected)
        self.viewing.on_screen.connect(self.indexing.prioritize)
        self.viewing.shown_changed.connect(lambda: self.top.show_place(self.viewing.place_in_selection))
        self.library.answer_changed.connect(self._show_page)
        self.indexing.progressed.connect(lambda _progress: self._show_page())
        self.runs.settled.connect(self.grid.start_at_first)
        self.runs.settled.connect(self._show_page)
        self.runs.settled.connect(self.outside.run_ended)
        self.view.theme_changed.connect(self.left.show_folders)
        self.preferences.frames_memory_changed.connect(self.frames.set_memory)
        self.sidecars.question.answered.connect(lambda _ids: self.viewing.setFocus())
        for each in (self.top, self.words, self.filters, self.manual):
            each.left.connect(self.viewing.setFocus)

    def _connect_words(self) -> None:
        """What happens is said in the bar below."""
        self.library.marked.connect(lambda _ids: self.bottom.hush())
        self.outside.displaced.connect(self.bottom.say)
        self.library.vanished.connect(lambda name: self.bottom.say(f"{name} is no longer where it was"))
        for feature in (
            self.marks,
            self.end,
            self.saving,
            self.sidecars,
            self.viewing,
            self.filters,
            self.presets,
            self.words,
            self.turning,
            self.stacking,
            self.photo_menu,
            self.clocks,
            self.cut,
            self.exports,
            self.folders.watch,
            self.library.writes,
        ):
            feature.said.connect(self.bottom.say)

    def _state(self) -> WindowState:
        folder, current = self.left.selected(), self.library.current
        return WindowState(
            geometry=qt_state.to_text(self.saveGeometry()),
            splitter=qt_state.to_text(self.splitter.saveState()),
            panels=self.view.panels,
            side=self.top.slider.value(),
            folder=str(folder) if folder else None,
            current=current.id if current else None,
            query=query_json.to_json(self.library.query),
            mode=self.viewing.mode,
            seen=tuple(self.viewing.seen),
        )

    def _restore(self, state: WindowState) -> None:
        self.resize(window_state.FIRST_SIZE)
        self.restoreGeometry(qt_state.from_text(state.geometry))
        if not self.isMaximized() and not self.isFullScreen():
            self.resize(window_state.fitting(self.size(), self.screen().availableSize()))
        self.splitter.restoreState(qt_state.from_text(state.splitter))
        for panel, shown in zip((self.left, self.right), state.panels, strict=True):
            panel.setVisible(shown)
        self.top.slider.setValue(state.side)
        self.grid.set_side(self.top.slider.value())
        self.grid.show_names(self.settings.get(NAMES))
        self.library.ask(query_json.from_json(state.query, self.library.fields))
        self.left.show_folders()
        if state.folder_path:
            self.left.select(state.folder_path)
        if state.current is not None and self.library.front_of(state.current) is not None:
            self.library.make_current(state.current)
        self.grid.show_current()
        self.viewing.take_up(state.mode, state.seen)
        if self.isFullScreen():
            self.view.hide_bars()

    def _show_page(self) -> None:
        self.pages.show_for(self.library, self.indexing.progress, self.end.words)
