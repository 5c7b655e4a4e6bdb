"""The number at the end of a row."""

import re

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.row_state import NO_SCORE
from clipiqa_desktop.ui.widgets.plain import PlainLabel

WIDEST_PLACE = "1/4000"
_MENU = "▾"
_PLACE = re.compile(r"(\d+)\D+ of (\d+)")
_SMALLER = 3  # points, what follows the number


class PercentileLabel(PlainLabel):
    """Where the current photograph stands in the shoot, its per cent sign small and quiet; or in its stack, `1st of 9`,
    of which what follows is small, and the place smaller where it has no room else, or `10/12` where that is too
    little; or its own number. In the row that sorts the value stands below, as it does under the photographs.

    Under the pointer it shows that a press opens a menu.
    """

    pressed = Signal(QPoint)  # where on the screen its menu belongs

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NO_SCORE, parent)
        self._value = ""
        self.setFixedWidth(round(QFontMetricsF(self.font()).horizontalAdvance(WIDEST_PLACE)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_place(self, place: str, value: str) -> None:
        """Shows these; painted again only where they are others."""
        self.setText(place)
        if value != self._value:
            self._value = value
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Asks for the menu."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The number in full size, what follows it small; the value small below."""
        theme, painter = style.current(), QPainter(self)
        area, right = QRectF(self.rect()), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self.underMouse():
            painter.setPen(QColor(theme.text))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _MENU)
        if self._value:
            area = self._paint_value(painter, area)
        number, more = _parts(self.text())
        small = style.resized(painter.font(), -_SMALLER)
        width = QFontMetricsF(small).horizontalAdvance(more) + 1
        normal = _fitting(painter.font(), number, area.width() - width) if more else painter.font()
        if normal is None:
            normal, number = painter.font(), _PLACE.sub(r"\1/\2", self.text())
        elif more:
            baseline_shift = (QFontMetricsF(normal).ascent() - QFontMetricsF(small).ascent()) / 2
            painter.setFont(small)
            painter.setPen(QColor(theme.quiet_on_hover))
            painter.drawText(area.translated(0, baseline_shift), right, more)
            area.setRight(area.right() - width)
        painter.setFont(normal)
        painter.setPen(QColor(theme.text if number != NO_SCORE else theme.quiet_on_hover))
        painter.drawText(area, right, number)

    def _paint_value(self, painter: QPainter, area: QRectF) -> QRectF:
        """Below the number; answers what is left for that."""
        painter.save()
        painter.setFont(style.resized(painter.font(), -2))
        painter.setPen(QColor(style.current().quiet_on_hover))
        below = area.adjusted(0, area.height() / 2, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._value)
        painter.restore()
        return area.adjusted(0, 0, 0, -area.height() / 2 + 1)


def _fitting(font: QFont, text: str, width: float) -> QFont | None:
    """The largest in which it has room, down to the size of what follows; None where there is too little."""
    sizes = (style.resized(font, -smaller) for smaller in range(_SMALLER + 1))
    return next((each for each in sizes if QFontMetricsF(each).horizontalAdvance(text) <= width), None)


def _parts(text: str) -> tuple[str, str]:
    """`88` and `%`, `1st` and ` of 9`, or all of it and nothing."""
    number = text.removesuffix("%").partition(" of ")[0]
    return number, text.removeprefix(number)
