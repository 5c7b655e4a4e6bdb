"""How many rows and columns make the photographs of a survey largest."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRect, QSize


def columns_for(aspects: Sequence[float], room: QSize, extra: QSize) -> int:
    """The number of columns that shows most of the photographs; `aspects` are width / height, `extra` is what each
    tile needs around its photograph.
    """
    return max(range(1, len(aspects) + 1), key=lambda columns: _area(aspects, columns, room, extra))


def places(count: int, columns: int, room: QSize, gap: int) -> list[QRect]:
    """Where the tiles lie, row by row, all of one size; an incomplete last row stands in the middle."""
    rows = ceil(count / columns)
    width = (room.width() - gap * (columns - 1)) // columns
    height = (room.height() - gap * (rows - 1)) // rows
    last = count - (rows - 1) * columns
    indent = (columns - last) * (width + gap) // 2
    return [
        QRect(
            at % columns * (width + gap) + (indent if at // columns == rows - 1 else 0),
            at // columns * (height + gap),
            width,
            height,
        )
        for at in range(count)
    ]


def _area(aspects: Sequence[float], columns: int, room: QSize, extra: QSize) -> float:
    """The pixels that all photographs get."""
    tile = places(len(aspects), columns, room, 0)[0]
    width, height = tile.width() - extra.width(), tile.height() - extra.height()
    if width <= 0 or height <= 0:
        return 0
    widths = [min(width, height * aspect) for aspect in aspects]
    return sum(each * each / aspect for each, aspect in zip(widths, aspects, strict=True))
