"""Which cells of the grid are to be painted again: those that became others, and no more."""

from collections.abc import Collection

from PySide6.QtCore import QObject, QTimer

from clipiqa_desktop.catalog.fields import Kind
from clipiqa_desktop.ui.grid.photo_model import PhotoModel
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.even_grid import EvenGrid


class Repaints(QObject):
    """Names them to the view, as photographs change, pictures come and another photograph becomes the current one."""

    def __init__(self, library: Library, thumbnails: ThumbnailLoader, photos: PhotoModel, view: EvenGrid) -> None:
        super().__init__(view)
        self._library, self._photos, self._view = library, photos, view
        self._pictures: set[str] = set()  # that came, and are not painted yet
        self._framed = library.current_id  # the current photograph, as it is painted
        self._times = self._times_of_shoot()
        # Many come at once: where they belong is looked for once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_pictures)
        thumbnails.came.connect(self._picture_came)
        library.photos_changed.connect(self._changed)
        library.current_changed.connect(self._followed)
        library.ghosts_changed.connect(view.viewport().update)

    def _picture_came(self, key: str) -> None:
        self._pictures.add(key)
        self._soon.start()

    def _show_pictures(self) -> None:
        columns, keys = self._library.columns, self._pictures
        self._pictures = set()
        for row in self._view.visible_rows():
            at = columns.row(self._photos.id_at(row))
            if at is not None and not keys.isdisjoint((columns.fingerprints[at], columns.embedded[at])):
                self._view.update_rows([row])

    def _changed(self, ids: Collection[int]) -> None:
        times, changed, rows = self._times_of_shoot(), set(ids), self._view.visible_rows()
        if times != self._times:
            self._times = times
            self._view.viewport().update()
        else:
            self._view.update_rows(row for row in rows if not changed.isdisjoint(self._photos.ids_in(row)))

    def _followed(self) -> None:
        rows = map(self._photos.row_of, (self._framed, self._library.current_id))
        self._view.update_rows(row for row in rows if row is not None)
        self._framed = self._library.current_id

    def _times_of_shoot(self) -> tuple[float, float] | None:
        """Where times stand under photographs: the first and the last, which say how all are written."""
        key = self._library.query.sort[0].key
        field = self._library.fields.get(key)
        return self._library.extent(key) if field and field.kind is Kind.MOMENT else None
