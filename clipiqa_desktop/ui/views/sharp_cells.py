"""Cells of the grid that are larger than thumbnails are kept: drawn from the files once the grid has rested."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPixmap

from clipiqa_desktop.ui.grid.cell_picture import THUMBNAIL_SIDE, CellPicture
from clipiqa_desktop.ui.grid.grid import Grid
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.grid.turned_painting import turned_size
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views.frame_prefetcher import FramePrefetcher
from clipiqa_desktop.ui.views.frames import FrameLoader
from clipiqa_desktop.ui.widgets.timers import single_shot

REST_MS = 300
SOFT_FROM = 1.15  # times as large as it is kept a thumbnail looks soft


@dataclass(frozen=True, eq=False)
class _Sharp:
    """A picture as it is painted, turned already, and of which content, turned by how many quarters."""

    pixmap: QPixmap
    content: tuple[str, int]


class SharpCells(QObject):
    """Holds pictures of the photographs in sight alone, so that they take about as much memory as the screen."""

    def __init__(
        self,
        library: Library,
        grid: Grid,
        thumbnails: ThumbnailLoader,
        frames: FrameLoader,
        prefetcher: FramePrefetcher,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._grid, self._thumbnails = library, grid, thumbnails
        self._frames, self._prefetcher = frames, prefetcher
        self._seen: Sequence[int] = ()
        self._sides: dict[int, int] = {}  # of those in sight, in device pixels, as far as thumbnails are too small
        self._held: dict[int, _Sharp] = {}
        self._rest = single_shot(self, REST_MS)
        self._rest.timeout.connect(self._want)
        grid.on_screen.connect(self._look_around)
        thumbnails.loaded.connect(self._wait)
        frames.arrived.connect(self._take)
        grid.draw_from(self.picture)

    def picture(self, row: int) -> CellPicture | None:
        """Of the photograph in this row of the columns, in the place of its thumbnail; None where that will do."""
        sharp = self._held.get(int(self._library.columns.ids[row])) if self._held else None
        if sharp is None or sharp.content != self._content(row) or not (size := self._kept_size(row)):
            return None
        return CellPicture(sharp.pixmap, size)

    def _look_around(self, ids: Sequence[int]) -> None:
        self._seen = ids
        self._wait()

    def _wait(self) -> None:
        """Nothing is drawn while one scrolls, or where thumbnails are as large as cells."""
        if max(self._room().toTuple()) > SOFT_FROM * THUMBNAIL_SIDE:
            self._rest.start()
        else:
            self._rest.stop()
            self._held, self._sides = {}, {}

    def _want(self) -> None:
        if self._grid.isHidden():
            return  # another view wants frames
        columns = self._library.columns
        sides = {int(columns.ids[row]): self._side(row) for row in columns.rows(self._seen).tolist()}
        self._sides = {photo_id: side for photo_id, side in sides.items() if side > SOFT_FROM * THUMBNAIL_SIDE}
        self._held = {photo_id: sharp for photo_id, sharp in self._held.items() if photo_id in self._sides}
        self._prefetcher.want([*self._sides.items()])
        for photo_id in self._sides:
            self._take(photo_id)

    def _take(self, photo_id: int) -> None:
        side, frame = self._sides.get(photo_id), self._frames.best(photo_id, self._sides.get(photo_id))
        if side is None or frame is None or not (frame.side >= side or frame.is_full):
            return
        for row in self._library.columns.rows([photo_id]).tolist():
            held = self._held.get(photo_id)
            if held is None or held.content != self._content(row) or max(held.pixmap.size().toTuple()) != frame.side:
                self._held[photo_id] = _Sharp(QPixmap.fromImage(frame.image), self._content(row))
                self._grid.paint_again(photo_id)

    def _side(self, row: int) -> int:
        """The longer side of the photograph as it stands in its cell; 0 where its thumbnail has all its pixels."""
        size = self._kept_size(row)
        if size is None or max(size.toTuple()) < THUMBNAIL_SIDE:
            return 0
        return int(max(size.scaled(self._room(), Qt.AspectRatioMode.KeepAspectRatio).toTuple()))

    def _room(self) -> QSize:
        """For a photograph in its cell, in device pixels."""
        room: QSize = self._grid.picture_room * self._grid.devicePixelRatioF()
        return room

    def _kept_size(self, row: int) -> QSize | None:
        """Of its thumbnail, turned."""
        fingerprint, quarters = self._content(row)
        pixmap = self._thumbnails.get(fingerprint) if fingerprint else None
        return turned_size(pixmap.size(), quarters) if pixmap else None

    def _content(self, row: int) -> tuple[str, int]:
        columns = self._library.columns
        return columns.fingerprints[row] or "", int(columns.turned[row])
