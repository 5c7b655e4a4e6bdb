"""Which frames of a stack moved while they were exposed: told against the sharpest frame, by how their edges lie."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.stages.focus import TIE

Numbers = NDArray[np.float64]

_LEFT_FINE, _LEFT_HALF = 0.65, 0.75  # at most so much is left of the edges across the motion, of the others 1
_NARROW = 1.0  # pixels: so short a motion is hardly seen at half size
_LITTLE = 1e-3  # keeps what has no edges along one direction at all from meaning much


def moved(
    widths: NDArray[np.floating], directions: NDArray[np.floating], stacks: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether each frame (n,) is softer than the sharpest one of its stack and lost edges along one direction alone:
    what is out of focus loses them along all.

    widths: of edges, in pixels. directions: (n, 2, 2), how edges lie at full and at half size, xy and xx - yy as shares
    of xx + yy. stacks: (n,) numbers of stacks.
    """
    best = _sharpest(widths, stacks)
    fine, half = (_left(directions[:, level], directions[best, level]) for level in (0, 1))
    softer = (1 - TIE) * widths > widths[best]
    streaked: NDArray[np.bool_] = softer & (fine <= _LEFT_FINE) & ((half <= _LEFT_HALF) | (widths < _NARROW))
    return streaked


def _sharpest(widths: NDArray[np.floating], stacks: NDArray[np.int64]) -> NDArray[np.intp]:
    """For each frame (n,) which one is the sharpest of its stack."""
    order = np.lexsort((widths, stacks))  # what is unknown comes last
    first = np.append(True, np.diff(stacks[order]) != 0)[: len(order)]
    best = np.empty(len(order), np.intp)
    best[order] = order[first][np.cumsum(first) - 1]
    return best


def _left(directions: NDArray[np.floating], best: NDArray[np.floating]) -> Numbers:
    """How much of the edges across the direction that lost most is left, as a share of the one that lost least (n,): by
    the eigenvalues of each frame's matrix of gradients measured by the sharpest one's.
    """
    measured = np.linalg.solve(_matrices(best) + _LITTLE * np.eye(2), _matrices(directions))
    half_trace = np.trace(measured, axis1=1, axis2=2) / 2
    apart = np.sqrt(np.maximum(half_trace**2 - np.linalg.det(measured), 0))
    left: Numbers = np.maximum(half_trace - apart, 0) / np.maximum(half_trace + apart, _LITTLE)
    return left


def _matrices(directions: NDArray[np.floating]) -> Numbers:
    """[[xx, xy], [xy, yy]] (n, 2, 2), of which xx + yy is 1."""
    xy, apart = directions.astype(np.float64).T
    return np.stack([np.stack([1 + apart, 2 * xy], -1), np.stack([2 * xy, 1 - apart], -1)], -1) / 2
