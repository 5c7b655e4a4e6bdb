"""What the views show of an answer: cells, each a photograph, or a stack with its members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.precedence import LAST, Precedence

Rows = NDArray[np.intp]  # of Columns

NO_STACK = -1


class StackKind(IntEnum):
    """Why photographs belong together."""

    BURST = 0
    BRACKET = 1
    COPIES = 2
    JOINED = 3  # by the person
    PANORAMA = 4  # joined by the person too, who was offered it

    @property
    def word(self) -> str:
        """What commands and tables call it."""
        return self.name.lower()

    @property
    def is_kept_whole(self) -> bool:
        """Whether none of its photographs is better than the others."""
        return self in {StackKind.BRACKET, StackKind.PANORAMA}


@dataclass(frozen=True, eq=False)
class Stacks:
    """Which photographs belong together: `stacks[i]`, 0 or more, is the stack of the photograph `ids[i]`, of the kind
    `kinds[i]`; all others belong to none. Those in `tops` stand before the others of their stack, in any order. The
    stacks in `opened` show their members.
    """

    ids: NDArray[np.int64]
    stacks: NDArray[np.int64]
    opened: frozenset[int] = frozenset()
    kinds: NDArray[np.int8] | None = None  # all of them bursts
    tops: frozenset[int] = frozenset()
    panoramas: tuple[tuple[int, ...], ...] = ()  # what may be one, and belongs to no stack yet

    @cached_property
    def may_be_panoramas(self) -> Mapping[int, tuple[int, ...]]:
        """By each photograph of one all that belong to it."""
        return {id_: ids for ids in self.panoramas for id_ in ids}

    def is_same(self, other: "Stacks") -> bool:
        """Whether these say the same, whatever is opened."""
        pairs = ((self.ids, other.ids), (self.stacks, other.stacks), (self.kinds, other.kinds))
        others = (self.tops, self.panoramas) == (other.tops, other.panoramas)
        return others and all(np.array_equal(*pair) for pair in pairs)

    def opened_like(self, before: "Stacks") -> "Stacks":
        """The same, each open that holds a photograph of one that was open before; one that there is not any more opens
        again when it comes back.
        """
        of_open = before.ids[np.isin(before.stacks, list(before.opened))]
        opened = self.stacks[np.isin(self.ids, of_open)]
        return replace(self, opened=before.opened.union(opened.tolist()))

    def in_rows(self, ids: NDArray[np.int64], shoot: NDArray[np.bool_]) -> "RowStacks":
        """The same for rows with these ascending ids, of which the shoot holds some."""
        of_row = np.full(len(ids), NO_STACK, np.int64)
        places = np.searchsorted(ids, self.ids)
        known = places < len(ids)
        known[known] = ids[places[known]] == self.ids[known]
        of_row[places[known]] = self.stacks[known]
        of_row[~shoot] = NO_STACK
        sizes = np.bincount(of_row + 1)
        of_row[sizes[of_row + 1] < 2] = NO_STACK  # what has no other member in the shoot is a photograph like others
        kinds = np.zeros(len(ids), np.int8)
        if self.kinds is not None:
            kinds[places[known]] = self.kinds[known]
        tops = np.isin(ids, list(self.tops)) if self.tops else None
        return RowStacks(of_row, sizes[1:], self.opened, kinds, tops)


@dataclass(frozen=True, eq=False)
class RowStacks:
    """The stack of each row, or NO_STACK; how many rows of the shoot each stack holds, by stack; which are opened; the
    kind of the stack of each row; which rows stand before the others of their stack, None where none does.
    """

    of_row: NDArray[np.int64]
    sizes: NDArray[np.intp]
    opened: frozenset[int]
    kinds: NDArray[np.int8]
    tops: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Cell:
    """One place in grid and film strip. rows: its photographs that pass the filters; the first, the top, is seen.

    `passing` of the `size` photographs of its stack pass. An opened stack has a cell for each that passes, of which the
    first is the top.
    """

    rows: tuple[int, ...]
    stack: int = NO_STACK
    passing: int = 1
    size: int = 1
    opened: bool = False
    is_top: bool = True
    kind: StackKind = StackKind.BURST

    @property
    def count(self) -> str:
        """`8`, or `3 of 8` where some do not pass; empty where there is nothing to count."""
        if self.stack == NO_STACK or not self.is_top:
            return ""
        return f"{self.size}" if self.passing == self.size else f"{self.passing} of {self.size}"

    @property
    def words(self) -> str:
        """What else a screen reader says of it."""
        if self.stack == NO_STACK:
            return ""
        state, what = "opened" if self.opened else "closed", _SPOKEN[self.kind]
        return f"{what} of {self.count}, {state}" if self.is_top else f"in an opened {what}"


_SPOKEN = {
    StackKind.BURST: "stack",
    StackKind.BRACKET: "bracket",
    StackKind.COPIES: "stack of copies",
    StackKind.JOINED: "stack",
    StackKind.PANORAMA: "panorama",
}


class Cells(Sequence[Cell]):
    """The cells of the rows that pass, in their order. In a closed stack picks come before what has no flag, and
    rejects last; an opened one is in order. Either stands where the top of the closed one does by the order.

    Without stacks nothing is computed. `fronts` are the rows that are seen, one a cell. laid, placed: the `precedence`
    of all rows (n,) by which what lies on top is told, and that by which it is told where the stack stands; the same
    where None. They are two so that a mark changes the one, and the other waits for the next order.
    """

    def __init__(
        self,
        rows: Rows,
        stacks: RowStacks | None = None,
        laid: Precedence | None = None,
        placed: Precedence | None = None,
    ) -> None:
        self._precedence, self._placed = laid, placed
        self._stacks = stacks if stacks and (stacks.of_row[rows] != NO_STACK).any() else None
        self._rows = rows

    @cached_property
    def fronts(self) -> Rows:
        """The row in front of each cell."""
        return self._rows if self._stacks is None else self._laid.members[self._laid.starts]

    @property
    def has_stacks(self) -> bool:
        """Whether any cell belongs to a stack."""
        return self._stacks is not None

    @property
    def stack_count(self) -> int:
        """How many cells there are when all stacks are closed."""
        return len(self._rows) if self._stacks is None else len(self._laid.passing)

    def __len__(self) -> int:
        return len(self.fronts)

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> list[Cell]: ...
    def __getitem__(self, place: int | slice) -> Cell | list[Cell]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        row = int(self.fronts[place])
        stack = NO_STACK if self._stacks is None else int(self._stacks.of_row[row])
        if self._stacks is None or stack == NO_STACK:
            return Cell((row,))
        laid, place = self._laid, range(len(self))[place]
        start = int(laid.starts[place])
        end = int(laid.starts[place + 1]) if place + 1 < len(self) else len(laid.members)
        group = int(laid.groups[start])
        return Cell(
            rows=tuple(laid.members[start:end].tolist()),
            stack=stack,
            passing=int(laid.passing[group]),
            size=int(self._stacks.sizes[stack]),
            opened=stack in self._stacks.opened,
            is_top=start == 0 or int(laid.groups[start - 1]) != group,
            kind=StackKind(int(self._stacks.kinds[row])),
        )

    def next_stack(self, place: int, by: int) -> int:
        """The place of the top that is so many stacks or lone photographs further on, as far as there are any."""
        if self._stacks is None:
            return max(0, min(place + by, len(self) - 1))
        groups = self._laid.groups[self._laid.starts]
        wanted = max(0, min(int(groups[place]) + by, int(groups[-1])))
        return int(np.searchsorted(groups, wanted))

    def stack_at(self, place: int) -> int:
        """Which of the `stack_count` stacks and lone photographs a cell belongs to, from 0."""
        return place if self._stacks is None else int(self._laid.groups[self._laid.starts[place]])

    def members(self, row: int) -> Rows:
        """The rows that pass of the stack of this one, its top first; itself where it is in none."""
        if self._stacks is None or (stack := self._stacks.of_row[row]) == NO_STACK:
            return np.array([row], np.intp)
        members: Rows = self._laid.members[self._stacks.of_row[self._laid.members] == stack]
        return members

    def place_of(self, row: int) -> int | None:
        """The place of the cell that this photograph is seen in or stands behind; None where it does not pass."""
        if self._stacks is None:
            found = np.flatnonzero(self._rows == row)
            return int(found[0]) if len(found) else None
        found = np.flatnonzero(self._laid.members == row)
        return int(np.searchsorted(self._laid.starts, found[0], side="right")) - 1 if len(found) else None

    @cached_property
    def _laid(self) -> "_Laid":
        assert self._stacks
        of_row, places = self._stacks.of_row[self._rows], np.arange(len(self._rows))
        stacked = of_row != NO_STACK
        tops = np.where(stacked, self._top_of_each(of_row)[of_row], places)
        opened = np.isin(of_row, list(self._stacks.opened)) & stacked
        order = _in_order(np.add(LAST * tops, self._within(opened), dtype=np.intp))
        tops, opened = tops[order], opened[order]
        begins = np.append(True, tops[1:] != tops[:-1])
        groups = np.cumsum(begins) - 1
        return _Laid(self._rows[order], np.flatnonzero(begins | opened), groups, np.bincount(groups))

    def _top_of_each(self, of_row: NDArray[np.int64]) -> NDArray[np.intp]:
        """By stack the place among the rows of its top; the last of it is for what is in none."""
        assert self._stacks
        first = np.zeros(len(self._stacks.sizes) + 1, np.intp)
        placed = self._precedence if self._placed is None else self._placed
        ranks = np.zeros(len(self._rows), np.int8) if placed is None else placed[self._rows]
        for rank in np.flatnonzero(np.bincount(ranks))[::-1].tolist():
            places = np.flatnonzero(ranks == rank)[::-1]
            first[of_row[places]] = places  # what is written last stays
        return first

    def _within(self, opened: NDArray[np.bool_]) -> Precedence:
        """Of the rows that pass, in their order: in an opened stack only what was put on top goes before others."""
        assert self._stacks
        laid = np.ones(len(self._stacks.of_row), np.int8) if self._precedence is None else self._precedence
        found, tops = laid[self._rows], self._stacks.tops
        if opened.any():
            found[opened] = 1 if tops is None else ~tops[self._rows[opened]]
        return found


def _in_order(numbers: NDArray[np.intp]) -> NDArray[np.intp]:
    """What `np.argsort(kind="stable")` gives for numbers below 2**32: of 16 bits NumPy does so many times as fast."""
    order = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable")
    return order[np.argsort((numbers >> 16)[order].astype(np.uint16), kind="stable")]


@dataclass(frozen=True, eq=False)
class _Laid:
    """All rows that pass, stack by stack; where among them each cell starts; to which stack or lone photograph each of
    them belongs, numbered from 0; and how many belong to each of these.
    """

    members: Rows
    starts: NDArray[np.intp]
    groups: NDArray[np.intp]
    passing: NDArray[np.intp]


def following(fronts: Rows, stays: NDArray[np.bool_], row: int) -> int | None:
    """The row in front of the next cell after that of `row` that stays, else of the one before, if any does."""
    here = np.flatnonzero(fronts == row)
    left = np.flatnonzero(stays)
    if not len(here) or not len(left):
        return None
    after = left[left > here[0]]
    return int(fronts[after[0] if len(after) else left[-1]])
