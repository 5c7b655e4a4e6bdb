"""Copies of one photograph: files of the same content, and other versions of it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.shooting import Shooting
from clipiqa_desktop.culling.stacks.likeness_cache import LikenessCache
from clipiqa_desktop.culling.stacks.sequences import Rows, runs

LEAST_ALIKE = 0.97


def copies(shooting: Shooting, free: NDArray[np.bool_], alike: LikenessCache) -> Iterator[Rows]:
    """The `free` rows, by row, that show one photograph, in whatever folders: the same content, or the same moment of
    the same camera, another size or folder, and a likeness of 0.97. Frames of a burst can share a second, not that.
    """
    yield from _same(shooting.contents, free & (shooting.contents != 0))
    dated = free & np.isfinite(shooting.captured)
    for rows in _same(shooting.captured, dated):
        first = np.full(len(rows) - 1, rows[0])
        others = rows[1:]
        may = (shooting.bodies[others] == shooting.bodies[rows[0]]) & _elsewhere(shooting, rows[0], others)
        others = others[may]
        others = others[alike.of(shooting, first[may], others) >= LEAST_ALIKE]
        if len(others):
            yield np.append(rows[:1], others)


def _elsewhere(shooting: Shooting, row: int, others: Rows) -> NDArray[np.bool_]:
    other_size = (shooting.width[others] != shooting.width[row]) | (shooting.height[others] != shooting.height[row])
    elsewhere: NDArray[np.bool_] = other_size | (shooting.folders[others] != shooting.folders[row])
    return elsewhere


def _same(values: NDArray[np.int64] | NDArray[np.float64], among: NDArray[np.bool_]) -> Iterator[Rows]:
    """The rows of each value that several have, ascending."""
    rows = np.flatnonzero(among)
    order = rows[np.argsort(values[rows], kind="stable")]
    sorted_values = values[order]
    for run in runs(sorted_values[1:] == sorted_values[:-1]):
        yield order[run]
