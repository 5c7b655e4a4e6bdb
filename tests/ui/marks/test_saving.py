"""Marks that cannot be saved: shown, told, tried again, and never lost without a word."""

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from ui.driving import CTRL, LEFT, button, when_open

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.marks import saving

Key = Qt.Key
HELD = "another program holds the catalog"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(saving, "AGAIN_MS", 20)
    monkeypatch.setattr(saving, "TELL_MS", 20)
    monkeypatch.setattr(saving, "LAST_WAIT_S", 0.05)


@pytest.fixture
def other(quick, window, places):
    """Another program's connection to the window's catalog, to hold and to look into it."""
    window.grid.setFocus()
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        yield catalog
        if catalog.connection.in_transaction:
            let_go(catalog)


def hold(catalog):
    catalog.connection.execute("BEGIN IMMEDIATE")


def let_go(catalog):
    catalog.connection.execute("ROLLBACK")


def press(qtbot, window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.grid, key, modifiers)


def saved(other, window):
    return other.marks.of(window.library.ids.tolist())[window.library.current_id]


def shown(window):
    row = window.library.columns.rows([window.library.current_id])[0]
    return int(window.library.columns.stars[row]), int(window.library.columns.flag[row])


def test_a_held_catalog_delays_marks_and_loses_none(window, other, qtbot):
    hold(other)
    press(qtbot, window, Key.Key_4)
    press(qtbot, window, Key.Key_P)
    assert (shown(window), saved(other, window)) == ((4, 1), Mark())
    assert window.library.unsaved == {window.library.current_id}
    qtbot.waitUntil(window.saving.notice.isVisible)
    assert f"The marks of one photograph are not saved yet:</b> {HELD}" in window.saving.notice._text.whole
    let_go(other)
    qtbot.waitUntil(lambda: saved(other, window) == Mark(4, 1))
    qtbot.waitUntil(lambda: not window.saving.notice.isVisible())
    assert window.bottom._said.whole == "All marks are saved now"
    assert not window.library.unsaved


def test_what_is_not_saved_looks_so(window, other, qtbot):
    cell = window.grid.visualRect(window.grid.currentIndex())
    press(qtbot, window, Key.Key_4)
    before = window.grid.viewport().grab(cell).toImage()
    hold(other)
    press(qtbot, window, Key.Key_3)
    press(qtbot, window, Key.Key_4)
    waiting = window.grid.viewport().grab(cell).toImage()
    assert waiting != before
    let_go(other)
    qtbot.waitUntil(lambda: not window.library.unsaved)
    assert window.grid.viewport().grab(cell).toImage() != waiting


def test_marks_wait_while_folders_are_read_anew(window, other, qtbot):
    hold(other)
    press(qtbot, window, Key.Key_4)
    window.library.merge_new()
    window.library.refresh(window.library.ids.tolist())
    assert shown(window) == (4, 0)
    let_go(other)
    qtbot.waitUntil(lambda: saved(other, window) == Mark(4))


def test_a_full_disk_is_told_and_saved_when_there_is_room(window, other, qtbot):
    other.connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON marks BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    press(qtbot, window, Key.Key_4)
    qtbot.waitUntil(window.saving.notice.isVisible)
    assert "database or disk is full" in window.saving.notice._text.whole
    other.connection.execute("DROP TRIGGER full")
    qtbot.mouseClick(button(window.saving.notice, "Try now"), LEFT)
    assert saved(other, window) == Mark(4)


def test_an_undo_that_cannot_be_saved_is_told_and_keeps_its_step(window, other, qtbot):
    press(qtbot, window, Key.Key_4)
    hold(other)
    press(qtbot, window, Key.Key_Z, CTRL)
    assert window.bottom._said.whole == f"Not undone yet: {HELD}"
    assert shown(window) == (4, 0)
    let_go(other)
    press(qtbot, window, Key.Key_Z, CTRL)
    assert saved(other, window) == Mark()


def close_with(window, answer):
    """Closes the window and answers what it asks, if it does; answers whether it is closed, and what was asked."""
    asked = []

    def press_it(box):
        asked.append(box.text())
        box.button(answer).click()

    when_open(lambda: (isinstance(box := QApplication.activeModalWidget(), QMessageBox) and box) or None, press_it)
    return window.close(), asked


def test_closing_asks_before_marks_are_lost(window, other, qtbot):
    hold(other)
    press(qtbot, window, Key.Key_4)
    closed, asked = close_with(window, QMessageBox.StandardButton.Cancel)
    assert (closed, asked) == (False, [f"The marks of one photograph are not saved: {HELD}."])
    assert window.isVisible()
    assert shown(window) == (4, 0)
    assert close_with(window, QMessageBox.StandardButton.Discard)[0]


def test_closing_saves_what_can_be_saved_by_then(window, other, qtbot):
    current = window.library.current_id
    hold(other)
    press(qtbot, window, Key.Key_4)
    let_go(other)
    assert window.close()
    assert other.marks.of([current])[current] == Mark(4)
