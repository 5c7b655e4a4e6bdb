"""From columns and a query to the answer, with a memory of what did not change since the query before."""

from collections.abc import Collection, Hashable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.cells import RowStacks, Stacks
from clipiqa_desktop.catalog.query.columns import CAPTURED, NAME, Columns, Numbers, looked_key
from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.catalog.query.filtering import Mask, left_by, named, percentile_of, raw_bounds, within
from clipiqa_desktop.catalog.query.histograms import Bins, Counted, Histogram, ends_of, on_axis
from clipiqa_desktop.catalog.query.lru_cache import LruCache
from clipiqa_desktop.catalog.query.ordering import by_time_and_name, ranks, reversed_ranks, sorted_by
from clipiqa_desktop.catalog.query.precedence import Precedence, precedence
from clipiqa_desktop.catalog.query.query import ALL, UNREADABLE, Query, Range, SortKey
from clipiqa_desktop.catalog.query.query_result import QueryResult
from clipiqa_desktop.catalog.stages.stage_table import Looked

BINS = 40
# Masks, a byte a photograph: enough for all filters of some queries, and for a handle that is dragged to and fro.
_MASKS = 32
_STANDINGS_KEPT = 64  # of each column


def answer(columns: Columns, query: Query, bins: int = BINS) -> QueryResult:
    """One answer; whoever asks again and again keeps a `QueryEngine`."""
    return QueryEngine(columns, bins).answer(query)


