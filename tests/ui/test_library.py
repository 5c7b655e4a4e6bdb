"""The order and the current photograph, as the hand sees them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from ui.driving import (
    LEFT,
    SHOOT,
    button,
    click_cell,
    click_item,
    count_label,
    current,
    drag,
    item_of,
    names,
    row,
    shown_texts,
)

from clipiqa_desktop.catalog.found_files import FoundFile

NEW_RESULTS = "New results: sort again"


def sort_by(qtbot, window, title):
    qtbot.mouseClick(row(window, title).button, LEFT)


@pytest.fixture
def half_scored(filler, open_window, qtbot):
    """Six photographs sorted by quality; the last three have no score yet."""
    ids = filler.found([f"p{number}.jpg" for number in range(6)])
    filler.read(ids)
    filler.score(ids[:3], quality=[0.3, 0.2, 0.1])
    window = open_window()
    sort_by(qtbot, window, "Quality")
    window.ids = ids
    return window


def score_the_rest(filler, window):
    filler.score(window.ids[3:], quality=[0.4, 0.5, 0.6])
    window.library.refresh(tuple(window.ids[3:]))


def test_the_order_holds_while_results_come_in(half_scored, filler):
    before = names(half_scored)
    assert NEW_RESULTS not in shown_texts(half_scored.top)
    score_the_rest(filler, half_scored)
    assert names(half_scored) == before
    assert NEW_RESULTS in shown_texts(half_scored.top)


@pytest.mark.parametrize("way", ["button", "key"])
def test_one_press_brings_the_order_up_to_date(half_scored, filler, qtbot, way):
    score_the_rest(filler, half_scored)
    if way == "button":
        qtbot.mouseClick(button(half_scored.top, NEW_RESULTS), LEFT)
    else:
        qtbot.keyClick(half_scored.grid, Qt.Key.Key_R)
    assert names(half_scored) == ["p5.jpg", "p4.jpg", "p3.jpg", "p0.jpg", "p1.jpg", "p2.jpg"]
    assert NEW_RESULTS not in shown_texts(half_scored.top)


def test_the_button_that_appears_moves_nothing_else(half_scored, filler):
    def places():
        others = [half_scored.top.menu_button, half_scored.top._add, half_scored.top._sort, half_scored.top.slider]
        return [each.geometry() for each in (*others, half_scored.grid, half_scored.right)]

    before = places()
    score_the_rest(filler, half_scored)
    half_scored.grab()
    assert places() == before


def test_counts_follow_while_the_order_holds(half_scored, filler):
    unscored = half_scored.left.filters.tree.topLevelItem(1)
    assert unscored.text(1) == "3"
    score_the_rest(filler, half_scored)
    assert unscored.text(1) == "0"


def test_the_current_photograph_stays_through_filters_results_and_folders(half_scored, filler, qtbot):
    sort_by(qtbot, half_scored, "Quality")
    click_cell(qtbot, half_scored, "p1.jpg")
    score_the_rest(filler, half_scored)
    half_scored.library.resort()
    assert current(half_scored) == "p1.jpg"
    drag(qtbot, row(half_scored, "Quality").histogram, 0.0, 0.9)
    assert len(names(half_scored)) < 6
    assert current(half_scored) == "p1.jpg"
    click_item(qtbot, half_scored.left.folders, "shoot")
    assert half_scored.library.folder == SHOOT
    assert current(half_scored) == "p1.jpg"
    assert half_scored.grid.currentIndex().row() == names(half_scored).index("p1.jpg")


def test_new_photographs_leave_the_current_one(window, filler, qtbot):
    click_cell(qtbot, window, "p5.jpg")
    filler.found(["a.jpg", "b.jpg"], Path("/no/such/place/another"))
    window.library.reload()
    assert len(names(window)) == 14
    assert current(window) == "p5.jpg"


def test_a_filter_that_hides_the_current_photograph_moves_to_one_that_is_shown(window, qtbot):
    click_cell(qtbot, window, "p0.jpg")  # the lowest quality
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    assert "p0.jpg" not in names(window)
    assert current(window) == names(window)[0]
    assert window.grid.currentIndex().row() == 0
    assert [index.row() for index in window.grid.selectedIndexes()] == [0]


def test_where_nothing_is_shown_no_photograph_is_current(window, qtbot):
    click_cell(qtbot, window, "p3.jpg")
    click_item(qtbot, window.left.filters.tree, "Could not be read")
    assert (current(window), count_label(window)) == (None, "0 of 12")
    click_item(qtbot, window.left.filters.tree, "All")
    assert current(window) == "p3.jpg"


def test_another_folder_makes_one_of_its_photographs_current(window, filler, qtbot):
    filler.found(["a.jpg"], Path("/no/such/place/another"))
    window.library.reload()
    click_cell(qtbot, window, "p5.jpg")
    click_item(qtbot, window.left.folders, "another")
    assert (names(window), current(window)) == (["a.jpg"], "a.jpg")


def test_photographs_that_are_found_come_last_until_the_order_is_asked_for(half_scored, filler, qtbot):
    filler.score(half_scored.ids[3:], quality=[0.4, 0.5, 0.6])
    half_scored.library.refresh(tuple(half_scored.ids[3:]))
    before = names(half_scored)
    filler.score(filler.found(["new.jpg"], Path("/no/such/place/another")), quality=[0.9])
    half_scored.indexing.listed.emit(Path("/no/such/place/another"), True)
    qtbot.waitUntil(lambda: names(half_scored) == [*before, "new.jpg"])
    assert item_of(half_scored.left.folders, "another").text(1) == "1"
    qtbot.mouseClick(button(half_scored.top, NEW_RESULTS), LEFT)
    assert names(half_scored)[:2] == ["new.jpg", "p5.jpg"]


def test_photographs_that_vanished_leave_the_grid(window, qtbot):
    click_cell(qtbot, window, "p5.jpg")
    folders = window.library.catalog.folders
    folders.record_listing(SHOOT, [FoundFile(SHOOT, f"p{number}.jpg", 10, 1) for number in range(5)])
    window.indexing.listed.emit(SHOOT, True)
    qtbot.waitUntil(lambda: names(window) == [f"p{number}.jpg" for number in range(5)])
    assert current(window) == "p4.jpg"


def test_where_the_current_photograph_vanished_the_next_is_current(window, qtbot):
    click_cell(qtbot, window, "p5.jpg")
    folders = window.library.catalog.folders
    there = [FoundFile(SHOOT, f"p{number}.jpg", 10, 1) for number in range(12) if number not in {4, 5, 6}]
    folders.record_listing(SHOOT, there)
    window.indexing.listed.emit(SHOOT, True)
    qtbot.waitUntil(lambda: len(names(window)) == 9)
    assert current(window) == "p7.jpg"
