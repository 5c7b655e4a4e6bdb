"""Four ways to look at the library's answer: grid, loupe, compare and survey."""

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedWidget, QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.grid import Grid
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views.canvas import ViewContext
from clipiqa_desktop.ui.views.compare import Compare
from clipiqa_desktop.ui.views.frame_prefetcher import FramePrefetcher
from clipiqa_desktop.ui.views.frames import FrameLoader
from clipiqa_desktop.ui.views.loupe import Loupe
from clipiqa_desktop.ui.views.overlays import Overlays
from clipiqa_desktop.ui.views.page import Page
from clipiqa_desktop.ui.views.sharp_cells import SharpCells
from clipiqa_desktop.ui.views.stack_places import StackPlaces
from clipiqa_desktop.ui.views.survey import Survey
from clipiqa_desktop.ui.views.tile_numbers import TileNumbers
from clipiqa_desktop.ui.views.tints import tint
from clipiqa_desktop.ui.views.view import SharedView, View

# By the names that the settings know them by, with their keys.
MODES = {"grid": "G", "loupe": "E", "compare": "C", "survey": "N"}
GRID = "grid"


class Viewing(QStackedWidget):
    """Shows the grid or one of the large views; the library's current photograph is always the active one.

    The frame loader is closed by whoever made it; `end` ends what runs beside the views.
    """

    mode_changed = Signal(str)
    shown_changed = Signal()  # `shown_photos` answers something else
    overlays_changed = Signal()  # clipping or peaking went on or off
    on_screen = Signal(object)  # the ids in sight, most wanted first, in every mode: instead of the grid's own signal
    said = Signal(str)

    def __init__(
        self,
        library: Library,
        grid: Grid,
        thumbnails: ThumbnailLoader,
        frames: FrameLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._grid, self._frames = library, grid, frames
        self._overlays, self._view = Overlays(self), SharedView(self)
        self._prefetcher = FramePrefetcher(library, frames)
        library.photos_changed.connect(self._prefetcher.forget_overwritten)  # before the pages request anew
        context = self.context = ViewContext(
            library,
            thumbnails,
            frames,
            self._prefetcher,
            self._overlays,
            self._view,
            TileNumbers(),
            StackPlaces(library),
        )
        self.loupe, self.compare, self.survey = Loupe(context), Compare(context), Survey(context)
        self.pages: dict[str, Page] = {"loupe": self.loupe, "compare": self.compare, "survey": self.survey}
        self._sharp_cells = SharpCells(library, grid, thumbnails, frames, self._prefetcher, self)
        self._mode = GRID
        for page in (grid, *self.pages.values()):
            self.addWidget(page)
        self.setFocusProxy(grid)
        self._connect()

    @property
    def mode(self) -> str:
        """One of MODES."""
        return self._mode

    def show_mode(self, name: str) -> None:
        """Goes to a mode with what is chosen in the present one; where that cannot be, stays and says why."""
        if name == self._mode:
            return
        if self._page is None or self._page is self.loupe:
            self.context.numbers.forget()
        if name == GRID:
            selected = self.loupe.selected
            self._show(GRID, self._grid)
            self._view.look(View())
            self._grid.show_current()
            self._grid.select_again(selected)
        elif self.pages[name].enter(self._asked_for(name)):
            self._show(name, self.pages[name])

    def _asked_for(self, name: str) -> list[int]:
        """What a page is to show: the loupe goes through what is selected in the grid."""
        if name == "loupe":
            return [] if self._page else self._grid.selected_ids()
        return self._in_stack(self._chosen())

    @property
    def place_in_selection(self) -> tuple[int, int] | None:
        """In the loupe of a selection which of how many is shown."""
        return self.loupe.place_in_selection if self._page is self.loupe else None

    @property
    def seen(self) -> list[int]:
        """The photographs in sight of a mode that is not the grid."""
        return (self._page is self.loupe and self.loupe.selected) or (self._chosen() if self._page else [])

    def take_up(self, name: str, seen: Sequence[int]) -> None:
        """Goes to the mode in which these were seen when the window was closed, as far as they are still shown."""
        page, there = self.pages.get(name), [each for each in seen if self._grid.photos.row_of(each) is not None]
        if page and there and (page is self.loupe or len(there) > 1) and page.enter(there):
            self._show(name, page)

    def select_all(self) -> None:
        """In the grid: selects all that are shown."""
        if self._page is None:
            self._grid.selectAll()

    def select_none(self) -> None:
        """In the grid: leaves the current photograph selected, and no other."""
        if self._page is None:
            self._grid.select_current_alone()

    def targets(self) -> list[int]:
        """The photographs that a mark key is about now, all of them in sight: selected, current or active."""
        page = self._page
        return page.targets() if page else self._grid.selected_ids()

    def targets_behind(self) -> list[int]:
        """The same, in the grid with all that closed stacks show by their tops."""
        library, targets = self._library, self.targets()
        if self._page:
            return targets
        shown = {None, *library.opened}
        groups = ([each] if library.stack_of(each) in shown else library.members(each) for each in targets)
        return list(dict.fromkeys(chain.from_iterable(groups)))

    def advance(self) -> None:
        """Goes on after a mark: next photograph, next challenger, next tile."""
        self.step(1)

    def step(self, by: int) -> None:
        """Goes on by so many photographs, challengers or tiles."""
        (self._page or self._grid).step(by)

    def side_by_side(self) -> list[int]:
        """The photographs of a survey, in that of a stack also what was taken out of it, which is decided: not this
        one. Elsewhere none, for there one sees one, or all of them.
        """
        if self._page is not self.survey:
            return []
        ids, every = self.survey.ids(), [*self.survey.ids(), *self.survey.taken_out]
        return every if len({self._library.stack_of(each) for each in every}) == 1 else ids

    def next_stack(self, by: int = 1) -> None:
        """Goes on to the top of the next stack or lone photograph; a page of several shows the next stack, or where one
        photograph is left, that in the loupe.
        """
        library = self._library
        row = self._grid.photos.row_of(library.current_id)
        if row is None:
            return
        wanted = int(library.ids[library.cells.next_stack(row, by)])
        if library.stack_of(wanted) == library.stack_of(library.current_id) is not None:
            return  # it is the last
        page = self._page
        if not page or page is self.loupe:
            library.make_current(wanted)
            return
        page.leave()  # it would hold on to what it shows
        library.make_current(wanted)
        if library.stack_of(wanted) is None or not page.enter(self._in_stack([wanted])):
            self.show_mode("loupe")

    def shown_photos(self) -> list[tuple[int, QColor]]:
        """The photographs in sight with the tint of each, in the order of their tiles; in grid and loupe the current
        one alone. Which number each has, `numbers` says.
        """
        if self._page is None or self._page is self.loupe:
            current = self._library.current_id
            return [] if current is None else [(current, QColor(style.current().bright))]
        return [(photo_id, tint(number)) for number, photo_id in self._page.shown()]

    def numbers(self) -> dict[int, int]:
        """The number that each photograph's tile shows, 1 to 12; empty in grid and loupe."""
        if self._page is None or self._page is self.loupe:
            return {}
        return {photo_id: number for number, photo_id in self._page.shown()}

    def toggle_100(self) -> None:
        """Between the whole photograph and its own pixels, at the pointer; nothing in the grid."""
        if self._page:
            self._page.canvas_in_hand().toggle_100()

    def zoom(self, steps: int) -> None:
        """So many steps nearer, or farther away where negative; nothing in the grid."""
        if self._page:
            self._page.canvas_in_hand().zoom_by(steps)

    @property
    def clipping(self) -> bool:
        """Whether clipped pixels are marked."""
        return self._overlays.clipping

    def toggle_clipping(self) -> None:
        """Marks blown highlights red and blocked shadows blue, or no longer."""
        self._overlays.switch(clipping=not self.clipping, peaking=self.peaking)
        self.overlays_changed.emit()

    @property
    def peaking(self) -> bool:
        """Whether sharp edges are marked."""
        return self._overlays.peaking

    def toggle_peaking(self) -> None:
        """Marks sharp edges, or no longer."""
        self._overlays.switch(clipping=self.clipping, peaking=not self.peaking)
        self.overlays_changed.emit()

    @property
    def histogram(self) -> bool:
        """Whether the loupe shows the histogram of the colours."""
        return self._overlays.histogram

    def toggle_histogram(self) -> None:
        """Shows it, or no longer."""
        self._overlays.switch_histogram()
        self.overlays_changed.emit()

    def promote(self) -> None:
        """In compare: the challenger becomes the champion."""
        if self._page is self.compare:
            self.compare.promote()

    def drop(self) -> None:
        """In survey: takes the active tile out; the photograph stays as it is."""
        if self._page is self.survey:
            self.survey.drop()

    def end(self) -> None:
        """Ends what runs beside the views."""
        if self._page:
            self._page.leave()
        self._overlays.close()

    @property
    def _page(self) -> Page | None:
        return self.pages.get(self._mode)

    def _chosen(self) -> list[int]:
        """What is selected in the grid, or in sight elsewhere."""
        return [photo_id for _, photo_id in self._page.shown()] if self._page else self._grid.selected_ids()

    def _in_stack(self, chosen: list[int]) -> list[int]:
        """Where one photograph is chosen, its whole stack, which is opened for that."""
        stacks = {self._library.stack_of(each) for each in chosen}
        if len(stacks) != 1 or None in stacks or (len(chosen) > 1 and self._page is not self.compare):
            return chosen
        self._library.look_into(chosen[0])
        return self._library.members(chosen[0])

    def _show(self, name: str, widget: QWidget) -> None:
        if page := self._page:
            page.leave()
        if name == GRID:
            self._library.look_into(None)
        self._mode = name
        focus = self.window().focusWidget()
        had_focus = focus is None or self.isAncestorOf(focus)
        self.setFocusProxy(widget)
        self.setCurrentWidget(widget)
        if had_focus:
            widget.setFocus()
        self.mode_changed.emit(name)
        self.shown_changed.emit()

    def _connect(self) -> None:
        self._library.current_changed.connect(self._moved)
        self._grid.on_screen.connect(self.on_screen)
        for page in self.pages.values():
            page.said.connect(self.said)
            page.on_screen.connect(self.on_screen)
            page.shown_changed.connect(self.shown_changed)
            page.over.connect(lambda: self.show_mode(GRID))

    def _moved(self) -> None:
        if self._page is None:
            self.shown_changed.emit()
