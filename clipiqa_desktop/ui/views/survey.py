"""Two to twelve photographs at once, of which one drops the weaker ones until the best remains."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.views import arrange
from clipiqa_desktop.ui.views.canvas import ViewContext
from clipiqa_desktop.ui.views.order import place_of, still_there
from clipiqa_desktop.ui.views.tile import EXTRA_HEIGHT, FRAME, Tile
from clipiqa_desktop.ui.views.tile_numbers import MOST
from clipiqa_desktop.ui.views.tiles_page import TilesPage
from clipiqa_desktop.ui.widgets.plain import PlainLabel

USUAL, FEWEST = 6, 2
GAP, HEAD = 4, 28  # logical pixels
TYPICAL_ASPECT = 1.5


class Survey(TilesPage):
    """Arrows go from tile to tile, `drop` takes the active one out; a tile keeps its number."""

    name = "Survey"

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rows: tuple[int, ...] = (1,)  # how many tiles stand in each
        self.taken_out: list[int] = []  # by `drop`, since it was opened
        self.head = PlainLabel("", self, alignment=Qt.AlignmentFlag.AlignCenter)  # where some have no room
        self.head.setProperty("quiet", True)
        self.head.hide()
        key = Qt.Key
        self.keys = {
            key.Key_Right: lambda: self.step(1),
            key.Key_Left: lambda: self.step(-1),
            key.Key_Down: lambda: self._step_row(1),
            key.Key_Up: lambda: self._step_row(-1),
            key.Key_Home: lambda: self.make_active(0),
            key.Key_End: lambda: self.make_active(len(self.tiles) - 1),
        }

    def enter(self, ids: Sequence[int]) -> bool:
        """Surveys what is chosen, at most twelve; if that is but one, the current one and those that follow."""
        chosen = still_there(self.context.library.ids, ids)
        if len(chosen) < FEWEST:
            chosen = self._following()
        if len(chosen) < FEWEST:
            self.said.emit("A survey takes two photographs or more.")
            return False
        self.entered = True
        self._show(chosen)
        return True

    def leave(self) -> None:
        """The tiles go."""
        super().leave()
        self._clear()

    def step(self, by: int) -> None:
        """So many tiles on, as far as there are any."""
        self.make_active(max(0, min(self.active + by, len(self.tiles) - 1)))

    def drop(self) -> None:
        """Takes the active tile out; the photograph stays as it is for now, and the last one where it is."""
        tile = self.tiles[self.active]
        if len(self.tiles) == 1:
            self.said.emit("This is the one that remains.")
            return
        if tile.photo:
            self.taken_out.append(tile.photo.id)
        self._remove([tile])

    def answered(self) -> None:
        """Tiles whose photographs are no longer in the answer go."""
        staying = set(still_there(self.context.library.ids, self.ids()))
        going = [tile for tile in self.tiles if tile.photo is None or tile.photo.id not in staying]
        if going and len(self.tiles) - len(going) < FEWEST:
            for photo_id in staying:
                self.context.library.make_current(photo_id)
            self.over.emit()
        elif going:
            self._remove(going)
        else:
            self.make_active(self.active)

    def was_marked(self, ids: Collection[int]) -> None:
        """Undo goes to where the mark was made: that photograph comes back, if need be in place of the active one."""
        library = self.context.library
        current = library.current_id
        if current is not None and current not in self.ids():
            stack = library.members(current)
            if len(stack) >= FEWEST and not set(stack) & set(self.ids()):
                library.look_into(current)  # a step of another survey: that one comes back
                self._show(stack)
                super().was_marked(ids)
                return
            if len(self.tiles) < MOST:
                self._add(current)
                self.active = len(self.tiles) - 1
            else:
                self.tiles[self.active].show_photo(self.context.prefetcher.photo(current))
            self.changed()
        super().was_marked(ids)

    def changed(self) -> None:
        """Other tiles need other places."""
        self.sizes_came()
        super().changed()

    def sizes_came(self, _photo_id: int = 0) -> None:
        """Lays the tiles out so that the photographs are largest."""
        if not self.tiles:
            return
        sizes = [tile.canvas.photograph_size(tile.photo) for tile in self.tiles]
        aspects = [size.width() / size.height() if size else TYPICAL_ASPECT for size in sizes]
        extra = QSize(2 * FRAME, EXTRA_HEIGHT)
        top = 0 if self.head.isHidden() else HEAD
        self.head.setGeometry(0, 0, self.width(), HEAD)
        room = self.size().shrunkBy(QMargins(0, top, 0, 0))
        self._rows = arrange.rows_for(tuple(aspects), room, extra, GAP)
        found = arrange.places(aspects, self._rows, room, extra, GAP)
        for tile, place in zip(self.tiles, found, strict=True):
            tile.setGeometry(place.translated(0, top))
            tile.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other places, and other frames that fit."""
        super().resizeEvent(event)
        if self.entered:
            self.sizes_came()
            self.request_frames_soon()

    def _following(self) -> list[int]:
        ids, place = self.context.library.ids, place_of(self.context.library.ids, self.context.library.current_id)
        if place is None:
            return []
        start = place if len(ids) - place >= FEWEST else max(0, len(ids) - USUAL)
        return [int(each) for each in ids[start : start + USUAL]]

    def _show(self, ids: Sequence[int]) -> None:
        self._clear()
        current, shown = self.context.library.current_id, ids[:MOST]
        self.head.setVisible(len(ids) > MOST)
        rest = len(ids) - MOST
        stay = "one stays as it is" if rest == 1 else f"{figures(rest)} stay as they are"
        self.head.setText(f"The first {MOST} of {figures(len(ids))}: the other {stay}")
        for photo_id in shown:
            self._add(photo_id)
        self.make_active(shown.index(current) if current in shown else 0)
        self.changed()

    def _add(self, photo_id: int) -> None:
        self.taken_out = [each for each in self.taken_out if each != photo_id]
        tile = Tile(self.context, self)
        self.tiles.append(tile)
        self.watch(tile)
        tile.show_photo(self.context.prefetcher.photo(photo_id))

    def _remove(self, going: Collection[Tile]) -> None:
        """The active tile stays active, or the one that takes its place does."""
        before = sum(tile not in going for tile in self.tiles[: self.active])
        for tile in going:
            self.tiles.remove(tile)
            tile.hide()
            tile.deleteLater()
        self.make_active(min(before, len(self.tiles) - 1))
        self.changed()

    def _clear(self) -> None:
        for tile in self.tiles:
            tile.hide()
            tile.deleteLater()
        self.tiles, self.active, self.taken_out = [], 0, []

    def _step_row(self, by: int) -> None:
        """To the tile above or below that is nearest."""
        ends = list(accumulate(self._rows))
        row = bisect_right(ends, self.active) + by
        if 0 <= row < len(ends):
            here = self.tiles[self.active].geometry().center().x()
            beside = range(ends[row] - self._rows[row], ends[row])
            self.make_active(min(beside, key=lambda at: abs(self.tiles[at].geometry().center().x() - here)))
