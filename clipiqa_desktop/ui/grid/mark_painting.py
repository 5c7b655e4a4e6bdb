"""How marks look on a photograph."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from clipiqa_desktop.catalog.columns import Columns
from clipiqa_desktop.mark_words import LABELS, MOST_STARS, PICK, REJECT
from clipiqa_desktop.ui import style

STAR_WIDTH = 11
DOT = 8
FLAG_PIXELS, FLAG_SIDE = 5, 22
ON_PICTURE, REJECT_ON_PICTURE = QColor("#ffffff"), QColor("#ff8a86")
BEHIND = QColor(0, 0, 0, 170)
_SIGNS = {PICK: "⚑", REJECT: "✕"}
NOT_SAVED = "not saved yet"
MARKS_WIDTH = DOT + 5 + MOST_STARS * STAR_WIDTH


def paint_marks(painter: QPainter, place: QRect, columns: Columns, row: int) -> int:
    """The colour label and five stars, from the left of `place`; answers how wide they are in logical pixels."""
    theme = style.current()
    paint_label(painter, place, columns, row)
    left, stars = place.left() + DOT + 5, int(columns.stars[row])
    for number in range(MOST_STARS):
        painter.setPen(QColor(theme.accent if number < stars else theme.columns_outside))
        spot = QRect(left + number * STAR_WIDTH, place.top(), STAR_WIDTH, place.height())
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, "★")
    return MARKS_WIDTH


def paint_label(painter: QPainter, place: QRect, columns: Columns, row: int) -> None:
    """The colour label alone, as a dot at the left of `place`."""
    if label := LABELS[int(columns.label[row])]:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(style.current(), label)))
        painter.drawEllipse(QRectF(place.left(), place.center().y() - DOT / 2 + 1, DOT, DOT))


def paint_flag(painter: QPainter, picture: QRect, flag: int) -> None:
    """The flag of a pick, the cross of a reject, in the lower left corner of the picture: on a ground of its own, for
    the picture may be as light as the sign.
    """
    sign = _SIGNS.get(flag)
    if not sign:
        return
    painter.save()
    painter.setFont(style.resized(painter.font(), FLAG_PIXELS))
    spot = QRectF(picture.left() + 5, picture.bottom() - 4 - FLAG_SIDE, FLAG_SIDE, FLAG_SIDE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BEHIND)
    painter.drawRoundedRect(spot, 4, 4)
    painter.setPen(REJECT_ON_PICTURE if flag == REJECT else ON_PICTURE)
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, sign)
    painter.restore()


def paint_flag_in_line(painter: QPainter, place: QRect, flag: int) -> None:
    """The same beside other marks, on the window's own ground."""
    theme = style.current()
    painter.setPen(QColor(theme.red if flag == REJECT else theme.bright))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _SIGNS.get(flag, ""))


def paint_badge(painter: QPainter, picture: QRect, words: str, corner: Qt.Corner = Qt.Corner.TopLeftCorner) -> None:
    """A few letters on a dark ground, in a corner of the picture."""
    painter.save()
    painter.setFont(style.resized(painter.font(), -3))
    width = painter.fontMetrics().horizontalAdvance(words) + 10
    ground = QRectF(picture.left() + 5, picture.top() + 5, width, 17)
    if corner in {Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner}:
        ground.moveRight(picture.right() - 5)
    if corner in {Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner}:
        ground.moveBottom(picture.bottom() - 5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BEHIND)
    painter.drawRoundedRect(ground, 3, 3)
    painter.setPen(ON_PICTURE)
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
