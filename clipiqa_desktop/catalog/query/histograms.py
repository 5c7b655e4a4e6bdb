"""How the numbers of a column lie, counted over bins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.columns import Numbers
from clipiqa_desktop.catalog.query.fields import Axis
from clipiqa_desktop.catalog.query.filtering import Mask

_FEWEST_LIMITED = 20  # photographs or bins, of which the middle nine tenths can be told
_SAMPLE = 4096  # numbers that tell it well enough


@dataclass(frozen=True)
class Histogram:
    """How the shoot's numbers lie: `counts` over equal bins from `low` to `high`, which are logarithms to base 2 where
    the axis of the column is LOG2. What lies further out than that is counted in the first and the last bin.

    extent: the least and the greatest number of the shoot, on the same axis.
    """

    counts: NDArray[np.int64]
    low: float
    high: float
    extent: tuple[float, float]


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


def ends_of(values: Numbers, bins: int) -> tuple[float, float]:
    """Where an axis with so many bins begins and ends: at the least and the greatest, or where few lie so far out that
    all others would stand in a few bins, before them, with a bin at that end for them alone.

    Far out is further from the middle nine tenths than those are wide.
    """
    low, high = float(values.min()), float(values.max())
    if len(values) < _FEWEST_LIMITED or bins < _FEWEST_LIMITED:
        return low, high
    within = np.sort(values[:: len(values) // _SAMPLE + 1])
    beyond = len(within) // 20
    first, last = float(within[beyond]), float(within[-1 - beyond])
    width = last - first
    if width <= 0:
        return low, high
    begins, ends = max(low, first - width), min(high, last + width)
    is_cut = begins > low, ends < high
    bin_width = (ends - begins) / (bins - sum(is_cut))
    return begins - is_cut[0] * bin_width, ends + is_cut[1] * bin_width


def on_axis(axis: Axis, values: Numbers) -> Numbers:
    """Where numbers stand on the axis of their histogram."""
    if axis is Axis.LINEAR:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2(values)
