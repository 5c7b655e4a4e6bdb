import math
from fnmatch import fnmatchcase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.some_fields import scored_by

from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.catalog.query.filtering import named
from clipiqa_desktop.catalog.query.histograms import on_axis
from clipiqa_desktop.catalog.query.query import ALL, STATES, UNREADABLE, UNSCORED, Query, Range, SortKey
from clipiqa_desktop.catalog.query.query_engine import QueryEngine, answer
from clipiqa_desktop.files.file_names import folded

KEYS = ("quality", "happy")
FIELDS = scored_by(*KEYS)
NAN = math.nan
unhurried = settings(deadline=None, database=None, max_examples=150)

# Few values, so that equal ones are common.
numbers = st.sampled_from([NAN, 0.0, 0.25, 0.5, 0.75, 1.0])
names = st.text(alphabet="aB019", min_size=1, max_size=3)
isos = st.sampled_from([NAN, 100.0, 400.0])
cameras = st.sampled_from([None, "Canon", "Nikon"])
flags = st.integers(-1, 1)
rows = st.tuples(st.integers(1, 3), names, numbers, st.booleans(), isos, cameras, flags, numbers, numbers, numbers)
raw_bounds = st.builds(
    Range, st.none() | st.sampled_from([0.0, 0.3, 0.5]), st.none() | st.sampled_from([0.5, 0.6, 1.0])
)
places = st.none() | st.integers(0, 8).map(lambda eighth: eighth * 12.5)
bounds = raw_bounds | st.builds(Range, places, places, st.just(value=True))
sort_keys = st.builds(SortKey, st.sampled_from([*KEYS, "captured", "iso", "name", "words", "unknown"]), st.booleans())
queries = st.builds(
    Query,
    folders=st.none() | st.frozensets(st.integers(1, 3)),
    state=st.sampled_from(STATES),
    ranges=st.fixed_dictionaries(
        {}, optional={**dict.fromkeys((*KEYS, "words", "unknown"), bounds), "iso": st.just(Range(200.0, None))}
    ).map(lambda ranges: tuple(ranges.items())),
    choices=st.fixed_dictionaries(
        {}, optional={"camera": st.just(frozenset({"Canon"})), "flag": st.frozensets(flags, min_size=1)}
    ).map(lambda choices: tuple(choices.items())),
    sort=st.lists(sort_keys, min_size=1, max_size=2).map(tuple),
    name=st.sampled_from(["", "", "a", "B1", "0", "?", "*9", "a*1", "[ab]*", "."]),
    inverted=st.booleans(),
)


STORED = (Source.FACTS, Source.MEASURES, Source.FOCUS, Source.FACES)


def columns_of(table: list[tuple]) -> Columns:
    folders, names, captured, unreadable, iso, camera, flag, *more = zip(*table, strict=True) if table else [()] * 10
    *scores, words = more
    nothing, unknown, none = [None] * len(table), [NAN] * len(table), [0] * len(table)
    return Columns(
        fields=FIELDS,
        keys=KEYS,
        ids=np.arange(len(table), dtype=np.int64) + 100,
        folders=np.array(folders, np.int64),
        names=np.array(names, np.object_),
        fingerprints=np.array(nothing, np.object_),
        embedded=np.array(nothing, np.object_),
        shapes=np.array(unknown, np.float32),
        unreadable=np.array(unreadable, np.bool_),
        turned=np.array(none, np.int8),
        paired=np.array(none, np.bool_),
        stored={
            **{field.key: np.array(unknown, np.float32) for field in FIELDS.of(*STORED)},
            "captured": np.array(captured, np.float64),
            "iso": np.array(iso, np.float64),
            "stars": np.array(none, np.float64),
            "camera": np.array(camera, np.object_),
            "lens": np.array(nothing, np.object_),
            "flag": np.array(flag, np.int64),
            "label": np.array(none, np.int64),
        },
        scores=np.array(scores, np.float32).T.reshape(len(table), 2).copy(),
        extra={"words": np.array(words, np.float32)},
    )


def table_of(quality: list[float]) -> list[tuple]:
    return [(1, "a", NAN, False, NAN, None, 0, value, NAN, NAN) for value in quality]


