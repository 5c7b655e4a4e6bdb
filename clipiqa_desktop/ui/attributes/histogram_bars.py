"""How a histogram's columns are painted, and the range over them."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from clipiqa_desktop.ui import style

_HANDLE_WIDTH = 3
_TYPICAL_HEIGHT = 1 / 6  # the median bin is never lower


@dataclass(frozen=True)
class ColumnsPlace:
    """Where the columns stand: from `left`, `span` wide, between `ceiling` and `floor`, on pixels of this `ratio`."""

    left: float
    span: float
    ceiling: float
    floor: float
    ratio: float

    def crisp(self, x: float) -> float:
        """The nearest whole pixel of the device."""
        return round(x * self.ratio) / self.ratio


def heights(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Heights, 0 to 1: linear, but bent where one huge bin would flatten the others into nothing."""
    shares = counts / counts.max()
    known = np.sort(shares[shares > 0])
    typical = float(known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2  # the median
    bend = 1.0 if typical >= _TYPICAL_HEIGHT else math.log(_TYPICAL_HEIGHT) / math.log(typical)
    return np.asarray(shares**bend, dtype=np.float64)


def columns(counts: NDArray[np.int64], place: ColumnsPlace) -> list[QRectF]:
    """One rectangle a bin, on whole device pixels."""
    if not counts.any():
        return []
    ratio, room, floor = place.ratio, place.floor + 1 - place.ceiling, place.floor + 1
    tall = (np.ceil(heights(counts) * room * ratio) / ratio).tolist()
    return [
        QRectF(left, floor - height, width, height)
        for (left, width), height in zip(_across(place, counts.size), tall, strict=True)
    ]


@lru_cache(maxsize=64)
def _across(place: ColumnsPlace, count: int) -> list[tuple[float, float]]:
    """Left and width of each of so many columns."""
    ratio = place.ratio
    edges = np.round((place.left + np.linspace(0, place.span, count + 1)) * ratio) / ratio
    gap = 1 / ratio if place.span * ratio / count >= 2.5 else 0.0
    return list(zip(edges[:-1].tolist(), (np.diff(edges) - gap).tolist(), strict=True))


def paint_columns(
    painter: QPainter, counts: NDArray[np.int64], place: ColumnsPlace, handles: tuple[float, float] | None
) -> None:
    """The columns; where there are handles, amber between them and dim outside."""
    theme, rectangles = style.current(), columns(counts, place)
    painter.fillRect(QRectF(place.left, place.floor, place.span, 1), QColor(theme.columns_outside))
    _paint(painter, rectangles, theme.columns if handles is None else theme.columns_outside)
    if handles is not None:
        painter.setClipRect(QRectF(handles[0], 0, handles[1] - handles[0], place.floor + 1))
        _paint(painter, rectangles, theme.accent, 0.75)
        painter.setClipping(False)
        _paint_handles(painter, handles, place)


def paint_words(painter: QPainter, words: str, place: ColumnsPlace) -> None:
    """What stands where there are no columns, as much of it as has room."""
    painter.setFont(style.resized(painter.font(), -2))
    painter.setPen(QColor(style.current().quiet_on_hover))
    area = QRectF(place.left, place.ceiling, place.span, place.floor - place.ceiling)
    fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, fitting)


def _paint(painter: QPainter, rectangles: list[QRectF], colour: str, opacity: float = 1.0) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.setOpacity(opacity)
    painter.drawRects(rectangles)
    painter.setOpacity(1.0)


def _paint_handles(painter: QPainter, handles: tuple[float, float], place: ColumnsPlace) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(style.current().accent))
    for x in handles:
        handle = QRectF(place.crisp(x - _HANDLE_WIDTH / 2), 2, _HANDLE_WIDTH, place.floor - 1)
        painter.drawRoundedRect(handle, 1, 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
