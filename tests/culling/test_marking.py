"""Marks with undo, while others write marks too and now and then nobody can."""

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tools.some_fields import scored_by

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.marks.marks import FIELDS, LABELS, Mark, Value
from clipiqa_desktop.culling.mark_editor import MarkEditor
from clipiqa_desktop.culling.marking import KEYED, MarkChange, with_flag, with_label, with_stars
from clipiqa_desktop.culling.undo import NotNow

IDS = range(1, 6)
Place = tuple[int, str]  # a photograph and a field


class Marked:
    """A window's marks without the window, another program beside it, and one that holds the catalog at times."""

    def __init__(self, path: Path) -> None:
        self.catalog, self.other, self.holder = (Catalog(path, ("quality",)) for _ in range(3))
        self.catalog.folders.add_root(Path("/s"))
        self.catalog.folders.record_listing(Path("/s"), [FoundFile(Path("/s"), f"{n}.jpg", 1, 1) for n in IDS])
        self.begin()

    def begin(self) -> None:
        self.catalog.marks.store(dict.fromkeys(IDS, Mark()))
        self.columns = load(self.catalog, scored_by("quality"))
        self.editor = MarkEditor(self.catalog, self.columns)

    @property
    def held(self) -> bool:
        return self.holder.connection.in_transaction

    def hold(self) -> None:
        if not self.held:
            self.holder.connection.execute("BEGIN IMMEDIATE")

    def let_go(self) -> None:
        if self.held:
            self.holder.connection.execute("ROLLBACK")

    def write_beside(self, ids: Iterable[int], field: str, value: Value) -> None:
        self.other.marks.set_fields({field: dict.fromkeys(ids, value)})
        refresh(self.columns, self.catalog, IDS)
        self.editor.show_unsaved()

    def saved(self) -> dict[int, Mark]:
        return self.other.marks.of(IDS)

    def shown(self) -> dict[int, Mark]:
        return self.editor._shown(IDS)

    def close(self) -> None:
        self.let_go()
        for catalog in (self.catalog, self.other, self.holder):
            catalog.close()


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Marked]:
    monkeypatch.setattr("clipiqa_desktop.culling.mark_editor.PATIENCE_S", 0.0)
    with closing(Marked(tmp_path / "catalog.db")) as opened:
        yield opened


def test_a_batch_is_one_step(marked: Marked) -> None:
    marked.editor.mark([1, 2], "3 stars", with_stars(3))
    marked.editor.mark([2, 3], "Pick", with_flag(1))
    assert marked.saved() == {1: Mark(3), 2: Mark(3, 1), 3: Mark(0, 1), 4: Mark(), 5: Mark()}
    edit = marked.editor.undo()
    assert edit is not None
    assert edit.step.words == "Pick"
    assert marked.saved() == {1: Mark(3), 2: Mark(3), 3: Mark(), 4: Mark(), 5: Mark()}


def test_what_changes_nothing_is_no_step(marked: Marked) -> None:
    assert not marked.editor.mark([1], "No stars", with_stars(0)).ids
    assert marked.editor.undo() is None


def test_the_same_label_again_takes_it_away_from_all(marked: Marked) -> None:
    for ids, label in (([1], "red"), ([1, 2], "red"), ([1, 2], "")):
        marked.editor.mark(ids, "Red", with_label("red"))
        assert {marked.saved()[photo_id].label for photo_id in ids} == {label}


def test_a_mark_changes_its_own_field_alone(marked: Marked) -> None:
    marked.editor.mark([1], "Pick", with_flag(1))
    marked.other.marks.set_fields({"stars": {1: 5}, "label": {1: "red"}})
    marked.editor.mark([1], "Reject", with_flag(-1))
    assert marked.saved()[1] == Mark(5, -1, "red")
    marked.editor.undo()
    marked.editor.undo()
    assert marked.saved()[1] == Mark(5, 0, "red")


def test_undo_leaves_what_was_changed_elsewhere_and_says_so(marked: Marked) -> None:
    marked.editor.mark(IDS, "Pick", with_flag(1))
    marked.other.marks.set_fields({"flag": {2: -1, 3: -1, 4: 0}})
    edit = marked.editor.undo()
    assert edit is not None
    assert edit.step.outcome.in_words() == "3 of 5 were changed elsewhere since and stay as they are"
    assert [mark.flag for mark in marked.saved().values()] == [0, -1, -1, 0, 0]
    assert marked.shown() == marked.saved()
    marked.editor.redo()
    assert [mark.flag for mark in marked.saved().values()] == [1, -1, -1, 0, 1]


