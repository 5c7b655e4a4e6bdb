"""How bright red, green and blue are in a photograph, as three histograms over one another in a corner of the loupe."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from clipiqa_desktop.ui.grid.mark_painting import BEHIND

WIDTH, HEIGHT = 256, 92  # logical pixels: one a value, and the height of the highest that is shown whole
MARGIN = 16
_SIDE = 640  # pixels of the longer side that are counted: as true, and done at once
_SHARE = 0.995  # of the values are no higher than the histogram; a sky alone does not flatten all others
# Together a grey that is no brighter than the photograph; with the place of each in the bytes of RGB32.
_CHANNELS = (("#821414", 2), ("#147814", 1), ("#141e82", 0))

Counts = NDArray[np.int64]


class ColourHistogram:
    """Remembers what it counted last."""

    def __init__(self) -> None:
        self._known: tuple[int, Counts] | None = None

    def paint(self, painter: QPainter, image: QImage, room: QRect) -> None:
        """Paints that of an RGB32 image into the upper left corner of the room, in logical pixels."""
        if self._known is None or self._known[0] != image.cacheKey():
            self._known = (image.cacheKey(), counted(image))
        counts, place = self._known[1], place_in(room)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BEHIND)
        painter.drawRoundedRect(place.adjusted(-8, -8, 8, 8), 5, 5)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)  # where all are, it is grey
        top = _highest(counts)
        for (name, _), values in zip(_CHANNELS, counts, strict=True):
            painter.setBrush(QColor(name))
            painter.drawPolygon(_outline(values, place, top))
        painter.restore()


def place_in(room: QRect) -> QRectF:
    """Where it lies."""
    return QRectF(room.left() + MARGIN, room.top() + MARGIN, min(WIDTH, room.width() - 2 * MARGIN), HEIGHT)


def counted(image: QImage) -> Counts:
    """How many pixels have each value, (3, 256), red first; of a large RGB32 image every so many pixels count."""
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, -1)[:, : 4 * width].reshape(height, width, 4)
    step = max(1, max(width, height) // _SIDE)
    some = pixels[::step, ::step]
    return np.stack([np.bincount(some[..., place].reshape(-1), minlength=256) for _, place in _CHANNELS])


def _highest(counts: Counts) -> float:
    return max(float(np.quantile(counts, _SHARE)), 1.0)


def _outline(values: Counts, place: QRectF, top: float) -> QPolygonF:
    heights = np.minimum(values / top, 1.0) * place.height()
    step = place.width() / len(values)
    points = [QPointF(place.left() + at * step, place.bottom() - height) for at, height in enumerate(heights.tolist())]
    return QPolygonF([place.bottomLeft(), *points, place.bottomRight()])
