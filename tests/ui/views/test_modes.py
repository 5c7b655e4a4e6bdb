"""Grid, loupe, compare and survey beside one another."""

import random

import pytest
from PySide6.QtCore import Qt

from clipiqa_desktop.culling.marking import with_flag, with_stars
from clipiqa_desktop.ui.views.modes import MODES

Key = Qt.Key


@pytest.mark.parametrize("mode", [*MODES][1:])
def test_there_and_back(bench, mode, qtbot):
    bench.select("p4.jpg")
    with qtbot.waitSignal(bench.viewing.mode_changed) as changed:
        bench.viewing.show_mode(mode)
    assert changed.args == [mode]
    assert bench.page.hasFocus()
    bench.viewing.show_mode("grid")
    assert bench.grid.hasFocus()
    row = bench.grid.photos.row_of(bench.library.current_id)
    assert [index.row() for index in bench.grid.selectedIndexes()] == [row]


@pytest.mark.parametrize("mode", [*MODES][1:])
def test_the_grid_comes_back_to_where_one_is_now(shoot, open_bench, mode):
    shoot(60, sizes=[(30, 20)])
    bench = open_bench()
    bench.select("p50.jpg")
    bench.viewing.show_mode(mode)
    bench.viewing.step(2)
    current = bench.library.current_id
    bench.viewing.show_mode("grid")
    assert bench.library.current_id == current
    assert bench.grid.viewport().rect().contains(bench.grid.visualRect(bench.grid.currentIndex()).center())


def test_targets_are_what_is_selected_current_or_active(bench):
    bench.select("p1.jpg", "p3.jpg", "p4.jpg")
    assert bench.targets() == ["p1.jpg", "p3.jpg", "p4.jpg"]
    bench.viewing.show_mode("loupe")
    assert bench.targets() == ["p4.jpg"]
    bench.viewing.show_mode("compare")
    assert bench.targets() == ["p5.jpg"]
    bench.viewing.show_mode("survey")
    assert bench.targets() == ["p5.jpg"]
    assert bench.names() == ["p4.jpg", "p5.jpg"]  # what was compared is surveyed
    bench.viewing.show_mode("loupe")
    assert bench.names() == ["p5.jpg"]


def test_the_last_two_of_a_survey_are_compared(bench):
    bench.select("p0.jpg", "p3.jpg", "p6.jpg")
    bench.viewing.show_mode("survey")
    bench.viewing.drop()
    bench.viewing.show_mode("compare")
    assert bench.names() == ["p0.jpg", "p3.jpg"]


def test_the_grid_goes_on_after_a_mark(bench):
    bench.select("p2.jpg")
    bench.viewing.advance()
    assert bench.targets() == ["p3.jpg"]


def test_an_empty_library_has_nothing_to_look_at(open_bench):
    bench = open_bench()
    for mode in [*MODES][1:]:
        bench.viewing.show_mode(mode)
        assert bench.viewing.mode == "grid"
    assert len(bench.said) == 3
    assert bench.viewing.targets() == []
    assert bench.viewing.shown_photos() == []


def test_the_loupe_stays_where_everything_is_filtered_out_and_comes_back(bench):
    bench.viewing.show_mode("loupe")
    bench.filter_quality(2, None)
    assert bench.viewing.targets() == []
    bench.press(Key.Key_Right)
    bench.viewing.toggle_100()
    bench.library.ask(bench.library.query.unfiltered)
    assert bench.viewing.mode == "loupe"
    assert bench.targets() == [bench.current()]


def test_the_loupe_follows_filter_and_order(bench):
    bench.select("p5.jpg")
    bench.viewing.show_mode("loupe")
    bench.library.ask(bench.library.query.sorted_by("quality"))
    assert (bench.names(), bench.page.accessibleName()) == (["p5.jpg"], "Loupe, p5.jpg, 3 of 8")
    bench.filter_quality(None, 0.5)
    assert bench.names() == [bench.current()]
    assert bench.targets() == [bench.current()]


def test_near_stays_from_loupe_to_compare_and_ends_in_the_grid(bench):
    bench.viewing.show_mode("loupe")
    bench.wait_for_full("p0.jpg")
    bench.viewing.toggle_100()
    bench.viewing.show_mode("compare")
    assert bench.canvas.zoom == 1
    bench.viewing.show_mode("grid")
    bench.viewing.show_mode("loupe")
    assert bench.canvas.zoom < 1


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_active_photograph_is_in_sight_and_current(bench, seed):
    dice = random.Random(seed)
    viewing, library = bench.viewing, bench.library
    keys = (
        Key.Key_Right,
        Key.Key_Left,
        Key.Key_Up,
        Key.Key_Down,
        Key.Key_Home,
        Key.Key_End,
    )

    def one_thing():
        return dice.choice(
            [
                lambda: bench.press(dice.choice(keys)),
                lambda: bench.press(dice.choice(keys)),
                lambda: viewing.show_mode(dice.choice([*MODES])),
                lambda: library.mark(viewing.targets(), "", with_flag(dice.choice((-1, 0, 1)))),
                lambda: library.mark(viewing.targets(), "", with_stars(dice.choice((0, 5)))),
                lambda: library.ask(library.query.with_choice("flag", dice.sample((-1, 0, 1), 2))),
                lambda: bench.filter_quality(dice.choice((None, 0.2, 0.5)), dice.choice((None, 0.6, 0.9))),
                lambda: library.ask(library.query.unfiltered),
                lambda: library.ask(library.query.sorted_by(dice.choice(("quality", "name", "captured")))),
                library.undo,
                library.redo,
                library.resort,
                viewing.advance,
                viewing.promote,
                viewing.drop,
                viewing.toggle_100,
            ]
        )

    for _ in range(120):
        one_thing()()
        targets, shown = set(viewing.targets()), {photo_id for photo_id, _ in viewing.shown_photos()}
        answer = set(library.ids.tolist())
        assert targets <= answer
        assert shown <= answer
        if viewing.mode != "grid" and answer:
            assert targets == {library.current_id}
            assert targets <= shown
        if viewing.mode == "compare":
            assert len(shown) == 2
        if viewing.mode == "survey":
            assert 1 <= len(shown) <= 12