def test_undo_of_what_all_was_changed_elsewhere_is_no_step_to_do_again(marked: Marked) -> None:
    marked.editor.mark([1], "Pick", with_flag(1))
    marked.other.marks.set_fields({"flag": {1: -1}})
    edit = marked.editor.undo()
    assert edit is not None
    assert edit.step.outcome.in_words() == "1 of 1 was changed elsewhere since and stays as it is"
    assert marked.editor.redo() is None
    assert marked.editor.undo() is None


def test_what_cannot_be_saved_is_shown_and_waits(marked: Marked) -> None:
    marked.hold()
    marked.editor.mark([1], "3 stars", with_stars(3))
    marked.editor.mark([1, 2], "Pick", with_flag(1))
    assert (marked.shown()[1], marked.saved()[1]) == (Mark(3, 1), Mark())
    assert (marked.editor.unsaved, marked.editor.steps.trouble) == ({1, 2}, "another program holds the catalog")
    refresh(marked.columns, marked.catalog, IDS)
    marked.editor.show_unsaved()
    assert marked.shown()[1] == Mark(3, 1)
    marked.let_go()
    assert set(marked.editor.save(0).saved) == {1, 2}
    assert marked.saved() == marked.shown()
    assert (marked.saved()[1], marked.editor.unsaved) == (Mark(3, 1), frozenset())


def test_what_waits_can_be_taken_back_and_done_again(marked: Marked) -> None:
    marked.hold()
    marked.editor.mark([1], "3 stars", with_stars(3))
    marked.editor.undo()
    assert (marked.shown()[1], marked.editor.unsaved) == (Mark(), frozenset())
    marked.editor.redo()
    assert marked.shown()[1] == Mark(3)
    marked.let_go()
    marked.editor.save(0)
    assert marked.saved()[1] == Mark(3)
    marked.editor.undo()
    assert marked.saved()[1] == Mark()


def test_an_undo_that_cannot_be_saved_keeps_its_step(marked: Marked) -> None:
    marked.editor.mark([1], "3 stars", with_stars(3))
    marked.hold()
    for _ in range(3):
        with pytest.raises(NotNow, match="another program holds the catalog"):
            marked.editor.undo()
    assert (marked.shown()[1], marked.editor.steps.next_undo) == (Mark(3), "3 stars")
    marked.let_go()
    marked.editor.undo()
    assert marked.saved()[1] == Mark()


@pytest.mark.parametrize("message", ["database or disk is full", "no"])
def test_whatever_stands_in_the_way_is_told(marked: Marked, message: str) -> None:
    statement = f"CREATE TRIGGER no_marks BEFORE UPDATE ON marks BEGIN SELECT RAISE(ABORT, '{message}'); END"
    marked.other.connection.execute(statement)
    marked.editor.mark([1], "3 stars", with_stars(3))
    assert (marked.shown()[1], marked.saved()[1], marked.editor.steps.trouble) == (Mark(3), Mark(), message)
    marked.other.connection.execute("DROP TRIGGER no_marks")
    marked.editor.save(0)
    assert marked.saved()[1] == Mark(3)


def test_a_photograph_that_is_no_longer_known_holds_nothing_up(marked: Marked) -> None:
    marked.editor.mark([1, 2], "3 stars", with_stars(3))
    marked.other.connection.execute("DELETE FROM marks WHERE photo_id = 1")
    marked.other.connection.execute("DELETE FROM photos WHERE id = 1")
    marked.editor.mark([1, 2], "Pick", with_flag(1))
    assert marked.saved()[2] == Mark(3, 1)
    marked.editor.undo()
    marked.editor.undo()
    assert marked.saved()[2] == Mark()


keys = st.tuples(st.sampled_from(KEYED), st.sets(st.sampled_from(IDS), min_size=1))
steps = st.lists(st.one_of(keys, st.sampled_from(["undo", "redo"])), max_size=30)
PROPERTY = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None, print_blob=True
)


