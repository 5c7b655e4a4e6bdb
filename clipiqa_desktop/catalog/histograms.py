"""How the numbers of a column lie, counted over bins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.columns import Numbers
from clipiqa_desktop.catalog.fields import Axis
from clipiqa_desktop.catalog.filtering import Mask


@dataclass(frozen=True)
class Histogram:
    """How the shoot's numbers lie: `counts` over equal bins from `low` to `high`, which are logarithms to base 2 where
    the axis of the column is LOG2.
    """

    counts: NDArray[np.int64]
    low: float
    high: float


@dataclass(frozen=True)
class Bins:
    """In which bin each row lies, `len(counts)` where it is unknown; and the histogram of the whole shoot."""

    places: NDArray[np.uint8]
    whole: Histogram


class Counted:
    """The rows that are counted: those of a mask, or where these are more, the others of the shoot the other way."""

    def __init__(self, shoot: Mask, wanted: Mask) -> None:
        left, whole = np.count_nonzero(wanted), np.count_nonzero(shoot)
        self._others = 2 * left > whole
        self._rows = np.flatnonzero(shoot & ~wanted if self._others else wanted)

    def counts(self, bins: Bins) -> NDArray[np.int64]:
        """How many lie in each bin."""
        whole = bins.whole.counts
        if not whole.any():
            return whole  # nothing is known of this column: it was never measured
        counts = np.bincount(bins.places[self._rows], minlength=len(whole) + 1)[: len(whole)]
        return whole - counts if self._others else counts


def on_axis(axis: Axis, values: Numbers) -> Numbers:
    """Where numbers stand on the axis of their histogram."""
    if axis is Axis.LINEAR:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2(values)
