"""The lines that say where photographs stand in a histogram."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.views.tints import ink_on, tint

FLAG_HEIGHT = 10
_FLAG_WIDTHS = 10, 13  # for numbers of one and of two digits
_LINE_WIDTH = 2
_MOST_FLAGS = 6  # of more photographs than this only the active, the lowest and the highest are named
_TALLEST_STEP = 3


@dataclass(frozen=True)
class Marker:
    """Where a photograph stands; `number` is that of its tile, None where it is shown alone."""

    value: float
    number: int | None = None
    active: bool = True

    @property
    def colour(self) -> QColor:
        """That of its tile; the brightest there is where it is shown alone."""
        return QColor(style.current().bright) if self.number is None else tint(self.number)

    @property
    def is_framed(self) -> bool:
        """Whether it is the active one among others."""
        return self.active and self.number is not None


def flagged(markers: Sequence[Marker]) -> list[Marker]:
    """Those whose numbers are shown, from left to right."""
    by_value = sorted((each for each in markers if each.number is not None), key=lambda each: each.value)
    if len(by_value) <= _MOST_FLAGS:
        return by_value
    return [each for each in by_value if each.active or each in {by_value[0], by_value[-1]}]


def paint_markers(painter: QPainter, markers: Sequence[Marker], x_of: Callable[[Marker], float], area: QRectF) -> None:
    """The active one's line is the tallest and has bright edges, each other's is shorter than the one before, so that
    none hides another.
    """
    flags = flagged(markers)
    lines = area.adjusted(0, FLAG_HEIGHT if flags else 0, 0, 0)
    step = min(_TALLEST_STEP, 0.6 * lines.height() / max(len(markers) - 1, 1))
    for place, marker in enumerate(sorted(markers, key=lambda each: not each.active)):
        top = lines.top() + place * step
        _paint_line(painter, QRectF(x_of(marker), top, _LINE_WIDTH, lines.bottom() - top), marker)
    _paint_flags(painter, flags, [x_of(marker) + _LINE_WIDTH / 2 for marker in flags], area)


def side_by_side(centres: Sequence[float], width: float, room: float) -> list[float]:
    """Left edges for things of this width, inside the room and not over one another, each as near to its centre as
    the others let it; `centres` ascend.
    """
    if not centres:
        return []
    steps = width * np.arange(len(centres))
    wished = np.asarray(centres) - width / 2 - steps
    pushed_right = np.maximum.accumulate(wished)
    pushed_left = np.minimum.accumulate(wished[::-1])[::-1]
    lefts: list[float] = (np.clip((pushed_right + pushed_left) / 2, 0, room - width * len(centres)) + steps).tolist()
    return lefts


def _paint_line(painter: QPainter, line: QRectF, marker: Marker) -> None:
    halo = QColor(style.current().bright if marker.is_framed else style.current().panel)
    halo.setAlphaF(1.0 if marker.is_framed else 0.7)
    painter.fillRect(line.adjusted(-1, 0, 1, 0), halo)
    painter.fillRect(line, marker.colour)


def _paint_flags(painter: QPainter, flags: Sequence[Marker], centres: Sequence[float], area: QRectF) -> None:
    if not flags:
        return
    wanted = _FLAG_WIDTHS[any(marker.number is not None and marker.number > 9 for marker in flags)]
    width = min(wanted, area.width() / len(flags))
    for marker, left in zip(flags, side_by_side(centres, width, area.width()), strict=True):
        _paint_flag(painter, QRectF(left, area.top(), width, FLAG_HEIGHT), marker)


def _paint_flag(painter: QPainter, flag: QRectF, marker: Marker) -> None:
    font = painter.font()
    font.setPixelSize(9)
    font.setBold(True)
    painter.setFont(font)
    painter.fillRect(flag.adjusted(0.5, 0, -0.5, 0), marker.colour)
    if marker.is_framed:
        painter.setPen(QColor(style.current().bright))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(flag.adjusted(0.5, 0, -1, -1))
    painter.setPen(ink_on(marker.colour))
    painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, str(marker.number))
