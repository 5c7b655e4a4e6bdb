"""One page of a contact sheet, painted for paper: black on white, at 300 dots an inch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from clipiqa_desktop.mark_words import MOST_STARS, PICK, REJECT
from clipiqa_desktop.ui import style

DOTS_PER_INCH = 300
PAGE_MM = (210.0, 297.0)
_MM = DOTS_PER_INCH / 25.4
_MARGIN, _HEADER, _GAP, _LINE = 12 * _MM, 11 * _MM, 4 * _MM, 4.2 * _MM
_TEXT_PIXELS, _TITLE_PIXELS, _SMALLEST_PIXELS = round(3.0 * _MM), round(4.4 * _MM), round(2.0 * _MM)
_LETTERS = 15  # in the width of a picture, until they would be too small to read
_HEIGHT_OF_PICTURE = 0.7
_FLAGS = {PICK: "⚑ pick", REJECT: "✕ reject"}
_QUIET, _FRAME = QColor("#666666"), QColor("#dddddd")


@dataclass(frozen=True)
class SheetCell:
    """What is printed of one photograph; `value` is what the photographs are sorted by. No preview without an image."""

    name: str
    fingerprint: str
    stars: int
    flag: int
    label: str
    value: str
    quarters: int = 0  # by which it is turned, clockwise


@dataclass(frozen=True)
class SheetLayout:
    """How many photographs stand beside and below each other on an A4 page."""

    columns: int

    @property
    def cell(self) -> QSizeF:
        """Of a picture with its words, in dots."""
        width = (PAGE_MM[0] * _MM - 2 * _MARGIN - (self.columns - 1) * _GAP) / self.columns
        return QSizeF(width, width * _HEIGHT_OF_PICTURE + 2 * _LINE)

    @property
    def rows(self) -> int:
        """As many as fit below the header."""
        room = PAGE_MM[1] * _MM - 2 * _MARGIN - _HEADER + _GAP
        return max(1, math.floor(room / (self.cell.height() + _GAP)))

    @property
    def per_page(self) -> int:
        """Photographs on a full page."""
        return self.columns * self.rows

    def pages(self, count: int) -> int:
        """How many pages so many photographs take."""
        return math.ceil(count / self.per_page)


def paint_page(
    painter: QPainter, layout: SheetLayout, heading: tuple[str, str], cells: Sequence[tuple[SheetCell, QImage | None]]
) -> None:
    """Paints the cells of one page below a heading, whose two parts stand left and right."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    _paint_heading(painter, *heading)
    size = layout.cell
    for number, (cell, image) in enumerate(cells):
        row, column = divmod(number, layout.columns)
        left = _MARGIN + column * (size.width() + _GAP)
        top = _MARGIN + _HEADER + row * (size.height() + _GAP)
        _paint_cell(painter, QRectF(QPointF(left, top), size), cell, image)


def _paint_heading(painter: QPainter, left: str, right: str) -> None:
    place = QRectF(_MARGIN, _MARGIN, PAGE_MM[0] * _MM - 2 * _MARGIN, _HEADER - 3 * _MM)
    painter.setFont(_font(_TEXT_PIXELS))
    painter.setPen(_QUIET)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
    room = place.adjusted(0, 0, -QFontMetricsF(painter.font()).horizontalAdvance(right) - _GAP, 0)
    painter.setFont(_font(_TITLE_PIXELS))
    painter.setPen(Qt.GlobalColor.black)
    _write(painter, room, left, Qt.AlignmentFlag.AlignLeft)
    painter.setPen(QPen(_FRAME, 0.2 * _MM))
    painter.drawLine(place.bottomLeft(), place.bottomRight())


def _paint_cell(painter: QPainter, place: QRectF, cell: SheetCell, image: QImage | None) -> None:
    picture = QRectF(place.topLeft(), QSizeF(place.width(), place.height() - 2 * _LINE))
    painter.setFont(_font(min(_TEXT_PIXELS, max(_SMALLEST_PIXELS, round(place.width() / _LETTERS)))))
    if image:
        size = QSizeF(image.size()).scaled(picture.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(), size)
        target.moveCenter(picture.center())
        painter.drawImage(target, image)
    else:
        painter.setPen(QPen(_FRAME, 0.2 * _MM))
        painter.drawRect(picture)
        painter.setPen(_QUIET)
        painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, "no preview")
    name, marks = (QRectF(place.left(), picture.bottom() + n * _LINE, place.width(), _LINE) for n in (0, 1))
    _paint_name(painter, name, cell)
    _paint_marks(painter, marks, cell)


def _paint_name(painter: QPainter, place: QRectF, cell: SheetCell) -> None:
    """The name, and right of it what sorts, where that is not the name itself."""
    value = cell.value if cell.value != cell.name else ""
    painter.setPen(_QUIET)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
    taken = QFontMetricsF(painter.font()).horizontalAdvance(f"  {value}") if value else 0.0
    painter.setPen(Qt.GlobalColor.black)
    _write(painter, place.adjusted(0, 0, -taken, 0), cell.name, Qt.AlignmentFlag.AlignLeft)


def _paint_marks(painter: QPainter, place: QRectF, cell: SheetCell) -> None:
    """Stars, flag and label in words, with a dot of the label's colour; in fewer words where there is no room."""
    metrics, left = QFontMetricsF(painter.font()), place.left()
    forms = _marks(cell, short=False), _marks(cell, short=True)
    fitting = (
        form for form in forms if metrics.horizontalAdvance("".join(words for words, _ in form)) <= place.width()
    )
    for words, colour in next(fitting, forms[-1]):
        painter.setPen(colour)
        painter.drawText(QRectF(left, place.top(), place.width(), place.height()), Qt.AlignmentFlag.AlignVCenter, words)
        left += metrics.horizontalAdvance(words)


def _marks(cell: SheetCell, *, short: bool) -> list[tuple[str, QColor]]:
    """The parts of the line of marks, each with its colour."""
    black = QColor(Qt.GlobalColor.black)
    parts = []
    if cell.stars:
        stars = f"{cell.stars}★" if short else "★" * cell.stars
        parts += [(stars, black), ("" if short else "☆" * (MOST_STARS - cell.stars), _QUIET)]
    if flag := _FLAGS.get(cell.flag):
        parts.append((f" {flag[0] if short else flag}", black))
    if cell.label:
        parts += [(" ●", QColor(getattr(style.LIGHT, cell.label))), (f" {cell.label}", _QUIET)]
    return parts


def _write(painter: QPainter, place: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
    elided = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideMiddle, place.width())
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, elided)


def _font(pixels: int) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    return font
