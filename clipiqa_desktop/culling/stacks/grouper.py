"""The stacks of a catalog, kept up to date as photographs come and change."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import NO_STACK, Stacks
from clipiqa_desktop.catalog.query.columns import places_of
from clipiqa_desktop.catalog.shooting import Shooting, read_shooting
from clipiqa_desktop.culling.stacks.grouping import Groups, group
from clipiqa_desktop.culling.stacks.likeness_cache import LikenessCache
from clipiqa_desktop.culling.stacks.sequences import in_chains
from clipiqa_desktop.photos.signature import SIGNATURE_VERSION

Mask = NDArray[np.bool_]
Places = slice | NDArray[np.intp] | Mask

_MANY = 500  # so many changed photographs are not looked at one by one
_ENDS = 0x3FFFF  # the last bits of a number


class Grouper:
    """Reads what stacks are made from once, and then only what is said to have changed. Raises sqlite3.Error."""

    def __init__(self, catalog: Catalog, strictness: str) -> None:
        self._catalog, self._strictness = catalog, strictness
        self.read()

    def read(self) -> None:
        """Looks at all photographs again."""
        self._shooting = read_shooting(self._catalog)
        self._alike = LikenessCache(self._catalog.signatures.all(SIGNATURE_VERSION))
        self._groups = group(self._shooting, self._strictness, self._alike)

    @property
    def stacks(self) -> Stacks:
        """All that there are, none opened."""
        stacked = self._groups.stacks != NO_STACK
        tops = self._shooting.ids[self._shooting.is_top].tolist()
        return Stacks(
            self._shooting.ids[stacked],
            self._groups.stacks[stacked],
            kinds=self._groups.kinds[stacked],
            tops=frozenset(tops),
            panoramas=self._groups.panoramas,
        )

    def group_by(self, strictness: str) -> None:
        """By these rules from now on."""
        self._strictness = strictness
        self._groups = group(self._shooting, strictness, self._alike)

    def change(self, ids: Collection[int]) -> None:
        """Looks again at these photographs, which may be new, gone, or others than before, and at those about them."""
        if len(ids) > _MANY:
            self.read()
            return
        before, groups = self._shooting, self._groups
        self._alike.change(ids, self._catalog.signatures.all(SIGNATURE_VERSION, ids))
        known_ids, wanted = before.ids, np.fromiter(ids, np.int64)
        left = known_ids[_about(before, _rows(known_ids, wanted), groups.stacks)]
        self._shooting = shooting = before.merged(ids, read_shooting(self._catalog, ids))
        stacks, kinds = np.full(len(shooting), NO_STACK, np.int64), np.zeros(len(shooting), np.int8)
        places, known = _places(known_ids, shooting.ids)
        stacks[known], kinds[known] = groups.stacks[places], groups.kinds[places]
        about = _about(shooting, _rows(shooting.ids, np.concatenate([left, wanted])), stacks)
        about_ids = {*ids, *shooting.ids[about].tolist()}
        some = group(shooting.subset(about), self._strictness, self._alike)
        stacks[about], kinds[about] = some.stacks, some.kinds
        untouched = (each for each in groups.panoramas if not about_ids.intersection(each))
        self._groups = Groups(stacks, kinds, tuple(sorted((*untouched, *some.panoramas))))


def _places(before: NDArray[np.int64], now: NDArray[np.int64]) -> tuple[Places, Places]:
    """Where those that are there now were before, and which they are; at once where others only came behind them."""
    if len(now) >= len(before) and np.array_equal(now[: len(before)], before):
        same = slice(len(before))
        return same, same
    places, known = places_of(before, now)
    return places[known], known


def _rows(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> Mask:
    rows, places = np.zeros(len(ids), np.bool_), places_of(ids, wanted)
    rows[places[0][places[1]]] = True
    return rows


def _about(shooting: Shooting, some: Mask, stacks: NDArray[np.int64]) -> Mask:
    """Which rows can be in one stack with some rows, whatever these are now: those of their stacks, copies of them, and
    what was taken by the same camera without a gap that nothing joins over; and whatever goes with those.
    """
    about, more = some, some
    while more.any():
        near = _in_chains(shooting, more)
        for values, nothing in ((stacks, (NO_STACK,)), (shooting.contents, (0,)), (shooting.own, (0, -1))):
            near |= _among(values, np.setdiff1d(values[more], nothing))
        about, more = about | near, near & ~about
    return about


def _among(values: NDArray[np.int64], wanted: NDArray[np.int64]) -> Mask:
    """The same as `np.isin`, which sorts all of them where they lie far apart; few of them end like one wanted."""
    found, ends = np.zeros(len(values), np.bool_), np.zeros(_ENDS + 1, np.bool_)
    ends[wanted & _ENDS] = True
    likely = np.flatnonzero(ends[values & _ENDS])
    found[likely] = np.isin(values[likely], wanted)
    return found


def _in_chains(shooting: Shooting, some: Mask) -> Mask:
    near = np.zeros(len(shooting), np.bool_)
    for body in np.unique(shooting.bodies[some]).tolist():
        rows = np.flatnonzero(shooting.bodies == body)
        near[rows] = in_chains(shooting.captured[rows], some[rows])
    return near
