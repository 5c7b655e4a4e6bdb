"""Which cells of the grid are to be painted again: those that became others, and no more."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject

from clipiqa_desktop.catalog.query.fields import Kind
from clipiqa_desktop.ui.grid.photo_model import PhotoModel
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import Spell, spell
from clipiqa_desktop.ui.widgets.even_grid import EvenGrid
from clipiqa_desktop.ui.widgets.timers import single_shot


class Repaints(QObject):
    """Names them to the view, as photographs change, pictures come and another photograph becomes the current one."""

    def __init__(self, library: Library, thumbnails: ThumbnailLoader, photos: PhotoModel, view: EvenGrid) -> None:
        super().__init__(view)
        self._library, self._photos, self._view = library, photos, view
        self._pictures: set[str] = set()  # that came, and are not painted yet
        self._framed = library.current_id  # the current photograph, as it is painted
        self._lasted = self._shoot_lasted()
        # Many pictures come at once: where they belong is looked for once.
        self._soon = single_shot(self, 0)
        self._soon.timeout.connect(self._show_pictures)
        thumbnails.came.connect(self._picture_came)
        library.photos_changed.connect(self._changed)
        library.current_changed.connect(self._followed)
        library.ghosts_changed.connect(view.viewport().update)

    def _picture_came(self, key: str) -> None:
        self._pictures.add(key)
        self._soon.start()

    def _show_pictures(self) -> None:
        keys, self._pictures = self._pictures, set()
        self._view.update_rows(self._with_pictures(keys))

    def _with_pictures(self, keys: Collection[str]) -> Iterable[int]:
        columns = self._library.columns
        for row in self._view.visible_rows():
            at = columns.row(self._photos.id_at(row))
            if at is not None and (columns.fingerprints[at] in keys or columns.embedded[at] in keys):
                yield row

    def _changed(self, ids: Collection[int]) -> None:
        lasted, changed, rows = self._shoot_lasted(), set(ids), self._view.visible_rows()
        if lasted != self._lasted:
            self._lasted = lasted
            self._view.viewport().update()
        else:
            self._view.update_rows(row for row in rows if not changed.isdisjoint(self._photos.ids_in(row)))

    def _followed(self) -> None:
        rows = map(self._photos.row_of, (self._framed, self._library.current_id))
        self._view.update_rows(row for row in rows if row is not None)
        self._framed = self._library.current_id

    def _shoot_lasted(self) -> Spell | None:
        """Where times stand under photographs: how long, which says how all are written."""
        key = self._library.query.sort[0].key
        field = self._library.fields.get(key)
        return spell(*self._library.extent(key)) if field and field.kind is Kind.MOMENT else None
