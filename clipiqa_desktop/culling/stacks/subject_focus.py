"""Which frames of a stack have the subject sharp, where they differ in that one place and nowhere else."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_CLEAR = np.log(1.25)  # what differs by less in one tile differs by chance, noise or compression
_SIGMAS, _MAD_TO_SIGMA = 3.0, 1.4826
_BESIDE, _FEWEST = 3, 3  # tiles that differ: of the nine in and around one, and in all
_APART = np.log(1.2)  # the median over these tiles
_CONSISTENT = 0.25  # no larger a share of these tiles may say the contrary


def behind_at_subject(logs: Numbers, sharp: NDArray[np.bool_], telling: NDArray[np.bool_]) -> Numbers:
    """By how much (n,) the logarithms of the widths of each frame are above those of the best one, 0 where nothing can
    be told: a subject that is somewhere else in each frame, or sharp here in one and there in another, tells nothing.

    logs: (n, rows, columns), of widths of edges, laid over each other. sharp: (rows, columns), the tiles in which any
    frame is sharp; telling: those of which some must be among what differs.
    """
    nothing = np.zeros(len(logs))
    if not sharp.any():
        return nothing
    chance = _MAD_TO_SIGMA * np.median(np.abs(logs - np.median(logs, axis=0))[:, sharp])
    differ = sharp & (np.ptp(logs, axis=0) >= max(_CLEAR, _SIGMAS * chance))
    differ &= _around(differ) >= _BESIDE
    if (differ & telling).sum() < _FEWEST:
        return nothing
    there = logs[:, differ]
    apart = there - there[np.argmin(np.median(there, axis=1))]
    behind: Numbers = np.median(apart, axis=1)
    told = (behind >= _APART) & (np.quantile(apart, _CONSISTENT, axis=1) > 0)
    return np.where(told, behind, 0)


def _around(tiles: NDArray[np.bool_]) -> NDArray[np.int_]:
    """How many of the nine in and around each tile there are."""
    padded = np.pad(tiles.astype(int), 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    found: NDArray[np.int_] = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    return found