class QueryEngine:
    """Answers queries about these columns. It may be kept while the columns change: it looks at their stamps.

    What stands beside the answer is counted under the *other* filters: a histogram or a choice shows what would be
    shown if its own filter were lifted. The same holds for an inverted query: then it counts what the other filters
    together leave out, or the whole shoot where there are no others.

    `counted` are the keys of the columns that get a histogram; what is not shown costs nothing. None means all. `best`
    are the ids of what is said to be the best of its stack.
    """

    def __init__(
        self,
        columns: Columns,
        bins: int = BINS,
        counted: Collection[str] | None = None,
        stacks: Stacks | None = None,
        best: NDArray[np.int64] | None = None,
    ) -> None:
        self.columns, self.counted, self.stacks = columns, counted, stacks
        self.best = np.zeros(0, np.int64) if best is None else best
        self._bin_count = bins
        self._masks_cache, self._columns_cache = LruCache(_MASKS), LruCache(5 * len(columns.numbers) + 50)

    def answer(self, query: Query) -> QueryResult:
        """The rows that the query wants, in its order, with the counts that go beside them."""
        inside, wanted, order = self.shoot(query), self.filtered(query), self._order(query.sort)
        histograms, stacks = self.histograms(query), self.row_stacks(query)
        rows, shoot = order[wanted[order]], int(np.count_nonzero(inside))
        if stacks is None:
            return QueryResult(rows, shoot, histograms)
        laid = self.precedence(stacks)
        return QueryResult(rows, shoot, histograms, stacks, laid, laid)

    def precedence(self, stacks: RowStacks) -> Precedence:
        """By marks, and what is best, as they are now."""
        return precedence(self.columns.flag, stacks.tops, self.is_best())

    def is_best(self) -> Mask:
        """Of each row, whether it is said to be the best of its stack."""
        best = np.zeros(len(self.columns), np.bool_)
        best[self.columns.rows(self.best)] = True
        return best

    def row_stacks(self, query: Query) -> RowStacks | None:
        """The stacks of the query's shoot, where there are any."""
        if not (stacks := self.stacks):
            return None
        return self._columns_cache.get_or_compute(
            "stacks", (stacks, self._shoot_stamp(query)), lambda: stacks.in_rows(self.columns.ids, self.shoot(query))
        )

    def histograms(self, query: Query) -> dict[str, Histogram]:
        """Those of the columns that are counted, as they stand beside the answer."""
        shown = tuple(key for key in self.columns.numbers if self.counted is None or key in self.counted)
        stamp = (self._filters_stamp(query), tuple((key, self.columns.stamp(key)) for key in shown))
        return self._columns_cache.get_or_compute("histograms", stamp, lambda: self._histograms(query, shown))

    def _histograms(self, query: Query, shown: Collection[str]) -> dict[str, Histogram]:
        inside = self.shoot(query)
        counted = Counted(inside, self.filtered(query))
        own = {key: Counted(inside, self._without(query, key)) for key in self._masks(query) if key in shown}
        return {key: self._histogram(query, key, own.get(key, counted)) for key in shown}

    def whole(self, query: Query, key: str) -> Histogram:
        """The histogram of the whole shoot."""
        return self._known_bins(query, key).whole

    def count(self, query: Query) -> int:
        """How many photographs the query wants."""
        return int(np.count_nonzero(self.filtered(query)))

    def filtered(self, query: Query) -> Mask:
        """Which rows the query wants."""
        return self._columns_cache.get_or_compute(
            "filtered",
            self._filters_stamp(query),
            lambda: left_by(self.shoot(query), self._masks(query).values(), inverted=query.inverted),
        )

    def counts(self, query: Query, key: str) -> dict[str | int, int]:
        """How many photographs have each value of a choice, or of stars, under the other filters."""

        def make() -> dict[str | int, int]:
            values, codes = self._codes(key)
            found = np.bincount(codes[self._without(query, key)], minlength=len(values)).tolist()
            return {value: count for value, count in zip(values, found, strict=True) if count and value is not None}

        filters = self._filters_stamp(query)
        return self._columns_cache.get_or_compute(
            ("counts", key, query.filters), (filters, self.columns.stamp(key)), make
        )

    def percentile(self, query: Query, key: str, value: float) -> float | None:
        """Of 100 scored photographs of the shoot, how many score lower than `value` (equal ones count half).

        100 (lower + equal / 2) / n, the percentile rank of the middle of equal ones: above 0, below 100, and 50 on
        average. The shoot are the chosen folders, before filters; NaN counts nowhere. None where nobody has a score, or
        `value` is not finite. Raises KeyError.
        """
        known, stamp = self._known(query, key), (self._shoot_stamp(query), self.columns.stamp(key))
        # The same few photographs are asked for again and again.
        remembered = self._columns_cache.get_or_compute(
            ("percentile", key), stamp, lambda: lru_cache(_STANDINGS_KEPT)(partial(percentile_of, known))
        )
        return remembered(value)

    def awaits(self, query: Query, source: Source) -> bool:
        """Whether the stage that finds the values of a source has still to look at any photograph of the shoot."""

        def make() -> bool:
            left = self.shoot(query) & ~self.columns.unreadable
            return bool((self.columns.looked(source)[left] == Looked.NOT_YET).any())

        stamps = (self.columns.stamp(looked_key(source)), self.columns.stamp("unreadable"))
        return self._columns_cache.get_or_compute(("awaits", source), (self._shoot_stamp(query), stamps), make)

    def raw_range(self, query: Query, key: str) -> Range:
        """The range that filters by this column, in its own numbers whichever way it was given."""
        bounds = query.range_of(key)
        return raw_bounds(self._ascending(query, key), bounds) if bounds.percentile else bounds

    def shoot(self, query: Query) -> Mask:
        """Which rows lie in the chosen folders, before filters."""
        folders, columns = query.folders, self.columns

        def make() -> Mask:
            if folders is None:
                return np.ones(len(columns), np.bool_)
            return np.isin(columns.folders, np.fromiter(folders, np.int64))

        return self._columns_cache.get_or_compute("shoot", (folders, columns.stamp("folders")), make)

    def _masks(self, query: Query) -> dict[str, Mask]:
        """What each filter leaves, of all rows."""
        numbers = self.columns.numbers
        masks = {key: self._range(query, key, bounds) for key, bounds in query.ranges if key in numbers}
        masks |= {key: self._choice(key, values) for key, values in query.choices if key in self.columns.choices}
        if query.state != ALL:
            masks["state"] = self._state(query.state)
        if query.name:
            masks["name"] = self._named(query.name)
        return masks

    def _without(self, query: Query, key: str) -> Mask:
        """What would be shown if the filter of this key were lifted."""
        masks = self._masks(query)
        if masks.pop(key, None) is None:
            return self.filtered(query)
        return left_by(self.shoot(query), masks.values(), inverted=query.inverted)

    def _range(self, query: Query, key: str, bounds: Range) -> Mask:
        def make() -> Mask:
            raw = raw_bounds(self._ascending(query, key), bounds) if bounds.percentile else bounds
            return within(self.columns.of(key), raw)

        shoot = self._shoot_stamp(query) if bounds.percentile else None
        return self._masks_cache.get_or_compute((key, bounds), (self.columns.stamp(key), shoot), make)

    def _named(self, wanted: str) -> Mask:
        stamp = self.columns.stamp("names")
        return self._masks_cache.get_or_compute(
            ("name", wanted), stamp, lambda: named(self.columns.folded_names, wanted)
        )

    def _choice(self, key: str, wanted: frozenset[str | int]) -> Mask:
        values, codes = self._codes(key)
        chosen: Mask = np.array([value in wanted for value in values], np.bool_)[codes]
        return chosen

    def _state(self, state: str) -> Mask:
        return self.columns.unreadable if state == UNREADABLE else self.columns.unscored & ~self.columns.unreadable

    def _known(self, query: Query, key: str) -> Numbers:
        """The finite numbers of the shoot, in no order."""

        def make() -> Numbers:
            values = self.columns.of(key)
            known: Numbers = values[self.shoot(query) & np.isfinite(values)]
            return known

        return self._columns_cache.get_or_compute(
            ("known", key), (self._shoot_stamp(query), self.columns.stamp(key)), make
        )

    def _ascending(self, query: Query, key: str) -> Numbers:
        def make() -> Numbers:
            ascending = self._known(query, key).copy()
            ascending.sort()
            return ascending

        return self._columns_cache.get_or_compute(
            ("ascending", key), (self._shoot_stamp(query), self.columns.stamp(key)), make
        )

    def _codes(self, key: str) -> tuple[list[Any], NDArray[Any]]:
        """The different values of a column, and the place of each row's among them."""
        column = self.columns.array(key)
        make = _distinct if column.dtype == np.object_ else _whole_numbers
        return self._columns_cache.get_or_compute(("codes", key), self.columns.stamp(key), lambda: make(column))

    def _histogram(self, query: Query, key: str, counted: Counted) -> Histogram:
        bins = self._known_bins(query, key)
        return replace(bins.whole, counts=counted.counts(bins))

    def _known_bins(self, query: Query, key: str) -> Bins:
        stamp = (self._shoot_stamp(query), self.columns.stamp(key))
        return self._columns_cache.get_or_compute(("bins", key), stamp, lambda: self._bins(query, key))

    def _bins(self, query: Query, key: str) -> Bins:
        values, inside, bins = on_axis(self.columns.axis(key), self.columns.of(key)), self.shoot(query), self._bin_count
        known = np.isfinite(values)
        axis = values[inside & known]
        extent = (float(axis.min()), float(axis.max())) if len(axis) else (0.0, 1.0)
        low, high = ends_of(axis, bins) if len(axis) else extent
        # Bins need room between floating-point numbers, of which a capture time has few.
        room = max(1e-6, abs(low) * 1e-9)
        if high - low < room:  # one value stands in the middle
            low, high = (low + high - room) / 2, (low + high + room) / 2
        places = np.where(known, np.clip((values - low) * (bins / (high - low)), 0, bins - 1), bins).astype(np.uint8)
        counts = np.bincount(places[inside], minlength=bins + 1)[:bins]
        return Bins(places, Histogram(counts, low, high, extent))

    def _order(self, sort: tuple[SortKey, ...]) -> NDArray[np.intp]:
        """All rows in order."""
        known = tuple(each for each in sort if each.key == NAME or each.key in self.columns.numbers)
        stamp = tuple(self.columns.stamp(name) for name in (CAPTURED, "names", *(each.key for each in known)))
        # By how many keys: of each, the last one is kept.
        return self._columns_cache.get_or_compute(("order", len(known)), (known, stamp), lambda: self._sorted(known))

    def _sorted(self, sort: tuple[SortKey, ...]) -> NDArray[np.intp]:
        if not sort:
            return by_time_and_name(self.columns, self._ranks(CAPTURED))
        places = self._ranks(sort[0].key)
        return sorted_by(reversed_ranks(places) if sort[0].descending else places, self._order(sort[1:]))

    def _ranks(self, key: str) -> NDArray[np.uint32]:
        stamp = self.columns.stamp("names" if key == NAME else key)
        return self._columns_cache.get_or_compute(("ranks", key), stamp, lambda: ranks(self.columns.of(key)))

    def _shoot_stamp(self, query: Query) -> Hashable:
        return query.folders, self.columns.stamp("folders")

    def _filters_stamp(self, query: Query) -> Hashable:
        """The same as long as the same rows are wanted, in whatever order."""
        names = (*(key for key, _ in (*query.ranges, *query.choices)), "names", "unreadable", "scores")
        stamps = tuple(self.columns.stamp(name) for name in names)
        return replace(query, sort=()), self.columns.stamp("folders"), stamps


def _distinct(column: NDArray[np.object_]) -> tuple[list[Any], NDArray[Any]]:
    places = {value: place for place, value in enumerate(dict.fromkeys(column))}
    codes = np.fromiter(map(places.__getitem__, column), np.intp, len(column))
    return list(places), codes.astype(np.min_scalar_type(len(places)))


def _whole_numbers(column: NDArray[Any]) -> tuple[list[Any], NDArray[Any]]:
    lowest, highest = (int(column.min()), int(column.max())) if len(column) else (0, -1)
    codes = (column - lowest).astype(np.min_scalar_type(highest - lowest + 1))
    return list(range(lowest, highest + 1)), codes
