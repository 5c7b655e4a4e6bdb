"""How far the scores move when the same pictures are looked at in another precision."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.perception.ranks import spearman

# Our own limits; the paper has none. Scores are in [0, 1] and shown with two decimals.
LARGEST = 0.03  # three of the last decimal, for a single score
MEAN = 0.005  # half of the last decimal
RANK = 0.998  # four of the 17 attributes may each exchange two neighbours among the 12 pictures, at 0.007 each

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PrecisionDrift:
    """The largest and the mean difference of a score in [0, 1], and the attributes' mean of Spearman's correlation.

    The mean, because among a dozen pictures a single exchange of two neighbours costs an attribute more than 0.005.
    """

    largest: float
    mean: float
    rank: float

    @property
    def acceptable(self) -> bool:
        """Whether nobody would notice; never where a score is not finite."""
        return self.largest <= LARGEST and self.mean <= MEAN and self.rank >= RANK


def drift(before: Floats, after: Floats) -> PrecisionDrift:
    """Between the scores (pictures, attributes) of the same pictures, at least two; NaN where one is not finite."""
    moved = np.abs(after.astype(np.float64) - before)
    ranks = [spearman(*pair) for pair in zip(before.astype(np.float64).T, after.astype(np.float64).T, strict=True)]
    return PrecisionDrift(float(moved.max()), float(moved.mean()), float(np.mean(ranks)))