def is_wanted(columns: Columns, row: int, query: Query, but: str = "") -> bool:
    others = [fits for name, fits in filters_of(columns, row, query).items() if name != but]
    inside = query.folders is None or columns.folders[row] in query.folders
    return inside and (all(others) != (query.inverted and bool(others)))


def filters_of(columns: Columns, row: int, query: Query) -> dict[str, bool]:
    """What filters, and whether it lets this row through."""
    states = {
        UNREADABLE: columns.unreadable[row],
        UNSCORED: np.isnan(columns.scores[row]).all() and not columns.unreadable[row],
    }
    return {
        **{key: is_inside(columns, row, key, wanted, query) for key, wanted in query.ranges if key != "unknown"},
        **{key: columns.array(key)[row] in wanted for key, wanted in query.choices},
        **({"state": states[query.state]} if query.state != ALL else {}),
        **({"name": is_named(columns.names[row], query.name)} if query.name else {}),
    }


def is_inside(columns: Columns, row: int, key: str, wanted: Range, query: Query) -> bool:
    value = float(columns.of(key)[row])
    if wanted.percentile:
        value = share_below(columns, key, value, query)
    return value >= (-math.inf if wanted.low is None else wanted.low) and value <= (
        math.inf if wanted.high is None else wanted.high
    )


def share_below(columns: Columns, key: str, value: float, query: Query) -> float:
    shoot = [row for row in range(len(columns)) if query.folders is None or columns.folders[row] in query.folders]
    known = [other for other in columns.of(key)[shoot].tolist() if not math.isnan(other)]
    if not known or math.isnan(value):
        return NAN
    return 100 * (sum(other < value for other in known) + sum(other == value for other in known) / 2) / len(known)


def is_named(name: str, wanted: str) -> bool:
    name, wanted = name.lower(), wanted.lower()
    if "*" in wanted or "?" in wanted:
        return fnmatchcase(name, f"*{wanted.replace('[', '[[]')}*")
    return wanted in name


def place(columns: Columns, row: int, query: Query) -> list[tuple[bool, float]]:
    keys = [*(sort for sort in query.sort if sort.key != "unknown"), SortKey("captured"), SortKey("name")]
    values = [(columns.of(sort.key)[row], sort.descending) for sort in keys]
    return [(True, 0.0) if math.isnan(value) else (False, -value if down else value) for value, down in values]


@unhurried
@given(st.lists(rows, max_size=12), queries)
def test_the_answer_is_what_plain_python_says(table: list, query: Query) -> None:
    columns = columns_of(table)
    found = answer(columns, query)
    wanted = [row for row in range(len(table)) if is_wanted(columns, row, query)]
    assert list(found.rows) == sorted(wanted, key=lambda row: place(columns, row, query))
    assert found.shoot == sum(query.folders is None or row[0] in query.folders for row in table)


@unhurried
@given(st.lists(rows, max_size=12), queries, st.integers(1, 50))
def test_histograms_count_what_the_other_filters_leave(table: list, query: Query, bins: int) -> None:
    columns = columns_of(table)
    histograms = answer(columns, query, bins).histograms
    assert histograms.keys() == {*(field.key for field in FIELDS.numbers), "words"}
    for key, histogram in histograms.items():
        values = on_axis(columns.axis(key), columns.of(key))
        left = [row for row in range(len(table)) if is_wanted(columns, row, query, but=key)]
        assert len(histogram.counts) == bins
        assert histogram.counts.sum() == sum(not math.isnan(values[row]) for row in left)
        shoot = [values[row] for row in range(len(table)) if is_wanted(columns, row, Query(folders=query.folders))]
        known = [value for value in shoot if not math.isnan(value)]
        assert histogram.low < histogram.high
        assert not known or histogram.low <= min(known) <= max(known) <= histogram.high


def test_a_histogram_puts_every_score_into_its_bin() -> None:
    columns = columns_of(table_of([0.0, 0.1, 0.3, 0.6, 1.0]))
    assert list(answer(columns, Query(), bins=4).histograms["quality"].counts) == [2, 1, 1, 1]
    assert not answer(columns, Query()).histograms["happy"].counts.any()


