"""The focus of all frames of all stacks, compared within each stack where any of its frames is sharp."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import RowStacks, Stacks
from clipiqa_desktop.catalog.query.columns import Columns, places_of
from clipiqa_desktop.culling.stacks.common_focus import common_widths
from clipiqa_desktop.culling.stacks.exposures import Brightness, brightness
from clipiqa_desktop.culling.stacks.levels import by_focus
from clipiqa_desktop.culling.stacks.motion import moved
from clipiqa_desktop.culling.stacks.ranking import rank
from clipiqa_desktop.culling.stacks.subject_shifts import shifts
from clipiqa_desktop.photos.signature import LENGTH, SIGNATURE_VERSION

_AT_ONCE = 2000  # maps that are held in memory, or one stack


@dataclass(frozen=True, eq=False)
class StackFocus:
    """Of the photographs `ids` (n,): widths of edges in pixels, comparable within a stack, NaN for a whole stack of
    which not every frame has a map, or whose maps cannot be laid over each other, and for a frame that is so dark or
    bright beside the others that nothing can be told of it; which moved, against the sharpest.
    """

    ids: NDArray[np.int64]
    widths: NDArray[np.float32]
    moved: NDArray[np.bool_]

    @classmethod
    def unknown(cls, ids: NDArray[np.int64]) -> "StackFocus":
        """Nothing of any of these."""
        return cls(ids, np.full(len(ids), np.nan, np.float32), np.zeros(len(ids), np.bool_))

    def in_rows(self, columns: Columns) -> "StackFocus":
        """The same for the rows of the columns; unknown of all others."""
        found = self.unknown(columns.ids)
        rows, known = places_of(columns.ids, self.ids)
        found.widths[rows[known]], found.moved[rows[known]] = self.widths[known], self.moved[known]
        return found


def focus_in_stacks(catalog: Catalog, stacks: Stacks) -> StackFocus:
    """Of the photographs `stacks.ids`, each compared within its stack. Raises sqlite3.Error."""
    order = np.argsort(stacks.stacks, kind="stable")
    found = StackFocus.unknown(stacks.ids)
    edges = np.append(np.flatnonzero(np.diff(stacks.stacks[order], prepend=-1)), len(order))
    start = 0
    while start < len(edges) - 1:
        end = max(start + 1, int(np.searchsorted(edges, edges[start] + _AT_ONCE, side="right")) - 1)
        _compare(catalog, [order[edges[n] : edges[n + 1]] for n in range(start, end)], found)
        start = end
    _tell_motion(catalog, stacks, found)
    return found


@dataclass(frozen=True)
class FocusPlace:
    """`2nd of 5` by focus alone, the same for a tie; empty where it cannot be told. Whether the photograph moved. The
    place as a number, 0 where it cannot be told.
    """

    words: str = ""
    moved: bool = False
    number: int = 0

    @property
    def said(self) -> str:
        """`2nd of 5, moved`."""
        return f"{self.words}, moved" if self.words and self.moved else self.words


def focus_places(catalog: Catalog, members: Sequence[int]) -> dict[int, FocusPlace]:
    """Of the members of a stack. Raises sqlite3.Error."""
    found = focus_in_stacks(catalog, Stacks(np.array(members, np.int64), np.zeros(len(members), np.int64)))
    places, known = dict.fromkeys(members, FocusPlace()), np.flatnonzero(np.isfinite(found.widths))
    if len(members) < 2 or not len(known):
        return places
    one = np.zeros(len(known), np.int64)
    stack = RowStacks(one, np.array([len(known)]), frozenset(), one.astype(np.int8))
    ranking = rank(stack, one.astype(np.int8), [by_focus(found.widths[known])])
    for place, row in enumerate(known.tolist()):
        moved, number = bool(found.moved[row]), int(ranking.places[place])
        places[members[row]] = FocusPlace(ranking.place_words(place), moved, number)
    return places


def shifts_within(catalog: Catalog, members: Sequence[int]) -> NDArray[np.float32]:
    """How far (n, 2) each must be moved down and to the right to lie over the first, in shares of height and width."""
    (found,) = _shifts([list(members)], catalog.signatures.all(SIGNATURE_VERSION, members))
    return found


def shift_between(catalog: Catalog, first: int, second: int) -> tuple[float, float]:
    """How far the second photograph must be moved down and to the right to lie over the first, in shares of height and
    width; nowhere where it is not known what they look like. Raises sqlite3.Error.
    """
    signatures = catalog.signatures.all(SIGNATURE_VERSION, [first, second])
    (moves,) = _shifts([[first, second]], signatures)
    down, right = moves[1].tolist()
    return down, right


def _compare(catalog: Catalog, stacks: list[NDArray[np.intp]], found: StackFocus) -> None:
    wanted = found.ids[np.concatenate(stacks)].tolist()
    maps, signatures = catalog.focus.maps(wanted), catalog.signatures.all(SIGNATURE_VERSION, wanted)
    groups = [found.ids[rows].tolist() for rows in stacks]
    for rows, members, moves in zip(stacks, groups, _shifts(groups, signatures), strict=True):
        if all(each in maps for each in members):
            stops = _brightness([signatures.get(each, b"") for each in members], moves)
            found.widths[rows] = common_widths([maps[each] for each in members], moves, stops)


def brightness_within(catalog: Catalog, members: Sequence[int], moves: NDArray[np.float32]) -> Brightness:
    """How much brighter each (n,) is than most of them, as `exposures.brightness` says, shifted as `shifts_within`."""
    known = catalog.signatures.all(SIGNATURE_VERSION, members)
    return _brightness([known.get(each, b"") for each in members], moves)


def _brightness(looks: Sequence[bytes], moves: NDArray[np.float32]) -> Brightness:
    """All alike where one does not know what they look like."""
    if any(len(look) != LENGTH for look in looks):
        return np.zeros(len(looks))
    return brightness(np.frombuffer(b"".join(looks), np.uint8).reshape(-1, LENGTH), moves)


def _tell_motion(catalog: Catalog, stacks: Stacks, found: StackFocus) -> None:
    """Of what was measured together with its whole stack, and is not as sharp as all of it."""
    directions = catalog.focus.directions(found.ids[np.isfinite(found.widths)].tolist())
    rows = np.flatnonzero(np.isin(found.ids, np.fromiter(directions, np.int64)) & np.isfinite(found.widths))
    if len(rows):
        lie = np.array([directions[each] for each in found.ids[rows].tolist()])
        found.moved[rows] = moved(found.widths[rows], lie, stacks.stacks[rows])


def _shifts(groups: Sequence[list[int]], signatures: Mapping[int, bytes]) -> Iterator[NDArray[np.float32]]:
    """Of the members of each group against its first; none in a group where one does not know what they look like."""
    looks = [[signatures.get(each, b"") for each in members] for members in groups]
    known = [all(len(each) == LENGTH for each in look) for look in looks]
    pairs = [(look[0], each) for look, is_known in zip(looks, known, strict=True) if is_known for each in look]
    first, second = (
        np.frombuffer(b"".join(pair[side] for pair in pairs), np.uint8).reshape(-1, LENGTH) for side in (0, 1)
    )
    moves, start = shifts(first, second), 0
    for members, is_known in zip(groups, known, strict=True):
        if is_known:
            yield moves[start : start + len(members)]
            start += len(members)
        else:
            yield np.zeros((len(members), 2), np.float32)
