"""Two photographs: the champion stays on the left, challengers step past it on the right."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clipiqa_desktop.ui.views.canvas import ViewContext
from clipiqa_desktop.ui.views.frame_prefetcher import Side
from clipiqa_desktop.ui.views.order import Ids, nearest, neighbour, place_of, still_there
from clipiqa_desktop.ui.views.tile import Tile
from clipiqa_desktop.ui.views.tiles_page import TilesPage

CHAMPION, CHALLENGER = 0, 1


class Compare(TilesPage):
    """Left and Right step the challenger, Up promotes it, Tab goes to the other tile."""

    name = "Compare"

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.tiles = [Tile(context, self, "Champion"), Tile(context, self, "Challenger")]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for tile in self.tiles:
            layout.addWidget(tile)
            self.watch(tile)
        self.tiles[CHAMPION].canvas.resized.connect(self.while_entered(self.request_frames_soon))
        key = Qt.Key
        self.keys = {
            key.Key_Right: lambda: self.step(1),
            key.Key_Left: lambda: self.step(-1),
            key.Key_Up: self.promote,
        }

    def enter(self, ids: Sequence[int]) -> bool:
        """Compares two chosen ones, else the current one with the next; of a whole stack with the next of that, and the
        frame is on the current one, which a key that keeps one keeps in every view.
        """
        library, chosen = self.context.library, np.array(still_there(self.context.library.ids, ids), np.int64)
        current, is_whole = library.current_id, self._is_whole_stack(chosen)
        pair: list[int | None] = chosen.tolist()
        if is_whole or len(pair) != 2:
            pair = [current, self._rival(current, None, among=chosen if is_whole else library.ids)]
        champion, challenger = pair
        if champion is None or challenger is None:
            self.said.emit("Comparing takes two photographs.")
            return False
        self.entered = True
        self._show(champion, challenger, active=CHAMPION if is_whole else CHALLENGER)
        self.entered = len(self.ids()) == len(self.tiles)
        return self.entered

    def step(self, by: int) -> None:
        """Another challenger, so many on in the answer; the champion is skipped."""
        champion, challenger = self.ids()
        order = self.context.library.ids
        place = place_of(order, challenger)
        if place is not None and (wanted := neighbour(order, place, by, [champion])) is not None:
            self._show(champion, wanted)
        else:
            self.make_active(CHALLENGER)

    def promote(self) -> None:
        """The challenger becomes the champion, and the next one the challenger."""
        champion, challenger = self.ids()
        order = self.context.library.ids
        place = place_of(order, challenger)
        following = nearest(order, place, [champion]) if place is not None else None
        self._show(challenger, champion if following is None else following)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the other tile; Shift+Tab leaves."""
        if not forward:
            return super().focusNextPrevChild(forward)
        self.make_active(1 - self.active)
        return True

    def answered(self) -> None:
        """Who is no longer in the answer makes room: the challenger for the champion, the next for the challenger."""
        pair, library, wished = self.ids(), self.context.library, self.going_on_to
        self.going_on_to = None
        left = still_there(library.ids, pair)
        if len(left) == 2:
            self.make_active(self.active)
            return
        champion = left[0] if left else library.current_id
        challenger = self._rival(champion, wished, library.ids)
        if champion is None or challenger is None:
            self.over.emit()
        else:
            self._show(champion, challenger)

    def was_marked(self, ids: Collection[int]) -> None:
        """Undo goes to where the mark was made: that photograph comes back as the challenger."""
        current = self.context.library.current_id
        if current is not None and current not in self.ids():
            self._show(self.ids()[CHAMPION], current)
        super().was_marked(ids)

    def sides_ahead(self, *, near: bool) -> Iterable[Side]:
        """The next challengers, and the one before."""
        champion, challenger = self.ids()
        order = self.context.library.ids
        place = place_of(order, challenger)
        if place is None:
            return
        around = (neighbour(order, place, by, [champion]) for by in (1, 2, -1))
        for at, photo_id in enumerate(dict.fromkeys(each for each in around if each is not None)):
            photo = self.context.prefetcher.photo(photo_id)
            yield photo_id, self.tiles[CHALLENGER].canvas.fitting_side(photo)
            if near and at == 0:
                yield photo_id, None

    def _is_whole_stack(self, ids: Ids) -> bool:
        library, current = self.context.library, self.context.library.current_id
        if current is None or library.stack_of(current) is None:
            return False
        return set(library.members(current)) == set(ids.tolist())

    def _rival(self, champion: int | None, wished: int | None, among: Ids) -> int | None:
        """Who stands against the champion: the one that the library has gone on to, else the nearest."""
        if wished not in {None, champion} and place_of(among, wished) is not None:
            return wished
        place = place_of(among, champion)
        return nearest(among, place) if place is not None else None

    def _show(self, champion: int, challenger: int, *, active: int = CHALLENGER) -> None:
        photos = [self.context.prefetcher.photo(photo_id) for photo_id in (champion, challenger)]
        if None in photos:
            return  # the answer is about to change
        for tile, photo in zip(self.tiles, photos, strict=True):
            if tile.photo != photo:
                tile.show_photo(photo)
        self.make_active(active)
        self.changed()
