"""How far the scores move when the same pictures are looked at in another precision."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST = 0.03
MEAN = 0.005
RANK = 0.998

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PrecisionDrift:
    """The largest and the mean difference of a score, and the mean over the attributes of the rank correlation.

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
    """Between the scores (pictures, attributes) of the same pictures, at least two."""
    moved = np.abs(after.astype(np.float64) - before)
    return PrecisionDrift(float(moved.max()), float(moved.mean()), float(np.mean(_rank_correlations(before, after))))


def _rank_correlations(before: Floats, after: Floats) -> list[float]:
    ranks = [scores.argsort(axis=0).argsort(axis=0) for scores in (before, after)]
    return [float(np.corrcoef(one, other)[0, 1]) for one, other in zip(*(each.T for each in ranks), strict=True)]
