"""Spearman's correlation, with numpy alone."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def spearman(one: Floats, other: Floats) -> float:
    """Spearman's rank correlation of values (n,), in [-1, 1]: Pearson's, cov(x, y) / (s_x s_y), of their ranks.

    Ties share the average of their ranks. NaN where either is constant.
    """
    x, y = ranks(one), ranks(other)
    return float(np.corrcoef(x, y)[0, 1]) if np.ptp(x) and np.ptp(y) else np.nan


def ranks(values: Floats) -> Floats:
    """The ranks (n,) of values (n,), the lowest 1; ties share the average of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[places])
