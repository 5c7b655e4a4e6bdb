"""What stands in a small place for a photograph: its thumbnail, or until that is made the picture embedded in the file.

The one takes the other's place to the pixel, so that nothing jumps.
"""

from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.grid.turned_painting import draw_turned, turned_size

THUMBNAIL_SIDE = 512  # of what the indexing makes
_SAME_SHAPE = 0.03


@dataclass(frozen=True)
class CellPicture:
    """A picture, the size in pixels that the thumbnail has or will have, and by how many quarters it is turned."""

    pixmap: QPixmap
    size: QSize
    quarters: int = 0

    def paint(self, painter: QPainter, place: QRect) -> None:
        """In the middle of its place."""
        ratio = painter.device().devicePixelRatioF()
        draw_turned(painter, fitted(turned_size(self.size, self.quarters), place, ratio), self.pixmap, self.quarters)


def picture_of(thumbnails: ThumbnailLoader, columns: Columns, row: int) -> CellPicture | None:
    """Of the photograph in this row of the columns; None where there is none yet, or where it cannot be read."""
    fingerprint, embedded, quarters = columns.fingerprints[row], columns.embedded[row], int(columns.turned[row])
    if fingerprint and (pixmap := thumbnails.get(fingerprint)):
        return CellPicture(pixmap, pixmap.size(), quarters)
    if embedded and not columns.unreadable[row] and (pixmap := thumbnails.get(embedded)):
        return CellPicture(pixmap, _thumbnail_size(pixmap, float(columns.shapes[row])), quarters)
    return None


def _thumbnail_size(pixmap: QPixmap, shape: float) -> QSize:
    """Of the thumbnail to come, by the photograph's shape, width / height; an embedded picture may have another."""
    own = pixmap.width() / pixmap.height()
    shape = shape if abs(own / shape - 1) < _SAME_SHAPE else own
    side = THUMBNAIL_SIDE
    return QSize(side, max(1, round(side / shape))) if shape >= 1 else QSize(max(1, round(side * shape)), side)


def fitted(size: QSize, place: QRect, ratio: float) -> QRectF:
    """The whole picture in the middle of its place, on whole device pixels. A thumbnail as large as they are made
    stands for a larger photograph, and fills the place; what is smaller has its own pixels, on every screen.
    """
    limit, own = place.size() * ratio, size * ratio
    is_small = max(size.toTuple()) < THUMBNAIL_SIDE and own.boundedTo(limit) == own
    size = own if is_small else size.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio)
    left, top = place.left() * ratio, place.top() * ratio
    left += (place.width() * ratio - size.width()) / 2
    top += (place.height() * ratio - size.height()) / 2
    # Not `round`, which takes halves to the even number: pictures would go up and down in their cells as one scrolls.
    corner = QPointF(floor(left + 0.5), floor(top + 0.5))
    return QRectF(corner / ratio, QSizeF(size) / ratio)
