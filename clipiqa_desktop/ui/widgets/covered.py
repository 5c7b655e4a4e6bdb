"""Which part of a widget others lie over."""

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget


def covered(widget: QWidget) -> QRect:
    """In its own coordinates, the smallest rectangle around what siblings cover of it, or those of what holds it."""
    found, below = QRect(), widget
    while not below.isWindow() and (holder := below.parentWidget()):
        at = widget.mapTo(holder, QPoint(0, 0))
        for each in _above(below, holder.children()):
            found |= each.geometry().translated(-at) & widget.rect()
        below = holder
    return found


def around(hole: QRect, whole: QRect) -> list[QRect]:
    """What is left of a rectangle, as rectangles: those beside the hole as high as all of it."""
    parts = (
        QRect(whole.topLeft(), QPoint(hole.left() - 1, whole.bottom())),
        QRect(QPoint(hole.right() + 1, whole.top()), whole.bottomRight()),
        QRect(QPoint(hole.left(), whole.top()), QPoint(hole.right(), hole.top() - 1)),
        QRect(QPoint(hole.left(), hole.bottom() + 1), QPoint(hole.right(), whole.bottom())),
    )
    return [part for part in parts if not part.isEmpty()]


def _above(below: QWidget, siblings: list[QObject]) -> list[QWidget]:
    higher = siblings[siblings.index(below) + 1 :]
    return [each for each in higher if isinstance(each, QWidget) and each.isVisible() and not each.isWindow()]
