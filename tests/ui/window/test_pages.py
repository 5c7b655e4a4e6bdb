"""What stands in the middle when there are no photographs to show."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from ui.driving import LEFT, button, click_item, count_label, drag, names, row, save_jpegs, wait_until_indexed

from clipiqa_desktop.indexing import run


def page(window):
    return window.pages.currentWidget()


def test_without_folders_the_window_asks_for_one(open_window, tmp_path, monkeypatch, qtbot):
    folder = save_jpegs(tmp_path / "photos", "a.jpg")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    window = open_window()
    assert page(window) is window.pages.no_folders
    assert count_label(window) == ""
    assert button(page(window), "Add folder…").hasFocus()
    qtbot.keyClick(button(page(window), "Add folder…"), Qt.Key.Key_Space)
    wait_until_indexed(qtbot, window)
    assert names(window) == ["a.jpg"]
    assert page(window) is window.viewing
    assert window.grid.hasFocus()


def test_no_folder_chosen_is_no_folder_added(open_window, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    window = open_window()
    qtbot.mouseClick(button(page(window), "Add folder…"), LEFT)
    assert page(window) is window.pages.no_folders


def test_while_it_looks_the_window_says_so(open_window, tmp_path, monkeypatch, qtbot):
    go_on, find = threading.Event(), run.find_photographs
    monkeypatch.setattr(run, "find_photographs", lambda *what, **more: go_on.wait(20) and find(*what, **more))
    window = open_window()
    window.folders.add([save_jpegs(tmp_path / "photos", "a.jpg")])
    assert page(window) is window.pages.looking  # at once: never "no photographs" before anybody looked
    qtbot.wait(300)
    assert page(window) is window.pages.looking
    go_on.set()
    qtbot.waitUntil(lambda: page(window) is window.viewing)
    wait_until_indexed(qtbot, window)


def test_an_empty_folder_is_said_to_be_empty_and_can_be_looked_through_again(open_window, tmp_path, qtbot):
    folder = save_jpegs(tmp_path / "empty")
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    assert page(window) is window.pages.folder_is_empty
    save_jpegs(folder, "new.jpg")
    qtbot.mouseClick(button(page(window), "Look through it again"), LEFT)
    wait_until_indexed(qtbot, window)
    assert (names(window), page(window)) == (["new.jpg"], window.viewing)


def test_where_nothing_matches_the_filters_can_be_turned_off(window, qtbot):
    drag(qtbot, row(window, "Quality").histogram, 0.9, 1.2)
    click_item(qtbot, window.left.filters.tree, "Could not be read")
    assert page(window) is window.pages.nothing_matches
    qtbot.mouseClick(button(page(window), "Turn all filters off"), LEFT)
    assert (len(names(window)), page(window)) == (12, window.viewing)


def test_another_page_does_not_take_the_keyboard_from_the_folders(window, filler, qtbot):
    window.left.filters.tree.setFocus()
    qtbot.keyClick(window.left.filters.tree, Qt.Key.Key_Down)
    qtbot.keyClick(window.left.filters.tree, Qt.Key.Key_Down)
    qtbot.keyClick(window.left.filters.tree, Qt.Key.Key_Return)
    assert page(window) is window.pages.nothing_matches
    assert window.left.filters.tree.hasFocus()
    qtbot.keyClick(window.left.filters.tree, Qt.Key.Key_Return)
    assert page(window) is window.viewing
    assert window.left.filters.tree.hasFocus()
