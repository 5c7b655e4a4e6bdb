"""Which photographs belong together: what the person said, copies, brackets, and neighbours in time that look alike."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.cells import NO_STACK, StackKind
from clipiqa_desktop.catalog.shooting import Numbers, Shooting
from clipiqa_desktop.culling.stacks.brackets import brackets
from clipiqa_desktop.culling.stacks.copies import copies
from clipiqa_desktop.culling.stacks.likeness_cache import LikenessCache
from clipiqa_desktop.culling.stacks.panoramas import panoramas
from clipiqa_desktop.culling.stacks.sequences import LONGEST_GAP_S, Rows, gaps, runs, sequences

# By how strict one is: neighbours join that are at most so many seconds apart and at least so alike.
RULES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "strict": ((1, 0.55), (5, 0.70)),
    "normal": ((1, 0.30), (5, 0.55), (60, 0.70)),
    "loose": ((1, -1), (10, 0.45), (600, 0.60)),
}
_BLIND_S = 1.0  # as long as nobody knows what they look like, neighbours join that are no further apart
_NUMBERED_S = 5.0  # between two frames that the camera counts one after the other


@dataclass(frozen=True, eq=False)
class Groups:
    """For each row (n,) the least id of its stack, or NO_STACK, and what kind of stack it is; the photographs of what
    may be panoramas, which belong to no stack unless the person joins them.
    """

    stacks: NDArray[np.int64]
    kinds: NDArray[np.int8]
    panoramas: tuple[tuple[int, ...], ...] = ()


def group(shooting: Shooting, strictness: str, alike: LikenessCache) -> Groups:
    """The stacks of these photographs by the rules of RULES; with a word that is not there, by what the person said."""
    groups = _Growing(shooting)
    free = shooting.own == -1
    if rules := RULES.get(strictness):
        for rows in copies(shooting, free, alike):
            groups.put(rows, StackKind.COPIES)
        for sequence in sequences(shooting):
            rows = sequence[groups.is_first(sequence)]
            groups.panoramas += panoramas(shooting, rows, gaps(shooting, rows), alike)
            rows = rows[free[rows]]
            if len(rows) > 1:
                _group_sequence(shooting, rows, rules, alike, groups)
    for number in np.unique(shooting.own[shooting.own > 0]).tolist():
        groups.put_joined(np.flatnonzero(shooting.own == number))
    return groups.done(free)


def _group_sequence(
    shooting: Shooting, sequence: Rows, rules: tuple[tuple[float, float], ...], alike: LikenessCache, groups: "_Growing"
) -> None:
    between = gaps(shooting, sequence)
    near = ~(between > LONGEST_GAP_S)
    likeness = np.full(len(between), np.nan, np.float32)
    likeness[near] = alike.of(shooting, sequence[:-1][near], sequence[1:][near])
    kept_whole = np.zeros(len(sequence), np.bool_)
    for rows in brackets(shooting, sequence, between, likeness):
        groups.put(rows, StackKind.BRACKET)
        kept_whole |= np.isin(sequence, rows)
    joined = _joined(rules, between, likeness) | _told(shooting, sequence, between)
    joined &= ~(kept_whole[:-1] | kept_whole[1:])
    for rows in groups.panoramas:
        inside = np.isin(sequence, rows)
        joined &= ~(inside[:-1] & inside[1:])
    for run in runs(joined):
        groups.put(sequence[run], StackKind.BURST)


def _joined(
    rules: tuple[tuple[float, float], ...], between: Numbers, likeness: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """A gap that the clock does not tell counts as the longest that the rules know."""
    longest = rules[-1][0]
    gap = np.where(np.isnan(between), longest, between)
    joined = np.isnan(likeness) & (gap <= _BLIND_S)
    for limit, least in rules:
        joined |= (gap <= limit) & (likeness >= least)
    return joined


def _told(shooting: Shooting, sequence: Rows, between: Numbers) -> NDArray[np.bool_]:
    """Whether the camera says that two frames are of one burst, whatever they look like."""
    bursts, numbers = shooting.bursts[sequence], shooting.burst_number[sequence]
    one = (bursts[:-1] == bursts[1:]) & (bursts[1:] != 0)
    counted = (np.diff(numbers) == 1) & ~(between > _NUMBERED_S)
    told: NDArray[np.bool_] = one | counted
    return told


class _Growing:
    """Stacks of rows, as they are found; what meets is one. The kind is that of the first to say one, but that copies
    within a burst are of the burst.
    """

    def __init__(self, shooting: Shooting) -> None:
        self._ids = shooting.ids
        self._stacks = np.full(len(shooting), NO_STACK, np.int64)
        self._kinds = np.zeros(len(shooting), np.int8)
        self._firsts = np.ones(len(shooting), np.bool_)
        self.panoramas: list[Rows] = []

    def is_first(self, rows: Rows) -> NDArray[np.bool_]:
        """All but the further copies of a photograph, which go wherever the first goes."""
        first: NDArray[np.bool_] = self._firsts[rows]
        return first

    def put(self, rows: Rows, kind: StackKind) -> None:
        """These belong together, if there are several."""
        if kind is StackKind.COPIES:
            self._firsts[rows[1:]] = False
        before = self._stacks[rows]
        known, whole = before[before != NO_STACK], rows
        if len(known):
            whole = np.union1d(rows, np.flatnonzero(np.isin(self._stacks, known)))
        self._stacks[whole] = self._ids[whole].min()
        self._kinds[whole] = kind

    def put_joined(self, rows: Rows) -> None:
        """The person joined these."""
        of_one = any(set(rows.tolist()) <= set(each.tolist()) for each in self.panoramas)
        self.put(rows, StackKind.PANORAMA if of_one else StackKind.JOINED)

    def done(self, free: NDArray[np.bool_]) -> Groups:
        """What was found; of the panoramas those of which the person has said nothing."""
        ids = [tuple(self._ids[rows].tolist()) for rows in self.panoramas if free[rows].all()]
        return Groups(self._stacks, self._kinds, tuple(sorted(ids)))
