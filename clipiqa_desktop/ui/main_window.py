"""The main window: puts the parts together."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QSplitter

from clipiqa_desktop.catalog import query_json
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.presets import Presets
from clipiqa_desktop.crashes.reports import Reports
from clipiqa_desktop.indexing.progress import Phase
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import FRAMES_MB, NAMES, Settings
from clipiqa_desktop.ui import window_state
from clipiqa_desktop.ui.about.feature import AboutActions
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.attributes.differences import Differences
from clipiqa_desktop.ui.attributes.panel import AttributePanel
from clipiqa_desktop.ui.attributes.row_menu import RowMenu
from clipiqa_desktop.ui.clocks.feature import ClockActions
from clipiqa_desktop.ui.crashes.notice import CrashNotice
from clipiqa_desktop.ui.export.export_switch import ExportSwitch
from clipiqa_desktop.ui.faces.feature import FaceFeature
from clipiqa_desktop.ui.filters.chips import ChipLine
from clipiqa_desktop.ui.filters.filter_actions import FilterActions
from clipiqa_desktop.ui.filters.preset_actions import PresetActions
from clipiqa_desktop.ui.folders.folder_actions import FolderActions
from clipiqa_desktop.ui.folders.folder_panel import FolderPanel
from clipiqa_desktop.ui.folders.opening import Opening, dropped
from clipiqa_desktop.ui.grid.grid import Grid
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.help.switch import ManualSwitch
from clipiqa_desktop.ui.indexing.bottom_bar import BottomBar
from clipiqa_desktop.ui.indexing.faces_switch import FacesSwitch
from clipiqa_desktop.ui.indexing.indexing_actions import IndexingActions
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.notice import NoticeBar
from clipiqa_desktop.ui.indexing.outside_changes import OutsideChanges
from clipiqa_desktop.ui.indexing.weights_switch import WeightsSwitch
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.marks.mark_actions import MarkActions
from clipiqa_desktop.ui.marks.saving import MarkSaving
from clipiqa_desktop.ui.marks.sidecar_switch import SidecarSwitch
from clipiqa_desktop.ui.marks.switched_on import SwitchedOn
from clipiqa_desktop.ui.marks.turn_actions import TurnActions
from clipiqa_desktop.ui.own_attributes.feature import TextSearchController
from clipiqa_desktop.ui.photo_menu.menu import PhotoMenu
from clipiqa_desktop.ui.settings.switch import SettingsSwitch
from clipiqa_desktop.ui.stacks.feature import StackFeature
from clipiqa_desktop.ui.stacks.stack_actions import StackActions
from clipiqa_desktop.ui.suggestions.feature import CutFeature
from clipiqa_desktop.ui.tour.tour import Tour
from clipiqa_desktop.ui.views.frames import FrameLoader
from clipiqa_desktop.ui.views.modes import Viewing
from clipiqa_desktop.ui.views.second_actions import SecondActions
from clipiqa_desktop.ui.views.viewing_actions import ViewingActions
from clipiqa_desktop.ui.widgets import qt_state
from clipiqa_desktop.ui.widgets.column import column
from clipiqa_desktop.ui.widgets.keyboard import leave_keyboard
from clipiqa_desktop.ui.window.pages import Pages
from clipiqa_desktop.ui.window.top_bar import TopBar
from clipiqa_desktop.ui.window.view_actions import ViewActions
from clipiqa_desktop.ui.window_state import WindowState


class MainWindow(QMainWindow):
    """Folders left, photographs in the middle, attributes right."""

    closing = Signal()

    def __init__(
        self, library: Library, indexing: Indexing, thumbnails: ThumbnailLoader, places: Places, settings: Settings
    ) -> None:
        super().__init__()
        self.library, self.indexing, self.settings = library, indexing, settings
        self._places, self._thumbnails = places, thumbnails
        self.actions_by_name = Actions(self, settings)
        self.grid = Grid(library, thumbnails)
        self.notice, self.crashes, self.bottom = NoticeBar(), CrashNotice(Reports(places.crashes)), BottomBar()
        presets = Presets(settings)
        self.left, self.right = FolderPanel(library, presets), AttributePanel(library, settings)
        self.frames = FrameLoader(settings.get(FRAMES_MB) * 1_000_000, self)
        self.viewing = Viewing(library, self.grid, thumbnails, self.frames)
        self.pages = Pages(self.viewing)
        self.top = TopBar(library)
        self._add_features(presets)
        self.splitter = self._lay_out()
        self._connect()
        self.setWindowTitle("CLIP-IQA Desktop")
        self.setAcceptDrops(True)
        self._restore(window_state.load(settings))
        self._show_page()
        self.view.show_checks()
        leave_keyboard(self)

    def _add_features(self, presets: Presets) -> None:
        """Each feature adds what it can do to the actions; the menu holds them in this order."""
        library, settings, actions = self.library, self.settings, self.actions_by_name
        targets, reopen = self.viewing.targets, self._open_catalog
        self.weights = WeightsSwitch(self.notice, library, self.indexing, settings, self._places.weights, self)
        self.models = FacesSwitch(self.notice, self.indexing, settings, self._places.weights, actions, self)
        self.folders = FolderActions(library, self.indexing, self.left, actions, self)
        self.manual = ManualSwitch(settings, actions, self)
        self._add_entries()
        self.right.offer.lead_to(actions["download_weights"], actions["choose_weights"])
        self.about = AboutActions(lambda: self.bottom.network, self._where, actions, self)
        self.marks = MarkActions(library, targets, self.viewing.advance, actions, self)
        self.second = SecondActions(self.viewing, settings, actions, self)
        self.turning = TurnActions(library, targets, actions, self)
        self.stacks = StackFeature(library, self.indexing, settings, reopen, self._places.stacks, self)
        self.stacking = StackActions(
            library, targets, self.viewing.side_by_side, self.viewing.next_stack, self.stacks.changed, actions, self
        )
        self.faces = FaceFeature(library, self.viewing, self.frames, self.right, self)
        behind, advance = self.viewing.targets_behind, self.viewing.advance
        self.cut = CutFeature(library, behind, advance, self.right, reopen, settings, actions, self)
        self.clocks = ClockActions(library, targets, actions, self)
        self.saving = MarkSaving(library, self)
        self.sidecars = SidecarSwitch(library, settings, reopen, actions, self)
        self.chips = ChipLine(library)
        self.notices = column(self.crashes, self.notice)
        bars = (self.top, self.notices, self.chips, self.bottom, *self.viewing.loupe.bars)
        self.view = ViewActions(self, self.left, self.right, bars, self.top.slider, settings, actions)
        self.view.lost_keyboard.connect(self.viewing.setFocus)
        self.modes = ViewingActions(self.viewing, self.top.modes, self.view.leave_full_screen, actions, self)
        self.switched_on = SwitchedOn(self.viewing, self.marks, self.bottom, actions, self)
        self.filters = FilterActions(library, self.left.name, self.top.open_sort_menu, actions, self)
        self.presets = PresetActions(library, presets, self.left.saved, actions, self)
        self.differences = Differences(self.viewing, self.right, actions, self)
        self.row_menu = RowMenu(library, self.right.list, self)
        self.words = TextSearchController(library, self.indexing, self._places, self.right, actions, self)
        self.row_menu.opening.connect(self.words.add_to_menu)
        self.row_menu.opening.connect(self.right.add_to_menu)
        self.row_menu.opening.connect(self.cut.softer.add_to_menu)
        self.top.words.addWidget(self.words.finding.field)
        self.exports = ExportSwitch(
            library, targets, settings, reopen, self._places.thumbnails, self.indexing.add, actions, self
        )
        self.sidecars.said.connect(lambda _words: self.exports.files_changed.emit())
        self.photo_menu = PhotoMenu(library, self.grid, self.viewing, actions, self)
        self.runs = IndexingActions(library, self.indexing, self.bottom, targets, actions, self)
        self.left.read_requested.connect(self.runs.read_folder_anew)
        self.outside = OutsideChanges(library, self.indexing, self)
        self.opening = Opening(library, self.grid, self.folders, self.weights.take, self.runs.settled, self)
        self.preferences = SettingsSwitch(
            self.indexing, self.weights, self.view, self.stacks.make_page, settings, actions, self
        )
        self.tour = Tour(library, self.viewing, self.right, self.top.menu_button, settings, actions, self)
        self.top.set_menu(actions.menu())

    def _add_entries(self) -> None:
        for entry, run in (
            (Entry("File", "choose_weights", "Choose weights file…", group=1), lambda: self.weights.choose(self)),
            (Entry("File", "download_weights", "Download weights", group=1), self.weights.download),
            (Entry("File", "quit", "Quit", ("Ctrl+Q",), group=3), self.close),
        ):
            self.actions_by_name.add(entry, run)

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
        for feature in (self.weights, self.models, self.sidecars, self.indexing, self.stacks, self.cut):
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

    def event(self, event: QEvent) -> bool:
        """Every key that nobody writes with is shown to the marks first, before it can be a shortcut; after a dialog
        the keyboard is with the photographs.
        """
        if event.type() == QEvent.Type.WindowUnblocked:
            self.viewing.setFocus()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self.marks.press_by_place(event))
            return event.isAccepted()
        return super().event(event)

    def _lay_out(self) -> QSplitter:
        middle = column(self.notices, self.saving.notice, self.chips, self.pages)
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
        for each in (self.top, self.words, self.filters, self.manual):
            each.left.connect(self.viewing.setFocus)
        speakers = (self.marks, self.saving, self.sidecars, self.viewing, self.filters, self.presets, self.words)
        self.library.marked.connect(lambda _ids: self.bottom.hush())
        self.library.vanished.connect(lambda name: self.bottom.say(f"{name} is no longer where it was"))
        for feature in (
            *speakers,
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

    def _where(self) -> dict[str, Path]:
        return self._places.by_name | {"Weights": self.indexing.named or self._places.weights}

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

    def _open_catalog(self) -> Catalog:
        return open_catalog(self._places.catalog)

    def _show_page(self) -> None:
        self.pages.show_for(self.library, looking=self.indexing.progress.phase is Phase.FINDING)
