from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.listing import FoundFile
from clipiqa_desktop.catalog.marks import Mark, MarkStore
from clipiqa_desktop.culling.marking import KEYED, Marking, with_flag, with_label, with_stars

IDS = range(1, 6)


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[MarkStore]:
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as catalog:
        catalog.folders.add_root(Path("/s"))
        catalog.folders.record_listing(Path("/s"), [FoundFile(Path("/s"), f"{n}.jpg", 1, 1) for n in IDS])
        yield catalog.marks


def test_a_batch_is_one_step(marks: MarkStore) -> None:
    marking = Marking(marks)
    marking.mark([1, 2], "3 stars", with_stars(3))
    marking.mark([2, 3], "Pick", with_flag(1))
    assert marks.of([1, 2, 3]) == {1: Mark(3), 2: Mark(3, 1), 3: Mark(0, 1)}
    assert marking.undo().words == "Pick"
    assert marks.of([1, 2, 3]) == {1: Mark(3), 2: Mark(3), 3: Mark()}


def test_what_changes_nothing_is_no_step(marks: MarkStore) -> None:
    marking = Marking(marks)
    assert not marking.mark([1], "No stars", with_stars(0))
    assert marking.undo() is None


def test_the_same_label_again_takes_it_away_from_all(marks: MarkStore) -> None:
    marking = Marking(marks)
    marking.mark([1], "Red", with_label("red"))
    marking.mark([1, 2], "Red", with_label("red"))
    assert {mark.label for mark in marks.of([1, 2]).values()} == {"red"}
    marking.mark([1, 2], "Red", with_label("red"))
    assert {mark.label for mark in marks.of([1, 2]).values()} == {""}


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(KEYED), st.sets(st.sampled_from(IDS), min_size=1)),
        st.sampled_from(["undo", "redo"]),
    ),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(steps=steps)
def test_undo_goes_all_the_way_back_and_redo_all_the_way_forth(marks: MarkStore, steps: list[object]) -> None:
    marks.store(dict.fromkeys(IDS, Mark()))
    marking = Marking(marks)
    for step in steps:
        match step:
            case "undo":
                marking.undo()
            case "redo":
                marking.redo()
            case (key, ids):
                marking.mark(ids, key[2], key[3])
    while marking.redo():
        pass
    reached = marks.of(IDS)
    while marking.undo():
        pass
    assert set(marks.of(IDS).values()) == {Mark()}
    while marking.redo():
        pass
    assert marks.of(IDS) == reached
