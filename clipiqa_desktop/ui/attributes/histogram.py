"""One attribute's histogram, in which a dragged range filters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.histogram_bars import ColumnsPlace, paint_columns, paint_words
from clipiqa_desktop.ui.attributes.markers import FLAG_HEIGHT, Marker, flagged, paint_markers

Range = tuple[float | None, float | None]

GRAB_PIXELS = 5
SHORTEST_DRAG_PIXELS = 3
_SIDE = 2  # room for half a handle left and right of the columns
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True)
class _Drag:
    """A drag under way: one end of the range stays at `anchor`, the other follows the pointer."""

    anchor: float
    pointer_to_handle: float
    before: Range
    new: bool


class HistogramBar(QWidget):
    """Drag spans a range, a handle moves one end, double-click clears; an end at the edge is unbounded (None).

    Where there is nothing to choose from, no range can be spanned; one that is there can be moved and cleared.
    """

    range_changed = Signal(object, object)
    hovered = Signal(object)  # the raw score under the pointer; None when it leaves

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._low, self._high = 0.0, 1.0
        self._words = ""
        self._markers: tuple[Marker, ...] = ()
        self._range: Range = (None, None)
        self._drag: _Drag | None = None
        self.setMouseTracking(True)
        # A click must not take the keyboard from the photographs.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # what is shown

    def set_histogram(self, counts: NDArray[np.int64], low: float, high: float) -> None:
        """Show these counts over equal bins from `low` to `high`."""
        if (low, high) != (self._low, self._high) or not np.array_equal(counts, self._counts):
            self._counts, self._low, self._high = counts, low, high
            self.update()

    def set_words(self, words: str) -> None:
        """Show these where columns would stand, or none."""
        if words != self._words:
            self._words = words
            self.update()

    def set_markers(self, markers: Sequence[Marker]) -> None:
        """Show where these photographs stand."""
        if tuple(markers) != self._markers:
            self._markers, before = tuple(markers), self.sizeHint()
            if self.sizeHint() != before:
                self.updateGeometry()
            self.update()

    def markers(self) -> tuple[Marker, ...]:
        """The photographs that are shown in it."""
        return self._markers

    def set_range(self, low: float | None, high: float | None) -> None:
        """Show this range. While a drag is under way, the hand is right and an echo of a moment ago is not."""
        if self._drag is None and (low, high) != self._range:
            self._range = (low, high)
            self.update()

    def chosen_range(self) -> Range:
        """The range that is shown; None where an end is unbounded."""
        return self._range

    def sizeHint(self) -> QSize:
        """Higher where numbers stand over the columns."""
        return QSize(120, self._fitting_height())

    def minimumSizeHint(self) -> QSize:
        """Half as wide."""
        return QSize(60, self._fitting_height())

    def _fitting_height(self) -> int:
        """Flags stand over the columns."""
        return 31 if flagged(self._markers) else 26

    # scores and pixels

    def x_of(self, value: float) -> float:
        """Where a score stands, in pixels from the left; scores beyond the edges stand at the edge."""
        if self._high <= self._low:
            return self.width() / 2
        share = (value - self._low) / (self._high - self._low)
        return _SIDE + min(max(share, 0.0), 1.0) * self._span()

    def value_at(self, x: float) -> float:
        """Which score stands there; beyond the edges that of the edge."""
        share = min(max((x - _SIDE) / self._span(), 0.0), 1.0)
        return self._low + share * (self._high - self._low)

    def _span(self) -> float:
        return max(self.width() - 2 * _SIDE, 1)

    def _handles(self) -> tuple[float, float] | None:
        low, high = self._range
        if low is None and high is None:
            return None
        return (
            _SIDE if low is None else self.x_of(low),
            self.width() - _SIDE if high is None else self.x_of(high),
        )

    # changing the range

    def _choose(self, low: float | None, high: float | None) -> None:
        """Take the range over from the hand and tell, once for each real change."""
        if low is not None and low <= self._low:
            low = None
        if high is not None and high >= self._high:
            high = None
        if (low, high) != self._range:
            self._range = (low, high)
            self.update()
            self.range_changed.emit(low, high)

    def _can_span(self) -> bool:
        has_any = bool(self._counts.any()) or self._range != (None, None)
        return has_any and self._counts.size > 0 and self._high > self._low

    def _grabbed(self, x: float) -> int | None:
        """Which handle is under the pointer: 0 the lower, 1 the upper."""
        handles = self._handles()
        if handles is None or not self._can_span():
            return None
        distances = [abs(x - handle) for handle in handles]
        nearest = int(distances[1] < distances[0] or (distances[1] == distances[0] and x > handles[1]))
        return nearest if distances[nearest] <= GRAB_PIXELS else None

    def _begin(self, x: float) -> _Drag | None:
        if not self._can_span():
            return None
        grabbed, handles = self._grabbed(x), self._handles()
        if grabbed is None or handles is None:
            return _Drag(self.value_at(x), 0.0, self._range, new=True)
        other = self._range[1 - grabbed]
        edge = self._low if grabbed else self._high
        return _Drag(edge if other is None else other, handles[grabbed] - x, self._range, new=False)

    def _continue(self, drag: _Drag, pointer: float) -> None:
        x = pointer + drag.pointer_to_handle
        if abs(x - self.x_of(drag.anchor)) >= SHORTEST_DRAG_PIXELS:
            self._choose(*sorted((drag.anchor, self.value_at(x))))
        elif drag.new:
            self._choose(*drag.before)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grabs a handle, or begins a range."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = self._begin(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags, or shows what could be dragged."""
        x = event.position().x()
        if self._drag is not None:
            self._continue(self._drag, x)
        else:
            over_handle = self._grabbed(x) is not None
            self.setCursor(Qt.CursorShape.SplitHCursor if over_handle else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(self.value_at(x))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Clears the range."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(None, None)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tells the score under the pointer."""
        self.hovered.emit(self.value_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tells that the pointer is gone."""
        super().leaveEvent(event)
        self.hovered.emit(None)

    # keyboard

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's shortcuts first."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._knows(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves an end of the range, or clears it."""
        if not self._knows(event):
            super().keyPressEvent(event)
        elif event.key() in _CLEARING:
            self._choose(None, None)
        else:
            upper = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(_ARROWS[Qt.Key(event.key())], upper=upper)

    def _knows(self, event: QKeyEvent) -> bool:
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if others != Qt.KeyboardModifier.NoModifier:
            return False
        if event.key() in _CLEARING:
            return self._range != (None, None)
        return event.key() in _ARROWS and self._can_span()

    def _step(self, by: int, *, upper: bool) -> None:
        """Move one end to the next edge of a bin; the ends keep at least one bin between them."""
        bins, width = self._counts.size, (self._high - self._low) / self._counts.size
        low, high = self._range
        first = 0 if low is None else round((low - self._low) / width)
        last = bins if high is None else round((high - self._low) / width)
        if upper:
            last = min(max(last + by, first + 1), bins)
            self._choose(low, self._low + last * width if last < bins else None)
        else:
            first = max(min(first + by, last - 1), 0)
            self._choose(self._low + first * width if first else None, high)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Columns, range, and the lines of the photographs."""
        painter, place = QPainter(self), self._place()
        paint_columns(painter, self._counts, place, self._handles())
        lines = QRectF(0, 0 if flagged(self._markers) else 1, self.width(), self.height() - 2)
        paint_markers(painter, self._markers, lambda marker: place.crisp(self.x_of(marker.value) - 1), lines)
        if self._words:
            paint_words(painter, self._words, place)
        if self.hasFocus():
            style.paint_focus(painter, QRectF(self.rect()))

    def _place(self) -> ColumnsPlace:
        ceiling = FLAG_HEIGHT + 1 if flagged(self._markers) else 3
        return ColumnsPlace(_SIDE, self._span(), ceiling, self.height() - 4, self.devicePixelRatioF())
