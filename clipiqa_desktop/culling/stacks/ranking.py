"""Which of a stack is the best, and why: the place of every member; a tie where nothing tells them apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.cells import NO_STACK, RowStacks, StackKind
from clipiqa_desktop.culling.stacks.levels import Codes, Criterion, levels
from clipiqa_desktop.mark_words import PICK, REJECT

NO_PLACE = 0
NOT_MEASURED = "not measured yet"
_NOTHING = -1  # tells it apart from the first
_PICKED, _REJECTED = 0.0, 2.0
_PERSON = 2  # so many criteria at the beginning are the person's


@dataclass(frozen=True, eq=False)
class Ranking:
    """For each row (n,): its place in its stack, 1 for the best, the same for those that nothing tells apart, NO_PLACE
    outside stacks and in those that are kept whole; how many have places in its stack; how many share its own place;
    the number of the criterion by which it is behind the first, or for the first the last one that put others behind.
    """

    places: NDArray[np.int32]
    sizes: NDArray[np.int32]
    sharing: NDArray[np.int32]
    decided: NDArray[np.int8]
    left: NDArray[np.int32]  # how many of its stack were equal until that criterion
    kept_whole: NDArray[np.bool_]
    criteria: tuple[Criterion, ...]
    waiting: NDArray[np.bool_]  # belongs to a stack of which some member was not measured yet
    firsts: NDArray[np.int32]  # how many of its stack share the first place

    @property
    def is_best(self) -> NDArray[np.bool_]:
        """Which rows (n,) are alone in the first place; a stack has one or none."""
        best: NDArray[np.bool_] = (self.places == 1) & (self.sharing == 1)
        return best

    def place_words(self, row: int) -> str:
        """`1st of 5`; empty where there is no place, or no other."""
        return f"{ordinal(int(self.places[row]))} of {self.sizes[row]}" if self.sizes[row] > 1 else ""

    def reason(self, row: int) -> str:
        """Why it has its place, in a few words; empty outside stacks, and where no other has a place."""
        place, sharing = int(self.places[row]), int(self.sharing[row])
        if self.kept_whole[row]:
            return "kept whole"
        if self.sizes[row] < 2:
            return ""
        if place > 1:
            return self._behind(row)
        if sharing == 1:
            is_told = self.decided[row] < _PERSON or not self.waiting[row]
            return self._best(row) + ("" if is_told else ", not all measured yet")
        if self.waiting[row]:
            return NOT_MEASURED
        others = f"like {sharing - 1} other{'s' if sharing > 2 else ''}"
        return f"{others}: left to you" + ("" if self._is_told(row) else ", its focus cannot be told")

    def _is_told(self, row: int) -> bool:
        told = [np.isfinite(each.badness[row]) for each in self.criteria if each.better and each.is_known]
        return any(told) or not told

    def _behind(self, row: int) -> str:
        number = int(self.decided[row])
        if number < _PERSON:
            own = "it is rejected" if self.criteria[0].badness[row] == _REJECTED else "another is picked"
            return (own, "you put another on top")[number]
        firsts, so_far = int(self.firsts[row]), " so far" if self.waiting[row] else ""
        return self.criteria[number].behind(row, f"the {firsts} best{so_far}" if firsts > 1 else f"the best{so_far}")

    def _best(self, row: int) -> str:
        number, left, size = int(self.decided[row]), int(self.left[row]), int(self.sizes[row])
        if number < _PERSON:
            own = "picked" if self.criteria[0].badness[row] == _PICKED else "the others are rejected"
            return (own, "your top")[number]
        criterion = self.criteria[number]
        said = next((each.said[row] + ", " for each in self.criteria[:number] if row in each.said), "")
        if row in criterion.said:
            return f"{criterion.said[row]}, best of {size}"
        if criterion.better:
            return f"{said}{criterion.better} of {size}"
        before = [each.better for each in self.criteria[:number] if each.better and np.isfinite(each.badness[row])]
        return (
            f"{said}best of {size} by {criterion.title}"
            if left == size or not before
            else f"{said}of the {left} {before[-1]}, best by {criterion.title}"
        )


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def rank(
    stacks: RowStacks,
    flags: NDArray[np.int8],
    criteria: Sequence[Criterion],
    unmeasured: NDArray[np.bool_] | None = None,
) -> Ranking:
    """The places in all stacks. flags: (n,), the person's. unmeasured: (n,), those that are still to be measured.

    What the person said goes before the criteria; each of these only tells apart what those before it do not. Brackets
    are kept whole, and have no places.
    """
    whole = [kind for kind in StackKind if kind.is_kept_whole]
    kept_whole = (stacks.of_row != NO_STACK) & np.isin(stacks.kinds, whole)
    rows = np.flatnonzero((stacks.of_row != NO_STACK) & ~kept_whole)
    groups = _compact(stacks.of_row[rows])
    every = (_by_flag(flags), _by_top(stacks, len(flags)), *criteria)
    order, decided = groups, np.full(len(rows), _NOTHING, np.int8)
    for number, criterion in enumerate(every):
        if criterion.is_known:
            found = levels(order, criterion, rows)
            decided[(decided == _NOTHING) & (found > 0)] = number
            order = _compact(order * (found.max(initial=0) + 1) + found)
    waiting = np.zeros(len(flags), np.bool_)
    if unmeasured is not None:
        waiting[rows] = np.isin(groups, groups[unmeasured[rows]])
    return _ranking(rows, groups, order, decided, kept_whole, every, waiting)


def _ranking(
    rows: Codes,
    groups: Codes,
    order: Codes,
    decided: NDArray[np.int8],
    kept_whole: NDArray[np.bool_],
    criteria: tuple[Criterion, ...],
    waiting: NDArray[np.bool_],
) -> Ranking:
    """order: (m,) numbers, the same where nothing tells apart, that ascend with the groups and within them."""
    sizes, sharing = np.bincount(groups), np.bincount(order)
    before, groups_before = np.cumsum(sharing) - sharing, np.cumsum(sizes) - sizes
    last, left = _last_decision(groups, decided, sizes)
    first = decided == _NOTHING
    firsts = np.bincount(groups[first], minlength=len(sizes))
    return Ranking(
        _spread(rows, 1 + before[order] - groups_before[groups], kept_whole),
        _spread(rows, sizes[groups], kept_whole),
        _spread(rows, sharing[order], kept_whole),
        _spread(rows, np.where(first, last[groups], decided), kept_whole).astype(np.int8),
        _spread(rows, left[groups], kept_whole),
        kept_whole,
        criteria,
        waiting,
        _spread(rows, firsts[groups], kept_whole),
    )


def _last_decision(groups: Codes, decided: NDArray[np.int8], sizes: Codes) -> tuple[Codes, Codes]:
    """For each group the number of the criterion that decided last, and how many were equal until then."""
    last = np.full(len(sizes), _NOTHING, np.intp)
    np.maximum.at(last, groups, decided)
    behind = (decided != _NOTHING) & (decided < last[groups])
    return last, sizes - np.bincount(groups[behind], minlength=len(sizes))


def _spread(rows: Codes, values: Codes, like: NDArray[np.bool_]) -> NDArray[np.int32]:
    spread = np.zeros(len(like), np.int32)
    spread[rows] = values
    return spread


def _compact(codes: NDArray[np.int64]) -> Codes:
    """The same order in numbers from 0, without gaps."""
    return np.unique(codes, return_inverse=True)[1]


def _by_flag(flags: NDArray[np.int8]) -> Criterion:
    badness = np.select([flags == PICK, flags == REJECT], [_PICKED, _REJECTED], 1.0)
    return Criterion("flag", badness, 0.5)


def _by_top(stacks: RowStacks, count: int) -> Criterion:
    badness = np.ones(count) if stacks.tops is None else np.where(stacks.tops, 0.0, 1.0)
    return Criterion("top", badness, 0.5)
