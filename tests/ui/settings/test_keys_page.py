"""The page of the keys: other keys for an entry, taken from others only after a yes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton
from tools.settings_file import settings_of
from ui.driving import CTRL, LEFT, SHIFT, button, current

from clipiqa_desktop.settings import KEYS, Settings
from clipiqa_desktop.ui.actions import normal

Key = Qt.Key


@pytest.fixture
def page(window, open_settings):
    dialog = open_settings(window)
    dialog.list.setCurrentRow(2)
    return dialog.keys


def choose(page, text):
    rows = [row for row in range(page.table.rowCount()) if page.table.item(row, 1).text() == text]
    page.table.selectRow(rows[0])


def shown(page):
    return [page.table.item(row, 1).text() for row in range(page.table.rowCount()) if not page.table.isRowHidden(row)]


def give(qtbot, page, text, key, modifier=Qt.KeyboardModifier.NoModifier):
    choose(page, text)
    qtbot.mouseClick(page.add, LEFT)
    assert page.capture.isVisible()
    qtbot.keyClick(page.capture, key, modifier)


def back_to(qtbot, window, page):
    page.window().close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.grid.setFocus()


def stars(window):
    return window.library.catalog.marks.of([window.library.current_id])[window.library.current_id].stars


def ambiguous(window):
    """Keys that more than one action waits for; Qt would trigger none of them."""
    given = [
        normal(key.toString())
        for action in window.findChildren(type(window.actions()[0]))
        for key in action.shortcuts()
    ]
    return {key for key in given if given.count(key) > 1}


def test_a_new_key_works_at_once_beside_the_old_one(window, page, qtbot):
    give(qtbot, page, "3 stars", Key.Key_F6)
    assert not page.capture.isVisible()
    back_to(qtbot, window, page)
    qtbot.keyClick(window.grid, Key.Key_F6)
    assert stars(window) == 3
    qtbot.keyClick(window.grid, Key.Key_2)
    qtbot.keyClick(window.grid, Key.Key_3)
    assert stars(window) == 3
    qtbot.keyClick(window.grid, Key.Key_F6, SHIFT)
    assert current(window) == "p1.jpg"


def test_keys_are_there_at_the_next_start(window, page, open_window, qtbot):
    give(qtbot, page, "Pick", Key.Key_M)
    page.window().close()
    window.close()
    again = open_window()
    assert again.actions_by_name.keys("pick") == ("P", "M")


def test_a_key_is_taken_from_another_only_after_a_yes(window, page, qtbot):
    actions = window.actions_by_name
    give(qtbot, page, "Pick", Key.Key_Z, CTRL)
    assert page.words.text() == "Ctrl+Z is used by “Undo”: take it from there?"
    assert actions.keys("undo") == ("Ctrl+Z",)
    qtbot.mouseClick(button(page, "Leave it"), LEFT)
    assert (actions.keys("pick"), actions.keys("undo")) == (("P",), ("Ctrl+Z",))
    give(qtbot, page, "Pick", Key.Key_Z, CTRL)
    qtbot.mouseClick(button(page, "Take it"), LEFT)
    assert (actions.keys("pick"), actions.keys("undo")) == (("P", "Ctrl+Z"), ())
    assert ambiguous(window) == set()


def test_what_goes_on_with_shift_is_guarded_too(window, page, qtbot):
    give(qtbot, page, "Undo", Key.Key_1, SHIFT)
    assert page.words.text().startswith("Shift+1 is “1 star” and on to the next photograph")
    give(qtbot, page, "Pick", Key.Key_F7)
    assert "Shift+F7 is used by “Both panels”" in page.words.text()
    assert "F7 is used by “Left panel”" in page.words.text()
    qtbot.mouseClick(button(page, "Take it"), LEFT)
    assert window.actions_by_name.keys("toggle_panels") == ("Ctrl+Tab",)
    assert ambiguous(window) == set()


def test_a_sign_made_with_shift_is_the_sign(window, page, qtbot):
    give(qtbot, page, "Undo", Key.Key_Question, SHIFT)
    assert "is used by “Keys”" in page.words.text()
    qtbot.mouseClick(button(page, "Take it"), LEFT)
    assert window.actions_by_name.keys("show_keys") == ()
    assert window.actions_by_name.keys("undo") == ("Ctrl+Z", "?")


@pytest.mark.parametrize("key", [Key.Key_Left, Key.Key_Space, Key.Key_Return, Key.Key_PageDown, Key.Key_Delete])
def test_keys_of_the_views_cannot_be_had(window, page, key, qtbot):
    give(qtbot, page, "Pick", key)
    assert "cannot do anything else" in page.words.text()
    assert window.actions_by_name.keys("pick") == ("P",)


def test_escape_and_tab_leave_the_field(page, qtbot):
    for key in (Key.Key_Escape, Key.Key_Tab):
        choose(page, "Pick")
        qtbot.mouseClick(page.add, LEFT)
        qtbot.keyClick(page.capture, Key.Key_Shift)
        assert page.capture.isVisible()
        qtbot.keyClick(page.capture, key)
        qtbot.waitUntil(lambda: not page.capture.isVisible())
        assert page.isVisible()


def test_a_key_is_taken_away_and_one_or_all_come_back(window, page, qtbot):
    actions = window.actions_by_name
    choose(page, "Reject")
    chip = next(each for each in page.findChildren(QAbstractButton) if each.text().startswith("X"))
    qtbot.mouseClick(chip, LEFT)
    assert actions.keys("reject") == ()
    give(qtbot, page, "Pick", Key.Key_X)
    assert actions.keys("pick") == ("P", "X")
    choose(page, "Reject")
    qtbot.mouseClick(page.reset, LEFT)
    assert page.words.text() == "X is used by “Pick”: take it from there?"
    qtbot.mouseClick(button(page, "Take it"), LEFT)
    assert (actions.keys("pick"), actions.keys("reject")) == (("P",), ("X",))
    give(qtbot, page, "Pick", Key.Key_F6)
    qtbot.mouseClick(button(page, "Reset all keys"), LEFT)
    qtbot.mouseClick(button(page, "Reset"), LEFT)
    assert all(actions.keys(entry.name) == entry.keys for entry in actions.entries)
    assert Settings(window._places.settings).get(KEYS) == {}


def test_words_and_keys_narrow_the_list(page, qtbot):
    qtbot.keyClicks(page.search, "ctrl+z")
    assert shown(page) == ["Undo"]
    assert page.table.entry.name == "undo"
    page.search.setText("nothing of the kind")
    assert shown(page) == []
    assert page.table.entry is None
    assert not page.add.isEnabled()
    page.search.clear()
    qtbot.keyClick(page.search, Key.Key_Return)
    assert page.isVisible()


def test_enter_on_a_row_asks_for_a_key(page, qtbot):
    choose(page, "Pick")
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.capture.hasFocus()


@pytest.mark.parametrize(
    "kept", [1, [], "P", {"pick": "P"}, {"pick": [1]}, {"pick": ["Ctrl+Nothing"]}, {"pick": ["A, B"]}]
)
def test_stored_keys_that_make_no_sense_are_as_if_they_were_not(places, filler, open_window, kept):
    settings_of(places.settings, keys=kept)
    filler.shoot(1)
    assert open_window().actions_by_name.keys("pick") == ("P",)


def test_no_two_entries_come_to_one_key_by_what_is_stored(places, filler, open_window, qtbot):
    settings_of(places.settings, keys={"pick": ["K", "X"], "unflag": ["k", "U"]})
    filler.shoot(1)
    window = open_window()
    actions = window.actions_by_name
    assert (actions.keys("pick"), actions.keys("unflag"), actions.keys("reject")) == (("K", "X"), ("U",), ())
    assert ambiguous(window) == set()


def test_the_keys_shown_elsewhere_follow(window, page, qtbot):
    give(qtbot, page, "Compare", Key.Key_F6)
    assert "F6" in window.top.modes._buttons["compare"].toolTip()
    assert window.actions_by_name["compare"].shortcuts() == [QKeySequence("C"), QKeySequence("F6")]
