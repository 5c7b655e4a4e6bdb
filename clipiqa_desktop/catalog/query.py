"""What is wanted of the photographs, as a value; and one function that answers it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.columns import CHOICES, LOGARITHMIC, NUMBERS, Columns

Mask = NDArray[np.bool_]

ALL = "all"
UNREADABLE = "unreadable"
UNSCORED = "unscored"
STATES = (ALL, UNREADABLE, UNSCORED)


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`, both included; None is no bound. What is unknown lies in no range."""

    low: float | None = None
    high: float | None = None

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True)
class SortKey:
    """A score's key, one of NUMBERS, or `name`. What is unknown comes last in both directions."""

    key: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """Folders make the shoot; state, ranges and choices filter it; the first sort key goes before the second.

    A range is of a score or one of NUMBERS; a choice names which values of one of CHOICES are wanted.
    """

    folders: frozenset[int] | None = None
    state: str = ALL
    ranges: tuple[tuple[str, Range], ...] = ()
    choices: tuple[tuple[str, frozenset[str | int]], ...] = ()
    sort: tuple[SortKey, ...] = field(default=(SortKey("captured"),))

    def range_of(self, key: str) -> Range:
        """The range that filters by this score."""
        return dict(self.ranges).get(key, Range())

    def with_range(self, key: str, wanted: Range) -> "Query":
        """The same query with another range for this score; an empty one takes it away."""
        ranges = {**dict(self.ranges), key: wanted}
        return replace(self, ranges=tuple((name, bounds) for name, bounds in ranges.items() if bounds))

    def choice_of(self, key: str) -> frozenset[str | int]:
        """The values that are wanted; empty where all are."""
        return dict(self.choices).get(key, frozenset())

    def with_choice(self, key: str, values: Iterable[str | int]) -> "Query":
        """The same query with other values wanted; none at all takes the choice away."""
        choices = {**dict(self.choices), key: frozenset(values)}
        return replace(self, choices=tuple((name, wanted) for name, wanted in choices.items() if wanted))

    @property
    def unfiltered(self) -> "Query":
        """The whole shoot in the same order."""
        return replace(self, state=ALL, ranges=(), choices=())

    def sorted_by(self, key: str, *, second: bool = False, descending: bool = True) -> "Query":
        """The same query sorted by `key`; if that is its sort key already, the other way round.

        With `second` the first sort key stays and this one decides among equals.
        """
        same = next((sort for sort in self.sort if sort.key == key), None)
        new = SortKey(key, not same.descending if same else descending)
        if second and self.sort[0].key != key:
            return replace(self, sort=(self.sort[0], new))
        return replace(self, sort=(new, *(sort for sort in self.sort[1:] if second and sort.key != key)))

    @property
    def filters(self) -> bool:
        """Whether anything of the shoot is left out."""
        return self != self.unfiltered


@dataclass(frozen=True)
class Histogram:
    """How the shoot's numbers lie: `counts` over equal bins from `low` to `high`, which are logarithms to base 2 for
    LOGARITHMIC columns.
    """

    counts: NDArray[np.int64]
    low: float
    high: float


@dataclass(frozen=True)
class Answer:
    """The wanted rows in order, how many the shoot holds, and a histogram a score under the other filters."""

    rows: NDArray[np.intp]
    shoot: int
    histograms: Mapping[str, Histogram]


def answer(columns: Columns, query: Query, bins: int = 40) -> Answer:
    """The rows that the query wants, in its order, with the counts that go beside them."""
    inside = shoot(columns, query)
    masks = _masks(columns, query)
    wanted = _all_of(inside, masks.values())
    histograms = {
        key: _histogram(
            columns, key, inside, _all_of(inside, (mask for name, mask in masks.items() if name != key)), bins
        )
        for key in (*columns.keys, *NUMBERS)
    }
    return Answer(_in_order(columns, query, np.flatnonzero(wanted)), int(inside.sum()), histograms)


def percentile(columns: Columns, query: Query, key: str, value: float) -> float | None:
    """Of 100 scored photographs of the shoot, how many score lower than `value` (equal ones count half)."""
    scores = columns.of(key)[shoot(columns, query)]
    scores = scores[np.isfinite(scores)]
    if not len(scores) or not np.isfinite(value):
        return None
    return float(100 * (np.mean(scores < value) + np.mean(scores == value) / 2))


def shoot(columns: Columns, query: Query) -> Mask:
    """Which rows lie in the chosen folders, before filters."""
    if query.folders is None:
        return np.ones(len(columns), np.bool_)
    return np.isin(columns.folders, np.fromiter(query.folders, np.int64))


def _masks(columns: Columns, query: Query) -> dict[str, Mask]:
    masks = {key: _inside(columns.of(key), bounds) for key, bounds in query.ranges if key in (*columns.keys, *NUMBERS)}
    for key, values in query.choices:
        if key in CHOICES:
            masks[key] = np.isin(getattr(columns, key), list(values))
    if query.state == UNREADABLE:
        masks["state"] = columns.unreadable
    if query.state == UNSCORED:
        masks["state"] = np.isnan(columns.scores[:, 0]) & ~columns.unreadable
    return masks


def _inside(values: NDArray[np.float64], bounds: Range) -> Mask:
    low = -np.inf if bounds.low is None else bounds.low
    high = np.inf if bounds.high is None else bounds.high
    return (values >= low) & (values <= high)


def on_axis(key: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where numbers stand on the axis of their histogram."""
    if key not in LOGARITHMIC:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2(values)


def counts(columns: Columns, query: Query, key: str) -> dict[str | int, int]:
    """How many photographs have each value of one of CHOICES, under the other filters; None is left out."""
    masks = _masks(columns, query)
    wanted = _all_of(shoot(columns, query), (mask for name, mask in masks.items() if name != key))
    found = Counter(getattr(columns, key)[wanted].tolist())
    return {value: count for value, count in found.items() if value is not None}


def _all_of(start: Mask, masks: Iterable[Mask]) -> Mask:
    result = start.copy()
    for mask in masks:
        result &= mask
    return result


def _histogram(columns: Columns, key: str, inside: Mask, wanted: Mask, bins: int) -> Histogram:
    values = on_axis(key, columns.of(key))
    known = np.isfinite(values)
    axis = values[inside & known]
    if not len(axis):
        return Histogram(np.zeros(bins, np.int64), 0.0, 1.0)
    low, high = float(axis.min()), float(axis.max())
    # Bins need room between floating-point numbers, of which a capture time has few.
    high = max(high, low + max(1e-6, abs(low) * 1e-9))
    counts, _ = np.histogram(values[wanted & known], bins=bins, range=(low, high))
    return Histogram(counts.astype(np.int64), low, high)


def _in_order(columns: Columns, query: Query, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    keys: list[NDArray[np.float64]] = [columns.name_order[rows], columns.captured[rows]]
    for sort in reversed(query.sort):
        values = columns.of(sort.key)[rows]
        keys.append(-values if sort.descending else values)
    return rows[np.lexsort(keys)]
