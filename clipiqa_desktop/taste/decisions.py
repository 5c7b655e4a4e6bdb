"""What the marks say of pairs of photographs: this one rather than that one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.mark_words import PICK, REJECT

Rows = NDArray[np.intp]

FOLDS = 5
MOST = 4000
"""Photographs that are learned from: more would take long, and teach little."""
_EACH = 2  # pairs of a stack, for each photograph in it but one: all say the same in the end
_PARTNERS = 3  # with how many others a photograph is compared that lie in other stacks


@dataclass(frozen=True, eq=False)
class Marked:
    """Photographs with marks: flags and stars (n,), and in `groups` (n,) the same number for those of one stack."""

    flags: NDArray[np.int8]
    stars: NDArray[np.float32]
    groups: Rows


@dataclass(frozen=True, eq=False)
class Decisions:
    """pairs: (m, 2) rows of photographs, the first rather than the second. inside: (m,), whether both are of one stack.
    folds: (m,) numbers 0 to FOLDS - 1; photographs in pairs of different folds are of different stacks.
    """

    pairs: Rows
    inside: NDArray[np.bool_]
    folds: Rows

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def photographs(self) -> int:
        """How many have a say in it."""
        return len(np.unique(self.pairs))


def decisions(marked: Marked, seed: int = 0) -> Decisions:
    """Picks before rejects, and of photographs with the same flag and stars those with more before those with fewer.

    Within stacks first. Of different stacks photographs are compared that stand for theirs: picks, and rejects where
    nothing of their stack was picked; for such as lost to another of their stack may be better than many a pick. What
    is compared at all is chosen by chance, the same for the same `seed`.
    """
    rng = np.random.default_rng(seed)
    numbers, groups = np.unique(marked.groups, return_inverse=True)
    fold_of = rng.permutation(len(numbers)) % FOLDS
    inside = [_within(marked, rows, rng) for rows in _stacks(groups)]
    across = [_across(marked, groups, np.flatnonzero(fold_of[groups] == fold), rng) for fold in range(FOLDS)]
    pairs = np.concatenate([*inside, *across, np.zeros((0, 2), np.intp)]).astype(np.intp)
    is_inside = np.arange(len(pairs)) < sum(map(len, inside))
    return Decisions(pairs, is_inside, fold_of[groups[pairs[:, 0]]])


def is_decided(flags: NDArray[np.int8], stars: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which photographs (n,) have a mark that says anything of taste."""
    decided: NDArray[np.bool_] = (flags == PICK) | (flags == REJECT) | (stars > 0)
    return decided


def at_most(groups: Rows, most: int = MOST, seed: int = 0) -> Rows:
    """The rows of so many photographs at most, stack by stack, by chance; the same for the same `seed`."""
    numbers = np.unique(groups, return_inverse=True)[1]
    order = np.random.default_rng(seed).permutation(numbers.max(initial=-1) + 1)[numbers]
    return np.sort(np.argsort(order, kind="stable")[:most])


def _stacks(groups: Rows) -> list[Rows]:
    """The rows of each stack of which there are several."""
    order = np.argsort(groups, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    return [rows for rows in parts if len(rows) > 1]


def _within(marked: Marked, rows: Rows, rng: np.random.Generator) -> Rows:
    first, second = np.nonzero(_preferred(marked, rows[:, None], rows[None, :]))
    pairs = np.stack([rows[first], rows[second]], axis=1)
    most = _EACH * (len(rows) - 1)
    return pairs if len(pairs) <= most else pairs[rng.choice(len(pairs), most, replace=False)]


def _across(marked: Marked, groups: Rows, rows: Rows, rng: np.random.Generator) -> Rows:
    picks, rejects = rows[marked.flags[rows] == PICK], rows[marked.flags[rows] == REJECT]
    rejects = rejects[~np.isin(groups[rejects], groups[picks])]
    starred = rows[(marked.stars[rows] > 0) & (marked.flags[rows] != REJECT)]
    found = []
    for some, others in ((picks, rejects), (starred, starred)):
        count = max(len(some), len(others)) * _PARTNERS if len(some) and len(others) else 0
        found.append(np.stack([_repeated(each, count, rng) for each in (some, others)], axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    pairs = pairs[groups[pairs[:, 0]] != groups[pairs[:, 1]]]
    chosen: Rows = pairs[_preferred(marked, pairs[:, 0], pairs[:, 1])]
    return chosen


def _repeated(rows: Rows, count: int, rng: np.random.Generator) -> Rows:
    """So many of them, each about as often as any other, in any order."""
    rounds = -(-count // max(len(rows), 1))
    return np.concatenate([np.zeros(0, np.intp), *(rng.permutation(rows) for _ in range(rounds))])[:count]


def _preferred(marked: Marked, first: Rows, second: Rows) -> NDArray[np.bool_]:
    flags, stars = marked.flags, marked.stars
    by_flag = (flags[first] == PICK) & (flags[second] == REJECT)
    by_stars = (flags[first] == flags[second]) & (stars[first] > stars[second]) & (stars[second] > 0)
    preferred: NDArray[np.bool_] = by_flag | by_stars
    return preferred