@unhurried
@given(st.lists(rows, max_size=12), queries)
def test_counts_of_choices_follow_the_other_filters(table: list, query: Query) -> None:
    columns = columns_of(table)
    for key in ("camera", "flag"):
        left = [row for row in range(len(table)) if is_wanted(columns, row, query, but=key)]
        values = [columns.array(key)[row] for row in left]
        assert QueryEngine(columns).counts(query, key) == {
            value: values.count(value) for value in values if value is not None
        }


@unhurried
@given(st.lists(rows, max_size=12), queries)
def test_counting_is_as_long_as_the_answer(table: list, query: Query) -> None:
    engine = QueryEngine(columns_of(table))
    assert engine.count(query) == len(engine.answer(query).rows)


@unhurried
@given(st.lists(rows, max_size=12), queries, numbers)
def test_a_percentile_is_the_share_that_scores_lower(table: list, query: Query, value: float) -> None:
    columns = columns_of(table)
    share = QueryEngine(columns).percentile(query, "happy", value)
    wanted = share_below(columns, "happy", value, query)
    assert share is None if math.isnan(wanted) else share == pytest.approx(wanted)


@st.composite
def changes(draw: st.DrawFn) -> tuple:
    """A field of Columns, a row and a new value."""
    name = draw(st.sampled_from(["captured", "stars", "flag", "camera", "names", "unreadable", "scores", "words"]))
    kinds = {"captured": numbers, "stars": st.integers(0, 5), "flag": flags, "camera": cameras, "names": names}
    new = {"unreadable": st.booleans(), "scores": st.tuples(numbers, numbers), "words": numbers}
    return name, draw(st.integers(0, 7)), draw((kinds | new)[name])


@unhurried
@given(st.lists(rows, min_size=8, max_size=8), st.lists(st.tuples(queries, changes()), max_size=8))
def test_what_is_remembered_never_shows(table: list, steps: list) -> None:
    columns = columns_of(table)
    engine = QueryEngine(columns)
    for query, (name, row, value) in steps:
        same_answers(engine, QueryEngine(columns), query)
        if name == "words":
            columns.extra["words"] = columns.extra["words"].copy()
            columns.extra["words"][row] = value
        else:
            columns.put(name, np.array([row]), np.array([value], columns.array(name).dtype))
        same_answers(engine, QueryEngine(columns), query)


def same_answers(one: QueryEngine, other: QueryEngine, query: Query) -> None:
    ours, theirs = one.answer(query), other.answer(query)
    assert ours.rows.tolist() == theirs.rows.tolist()
    for key, histogram in ours.histograms.items():
        assert histogram.counts.tolist() == theirs.histograms[key].counts.tolist()
        assert (histogram.low, histogram.high) == (theirs.histograms[key].low, theirs.histograms[key].high)
    assert one.counts(query, "camera") == other.counts(query, "camera")
    assert one.percentile(query, "happy", 0.5) == other.percentile(query, "happy", 0.5)


def test_a_query_without_filters_leaves_nothing_out_when_inverted() -> None:
    columns = columns_of(table_of([0.1, 0.2]))
    inverted = Query(inverted=True)
    assert not inverted.filters
    assert len(answer(columns, inverted).rows) == 2
    only_one = inverted.with_range("quality", Range(low=0.15))
    assert columns.scores[answer(columns, only_one).rows, 0].tolist() == pytest.approx([0.1])
    assert answer(columns, only_one).histograms["quality"].counts.sum() == 2


def test_ranges_of_a_query() -> None:
    query = Query().with_range("happy", Range(low=0.5)).with_range("quality", Range(high=0.9))
    assert query.filters
    assert query.range_of("happy") == Range(low=0.5)
    assert query.with_range("happy", Range(low=0.6)).range_of("happy") == Range(low=0.6)
    assert query.with_range("happy", Range()).with_range("quality", Range()) == Query()
    assert not Query().filters
    assert Query(state=UNSCORED).filters


