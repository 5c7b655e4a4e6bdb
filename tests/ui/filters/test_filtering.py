"""Filters as a whole: off and on, inverted, by name, by typed numbers, saved under a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton
from ui.driving import CTRL, LEFT, SHIFT, click_item, count_label, current, item_of, names, when_open

from clipiqa_desktop.catalog.query.query import Range, SortKey
from clipiqa_desktop.ui.attributes.range_dialog import RangeDialog
from clipiqa_desktop.ui.widgets.name_dialog import NameDialog
from clipiqa_desktop.ui.widgets.tree import tree_items

Key = Qt.Key
LAST_HALF = ["p6.jpg", "p7.jpg", "p8.jpg", "p9.jpg", "p10.jpg", "p11.jpg"]


@pytest.fixture
def good(window):
    """A window that shows the better half."""
    window.library.ask(window.library.query.with_range("quality", Range(0.5, None)))
    assert names(window) == LAST_HALF
    window.grid.setFocus()
    return window


def rows(window):
    trees = (window.left.filters.tree, window.left.saved.tree)
    return {item.text(0): item.text(1) for tree in trees for item in tree_items(tree)}


def active(window):
    trees = (window.left.filters.tree, window.left.saved.tree)
    return [item.text(0) for tree in trees for item in tree.selectedItems()]


def answer_dialog(qtbot, text):
    """Types into the dialog that opens next, and agrees."""

    def type_it(dialog):
        assert isinstance(dialog, NameDialog)
        field = dialog.findChild(QLineEdit)
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Key.Key_Return)

    when_open(QApplication.activeModalWidget, type_it)


def test_one_key_turns_all_filters_off_and_on_again(good, qtbot):
    good.library.ask(good.library.query.with_choice("flag", [0]))
    qtbot.keyClick(good.grid, Key.Key_L, CTRL)
    assert count_label(good) == "12"
    good.library.ask(good.library.query.sorted_by("sharpness"))
    qtbot.keyClick(good.grid, Key.Key_L, CTRL)
    assert sorted(names(good)) == sorted(LAST_HALF)
    assert good.library.query.sort == (SortKey("sharpness", descending=True),)
    assert good.library.query.choice_of("flag") == {0}


def test_filters_that_are_off_are_cleared_too_and_none_comes_back(good, qtbot):
    qtbot.keyClick(good.grid, Key.Key_L, CTRL)
    qtbot.keyClick(good.grid, Key.Key_0, CTRL)
    qtbot.keyClick(good.grid, Key.Key_L, CTRL)
    assert count_label(good) == "12"


def test_filters_that_are_off_give_way_to_new_ones(good, qtbot):
    qtbot.keyClick(good.grid, Key.Key_L, CTRL)
    good.library.ask(good.library.query.with_range("quality", Range(None, 0.2)))
    good.library.ask(good.library.query.unfiltered)
    qtbot.keyClick(good.grid, Key.Key_L, CTRL)
    assert count_label(good) == "12"


def test_inverted_filters_show_the_others(good, qtbot):
    qtbot.keyClick(good.grid, Key.Key_I, CTRL)
    assert names(good) == [f"p{number}.jpg" for number in range(6)]
    assert "Hidden by filters" in active(good)
    assert rows(good)["Hidden by filters"] == "6"
    tree = good.left.filters.tree
    qtbot.waitUntil(lambda: tree.height() > tree.visualItemRect(item_of(tree, "Hidden by filters")).bottom())
    click_item(qtbot, tree, "Hidden by filters")
    assert names(good) == LAST_HALF


def test_nothing_is_inverted_where_nothing_filters(window, qtbot):
    qtbot.keyClick(window.grid, Key.Key_I, CTRL)
    assert count_label(window) == "12"
    assert rows(window)["Hidden by filters"] == "0"
    click_item(qtbot, window.left.filters.tree, "Hidden by filters")
    assert (count_label(window), active(window)) == ("12", ["All"])


def test_the_name_filters_by_part_or_pattern(window, qtbot):
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Key.Key_F, CTRL | SHIFT)
    field = window.left.name.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "P1")
    qtbot.waitUntil(lambda: names(window) == ["p1.jpg", "p10.jpg", "p11.jpg"])
    qtbot.keyClicks(field, "?.jpg")
    qtbot.waitUntil(lambda: names(window) == ["p10.jpg", "p11.jpg"])
    qtbot.keyClick(field, Key.Key_Escape)
    qtbot.waitUntil(lambda: count_label(window) == "12")
    assert window.grid.hasFocus()


def test_the_field_follows_when_the_filters_are_cleared(window, qtbot):
    qtbot.keyClicks(window.left.name.field, "p1")
    qtbot.waitUntil(lambda: count_label(window) == "3 of 12")
    click_item(qtbot, window.left.filters.tree, "All")
    assert (window.left.name.field.text(), count_label(window)) == ("", "12")


def test_filters_are_saved_under_a_name_and_come_back(good, open_window, qtbot):
    answer_dialog(qtbot, "Good ones")
    qtbot.keyClick(good.grid, Key.Key_S, CTRL | SHIFT)
    assert (rows(good)["Good ones"], active(good)) == ("6", ["Good ones"])
    click_item(qtbot, good.left.filters.tree, "All")
    assert (count_label(good), active(good)) == ("12", ["All"])
    good.close()
    again = open_window()
    click_item(qtbot, again.left.saved.tree, "Good ones")
    assert names(again) == LAST_HALF
    click_item(qtbot, again.left.saved.tree, "Good ones")
    assert count_label(again) == "12"


def test_who_saves_is_told_what_is_saved_and_what_gives_way_to_it(good, qtbot):
    good.presets.save("Good ones")
    seen = []

    def look(dialog):
        seen.extend(each.text() for each in dialog.findChildren(QLabel))
        assert not dialog.agree.isEnabled()
        qtbot.keyClicks(dialog.line, "Good ones")
        seen.extend((dialog.told.text(), dialog.agree.text()))
        dialog.reject()

    when_open(QApplication.activeModalWidget, look)
    qtbot.keyClick(good.grid, Key.Key_S, CTRL | SHIFT)
    assert "Quality from 0.50. In the order Capture time ↑." in seen
    assert seen[-2:] == ["There is one of this name already: it gives way to this.", "Replace"]


def test_a_name_that_is_taken_cannot_be_given_to_another(good, qtbot):
    good.presets.save("Good ones")
    good.presets.save("Others")
    seen = []

    def rename(dialog):
        for name in ("Good ones", "Others", "Better ones"):
            dialog.line.setText(name)
            seen.append((dialog.told.text(), dialog.agree.isEnabled()))
        qtbot.keyClick(dialog.line, Key.Key_Return)

    when_open(QApplication.activeModalWidget, rename)
    good.presets._ask_to_rename("Others")
    assert seen == [("There is one of this name already: choose another name.", False), ("", True), ("", True)]
    assert {"Good ones", "Better ones"} <= rows(good).keys()


def test_saved_filters_are_renamed_and_deleted(good, qtbot):
    good.presets.save("Good ones")
    good.presets.rename("Good ones", "Keepers")
    assert "Keepers" in rows(good)
    assert "Good ones" not in rows(good)
    good.presets.delete("Keepers")
    assert "Keepers" not in rows(good)
    assert names(good) == LAST_HALF


def test_a_range_is_typed_in_percentiles_and_filters_meanwhile(window, qtbot):
    dialog = RangeDialog(window.library, "quality", window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.low, "75")
    assert names(window) == ["p9.jpg", "p10.jpg", "p11.jpg"]
    assert window.library.query.range_of("quality") == Range(75.0, None, percentile=True)
    dialog.accept()
    assert len(names(window)) == 3


def test_a_cancelled_range_brings_back_what_was_before(window, qtbot):
    window.library.ask(window.library.query.with_range("quality", Range(0.5, None)))
    dialog = RangeDialog(window.library, "quality", window)
    qtbot.addWidget(dialog)
    assert (dialog.low.text(), dialog.raw.isChecked()) == ("0.5", True)
    qtbot.keyClicks(dialog.high, "0.6")
    assert names(window) == ["p6.jpg"]
    dialog.reject()
    assert names(window) == LAST_HALF


def test_the_keyboard_stays_with_a_photograph_that_is_shown(good, qtbot):
    qtbot.keyClick(good.grid, Key.Key_I, CTRL)
    assert current(good) in names(good)


def test_a_row_says_what_it_filters(good):
    assert item_of(good.left.filters.tree, "Not scored yet").text(1) == "0"


@pytest.mark.parametrize("how", ["keys", "button"])
def test_a_name_field_that_was_cleared_gives_the_keyboard_back_to_the_photographs(window, qtbot, how):
    field = window.left.name.field
    field.setFocus()
    qtbot.keyClicks(field, "p1")
    qtbot.keyClick(field, Key.Key_Return)
    assert count_label(window) == "3 of 12"
    if how == "keys":
        qtbot.keyClick(field, Key.Key_0, CTRL)
    else:
        qtbot.mouseClick(field.findChild(QToolButton), LEFT)
    qtbot.waitUntil(lambda: count_label(window) == "12")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_P)
    assert (field.text(), window.library.columns.flag.sum()) == ("", 1)
