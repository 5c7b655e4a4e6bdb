"""Spearman's correlation, with numpy alone."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def spearman(one: Floats, other: Floats) -> float:
    """Spearman's rank correlation of values (n,), in [-1, 1]: Pearson's, cov(x, y) / (s_x s_y), of their ranks.

    Ties share the average of their ranks. NaN where either is constant.
    """
    if not np.ptp(one) or not np.ptp(other):
        return np.nan
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def ranks(values: Floats) -> Floats:
    """The ranks (n,) of values (n,), the lowest 1; ties share the average of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[places])
