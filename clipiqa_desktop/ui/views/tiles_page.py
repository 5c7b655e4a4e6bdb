"""Several photographs beside one another, one of them active."""

from collections.abc import Collection, Iterable

from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui.views.canvas import PhotoCanvas, ViewContext
from clipiqa_desktop.ui.views.frame_prefetcher import Side
from clipiqa_desktop.ui.views.order import still_there
from clipiqa_desktop.ui.views.page import Page
from clipiqa_desktop.ui.views.tile import Tile

FULL_WHERE_RESTED = 2  # more full frames than this are decoded only if one looks at them


class TilesPage(Page):
    """The active tile's photograph is the library's current one."""

    name = ""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.tiles: list[Tile] = []
        self.active = 0
        self.going_on_to: int | None = None  # where the library goes when a mark takes the active one out of the filter
        context.thumbnails.loaded.connect(self.while_entered(self.sizes_came))
        context.frames.arrived.connect(self.while_entered(self.sizes_came))
        context.frames.arrived.connect(self.while_entered(self._zoom_came))

    def shown(self) -> list[tuple[int, int]]:
        """The tiles in order."""
        return [(tile.number, tile.photo.id) for tile in self.tiles if tile.photo]

    def active_canvas(self) -> PhotoCanvas:
        """The active tile's."""
        return self.tiles[self.active].canvas

    def canvases(self) -> list[PhotoCanvas]:
        """One a tile."""
        return [tile.canvas for tile in self.tiles]

    def ids(self) -> list[int]:
        """The photographs in the tiles."""
        return [photo_id for _, photo_id in self.shown()]

    def make_active(self, place: int) -> None:
        """Makes a tile the one that keys and the list of attributes are about."""
        self.active = place
        if photo := self.tiles[place].photo:
            self.context.library.make_current(photo.id)
        self.show_focus()
        self._say_name()

    def current_moved(self) -> None:
        """Follows where the new one has a tile; else a mark is about to change the answer, which then tells more."""
        library, ids = self.context.library, [tile.photo.id if tile.photo else None for tile in self.tiles]
        if not still_there(library.ids, [ids[self.active] or 0]):
            return  # who is gone from the answer is replaced when the answer is told
        if library.current_id not in ids:
            self.going_on_to = library.current_id
        elif ids.index(library.current_id) != self.active:
            self.make_active(ids.index(library.current_id))

    def show_marks(self) -> None:
        """Brings the lines up to date."""
        for tile in self.tiles:
            tile.show_marks()
        self._say_name()

    def show_focus(self) -> None:
        """Frames the active tile."""
        for place, tile in enumerate(self.tiles):
            tile.show_frame(active=place == self.active, keyboard=self.hasFocus())

    def sizes_came(self, _photo_id: int = 0) -> None:
        """The proportions of a photograph may be known now."""

    def sides(self, *, near: bool) -> list[Side]:
        """The active tile first."""
        tiles = [self.tiles[self.active], *self.tiles[: self.active], *self.tiles[self.active + 1 :]]
        fits: list[Side] = [
            (tile.photo.id, tile.canvas.fitting_side(tile.photo)) for tile in tiles if tile.photo is not None
        ]
        fulls: list[Side] = [(photo_id, None) for photo_id, _ in fits]
        if near:
            return [*fits, *fulls, *self.sides_ahead(near=True)]
        return [*fits, *self.sides_ahead(near=False), *(fulls[:FULL_WHERE_RESTED] if self.rested else ())]

    def sides_ahead(self, *, near: bool) -> Iterable[Side]:
        """What may be shown next."""
        del near
        return ()

    def watch(self, tile: Tile) -> None:
        """A click makes a tile active; all write their stars alike, whatever their width."""
        tile.canvas.pressed.connect(lambda: self._pressed(tile))
        tile.canvas.resized.connect(self._write_alike)

    def changed(self) -> None:
        """Other photographs are shown."""
        ids = self.ids()
        self.number_tiles(ids)
        self.want_thumbnails(ids)
        self.request_frames()
        self.show_focus()
        self._say_name()
        self.shown_changed.emit()

    def number_tiles(self, ids: Collection[int]) -> None:
        """Each photograph has the number that it had when it was seen last."""
        numbers = self.context.numbers.give(ids)
        for tile in self.tiles:
            if tile.photo:
                tile.show_number(numbers[tile.photo.id])

    def _write_alike(self) -> None:
        few = any(tile.is_narrow for tile in self.tiles if tile.photo)
        for tile in self.tiles:
            tile.show_few_marks(few)

    def looked(self) -> None:
        """The lines tell the zoom."""
        super().looked()
        for tile in self.tiles:
            tile.show_zoom()

    def _pressed(self, tile: Tile) -> None:
        self.setFocus()
        if tile.photo:
            self.make_active(self.tiles.index(tile))

    def _zoom_came(self, photo_id: int) -> None:
        for tile in self.tiles:
            if tile.photo and tile.photo.id == photo_id:
                tile.show_zoom()

    def _say_name(self) -> None:
        tile = self.tiles[self.active] if self.tiles else None
        self.setAccessibleName(", ".join((self.name, tile.spoken())) if tile else self.name)
