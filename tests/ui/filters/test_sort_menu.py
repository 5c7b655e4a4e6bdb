"""The menu of orders: the same entries in the same places, grey with the reason where one would do nothing."""

import pytest
from PySide6.QtWidgets import QMenu
from ui.driving import stack

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.ui.filters.sort_menu import sort_menu

NO_VALUE = "No photograph here has a value."
NO_SCORE = "No photograph here has a score: scores come with the weights."


def entries(window):
    """Of the menu as it opens now: each with the reason why it is grey, None where it is not."""
    menu = sort_menu(window.library, window.right.why_no_order, window)
    return {each.text(): None if each.isEnabled() else each.toolTip() for each in menu.actions() if each.text()}


@pytest.fixture
def unscored(filler, open_window):
    """A window without weights, on photographs of which only the files are known."""
    filler.found([f"p{number}.jpg" for number in range(3)])
    return open_window()


def test_all_orders_are_always_there_in_the_same_places(unscored, filler):
    before = list(entries(unscored))
    ids = unscored.library.columns.ids.tolist()
    filler.read(ids)
    filler.score(ids, quality=[0.3, 0.2, 0.1])
    unscored.library.refresh(ids)
    assert list(entries(unscored)) == before
    assert entries(unscored)["Quality"] is None


def test_scores_are_grey_as_long_as_there_are_none_and_nothing_makes_them(unscored):
    assert {entries(unscored)[title] for title in ("Quality", "Sharpness", "Happy")} == {NO_SCORE}
    assert entries(unscored)["Name"] is None
    unscored.right.expect_scores(True)
    assert entries(unscored)["Quality"] is None


def test_what_is_measured_is_grey_until_it_is_known_or_on_its_way(unscored):
    assert (entries(unscored)["Focus"], entries(unscored)["ISO"]) == (NO_VALUE, NO_VALUE)
    coming = Progress(
        Phase.LOOKING, 0, 3, stage="glance", stages=(StageCount("glance", 0, 3), StageCount("measure", 0, 3))
    )
    unscored.indexing.progressed.emit(coming)
    assert (entries(unscored)["Focus"], entries(unscored)["ISO"]) == (None, None)


def test_what_sorts_now_is_never_grey(unscored):
    unscored.library.ask(unscored.library.query.sorted_by("focus"))
    assert entries(unscored)["Focus"] is None


def test_nothing_is_grey_where_there_are_no_photographs(open_window):
    assert {*entries(open_window()).values()} == {None}


def test_the_first_key_is_no_second_one(window):
    menu = sort_menu(window.library, window.right.why_no_order, window)
    (below,) = (each for each in menu.findChildren(QMenu) if each.title() == "Then by")
    captured = next(each for each in below.actions() if each.text() == "Capture time")
    assert (captured.isEnabled(), captured.toolTip()) == (False, "The photographs are sorted by it first.")


def test_what_only_filters_is_no_order(window, qtbot):
    before = entries(window)
    stack(window, [0, 1, 2])
    window.cut.softer.filter()
    qtbot.waitUntil(lambda: window.library.query.range_of("softer") != Range())
    window.cut.open_panel()
    qtbot.waitUntil(lambda: window.library.ghosts is not None)
    assert list(entries(window)) == list(before)


def test_an_entry_that_takes_stacks_is_grey_without_any(window):
    def entry():
        menu = QMenu(window)
        window.row_menu.opening.emit("focus", menu)
        return menu.actions()[0].isEnabled(), menu.actions()[0].toolTip()

    assert entry() == (False, "There are no stacks here.")
    stack(window, [0, 1, 2])
    assert entry()[0]
