"""An attribute's name, which sorts."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from clipiqa_desktop.ui import style

BUTTON_HEIGHT = 29
_PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
SortMark = tuple[int, bool]  # place among the sort keys (0 the first), whether descending


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
        """Whether it sorts first."""
        return self._mark is not None and self._mark[0] == 0

    def _spoken(self) -> str:
        if self._mark is None:
            return f"Sort by {self.text()}"
        place, descending = self._mark
        spoken = f"Sort by {self.text()}, {'descending' if descending else 'ascending'}"
        return f"{spoken}, key {place + 1}" if place else spoken

    def sizeHint(self) -> QSize:
        """Room for the name and its arrow."""
        return QSize(round(QFontMetricsF(self.font()).horizontalAdvance(self.text() + " ↓2")) + 8, BUTTON_HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Space opens the loupe elsewhere in the window; here it presses the button."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _PRESSING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Presses the button, once however long the key is held."""
        if event.key() not in _PRESSING:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def _tell(self) -> None:
        self.sort_requested.emit(bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name and arrow."""
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
