"""How a suggestion looks: dashed, with its reason, so that nobody takes it for a mark."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from clipiqa_desktop.culling.ghosts import Ghost
from clipiqa_desktop.mark_words import NO_FLAG, PICK
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.mark_painting import ON_PICTURE, REJECT_ON_PICTURE
from clipiqa_desktop.ui.texts import as_fits

HEIGHT = 19
_SIDE = 6
_BETWEEN = ", "  # the parts of a reason
_PICK, _REJECT, _BEHIND = QColor("#e8b04a"), REJECT_ON_PICTURE, QColor(0, 0, 0, 205)  # in either theme


def ghost_text(ghost: Ghost) -> str:
    """`⚑ sharpest of 5`; the reason alone for what is left to the person."""
    sign = "" if ghost.flag == NO_FLAG else "⚑ " if ghost.flag == PICK else "✕ "
    return sign + ghost.words


def text_within(ghost: Ghost, metrics: QFontMetrics, width: int) -> str:
    """As many parts of the reason as fit whole in so many pixels; all of it stands under the pointer."""
    return as_fits(ghost_text(ghost).split(_BETWEEN), metrics, width, _BETWEEN)


def ghost_font(font: QFont) -> QFont:
    """A little smaller than what stands around it."""
    return style.resized(font, -2)


def paint_dot(painter: QPainter, picture: QRect, ghost: Ghost) -> None:
    """The same where there is no room for words: its sign in dashes, in the lower left corner."""
    if ghost.flag == NO_FLAG:
        return
    painter.save()
    colour, spot = _PICK if ghost.flag == PICK else _REJECT, QRectF(picture.left() + 5, picture.bottom() - 22, 18, 18)
    painter.setFont(ghost_font(painter.font()))
    painter.setBrush(_BEHIND)
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(spot, 3, 3)
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, ghost_text(ghost)[0])
    painter.restore()


def paint_ghost(painter: QPainter, room: QRect, ghost: Ghost, more: str = "") -> None:
    """In the lower left corner of `room`, the reason as far as it fits. `more` stands behind it, less strongly."""
    painter.save()
    painter.setFont(ghost_font(painter.font()))
    metrics, widest = QFontMetrics(painter.font()), room.width() - 10 - 2 * _SIDE
    text = text_within(ghost, metrics, widest)
    more = metrics.elidedText(
        more and f"   {more}", Qt.TextElideMode.ElideRight, widest - metrics.horizontalAdvance(text)
    )
    width = metrics.horizontalAdvance(text + more)
    ground = QRectF(room.left() + 5, room.bottom() - HEIGHT - 4, width + 2 * _SIDE, HEIGHT)
    colour = ON_PICTURE if ghost.flag == NO_FLAG else _PICK if ghost.flag == PICK else _REJECT
    painter.setBrush(_BEHIND)
    painter.setPen(Qt.PenStyle.NoPen if ghost.flag == NO_FLAG else QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(ground, 3, 3)
    inner = ground.adjusted(_SIDE, 0, -_SIDE, 0)
    painter.setPen(colour)
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    painter.setPen(ON_PICTURE)
    inner.setLeft(inner.left() + metrics.horizontalAdvance(text))
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, more)
    painter.restore()
