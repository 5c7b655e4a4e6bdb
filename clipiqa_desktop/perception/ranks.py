"""Spearman's correlation, with numpy alone."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def spearman(one: Floats, other: Floats) -> float:
    """Of the ranks of values (n,); ties share the average of theirs. NaN where either is constant."""
    if not np.ptp(one) or not np.ptp(other):
        return np.nan
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def ranks(values: Floats) -> Floats:
    """From 1 on; ties share the average of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[places])
