"""One row of the list of attributes."""

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.histogram import HistogramBar
from clipiqa_desktop.ui.attributes.percentile_label import PercentileLabel
from clipiqa_desktop.ui.attributes.row_state import NOTHING, AttributeRow, RowState, spoken_text, tooltip_text
from clipiqa_desktop.ui.attributes.sort_button import SortButton, SortMark

ROW_HEIGHT = 33
SIDE = 14


class RowWidget(QWidget):
    """One row: name, histogram, percentile, and the tooltip that explains them."""

    menu_requested = Signal(QPoint)  # where on the screen

    def __init__(self, row: AttributeRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._state, self._remaining = row, NOTHING, 0
        self.button = SortButton(row.title, self)
        self.histogram = HistogramBar(self)
        self.percentile = PercentileLabel(self)
        self.percentile.pressed.connect(self.menu_requested)
        self.histogram.setAccessibleDescription("Arrow keys move the lower end, with Shift the upper. Delete clears")
        self.setFixedHeight(ROW_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SIDE - 4, 0, SIDE, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button)
        layout.addWidget(self.histogram, 1)
        layout.addWidget(self.percentile)

    def show_state(self, state: RowState, mark: SortMark | None, remaining: int) -> None:
        """Shows these values; what does not change is not painted again."""
        self._state, self._remaining = state, remaining
        self.histogram.set_histogram(state.counts, state.low, state.high)
        self.histogram.set_words(state.waiting.short if state.waiting else "")
        self.histogram.set_markers(state.markers)
        self.histogram.set_range(state.range_low, state.range_high)
        self.histogram.setAccessibleName(spoken_text(self._row, state))
        if self.button.set_mark(mark):
            self.update()
        self.percentile.show_place(state.active.place, state.active.brief if self.button.leads() else "")

    def event(self, event: QEvent) -> bool:
        """Explains itself in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tooltip_text(self._row, self._state, self._remaining), self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu."""
        self.menu_requested.emit(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A lighter ground under the row that sorts."""
        if self.button.leads():
            QPainter(self).fillRect(self.rect(), QColor(style.current().raised))
