"""Where the photographs of a survey stand: in rows, all as high as one another, and as large as can be."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, combinations, pairwise

from PySide6.QtCore import QRect, QSize

_NARROWEST, _WIDEST = 0.5, 3.0  # as which even narrower and wider photographs count, so that one makes no other small


@lru_cache(maxsize=64)
def rows_for(aspects: tuple[float, ...], room: QSize, extra: QSize, gap: int) -> tuple[int, ...]:
    """How many photographs to put into each row so that they are largest; `aspects` are width / height, `extra` is what
    each tile needs around its photograph. Of rows that are as good, the even ones.
    """
    return max(_ways(len(aspects)), key=lambda rows: (round(_height(aspects, rows, room, extra, gap), 3), -max(rows)))


def places(aspects: Sequence[float], rows: Sequence[int], room: QSize, extra: QSize, gap: int) -> list[QRect]:
    """Where the tiles lie, row by row: each row fills the room, each tile has its share of what is left of it."""
    height = _height(aspects, rows, room, extra, gap)
    tops = _edges([1.0] * len(rows), room.height(), gap)
    found: list[QRect] = []
    for (top, bottom), members in zip(tops, _in_rows(aspects, rows), strict=True):
        wanted = [_counted(each) * height + extra.width() for each in members]
        left = max(room.width() - gap * (len(members) - 1) - sum(wanted), 0) / len(members)
        edges = _edges([each + left for each in wanted], room.width(), gap)
        found += [QRect(start, top, end - start, bottom - top) for start, end in edges]
    return found


def _ways(count: int) -> Iterator[tuple[int, ...]]:
    """All ways to break so many photographs into rows."""
    for rows in range(1, count + 1):
        for cuts in combinations(range(1, count), rows - 1):
            yield tuple(end - start for start, end in pairwise((0, *cuts, count)))


def _height(aspects: Sequence[float], rows: Sequence[int], room: QSize, extra: QSize, gap: int) -> float:
    """Of every photograph, in logical pixels."""
    by_height = (room.height() - gap * (len(rows) - 1)) / len(rows) - extra.height()
    by_width = (
        (room.width() - gap * (len(row) - 1) - extra.width() * len(row)) / sum(map(_counted, row))
        for row in _in_rows(aspects, rows)
    )
    return max(min(by_height, *by_width), 0.0)


def _counted(aspect: float) -> float:
    return min(max(aspect, _NARROWEST), _WIDEST)


def _in_rows(aspects: Sequence[float], rows: Sequence[int]) -> list[Sequence[float]]:
    return [aspects[end - count : end] for count, end in zip(rows, accumulate(rows), strict=True)]


def _edges(lengths: Sequence[float], room: int, gap: int) -> list[tuple[int, int]]:
    """Where each begins and ends; they fill the room in these proportions, on whole pixels."""
    scale = (room - gap * (len(lengths) - 1)) / sum(lengths)
    ends = [round(end * scale) for end in accumulate(lengths)]
    return [(start + at * gap, end + at * gap) for at, (start, end) in enumerate(pairwise((0, *ends)))]
