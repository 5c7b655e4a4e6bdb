"""A small card over the window that points at a part of it, and leaves the keyboard where it is."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.widgets.plain import PlainLabel

Side = Literal["left", "below", "inside", "corner"]

_ARROW = 10  # how far it reaches, and half of how wide it is
_WIDTH, NARROW = 350, 288
_CORNER = 8.0
_GAP = 6


class Callout(QFrame):
    """One sentence or two, and buttons. A click on them takes no focus; Tab reaches them."""

    def __init__(self, window: QWidget, width: int = _WIDTH) -> None:
        super().__init__(window)
        self._tip: QPoint | None = None
        self._title, self._text, self._place = PlainLabel(), PlainLabel(wordWrap=True), PlainLabel()
        self._title.setProperty("strong", True)
        self._place.setProperty("quiet", True)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self._place)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_ARROW + 16, _ARROW + 12, _ARROW + 12, _ARROW + 10)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addLayout(self._buttons)
        self.setFixedWidth(width)
        self.hide()

    def add_button(self, text: str) -> QPushButton:
        """One more, to the right of the others."""
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons.addWidget(button)
        return button

    def say(self, title: str, text: str, place: str = "") -> None:
        """What stands on it; a screen reader is told, too."""
        for label, words in ((self._title, title), (self._text, text), (self._place, place)):
            label.setText(words)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def point_at(self, target: QWidget, side: Side, part: QWidget | None = None) -> None:
        """Lies beside the target, or inside of it; a target that is not shown is not pointed at.

        part: at whose height it points, where that is in sight.
        """
        window = self.window()
        if not target.isVisible():
            target, side = window, "corner"
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        if part and not part.visibleRegion().isEmpty():
            area = QRect(area.left(), part.mapTo(window, part.rect().center()).y(), area.width(), 1)
        corner, tip = _position(area, self.size(), side)
        inside = window.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        corner.setX(max(inside.left(), min(corner.x(), inside.right() - self.width())))
        corner.setY(max(inside.top(), min(corner.y(), inside.bottom() - self.height())))
        self._tip = tip - corner if tip else None
        self.move(corner)
        self.update()

    def has_focus(self) -> bool:
        """Whether the keyboard is with one of its buttons."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card with its arrow, in one outline."""
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self._card()).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
        if self._tip:
            arrow = QPainterPath()
            arrow.addPolygon(QPolygonF(self._arrow(self._tip)))
            arrow.closeSubpath()
            path = path.united(arrow)
        painter.setPen(QPen(QColor(theme.accent), 1.0))
        painter.setBrush(QColor(theme.bar))
        painter.drawPath(path)

    def _card(self) -> QRect:
        return self.rect().adjusted(_ARROW, _ARROW, -_ARROW, -_ARROW)

    def _arrow(self, tip: QPoint) -> Sequence[QPointF]:
        """From the nearest edge of the card to the tip."""
        card = self._card()
        if tip.x() > card.right():
            y = max(card.top() + 2 * _ARROW, min(tip.y(), card.bottom() - 2 * _ARROW))
            base = [
                QPoint(card.right(), y - _ARROW),
                QPoint(card.right() + _ARROW, y),
                QPoint(card.right(), y + _ARROW),
            ]
        else:
            x = max(card.left() + 2 * _ARROW, min(tip.x(), card.right() - 2 * _ARROW))
            base = [
                QPoint(x - _ARROW, card.top() + 1),
                QPoint(x, card.top() - _ARROW),
                QPoint(x + _ARROW, card.top() + 1),
            ]
        return [QPointF(point) for point in base]


def _position(area: QRect, size: QSize, side: Side) -> tuple[QPoint, QPoint | None]:
    """Where the card goes in the window, and what its arrow points at."""
    match side:
        case "left":
            tip = QPoint(area.left(), area.top() + area.height() // 3)
            return tip - QPoint(size.width(), size.height() // 2), tip
        case "below":
            tip = QPoint(area.center().x(), area.bottom())
            return QPoint(tip.x() - 3 * _ARROW, tip.y() + 1), tip
        case "inside":
            corner = QPoint(area.center().x() - size.width() // 2, area.bottom() - size.height() - 2 * _GAP)
            return corner, QPoint(area.center().x(), area.top())
        case _:
            return area.bottomRight() - QPoint(size.width() + 2 * _GAP, size.height() + 2 * _GAP), None
