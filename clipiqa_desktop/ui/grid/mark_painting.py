"""How marks look on a photograph."""

from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.mark_words import LABELS, MOST_STARS, PICK, REJECT
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.widgets.prepared import paint_prepared

STAR_WIDTH = 12
SWATCH = 18  # how wide a label is beside stars
FLAG_PIXELS, FLAG_SIDE = 5, 22
ON_PICTURE, REJECT_ON_PICTURE, STAR = QColor("#ffffff"), QColor("#ff8a86"), QColor("#e8b04a")  # on BEHIND, always
BEHIND = QColor(0, 0, 0, 170)
_SIGNS = {PICK: "⚑", REJECT: "✕"}
NOT_SAVED = "not saved yet"


def marks_width(star_width: int = STAR_WIDTH) -> int:
    """Of label and stars beside one another, in logical pixels."""
    return SWATCH + 6 + MOST_STARS * star_width


def paint_marks(painter: QPainter, place: QRect, columns: Columns, row: int, star_width: int = STAR_WIDTH) -> None:
    """The colour label and five stars, from the left of `place`."""
    swatch = QRectF(place.left(), place.center().y() - star_width / 2 + 1, SWATCH, star_width)
    paint_label(painter, swatch, int(columns.label[row]), radius=2)
    paint_stars(painter, place.adjusted(SWATCH + 6, 0, 0, 0), int(columns.stars[row]), star_width=star_width)


def paint_label(painter: QPainter, place: QRectF, label: int, radius: int = 0) -> None:
    """Fills `place` with the colour of a label by its number; without one nothing."""
    if name := LABELS[label]:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(style.current(), name)))
        painter.drawRoundedRect(place, radius, radius)


def paint_stars(
    painter: QPainter, place: QRect, stars: int, *, unlit: bool = True, star_width: int = STAR_WIDTH
) -> None:
    """From the left of `place`; the ones that are not given are dark, or left out."""
    if stars or unlit:
        whole = QRect(place.left(), place.top(), MOST_STARS * star_width, place.height())
        paint = partial(_paint_stars, stars=stars, unlit=unlit)
        paint_prepared(painter, whole, ("stars", stars, unlit), paint, written=True)


def _paint_stars(painter: QPainter, place: QRect, *, stars: int, unlit: bool) -> None:
    theme, star_width = style.current(), place.width() // MOST_STARS
    for number in range(MOST_STARS if unlit else stars):
        painter.setPen(QColor(theme.accent if number < stars else theme.columns_outside))
        spot = QRect(place.left() + number * star_width, place.top(), star_width, place.height())
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, "★")


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


def paint_badge(
    painter: QPainter,
    picture: QRect,
    words: str,
    corner: Qt.Corner = Qt.Corner.TopLeftCorner,
    ink: QColor = ON_PICTURE,
) -> None:
    """A few letters on a dark ground, in a corner of the picture."""
    painter.save()
    painter.setFont(style.resized(painter.font(), -3))
    width = painter.fontMetrics().horizontalAdvance(words) + 10
    ground = QRect(picture.left() + 5, picture.top() + 5, width, 17)
    if corner in {Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner}:
        ground.moveRight(picture.right() - 6)
    if corner in {Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner}:
        ground.moveBottom(picture.bottom() - 6)
    paint = partial(_paint_badge, words=words, ink=ink)
    paint_prepared(painter, ground, ("badge", words, ink.rgba()), paint, written=True)
    painter.restore()


def _paint_badge(painter: QPainter, ground: QRect, *, words: str, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BEHIND)
    painter.drawRoundedRect(ground, 3, 3)
    painter.setPen(ink)
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, words)