@PROPERTY
@given(steps=steps)
def test_undo_goes_all_the_way_back_and_redo_all_the_way_forth(marked: Marked, steps: list[object]) -> None:
    marked.begin()
    editor = marked.editor
    for step in steps:
        match step:
            case "undo":
                editor.undo()
            case "redo":
                editor.redo()
            case (key, ids):
                editor.mark(ids, key[2], key[3])
    while editor.redo():
        pass
    reached = marked.saved()
    while editor.undo():
        pass
    assert set(marked.saved().values()) == {Mark()}
    while editor.redo():
        pass
    assert marked.saved() == reached


class Model:
    """The same as the simplest thing that could be right: one value a field, and lists of what was done."""

    def __init__(self) -> None:
        self.saved: dict[Place, Value] = {(n, field): getattr(Mark(), field) for n in IDS for field in FIELDS}
        self.done: list[Changed] = []
        self.undone: list[Changed | Wanted] = []
        self.waiting: list[Changed | Wanted] = []
        self.held = False

    def shown(self) -> dict[Place, Value]:
        values = dict(self.saved)
        for each in self.waiting:
            values |= each if isinstance(each, Wanted) else {place: after for place, (_, after) in each.items()}
        return values

    def mark(self, ids: Iterable[int], change: MarkChange) -> None:
        places = [(n, change.field) for n in ids]
        given = all(self.shown()[place] == change.value for place in places)
        value = getattr(Mark(), change.field) if change.toggles and given else change.value
        self.waiting.append(Wanted(dict.fromkeys(places, value)))
        steps = len(self.done)
        self.save()
        if self.waiting or len(self.done) > steps:
            self.undone.clear()

    def save(self) -> None:
        while self.waiting and not self.held:
            step = self.waiting.pop(0)
            if isinstance(step, Wanted):
                step = Changed({place: (self.saved[place], value) for place, value in step.items()})
            changed = self.swap(step)
            if changed:
                self.done.append(changed)

    def swap(self, step: "Changed") -> "Changed":
        made = Changed({p: (old, new) for p, (old, new) in step.items() if self.saved[p] == old != new})
        self.saved |= {place: after for place, (_, after) in made.items()}
        return made

    def undo(self) -> None:
        if self.waiting:
            self.undone.append(self.waiting.pop())
        elif self.done and not self.held:
            back = self.swap(Changed({place: (new, old) for place, (old, new) in self.done.pop().items()}))
            if back:
                self.undone.append(Changed({place: (new, old) for place, (old, new) in back.items()}))

    def redo(self) -> None:
        if self.undone:
            self.waiting.append(self.undone.pop())
            self.save()


class Wanted(dict[Place, Value]):
    pass


class Changed(dict[Place, tuple[Value, Value]]):
    pass


beside = st.tuples(
    st.sets(st.sampled_from(IDS), min_size=1),
    st.one_of(
        st.tuples(st.just("stars"), st.integers(0, 5)),
        st.tuples(st.just("flag"), st.integers(-1, 1)),
        st.tuples(st.just("label"), st.sampled_from(LABELS)),
    ),
)
events = st.lists(
    st.one_of(
        keys.map(lambda key: ("mark", *key)),
        beside.map(lambda each: ("beside", *each)),
        st.sampled_from([("undo",), ("undo",), ("redo",), ("hold",), ("let go",), ("save",)]),
    ),
    max_size=40,
)


@PROPERTY
@given(events=events)
def test_window_and_others_side_by_side_are_as_the_model_says(marked: Marked, events: list[Any]) -> None:
    marked.let_go()
    marked.begin()
    model = Model()
    for event in events:
        happen(event, marked, model)
        saved, shown = marked.saved(), marked.shown()
        assert {place: getattr(saved[place[0]], place[1]) for place in model.saved} == model.saved
        assert {place: getattr(shown[place[0]], place[1]) for place in model.saved} == model.shown()


def happen(event: Any, marked: Marked, model: Model) -> None:
    match event:
        case ("mark", key, ids):
            marked.editor.mark(ids, key[2], key[3])
            model.mark(ids, key[3])
        case ("beside", ids, (field, value)) if not model.held:
            marked.write_beside(ids, field, value)
            model.saved |= dict.fromkeys([(n, field) for n in ids], value)
        case ("undo",):
            with suppress(NotNow):
                marked.editor.undo()
            model.undo()
        case ("redo",):
            marked.editor.redo()
            model.redo()
        case ("hold",) | ("let go",):
            model.held = event == ("hold",)
            (marked.hold if model.held else marked.let_go)()
        case ("save",):
            marked.editor.save(0)
            model.save()
