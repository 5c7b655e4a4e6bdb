"""Folders, counts and ready-made filters."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication
from ui.driving import SHOOT, click_item, count_label, item_of, names, save_jpegs, wait_until_indexed

from clipiqa_desktop.culling.marking import with_flag, with_stars
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.filters.choice_section import ChoiceSection


def titles(tree):
    return [item.text(0) for item in tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)]


def counts(tree):
    items = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return {item.text(0): item.text(1) for item in items}


@pytest.fixture
def nested(filler, open_window):
    """A shoot with two folders below it and one deeper, and another shoot."""
    filler.found(["top.jpg", "day1/a.jpg", "day1/b.jpg", "day1/raw/c.jpg", "day2/d.jpg"])
    filler.found(["e.jpg"], Path("/no/such/place/other"))
    return open_window()


def test_folders_stand_below_their_folders_with_their_counts(nested):
    assert counts(nested.left.folders) == {
        "All photographs": "6",
        "other": "1",
        "shoot": "5",
        "day1": "3",
        "raw": "1",
        "day2": "1",
    }


def test_new_photographs_change_counts_and_leave_the_rows(nested, filler):
    day1 = item_of(nested.left.folders, "day1")
    filler.found(["top.jpg", "day1/a.jpg", "day1/b.jpg", "day1/new.jpg", "day1/raw/c.jpg", "day2/d.jpg"])
    nested.library.reload()
    assert item_of(nested.left.folders, "day1") is day1
    assert day1.text(1) == "4"


def test_folders_of_the_same_name_can_be_told_apart(filler, open_window):
    for folder in ("trips/weekend", "photos", "photos/weekend"):
        filler.found(["a.jpg"], Path("/no/such") / folder)
    filler.found(["b.jpg"], Path("/no/such/trips/alone"))
    tree = open_window().left.folders
    assert {"photos", "alone", "weekend – trips", "weekend – photos"} <= set(titles(tree))
    assert "weekend" not in titles(tree)
    assert "/no/such/photos/weekend" in item_of(tree, "weekend – photos").toolTip(0)


def test_a_folder_shows_what_lies_in_it_and_below(nested, qtbot):
    click_item(qtbot, nested.left.folders, "day1")
    assert names(nested) == ["a.jpg", "b.jpg", "c.jpg"]
    assert count_label(nested) == "3"
    click_item(qtbot, nested.left.folders, "All photographs")
    assert len(names(nested)) == 6


def test_the_keyboard_moves_through_the_folders(nested, qtbot):
    nested.left.folders.setFocus()
    for _ in range(5):
        qtbot.keyClick(nested.left.folders, Qt.Key.Key_Down)
    assert names(nested) == ["d.jpg"]
    assert nested.left.folders.hasFocus()


def test_filters_count_the_shoot_and_show_their_part(filler, open_window, qtbot):
    ids = filler.shoot(3)
    more = filler.found(["p0.jpg", "p1.jpg", "p2.jpg", "broken.jpg", "new.jpg"])
    assert more[:3] == ids
    filler.fail(more[3], "It is damaged.")
    window = open_window()
    states = {"All": "5", "Not scored yet": "1", "Could not be read": "1", "Hidden by filters": "0"}
    assert counts(window.left.filters.tree) == states
    click_item(qtbot, window.left.filters.tree, "Not scored yet")
    assert (names(window), count_label(window)) == (["new.jpg"], "1 of 5")
    click_item(qtbot, window.left.filters.tree, "Could not be read")
    assert names(window) == ["broken.jpg"]
    click_item(qtbot, window.left.filters.tree, "All")
    assert len(names(window)) == 5


def test_a_folder_that_vanished_is_grey_and_keeps_its_photographs(filler, open_window, tmp_path, qtbot):
    filler.shoot(3)
    window = open_window()
    window.indexing.start()
    wait_until_indexed(qtbot, window)
    item = item_of(window.left.folders, "shoot")
    assert item.text(0) == "shoot (offline)"
    assert item.foreground(0).color().name() == style.DARK.faint
    assert sorted(names(window)) == ["p0.jpg", "p1.jpg", "p2.jpg"]


def test_a_folder_that_is_back_is_grey_no_more(open_window, tmp_path, qtbot):
    folder = save_jpegs(tmp_path / "card", "a.jpg")
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    folder.rename(tmp_path / "away")
    for expected in ("card (offline)", "card"):
        window.folders.look_again()
        wait_until_indexed(qtbot, window)
        assert item_of(window.left.folders, "card").text(0) == expected
        assert names(window) == ["a.jpg"]
        if expected != "card":
            (tmp_path / "away").rename(folder)


def test_a_folder_can_be_taken_off_the_list_and_its_scores_come_back_with_it(window, qtbot):
    def choose():
        menu = QApplication.activePopupWidget()
        next(action for action in menu.actions() if action.text().startswith("Take off")).trigger()
        menu.close()

    tree = window.left.folders
    QTimer.singleShot(100, choose)
    tree.customContextMenuRequested.emit(tree.visualItemRect(item_of(tree, "shoot")).center())
    assert names(window) == []
    assert window.pages.currentWidget() is window.pages.no_folders
    window.library.catalog.folders.add_root(SHOOT)
    window.library.reload()
    assert len(names(window)) == 12


def test_a_folder_can_be_left_out_and_taken_in_again(open_window, tmp_path, qtbot):
    def choose(title, words):
        menu = window.left.menu(item_of(tree, title))
        next(action for action in menu.actions() if action.text().startswith(words)).trigger()
        wait_until_indexed(qtbot, window)

    folder = save_jpegs(tmp_path / "shoot", "a.jpg")
    save_jpegs(folder / "day", "b.jpg")
    window = open_window()
    tree = window.left.folders
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    choose("day", "Leave this folder out")
    assert names(window) == ["a.jpg"]
    assert counts(tree) == {"All photographs": "1", "shoot": "1", "day (left out)": "0"}
    window.folders.look_again()
    wait_until_indexed(qtbot, window)
    assert names(window) == ["a.jpg"]
    choose("day", "Take this folder in again")
    assert sorted(names(window)) == ["a.jpg", "b.jpg"]


def test_folders_of_servers_that_were_once_looked_through_are_not_shown(filler, open_window):
    filler.found(["top.jpg", "day/a.jpg", "day/@eaDir/a.jpg/b.jpg"])
    assert set(counts(open_window().left.folders)) == {"All photographs", "shoot", "day"}


def test_the_menu_opens_on_folders_only(window):
    for place in (QPoint(5, 5), QPoint(5, 5000)):
        window.left.folders.customContextMenuRequested.emit(place)
        assert QApplication.activePopupWidget() is None


def test_long_names_do_not_widen_the_panel(filler, open_window):
    filler.found(["a.jpg"], Path("/no/such/place/" + "long" * 50))
    window = open_window()
    window.grab()
    assert window.left.width() < 300
    assert item_of(window.left.folders, "long").text(1) == "1"


def test_the_list_is_as_high_as_its_rows(nested, open_window):
    nested.grab()
    tree = nested.left.folders
    last = tree.visualItemRect(item_of(tree, "day2")).bottom()
    assert last <= tree.height() <= last + 8


def section(window, title):
    return next(each for each in window.left.findChildren(ChoiceSection) if each.tree.accessibleName() == title)


def test_marks_filter_and_are_counted(filler, open_window, qtbot):
    filler.shoot(5)
    window = open_window()
    window.library.mark(window.library.ids[:2].tolist(), "Pick", with_flag(1))
    window.library.mark(window.library.ids[1:3].tolist(), "4 stars", with_stars(4))
    tree = section(window, "Marks").tree
    rows = {tree.topLevelItem(row).text(0): tree.topLevelItem(row).text(1) for row in range(tree.topLevelItemCount())}
    assert rows["⚑ Picked"] == "2"
    assert rows["No flag"] == "3"
    assert rows["★★★★ and more"] == "2"
    assert rows["★★★★★"] == rows["Blue label"] == "0"  # they stay, so that none moves under the pointer
    qtbot.waitUntil(lambda: tree.viewport().height() >= tree.visualItemRect(item_of(tree, "★★★★ and more")).bottom())
    click_item(qtbot, tree, "⚑ Picked")
    click_item(qtbot, tree, "★★★★ and more")
    assert names(window) == ["p1.jpg"]
    assert {item.text(0) for item in tree.selectedItems()} == {"⚑ Picked", "★★★★ and more"}
    click_item(qtbot, tree, "⚑ Picked")
    assert names(window) == ["p1.jpg", "p2.jpg"]
    window.filters.clear()
    assert not tree.selectedItems()


def test_cameras_are_listed_where_there_are_several(filler, open_window, qtbot):
    filler.shoot(4)
    with closing(sqlite3.connect(filler.places.catalog)) as catalog, catalog:
        catalog.execute(
            "UPDATE photos SET camera = CASE WHEN name < 'p2' THEN 'Canon' ELSE 'Nikon' END, lens = '35 mm'"
        )
    window = open_window()
    assert not section(window, "Lenses").isVisible()
    click_item(qtbot, section(window, "Cameras").tree, "Nikon")
    assert names(window) == ["p2.jpg", "p3.jpg"]


def test_a_renamed_folder_leaves_no_empty_row(open_window, tmp_path, qtbot):
    save_jpegs(tmp_path / "photos" / "before", "a.jpg")
    save_jpegs(tmp_path / "photos", "b.jpg")
    window = open_window()
    window.folders.add([tmp_path / "photos"])
    wait_until_indexed(qtbot, window)
    (tmp_path / "photos" / "before").rename(tmp_path / "photos" / "after")
    window.folders.look_again()
    wait_until_indexed(qtbot, window)
    assert titles(window.left.folders) == ["All photographs", "photos", "after"]


def test_a_folder_that_comes_or_goes_is_the_shoot_after_one_answer(window, tmp_path, qtbot):
    """To ask twice would keep the keys waiting twice as long."""
    answers = []
    window.library.answer_changed.connect(lambda: answers.append((window.library.folder, window.left.selected())))
    folder = save_jpegs(tmp_path / "card", "a.jpg")
    window.folders.add([folder])
    assert answers == [(folder, folder)]
    wait_until_indexed(qtbot, window)
    assert names(window) == ["a.jpg"]
    answers.clear()
    window.folders.remove(folder)
    assert answers == [(None, None)]
    assert len(names(window)) == 12
