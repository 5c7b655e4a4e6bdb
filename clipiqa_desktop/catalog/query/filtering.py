"""Which rows one filter of a query leaves."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.columns import Numbers
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.files.file_names import folded

Mask = NDArray[np.bool_]


def within(values: Numbers, bounds: Range) -> Mask:
    """Which values (n,) lie in a raw range, its bounds included; NaN lies in none."""
    low = -np.inf if bounds.low is None else float(bounds.low)
    high = np.inf if bounds.high is None else float(bounds.high)
    inside: Mask = (values >= low) & (values <= high)
    return inside


def percentile_of(known: Numbers, value: float) -> float | None:
    """As `QueryEngine.percentile` says it, among the finite numbers of the shoot (n,), in any order."""
    if not len(known) or not np.isfinite(value):
        return None
    place = known.dtype.type(value)
    return float(50 * (np.count_nonzero(known < place) + np.count_nonzero(known <= place)) / len(known))


def raw_bounds(ascending: Numbers, bounds: Range) -> Range:
    """The range of numbers whose percentile among those of the shoot lies within the bounds, both included.

    ascending: the shoot's finite numbers (n,), sorted. bounds: in percent, 0 to 100, None for open ones. The result
    begins and ends with a number of the shoot; from infinity to minus infinity, where nothing lies, if there is none.
    """

    def place(at: int) -> float:
        # As `QueryEngine.percentile` says it, 100 (lower + equal / 2) / n: `bisect_left` counts those that are lower,
        # `bisect_right` these and the equal ones.
        return 50 * (bisect_left(ascending, ascending[at]) + bisect_right(ascending, ascending[at])) / len(ascending)

    first = 0 if bounds.low is None else bisect_left(range(len(ascending)), bounds.low, key=place)
    end = len(ascending) if bounds.high is None else bisect_right(range(len(ascending)), bounds.high, key=place)
    return Range(float(ascending[first]), float(ascending[end - 1])) if first < end else Range(np.inf, -np.inf)


def named(folded_names: Sequence[str], wanted: str) -> Mask:
    """Which names (n,), folded, contain the words; in them `*` stands for anything and `?` for one character."""
    words = folded(wanted)
    if "*" in words or "?" in words:
        finds = _pattern(words).search
        return np.fromiter((finds(name) is not None for name in folded_names), np.bool_, len(folded_names))
    return np.fromiter((words in name for name in folded_names), np.bool_, len(folded_names))


def _pattern(wanted: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(each) or re.escape(each) for each in wanted), re.DOTALL)


def left_by(shoot: Mask, masks: Iterable[Mask], *, inverted: bool) -> Mask:
    """What all filters together leave of the shoot; inverted what they leave out, where there are any."""
    masks = list(masks)
    if not masks:
        return shoot
    wanted = np.logical_and.reduce(masks)
    left: Mask = shoot & (~wanted if inverted else wanted)
    return left
