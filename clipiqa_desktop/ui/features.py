"""The parts of the window, and its features with all that they can do."""

from pathlib import Path

from PySide6.QtWidgets import QMainWindow

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.presets import Presets
from clipiqa_desktop.crashes.reports import Reports
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import FRAMES_MB, Settings
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
from clipiqa_desktop.ui.folders.opening import Opening
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
from clipiqa_desktop.ui.indexing.wishes import Wishes
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.marks.end_of_shoot import EndOfShoot
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
from clipiqa_desktop.ui.widgets.column import column
from clipiqa_desktop.ui.widgets.keyboard import open_context_menu
from clipiqa_desktop.ui.window.pages import Pages
from clipiqa_desktop.ui.window.top_bar import TopBar
from clipiqa_desktop.ui.window.view_actions import ViewActions


class WindowFeatures(QMainWindow):
    """Each feature adds what it can do to the actions; the menu holds them in the order in which they stand here."""

    def __init__(
        self, library: Library, indexing: Indexing, thumbnails: ThumbnailLoader, places: Places, settings: Settings
    ) -> None:
        super().__init__()
        self.library, self.indexing, self.settings = library, indexing, settings
        self._places, self._thumbnails = places, thumbnails
        self.actions_by_name = Actions(self, settings)
        self.grid = Grid(library, thumbnails)
        self.notice, self.crashes, self.bottom = NoticeBar(), CrashNotice(Reports(places.crashes)), BottomBar()
        self._presets = Presets(settings)
        self.left, self.right = FolderPanel(library, self._presets), AttributePanel(library, settings)
        self.frames = FrameLoader(settings.get(FRAMES_MB) * 1_000_000, self)
        self.viewing = Viewing(library, self.grid, thumbnails, self.frames)
        self.pages, self.top = Pages(self.viewing), TopBar(library, self.right.why_no_order)
        self._add_sources()
        self._add_decisions()
        self._add_views()
        self._add_filters()
        self._add_ways_out()
        self._add_runs()
        self.tour = Tour(library, self.viewing, self.right, self.top.menu_button, settings, self.actions_by_name, self)
        self.cut.opened.connect(self.tour.make_way)
        self.top.set_menu(self.actions_by_name.menu())

    def _add_sources(self) -> None:
        """Photographs, and what looks at them; and what tells of the program."""
        library, settings, actions = self.library, self.settings, self.actions_by_name
        self.weights = WeightsSwitch(self.notice, library, self.indexing, settings, self._places.weights, self)
        self.models = FacesSwitch(self.notice, self.indexing, settings, self._places.weights, actions, self)
        self.folders = FolderActions(library, self.indexing, self.left, actions, self)
        self.manual = ManualSwitch(settings, actions, self)
        for entry, run in (
            (Entry("File", "choose_weights", "Choose weights file…", group=1), lambda: self.weights.choose(self)),
            (Entry("File", "download_weights", "Download weights", group=1), self.weights.download),
            (Entry("File", "quit", "Quit", ("Ctrl+Q",), group=3), self.close),
        ):
            actions.add(entry, run)
        self.indexing.weights_found.connect(lambda _weights: self.right.expect_scores(True))
        self.indexing.weights_missing.connect(lambda _reason: self.right.expect_scores(False))
        self.indexing.weights_refused.connect(lambda _reason: self.right.expect_scores(False))
        self.right.offer.lead_to(actions["download_weights"], actions["choose_weights"])
        self.about = AboutActions(lambda: self.bottom.network, self._where, actions, self)

    def _add_decisions(self) -> None:
        """Marks and turns, stacks, faces, a suggested cut, clocks, and what is written of them."""
        library, settings, actions = self.library, self.settings, self.actions_by_name
        targets, advance, reopen = self.viewing.targets, self.viewing.advance, self._open_catalog
        self.marks = MarkActions(library, targets, advance, actions, self)
        self.end = EndOfShoot(library, actions, self)
        self.second = SecondActions(self.viewing, settings, actions, self)
        self.turning = TurnActions(library, targets, actions, self)
        self.stacks = StackFeature(library, self.indexing, settings, reopen, self._places.stacks, self)
        self.stacking = StackActions(
            library, targets, self.viewing.side_by_side, self.viewing.next_stack, self.stacks.changed, actions, self
        )
        self.faces = FaceFeature(library, self.viewing, self.frames, self.right, self)
        behind = self.viewing.targets_behind
        self.cut = CutFeature(library, behind, advance, self.right, reopen, settings, actions, self)
        self.clocks = ClockActions(library, targets, actions, self)
        self.saving = MarkSaving(library, self)
        self.sidecars = SidecarSwitch(library, settings, reopen, actions, self)

    def _add_views(self) -> None:
        library, settings, actions = self.library, self.settings, self.actions_by_name
        self.chips = ChipLine(library)
        self.notices = column(self.crashes, self.notice)
        bars = (self.top, self.notices, self.chips, self.bottom, *self.viewing.loupe.bars)
        self.view = ViewActions(self, self.left, self.right, bars, self.top.slider, settings, actions)
        self.view.lost_keyboard.connect(self.viewing.setFocus)
        for entry, run in (
            (Entry("View", "open_menu", "Open the menu ☰", ("F10",), group=3), self.top.open_menu),
            (Entry("View", "context_menu", "Open the context menu", ("Shift+F10",), group=3), open_context_menu),
        ):
            actions.add(entry, run)
        self.modes = ViewingActions(self.viewing, self.top.modes, self.view.leave_full_screen, actions, self)
        self.switched_on = SwitchedOn(self.viewing, self.marks, self.bottom, actions, self)

    def _add_filters(self) -> None:
        """What narrows and orders the shoot: choices, presets, rows, words."""
        library, actions = self.library, self.actions_by_name
        self.filters = FilterActions(library, self.left.name, self.top.open_sort_menu, actions, self)
        self.presets = PresetActions(library, self._presets, self.left.saved, actions, self)
        self.differences = Differences(self.viewing, self.right, actions, self)
        self.row_menu = RowMenu(library, self.right.list, self)
        self.words = TextSearchController(library, self.indexing, self._places, self.right, actions, self)
        for each in (self.words, self.right, self.cut.softer):
            self.row_menu.opening.connect(each.add_to_menu)
        self.top.add_words(self.words.finding.field)

    def _add_ways_out(self) -> None:
        """Export and the trash, and other programs."""
        library, settings, actions = self.library, self.settings, self.actions_by_name
        targets, reopen = self.viewing.targets, self._open_catalog
        thumbnails, look = self._places.thumbnails, self.indexing.add
        self.exports = ExportSwitch(library, targets, self.sidecars, settings, reopen, thumbnails, look, actions, self)
        self.sidecars.said.connect(lambda _words: self.exports.files_changed.emit())
        self.photo_menu = PhotoMenu(library, self.grid, self.viewing, actions, self)

    def _add_runs(self) -> None:
        """Indexing, what others changed, and what is opened; and the settings, most of which are heeded by these."""
        library, settings, actions = self.library, self.settings, self.actions_by_name
        targets, reopen = self.viewing.targets, self._open_catalog
        self.runs = IndexingActions(library, self.indexing, self.bottom, targets, reopen, actions, self)
        self.wishes = Wishes(library, self.indexing, self)
        self.cut.opened.connect(self.wishes.open_cut)
        for follow in (self.right.follow_run, self.cut.compared.follow_run):
            self.indexing.progressed.connect(follow)
        self.runs.settled.connect(self.cut.compared.run_ended)
        self.left.read_requested.connect(self.runs.read_folder_anew)
        self.outside = OutsideChanges(library, self.indexing, self)
        self.opening = Opening(library, self.grid, self.folders, self.weights.take, self.runs.settled, self)
        self.preferences = SettingsSwitch(
            self.indexing, self.weights, self.view, self.stacks.make_page, settings, actions, self
        )

    def _where(self) -> dict[str, Path]:
        return self._places.by_name | {"Weights": self.indexing.named or self._places.weights}

    def _open_catalog(self) -> Catalog:
        return open_catalog(self._places.catalog)
