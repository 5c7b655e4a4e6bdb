"""What is wanted of the photographs, as a value."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

ALL = "all"
UNREADABLE = "unreadable"
UNSCORED = "unscored"
STATES = (ALL, UNREADABLE, UNSCORED)


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`, both included; None is no bound. What is unknown lies in no range.

    With `percentile` the bounds are not of the number itself but of its percentile in the shoot, 0 to 100.
    """

    low: float | None = None
    high: float | None = None
    percentile: bool = False

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True)
class SortKey:
    """The key of a field that sorts. What is unknown comes last in both directions."""

    key: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """Folders make the shoot; state, ranges, choices and name filter it; the first sort key goes before the second.

    A range is of a field that is a number; a choice names which values of a field are wanted.
    A photograph matches `name` if its file's name contains it, or if all of its file's name fits it where there is a
    `*` or `?` in it; large and small letters are the same. `inverted` wants what the filters leave out, and nothing
    else: where nothing filters it changes nothing.
    """

    folders: frozenset[int] | None = None
    state: str = ALL
    ranges: tuple[tuple[str, Range], ...] = ()
    choices: tuple[tuple[str, frozenset[str | int]], ...] = ()
    sort: tuple[SortKey, ...] = field(default=(SortKey("captured"),))
    name: str = ""
    inverted: bool = False

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
        return Query(self.folders, sort=self.sort)

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
    def keys(self) -> frozenset[str]:
        """The keys of all columns that sort or filter."""
        return frozenset((*(each.key for each in self.sort), *dict(self.ranges), *dict(self.choices)))

    @property
    def filters(self) -> bool:
        """Whether anything of the shoot may be left out."""
        return replace(self, inverted=False) != self.unfiltered
