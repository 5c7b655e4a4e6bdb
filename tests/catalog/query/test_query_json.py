import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.some_fields import scored_by

from clipiqa_desktop.catalog.query.query import STATES, UNSCORED, Query, Range, SortKey
from clipiqa_desktop.catalog.query.query_json import from_json, to_json

KEYS = ("quality", "own_3", "words")
FIELDS = scored_by(*KEYS)
NUMBERS = [field.key for field in FIELDS.numbers]
SORTING = [field.key for field in FIELDS.sorting]
unhurried = settings(deadline=None, database=None)

finite = st.floats(allow_nan=False, allow_infinity=False)
raw = st.builds(Range, st.none() | finite, st.none() | finite)
percentages = st.none() | st.floats(0, 100)
ranges = (raw | st.builds(Range, percentages, percentages, st.just(value=True))).filter(bool)
texts = st.frozensets(st.text(), min_size=1)
choices = {
    "camera": texts,
    "lens": texts,
    "flag": st.frozensets(st.integers(-1, 1), min_size=1),
    "label": st.frozensets(st.integers(0, 5), min_size=1),
}
queries = st.builds(
    Query,
    state=st.sampled_from(STATES),
    ranges=st.dictionaries(st.sampled_from(NUMBERS), ranges).map(lambda found: tuple(found.items())),
    choices=st.fixed_dictionaries({}, optional=choices).map(lambda found: tuple(found.items())),
    sort=st.lists(
        st.builds(SortKey, st.sampled_from(SORTING), st.booleans()),
        min_size=1,
        max_size=3,
        unique_by=lambda sort: sort.key,
    ).map(tuple),
    name=st.text(),
    inverted=st.booleans(),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*KEYS, "flag", "a"]), inner),
    max_leaves=8,
)
parts = ("state", "ranges", "choices", "sort", "name", "inverted")


@unhurried
@given(queries)
def test_every_query_comes_back_from_a_file(query: Query) -> None:
    text = json.dumps(to_json(query))
    assert from_json(json.loads(text), FIELDS) == query


@unhurried
@given(json_values | st.fixed_dictionaries({}, optional=dict.fromkeys(parts, json_values)))
def test_anything_is_understood_as_something_that_can_be_kept(found: object) -> None:
    query = from_json(found, FIELDS)
    assert from_json(to_json(query), FIELDS) == query
    assert hash(query) == hash(query)


def test_folders_stay_behind() -> None:
    assert from_json(to_json(Query(folders=frozenset({3}))), FIELDS) == Query()


def test_keys_that_are_not_there_are_left_out() -> None:
    query = Query(
        ranges=(("gone", Range(0.5)), ("quality", Range(0.25))), sort=(SortKey("gone"), SortKey("quality", True))
    )
    known = replace(query, ranges=(("quality", Range(0.25)),), sort=(SortKey("quality", True),))
    assert from_json(to_json(query), FIELDS) == known
    assert from_json(to_json(query), scored_by("gone", "quality")) == query


@pytest.mark.parametrize(
    "found",
    [
        None,
        {"state": ["all"]},
        {"ranges": {"quality": [1]}},
        {"ranges": {"quality": [math.nan, math.inf]}},
        {"ranges": {"quality": [-1, 101, "percentile"]}},
        {"ranges": {"quality": [True, "0.5"]}},
        {"choices": {"flag": [2, True, "pick", None], "camera": [1], "folder": ["a"]}},
        {"sort": [[["quality"], True], ["quality"], "quality"], "name": 3, "inverted": 1},
    ],
)
def test_what_makes_no_sense_is_left_out(found: object) -> None:
    assert from_json(found, FIELDS) == Query()


def test_a_query_of_an_older_settings_file_is_understood() -> None:
    found = {"state": "unscored", "ranges": {"iso": [200, None]}, "choices": {}, "sort": [["quality", True]]}
    wanted = Query(state=UNSCORED, ranges=(("iso", Range(200.0)),), sort=(SortKey("quality", descending=True),))
    assert from_json(found, FIELDS) == wanted
