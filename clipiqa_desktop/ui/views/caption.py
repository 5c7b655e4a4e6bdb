"""What stands under a photograph: number, name, facts, marks, the score that sorts, and where one is; or a second line
with more of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.mark_painting import (
    NOT_SAVED,
    STAR_WIDTH,
    SWATCH,
    marks_width,
    paint_flag_in_line,
    paint_label,
    paint_marks,
)
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import DOT, NARROWEST_NAME, as_fits, plain_tooltip, shortened, sort_value
from clipiqa_desktop.ui.views.tints import ink_on, tint

HEIGHT, BELOW = 28, 20  # of the first line and of the second
TILE_HEIGHT = HEIGHT + BELOW
SIDE = 8
GAP = 14
BADGE = 18
LARGE_STARS = 18
FLAG_WIDTH = 16
WIDE = 230  # of what is left of the line beside the number
LEFT, RIGHT = (
    side | Qt.AlignmentFlag.AlignVCenter for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)


@dataclass(frozen=True)
class CaptionText:
    """What stands there. `number`, where there is one, is tinted like the photograph's lines elsewhere."""

    photo_id: int
    name: str
    more: Sequence[str] = ()
    right: str = ""
    number: int | None = None
    below: Sequence[str] = ()
    below_right: str = ""


class Caption(QWidget):
    """Shortens from the middle outwards: first what is known of the shot, then the name; never the marks, but five
    stars are `5★` where there is little room.
    """

    def __init__(
        self,
        library: Library,
        height: int = HEIGHT,
        parent: QWidget | None = None,
        *,
        star_width: int = STAR_WIDTH,
    ) -> None:
        super().__init__(parent)
        self._library, self._star_width = library, star_width
        self._text: CaptionText | None = None
        self._few_marks = False
        self.setFixedHeight(height)

    def show_text(self, text: CaptionText | None) -> None:
        """Shows this line."""
        self._text = text
        said = DOT.join((text.name, *text.more, *text.below)) if text else ""
        self.setToolTip(plain_tooltip(said) if said else "")  # where there was no room for all of it
        self.update()

    @property
    def is_narrow(self) -> bool:
        """Whether the stars have no room beside number and name."""
        number = BADGE + 8 if self._text and self._text.number is not None else 0
        return self.width() - 2 * SIDE - number < WIDE

    def show_few_marks(self, few: bool) -> None:
        """Shows stars as a figure also where they have room, as those beside it do."""
        if few != self._few_marks:
            self._few_marks = few
            self.update()

    def show_below_right(self, words: str) -> None:
        """Shows this at the end of the second line."""
        if self._text and words != self._text.below_right:
            self.show_text(replace(self._text, below_right=words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(style.current().loupe))
        if self._text:
            for row in self._library.columns.rows([self._text.photo_id]):
                self._paint_line(painter, self._text, int(row))

    def _paint_line(self, painter: QPainter, text: CaptionText, row: int) -> None:
        self._paint_below(painter, text)
        room = QRect(SIDE, 0, self.width() - 2 * SIDE, HEIGHT)
        room.setLeft(self._paint_number(painter, room, text.number))
        room.setRight(self._paint_right(painter, room, text.right))
        room.setRight(self._paint_marks(painter, room, row))
        self._paint_name(painter, room, text)

    def _paint_below(self, painter: QPainter, text: CaptionText) -> None:
        room = QRect(SIDE, HEIGHT - 3, self.width() - 2 * SIDE, self.height() - HEIGHT)
        if room.height() <= 0:
            return
        painter.save()
        painter.setFont(style.resized(painter.font(), -1))
        if room.width() >= WIDE:  # else the values need it
            room.setRight(self._paint_right(painter, room, text.below_right))
        painter.setPen(QColor(style.current().text))
        painter.drawText(room, LEFT, as_fits(text.below, painter.fontMetrics(), room.width()))
        painter.restore()

    @staticmethod
    def _paint_number(painter: QPainter, room: QRect, number: int | None) -> int:
        if number is None:
            return room.left()
        spot = QRectF(room.left(), room.center().y() - BADGE / 2 + 1, BADGE, BADGE)
        colour = tint(number)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(spot, 4, 4)
        painter.setPen(ink_on(colour))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(number))
        return room.left() + BADGE + 8

    @staticmethod
    def _paint_right(painter: QPainter, room: QRect, words: str) -> int:
        if not words:
            return room.right()
        painter.setPen(QColor(style.current().quiet))
        painter.drawText(room, RIGHT, words)
        return room.right() - painter.fontMetrics().horizontalAdvance(words) - GAP

    def _paint_marks(self, painter: QPainter, room: QRect, row: int) -> int:
        """The score that sorts, or measure, and left of it stars, label and flag; unlit stars where there is room."""
        columns, metrics, right = self._library.columns, painter.fontMetrics(), room.right()
        field = self._library.fields.get(self._library.query.sort[0].key)
        if field and field.percentile and self.height() == HEIGHT:  # else it stands in the second line
            value = sort_value(self._library, row)[0]
            painter.setPen(QColor(style.current().text))
            painter.drawText(room, RIGHT, value)
            right -= metrics.horizontalAdvance(value) + GAP
        if self._few_marks or room.width() < WIDE:
            right = self._paint_few_marks(painter, room, right, row)
        else:
            width = marks_width(self._star_width)
            right -= width
            painter.setFont(style.resized(self.font(), self._star_width - STAR_WIDTH))
            paint_marks(painter, QRect(right, room.top(), width, room.height()), columns, row, self._star_width)
            painter.setFont(self.font())
            right -= 4
        if flag := int(columns.flag[row]):
            right -= FLAG_WIDTH
            paint_flag_in_line(painter, QRect(right, room.top(), FLAG_WIDTH, room.height()), flag)
            right -= 6
        if int(columns.ids[row]) in self._library.unsaved:
            right = self._paint_right(painter, room.adjusted(0, 0, right - room.right(), 0), NOT_SAVED)
        return right

    def _paint_few_marks(self, painter: QPainter, room: QRect, right: int, row: int) -> int:
        """Stars as a figure and the label, as far as there are any."""
        columns = self._library.columns
        if stars := int(columns.stars[row]):
            words = f"{stars}★"
            painter.setPen(QColor(style.current().accent))
            painter.drawText(room.adjusted(0, 0, right - room.right(), 0), RIGHT, words)
            right -= painter.fontMetrics().horizontalAdvance(words) + 6
        if columns.label[row]:
            right -= SWATCH
            paint_label(painter, QRectF(right, room.center().y() - 5, SWATCH, 12), int(columns.label[row]), radius=2)
            right -= 6
        return right

    @staticmethod
    def _paint_name(painter: QPainter, room: QRect, text: CaptionText) -> None:
        if room.width() < NARROWEST_NAME:
            return
        metrics, theme = painter.fontMetrics(), style.current()
        name = shortened(text.name, metrics, room.width())
        painter.setPen(QColor(theme.text))
        painter.drawText(room, LEFT, name)
        room.setLeft(room.left() + metrics.horizontalAdvance(name) + GAP)
        if text.more and room.width() >= NARROWEST_NAME:
            painter.setPen(QColor(theme.quiet))
            painter.drawText(room, LEFT, as_fits(text.more, metrics, room.width()))