def test_choices_of_a_query() -> None:
    query = Query().with_choice("camera", ["Canon"]).with_range("iso", Range(200))
    assert query.choice_of("camera") == {"Canon"}
    assert query.with_choice("camera", []) == Query().with_range("iso", Range(200))
    assert query.filters
    assert query.unfiltered == Query()


def test_sorting_again_by_the_same_turns_round() -> None:
    once = Query().sorted_by("happy")
    assert once.sort == (SortKey("happy", descending=True),)
    assert once.sorted_by("happy").sort == (SortKey("happy", descending=False),)
    both = once.sorted_by("name", second=True, descending=False)
    assert both.sort == (SortKey("happy", descending=True), SortKey("name"))
    assert both.sorted_by("name", second=True).sort[1] == SortKey("name", descending=True)
    assert both.sorted_by("quality").sort == (SortKey("quality", descending=True),)


def test_equal_queries_are_equal_values() -> None:
    assert hash(Query().sorted_by("happy")) == hash(Query().sorted_by("happy"))


def test_only_what_is_asked_for_is_counted() -> None:
    columns = columns_of(table_of([0.1, 0.2, 0.7]))
    engine = QueryEngine(columns, counted=["quality", "gone"])
    query = Query().with_range("happy", Range(low=0.5)).with_range("quality", Range(low=0.15))
    assert engine.answer(query).histograms.keys() == {"quality"}
    engine.counted = []
    assert engine.answer(query).histograms == {}
    engine.counted = None
    found, everything = engine.histograms(query), answer(columns, query).histograms
    assert {key: each.counts.tolist() for key, each in found.items()} == {
        key: each.counts.tolist() for key, each in everything.items()
    }


def test_one_far_out_does_not_hide_how_the_others_lie() -> None:
    scores = [*(0.001 * number for number in range(40)), 0.9]
    histogram = answer(columns_of(table_of(scores)), Query()).histograms["quality"]
    assert histogram.high < 0.1
    assert np.count_nonzero(histogram.counts) > 15
    assert histogram.counts[-1] == 1  # it has a bar of its own, at the end
    assert histogram.counts.sum() == len(scores)
    assert histogram.extent == (0.0, np.float32(0.9))


@pytest.mark.parametrize(
    "scores",
    [
        np.random.default_rng(1).normal(0.5, 0.1, 5000).tolist(),
        np.linspace(0, 1, 50).tolist(),
        [0.5] * 60 + [0.9],
        [0.1, 0.2, 0.9],
    ],
)
def test_an_axis_goes_from_the_least_to_the_greatest_where_nothing_lies_far_out(scores: list[float]) -> None:
    histogram = answer(columns_of(table_of(scores)), Query()).histograms["quality"]
    assert (histogram.low, histogram.high) == histogram.extent == (np.float32(min(scores)), np.float32(max(scores)))


def test_the_extent_is_that_of_the_shoot() -> None:
    engine = QueryEngine(columns_of(table_of([0.25, 0.5, 0.75])), counted=())
    assert engine.whole(Query().with_range("quality", Range(low=0.6)), "quality").extent == (0.25, 0.75)


@pytest.mark.parametrize("wanted", ["caf\u00e9", "CAFE\u0301", "c*\u00e9", "caf?.jpg"])
def test_names_are_found_in_every_unicode_form(wanted: str) -> None:
    assert named([folded(name) for name in ("caf\u00e9.jpg", "cafe\u0301.jpg", "cafe.txt")], wanted).tolist() == [
        True,
        True,
        False,
    ]


def test_what_stands_beside_the_answer_follows_marks_but_not_the_order() -> None:
    columns = columns_of([(1, f"p{row}", 0.5, False, 100.0, None, row % 2, 0.5, 0.25, 1.0) for row in range(6)])
    engine, query = QueryEngine(columns), Query().with_choice("flag", [1])
    before = engine.answer(query)
    assert engine.answer(query.sorted_by("quality")).histograms is before.histograms
    columns.put("flag", np.arange(6), np.ones(6, np.int8))
    assert (len(before.rows), len(engine.answer(query).rows)) == (3, 6)
    assert engine.counts(query, "flag") == {1: 6}
    assert engine.answer(query).histograms["quality"].counts.sum() == 6
