"""What stands under a photograph in the grid: its label, its name, its stars, and the value that sorts."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.query.fields import Kind
from clipiqa_desktop.mark_words import MOST_STARS
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.brief_moments import BriefMoments
from clipiqa_desktop.ui.grid.mark_painting import STAR_WIDTH, paint_label, paint_stars
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import shortened, sort_value

STRIPE = 4  # logical pixels, as the other sizes here
NAME_LINE = 18
MARKS_LINE = 26
SIDE = 8
GAP = 8
BAR_WIDTH = 42
_STARS_WIDTH = MOST_STARS * STAR_WIDTH
_KEPT = 4096  # texts


class Footer:
    """Two lines, or without names one. Where there is little room a moment loses its day, then the stars that are not
    given go, then the value; never the name.
    """

    def __init__(self, library: Library, font: QFont) -> None:
        self._library, self._font = library, style.resized(font, -1)
        self._metrics = QFontMetrics(self._font)
        # Asked for anew with each paint, and dearer than painting.
        self._advance = lru_cache(_KEPT)(self._metrics.horizontalAdvance)
        self._shortened = lru_cache(_KEPT)(self._shorten)
        self._moments = BriefMoments(library)
        self.named = True

    @property
    def height(self) -> int:
        """In logical pixels; the same for every photograph."""
        return STRIPE + MARKS_LINE + (NAME_LINE if self.named else 0)

    def paint(self, painter: QPainter, place: QRect, row: int) -> None:
        """In `place`, which is as high as `height`."""
        painter.setFont(self._font)
        columns, theme = self._library.columns, style.current()
        paint_label(painter, QRectF(place.left(), place.top(), place.width(), STRIPE), int(columns.label[row]))
        if self.named:
            name = QRect(place.left() + SIDE, place.top() + STRIPE + 2, place.width() - 2 * SIDE, NAME_LINE)
            painter.setPen(QColor(theme.quiet))
            painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self._name(row, name.width()))
        marks = self._marks_line(place)
        words, level = self._value(row, marks)
        stars, has_room = int(columns.stars[row]), self._has_room(marks, words)
        paint_stars(painter, marks, stars, unlit=has_room)
        marks.setLeft(marks.left() + (MOST_STARS if has_room else stars) * STAR_WIDTH + (GAP if stars else 0))
        painter.setPen(QColor(theme.text))
        painter.drawText(marks, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._fitted(words, marks))
        if level is not None:
            self._paint_bar(painter, place, level)

    def stars_at(self, place: QRect, point: QPoint, row: int) -> int | None:
        """How many stars a click at a point means; None beside them, and where they are not all shown."""
        marks = self._marks_line(place)
        if not self._has_room(marks, self._value(row, marks)[0]):
            return None
        marks.setWidth(_STARS_WIDTH)
        return (point.x() - marks.left()) // STAR_WIDTH + 1 if marks.contains(point) else None

    def _name(self, row: int, width: int) -> str:
        return self._shortened(str(self._library.columns.names[row]), width)

    def _shorten(self, name: str, width: int) -> str:
        return shortened(displayable_name(name), self._metrics, width)

    def _fitted(self, words: str, room: QRect) -> str:
        """Half a number would be another one: what has no room is not there; but of a name some of it."""
        if self._advance(words) <= room.width():
            return words
        return self._shortened(words, room.width()) if self._sorts_by_name else ""

    @property
    def _sorts_by_name(self) -> bool:
        return self._sorts_by(Kind.TEXT)

    def _sorts_by(self, kind: Kind) -> bool:
        field = self._library.fields.get(self._library.query.sort[0].key)
        return field is not None and field.kind is kind

    def _value(self, row: int, marks: QRect) -> tuple[str, float | None]:
        """A name that stands there already is not said twice."""
        if self.named and self._sorts_by_name:
            return "", None
        words, level = sort_value(self._library, row)
        if words and not self._has_room(marks, words) and self._sorts_by(Kind.MOMENT):
            return self._moments.of(row, self._library.query.sort[0].key), level
        return words, level

    def _has_room(self, marks: QRect, words: str) -> bool:
        return _STARS_WIDTH + GAP + self._advance(words) <= marks.width()

    def _marks_line(self, place: QRect) -> QRect:
        return QRect(place.left() + SIDE, place.bottom() - MARKS_LINE + 1, place.width() - 2 * SIDE, MARKS_LINE - 5)

    @staticmethod
    def _paint_bar(painter: QPainter, place: QRect, level: float) -> None:
        theme = style.current()
        left, top = place.right() - 7 - BAR_WIDTH, place.bottom() - 5
        painter.fillRect(QRectF(left, top, BAR_WIDTH, 2), QColor(theme.line))
        painter.fillRect(QRectF(left, top, BAR_WIDTH * level, 2), QColor(theme.accent))
