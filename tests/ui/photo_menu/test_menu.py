"""The menu of a photograph, opened as a person does."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from ui.driving import CTRL, SHIFT, click_cell, current, names

from clipiqa_desktop.ui.photo_menu.programs import outside_environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are named by desktop entries on Linux alone")


def opened(window, widget, at, reason=QContextMenuEvent.Reason.Mouse):
    """The menu that a right-click opens; None where there is none."""
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert menu is None or isinstance(menu, QMenu)
    return menu


def place_of(window, name):
    return window.grid.visualRect(window.grid.photos.index(names(window).index(name))).center()


def words(menu):
    return [action.text() for action in menu.actions() if action.text()]


def submenu(menu, title):
    return next(action.menu() for action in menu.actions() if action.text() == title)


def test_it_offers_marks_stacks_other_programs_files_and_export(shoot):
    window, _ = shoot
    menu = opened(window, window.grid.viewport(), place_of(window, "b.jpg"))
    assert current(window) == "b.jpg"
    assert words(menu) == [
        "Loupe", "Compare", "Survey", "Pick", "Reject", "No flag", "Stars", "Label", "Stack", "Turn left", "Turn right",
        "Open with", "Show in the file manager", "Copy the files", "Copy the paths", "Export…", "Read and score anew",
        "Camera clock…", "Undo",
    ]  # fmt: skip
    submenu(menu, "Stars").actions()[1].trigger()
    submenu(menu, "Label").actions()[0].trigger()
    columns = window.library.columns
    assert (columns.stars.tolist(), columns.label.tolist()) == ([0, 4], [0, 1])
    menu.close()


def test_shift_f10_opens_it_as_the_menu_key_does(shoot, qtbot):
    window, _ = shoot
    for mode in ("grid", "loupe"):
        window.viewing.show_mode(mode)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F10, SHIFT)
        menu = QApplication.activePopupWidget()
        assert words(menu)[:2] == ["Loupe", "Compare"]
        menu.close()


def test_what_is_selected_stays_so_and_a_click_beside_photographs_opens_nothing(shoot, qtbot):
    window, _ = shoot
    window.grid.selectAll()
    opened(window, window.grid.viewport(), place_of(window, "a.jpg")).close()
    assert len(window.viewing.targets()) == 2
    below = QPoint(5, window.grid.viewport().height() - 5)
    assert opened(window, window.grid.viewport(), below) is None


def test_the_key_for_menus_opens_it_at_the_current_photograph(shoot, qtbot):
    window, _ = shoot
    click_cell(qtbot, window, "b.jpg")
    menu = opened(window, window.grid, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    cell = window.grid.visualRect(window.grid.currentIndex())
    assert cell.contains(window.grid.viewport().mapFromGlobal(menu.pos()))
    assert current(window) == "b.jpg"
    menu.close()


def test_photographs_are_turned_from_it_and_no_panorama_is_offered_where_there_is_none(shoot):
    window, _ = shoot
    menu = window.photo_menu.menu()
    entries = {each.text(): each for each in menu.actions()}
    stack = {each.text() for each in entries["Stack"].menu().actions()}
    assert "Join into one stack" in stack
    assert "Join the panorama" not in stack
    entries["Turn right"].trigger()
    assert window.library.columns.turned.tolist() == [1, 0]


def test_in_the_loupe_it_is_about_the_photograph_there(shoot):
    window, _ = shoot
    window.viewing.show_mode("loupe")
    menu = opened(window, window.viewing.loupe, window.viewing.loupe.rect().center())
    next(each for each in menu.actions() if each.text() == "Pick").trigger()
    assert window.library.columns.flag.tolist() == [1, 0]
    menu.close()


def test_files_and_paths_are_copied_for_other_programs(shoot, qtbot):
    window, folder = shoot
    window.grid.selectAll()
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Qt.Key.Key_C, CTRL)
    data = QApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in data.urls()] == [str(folder / "a.jpg"), str(folder / "b.jpg")]
    qtbot.keyClick(window.grid, Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == f"{folder / 'a.jpg'}\n{folder / 'b.jpg'}"
    assert not QApplication.clipboard().mimeData().hasUrls()


@pytest.fixture
def viewer(tmp_path, monkeypatch):
    """A program for JPEG files that the system names, which notes what it is asked to open."""
    noted = tmp_path / "noted"
    program = tmp_path / "viewer"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{noted}.new"\nmv "{noted}.new" "{noted}"\n')
    program.chmod(0o755)
    entries = tmp_path / "share" / "applications"
    entries.mkdir(parents=True)
    (entries / "viewer.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Look & See\nExec={program} %F\nMimeType=image/jpeg;\n"
    )
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    return noted


def choose_program(window, title):
    menu = window.photo_menu.menu()
    opening = submenu(menu, "Open with")
    opening.aboutToShow.emit()
    next(action for action in opening.actions() if action.text() == title).trigger()
    return opening


def test_a_program_of_the_system_opens_what_is_selected(shoot, viewer: Path, qtbot):
    window, folder = shoot
    window.grid.selectAll()
    opening = choose_program(window, "Look && See")
    assert words(opening) == ["The usual program", "Look && See"]
    qtbot.waitUntil(viewer.exists)
    assert viewer.read_text().splitlines() == [str(folder / "a.jpg"), str(folder / "b.jpg")]


def test_a_program_that_cannot_be_started_says_so(shoot, viewer: Path):
    window, _ = shoot
    said = []
    window.photo_menu.said.connect(said.append)
    (viewer.parent / "viewer").unlink()
    choose_program(window, "Look && See")
    assert [words.partition(": ")[0] for words in said] == ["Look & See could not be started"]


def test_a_file_that_is_not_there_is_not_opened(window):
    opening = submenu(window.photo_menu.menu(), "Open with")
    opening.aboutToShow.emit()
    assert words(opening) == ["The file is not there now"]


def test_other_programs_get_their_own_libraries():
    packed = {"LD_LIBRARY_PATH": "/packed", "LD_LIBRARY_PATH_ORIG": "/usual", "HOME": "/home"}
    assert outside_environment(packed) == {"LD_LIBRARY_PATH": "/usual", "HOME": "/home"}
    assert outside_environment({"HOME": "/home"}) == {"HOME": "/home"}
