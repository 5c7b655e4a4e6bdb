"""The list of attributes: histogram, filter, sort key and explanation at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.histogram import HistogramBar

ROW_HEIGHT = 33
SIDE = 14
_WIDEST_NAME = 150
_PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
NO_SCORE = "\N{EN DASH}"
WIDEST_PLACE = "1/4000"
SortMark = tuple[int, bool]  # place among the sort keys (0 the first), whether descending


@dataclass(frozen=True)
class AttributeRow:
    """What a row is, whatever it shows."""

    key: str
    title: str
    section: str
    high_prompt: str
    low_prompt: str


@dataclass(frozen=True, eq=False)
class RowState:
    """What a row shows at the moment; `percentile` is 0 to 100 within the shoot."""

    counts: NDArray[np.int64]
    low: float
    high: float
    range_low: float | None
    range_high: float | None
    value: float | None
    percentile: float | None
    caution: str = ""  # what must be said beside the score
    words: str | None = None  # what stands for the value where it is no score
    range_words: str = ""  # likewise for the range

    @property
    def filters(self) -> bool:
        return self.range_low is not None or self.range_high is not None


NOTHING = RowState(np.zeros(0, dtype=np.int64), 0.0, 1.0, None, None, None, None)


def range_text(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "whole range"
    if high is None:
        return f"from {low:.2f}"
    return f"up to {high:.2f}" if low is None else f"from {low:.2f} to {high:.2f}"


def tooltip_text(row: AttributeRow, state: RowState, remaining: int) -> str:
    score = "no score" if state.value is None else f"{state.value:.3f}"
    lines = [f"<b>{escape(row.title)}</b> &nbsp;{escape(score if state.words is None else state.words or 'unknown')}"]
    if row.high_prompt:
        lines.append(f"{escape(row.high_prompt)} / {escape(row.low_prompt)}")
    if state.filters:
        lines.append((state.range_words or range_text(state.range_low, state.range_high)).capitalize())
    lines.append(f"{remaining:,} remain" if remaining != 1 else "1 remains")
    if state.caution:
        lines.append(escape(state.caution))
    return "<br>".join(lines)


class SortButton(QAbstractButton):
    """An attribute's name; a press sorts by it, a press with Shift makes it the second key."""

    sort_requested = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: SortMark | None = None
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._spoken())
        self.setAccessibleDescription("Press again to reverse. With Shift: sort by it second")
        self.clicked.connect(self._tell)

    def set_mark(self, mark: SortMark | None) -> bool:
        """Whether that was anything new."""
        changed, self._mark = mark != self._mark, mark
        if changed:
            self.setAccessibleName(self._spoken())
            self.update()
        return changed

    def leads(self) -> bool:
        return self._mark is not None and self._mark[0] == 0

    def _spoken(self) -> str:
        if self._mark is None:
            return f"Sort by {self.text()}"
        place, descending = self._mark
        spoken = f"Sort by {self.text()}, {'descending' if descending else 'ascending'}"
        return f"{spoken}, key {place + 1}" if place else spoken

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(self.font()).horizontalAdvance(self.text() + " ↓2")) + 8, ROW_HEIGHT - 4)

    def event(self, event: QEvent) -> bool:
        # Space opens the loupe elsewhere in the window; here it presses the button.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _PRESSING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _PRESSING:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def _tell(self) -> None:
        self.sort_requested.emit(bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = style.current(), QPainter(self)
        area, metrics = QRectF(self.rect()).adjusted(4, 0, -2, 0), QFontMetricsF(painter.font())
        room = area.width() - (metrics.horizontalAdvance(" ↓2") if self._mark else 0)
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(theme.bright if self.leads() or self.underMouse() else theme.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        if self._mark:
            area.setLeft(area.left() + metrics.horizontalAdvance(name + " "))
            self._paint_mark(painter, area, *self._mark)
        if self.hasFocus():
            style.paint_focus(painter, QRectF(self.rect()))

    @staticmethod
    def _paint_mark(painter: QPainter, area: QRectF, place: int, descending: bool) -> None:
        arrow = "↓" if descending else "↑"
        font = style.resized(painter.font(), -2 if place else 0)
        font.setBold(not place)
        painter.setFont(font)
        painter.setPen(QColor(style.current().accent_text))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, f"{arrow}{place + 1}" if place else arrow)


class PercentileLabel(QLabel):
    """Where the current photograph stands in the shoot, its per cent sign small and quiet; or its own number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NO_SCORE, parent)
        self.setFixedWidth(round(QFontMetricsF(self.font()).horizontalAdvance(WIDEST_PLACE)))

    def show_place(self, percentile: float | None, words: str | None) -> None:
        place = NO_SCORE if percentile is None else f"{round(percentile)}%"
        self.setText(place if words is None else words or NO_SCORE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = style.current(), QPainter(self)
        area, right = QRectF(self.rect()), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        number, normal, small = self.text().removesuffix("%"), painter.font(), style.resized(painter.font(), -3)
        if number != self.text():
            baseline_shift = (QFontMetricsF(normal).ascent() - QFontMetricsF(small).ascent()) / 2
            painter.setFont(small)
            painter.setPen(QColor(theme.quiet_on_hover))
            painter.drawText(area.translated(0, baseline_shift), right, "%")
            area.setRight(area.right() - QFontMetricsF(small).horizontalAdvance("%") - 1)
        painter.setFont(normal)
        painter.setPen(QColor(theme.text if number != NO_SCORE else theme.quiet_on_hover))
        painter.drawText(area, right, number)


class RowWidget(QWidget):
    """One row: name, histogram, percentile, and the tooltip that explains them."""

    menu_requested = Signal(QPoint)  # where on the screen

    def __init__(self, row: AttributeRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._state, self._remaining = row, NOTHING, 0
        self.button = SortButton(row.title, self)
        self.histogram = HistogramBar(self)
        self.percentile = PercentileLabel(self)
        self.histogram.setAccessibleDescription("Arrow keys move the lower end, with Shift the upper. Delete clears")
        self.setFixedHeight(ROW_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SIDE - 4, 0, SIDE, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button)
        layout.addWidget(self.histogram, 1)
        layout.addWidget(self.percentile)

    def show_state(self, state: RowState, mark: SortMark | None, remaining: int) -> None:
        self._state, self._remaining = state, remaining
        self.histogram.set_histogram(state.counts, state.low, state.high)
        self.histogram.set_marker(state.value)
        self.histogram.set_range(state.range_low, state.range_high)
        self.histogram.setAccessibleName(
            f"{self._row.title}: {state.range_words or range_text(state.range_low, state.range_high)}"
        )
        self.percentile.show_place(state.percentile, state.words)
        if self.button.set_mark(mark):
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tooltip_text(self._row, self._state, self._remaining), self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.button.leads():
            QPainter(self).fillRect(self.rect(), QColor(style.current().raised))


class AttributeList(QFrame):
    """Shows what it is told and tells what the hand asks for; it decides nothing itself."""

    sort_requested = Signal(str, bool)  # key, whether as a further key
    range_changed = Signal(str, object, object)
    ranges_cleared = Signal()
    menu_requested = Signal(str, QPoint)  # key, where on the screen

    def __init__(self, rows: Sequence[AttributeRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._rows: dict[AttributeRow, RowWidget] = {}
        self._headings: list[QWidget] = []
        self._extra: dict[str, QWidget] = {}
        self._clear = QPushButton("Clear ranges", self, flat=True)
        self._clear.hide()
        self._clear.setProperty("quiet", True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clear.clicked.connect(self.ranges_cleared)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._inside, self._column = QWidget(self), QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._inside.setLayout(self._column)
        outer.addWidget(self._scrolling(self._inside))
        self.set_rows(rows)

    def put_above(self, section: str, widget: QWidget) -> None:
        """A widget that stands between this section and the one before."""
        self._extra[section] = widget
        self.set_rows(list(self._rows))

    def set_rows(self, rows: Sequence[AttributeRow]) -> None:
        """Shows these rows, a section after the other; those that were there before stay as they are."""
        while self._column.takeAt(0):
            pass
        for gone in (*self._headings, *(widget for row, widget in self._rows.items() if row not in rows)):
            gone.hide()
            gone.deleteLater()
        self._clear.setParent(self)
        self._headings.clear()
        self._rows = {row: self._rows.get(row) or self._make_row(row) for row in rows}
        self._lay_out()
        for widget in self._rows.values():
            widget.button.setFixedWidth(self._name_width())

    def show_states(self, states: Mapping[str, RowState], sort: Sequence[tuple[str, bool]], remaining: int) -> None:
        """Show these values; called up to thirty times a second, so only what changed is painted again."""
        marks = {key: (place, descending) for place, (key, descending) in enumerate(sort)}
        for row, widget in self._rows.items():
            widget.show_state(states.get(row.key, NOTHING), marks.get(row.key), remaining)
        self._clear.setVisible(any(state.filters for state in states.values()))

    def _lay_out(self) -> None:
        stops: list[QWidget] = [self._clear]
        for section, members in groupby(self._rows, key=lambda row: row.section):
            if section in self._extra:
                place = QHBoxLayout()
                place.setContentsMargins(SIDE, 6, SIDE, 6)
                place.addWidget(self._extra[section])
                self._column.addLayout(place)
                stops.append(self._extra[section])
            self._headings.append(self._heading(section, first=not self._headings))
            self._column.addWidget(self._headings[-1])
            for widget in (self._rows[member] for member in members):
                self._column.addWidget(widget)
                stops += (widget.button, widget.histogram)
        self._column.addStretch(1)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _heading(self, title: str, *, first: bool) -> QWidget:
        line = QWidget(self)
        line.setFixedHeight(ROW_HEIGHT)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(SIDE, 0, SIDE - 8, 0)
        label = QLabel(title, line)
        label.setProperty("heading", True)
        layout.addWidget(label, 1)
        if first:
            layout.addWidget(self._clear)
        return line

    def _make_row(self, row: AttributeRow) -> RowWidget:
        widget = RowWidget(row, self)
        widget.button.sort_requested.connect(partial(self.sort_requested.emit, row.key))
        widget.histogram.range_changed.connect(partial(self.range_changed.emit, row.key))
        widget.menu_requested.connect(partial(self.menu_requested.emit, row.key))
        return widget

    def _scrolling(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea(self, widgetResizable=True)
        area.setWidget(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in (inside, area.viewport()):
            each.setAutoFillBackground(False)  # the panel's ground shows through
        return area

    def _name_width(self) -> int:
        """One width for all names, so that the histograms stand under one another."""
        return min(max(row.button.sizeHint().width() for row in self._rows.values()), _WIDEST_NAME)
