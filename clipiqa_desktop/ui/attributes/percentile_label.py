"""The number at the end of a row."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.row_state import NO_SCORE
from clipiqa_desktop.ui.widgets.plain import PlainLabel

WIDEST_PLACE = "1/4000"
_MENU = "▾"


class PercentileLabel(PlainLabel):
    """Where the current photograph stands in the shoot, its per cent sign small and quiet; or its own number.

    Under the pointer it shows that a press opens a menu.
    """

    pressed = Signal(QPoint)  # where on the screen its menu belongs

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NO_SCORE, parent)
        self.setFixedWidth(round(QFontMetricsF(self.font()).horizontalAdvance(WIDEST_PLACE)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Asks for the menu."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The number in full size, its per cent sign small."""
        theme, painter = style.current(), QPainter(self)
        area, right = QRectF(self.rect()), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self.underMouse():
            painter.setPen(QColor(theme.text))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _MENU)
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
