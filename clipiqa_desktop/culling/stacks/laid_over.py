"""Grids of numbers of several frames laid over each other, as their subject moved."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float32]


def laid_over(maps: Sequence[Grid], moves: NDArray[np.int_]) -> Grid:
    """The cells (n, rows, columns) of what is seen in all frames, each moved so far (n, 2) down and to the right."""
    shape = np.array(maps[0].shape)
    start, end = np.maximum(moves.max(axis=0), 0), shape + np.minimum(moves.min(axis=0), 0)
    if (start >= end).any():
        return np.zeros((len(maps), 0, 0), np.float32)
    parts = []
    for each, move in zip(maps, moves, strict=True):
        (top, left), (bottom, right) = start - move, end - move
        parts.append(each[top:bottom, left:right])
    return np.stack(parts)
