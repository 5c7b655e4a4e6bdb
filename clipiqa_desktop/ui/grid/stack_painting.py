"""How a stack looks: a closed one as a pile with a count, an opened one as a lighter band behind its members."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from clipiqa_desktop.catalog.query.cells import NO_STACK, Cell, StackKind
from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.mark_painting import paint_badge
from clipiqa_desktop.ui.widgets.prepared import paint_prepared

_WORDS = {StackKind.BRACKET: "bracket {}", StackKind.PANORAMA: "panorama {}", StackKind.COPIES: "{} copies"}
ROOMY = 150  # logical pixels
_SHORT = 3  # logical pixels that part the bands of two opened stacks
_EDGES = (QPoint(6, -6), QPoint(3, -3))  # of the photographs behind, the hindmost first
ROOM = 8  # logical pixels above and beside a cell, for these edges


def paint_stack(painter: QPainter, whole: QRect, cell: QRect, stack: Cell, following: Cell | None) -> None:
    """What lies behind a cell: the band over the whole of its place, or the edges of those behind it. A band ends short
    of its place where another stack may begin, that of the cell `following` it or of the one before.
    """
    if stack.opened:
        is_last = following is None or following.stack != stack.stack
        band = whole.adjusted(_SHORT if stack.is_top else 0, 0, -_SHORT if is_last else 0, 0)
        painter.fillRect(band, QColor(style.current().band))
    elif stack.stack != NO_STACK:
        paint_prepared(painter, cell.adjusted(0, -ROOM, ROOM, 0), "pile", _paint_pile)


def _paint_pile(painter: QPainter, place: QRect) -> None:
    painter.setPen(QPen(QColor(style.current().pile), 1))
    painter.setBrush(QColor(style.current().raised))
    for edge in _EDGES:
        painter.drawRoundedRect(QRectF(place.adjusted(0, ROOM, -ROOM, 0).translated(edge)), 5, 5)


def is_dimmed(columns: Columns, row: int, stack: Cell | None) -> bool:
    """Whether a cell looks rejected: a closed stack only if all of it is, for a rejected top does not hide the rest."""
    rows = [row] if stack is None else stack.rows
    return all(columns.flag[each] == REJECT for each in rows)


def picks_behind(columns: Columns, stack: Cell) -> int:
    """How many photographs of a closed stack are picked, where that is not the one on top alone."""
    picked = columns.flag[list(stack.rows)] == PICK
    return 0 if picked[0] and picked.sum() == 1 else int(picked.sum())


def paint_count(painter: QPainter, picture: QRect, columns: Columns, stack: Cell) -> None:
    """How many belong to it, in the upper right corner of its top, what they are where that is no burst, and how many
    are picked where the flag of the top does not tell.
    """
    if stack.count:
        words = _WORDS.get(stack.kind, "{}").format(stack.count) if picture.width() >= ROOMY else stack.count
        if not stack.opened and (picks := picks_behind(columns, stack)):
            words += f" · ⚑{picks}"
        paint_badge(painter, picture, f"{words} ▾" if stack.opened else words, Qt.Corner.TopRightCorner)
