"""The window stands again as it was left."""

import json

import pytest
from PySide6.QtCore import QSize, Qt
from ui.driving import LEFT, SHIFT, SHOOT, click_cell, click_item, current, drag, names, row

from clipiqa_desktop.settings import WINDOW, Settings
from clipiqa_desktop.ui.window_state import FIRST_SIZE, fitting


def test_all_is_as_it_was_left(window, open_window, qtbot):
    window.resize(790, 610)  # the offscreen screen is no larger than 800 x 800
    window.top.slider.setValue(250)
    qtbot.mouseClick(row(window, "Brightness").button, LEFT)
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT, SHIFT)
    drag(qtbot, row(window, "Quality").histogram, 0.25, 1.2)
    click_item(qtbot, window.left.folders, "shoot")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: window.grid.width() > 400)
    click_cell(qtbot, window, names(window)[4])
    before = names(window), current(window), window.library.query, window.grid.gridSize()
    window.close()

    again = open_window(size=None)
    assert (names(again), current(again), again.library.query, again.grid.gridSize()) == before
    assert again.library.folder == SHOOT
    assert (again.left.isHidden(), again.right.isHidden()) == (True, False)
    assert again.grid.currentIndex().row() == 4
    assert (again.width(), again.height()) == (790, 610)


@pytest.mark.parametrize("mode", ["loupe", "compare", "survey"])
def test_the_mode_is_that_in_which_it_was_left(window, open_window, qtbot, mode):
    click_cell(qtbot, window, "p3.jpg")
    for _ in range(1 if mode == "compare" else 3):
        qtbot.keyClick(window.grid, Qt.Key.Key_Right, SHIFT)
    window.viewing.show_mode(mode)
    seen, now = window.viewing.seen, current(window)
    window.close()
    again = open_window()
    assert (again.viewing.mode, again.viewing.seen, current(again)) == (mode, seen, now)


def test_where_none_of_it_is_there_any_more_it_is_the_grid(window, open_window, qtbot):
    click_cell(qtbot, window, "p3.jpg")
    window.viewing.show_mode("loupe")
    window.library.catalog.folders.remove_root(SHOOT)
    window.close()
    assert open_window().viewing.mode == "grid"


def test_panels_that_the_full_screen_hides_are_not_taken_for_hidden(window, open_window, qtbot):
    window.actions_by_name["toggle_full_screen"].trigger()
    assert window.left.isHidden()
    assert window.view.panels == (True, True)
    window.close()
    again = open_window()
    if again.isFullScreen():
        assert again.left.isHidden()
        again.view.leave_full_screen()
    assert not again.left.isHidden()


def test_a_filter_of_the_left_panel_is_shown_again(window, open_window, qtbot):
    click_item(qtbot, window.left.filters.tree, "Not scored yet")
    window.close()
    again = open_window()
    assert again.left.filters.tree.selectedItems()[0].text(0) == "Not scored yet"
    assert names(again) == []


def test_what_is_there_no_more_is_left_out(window, open_window, qtbot):
    click_item(qtbot, window.left.folders, "shoot")
    click_cell(qtbot, window, "p3.jpg")
    window.library.catalog.folders.remove_root(SHOOT)
    window.close()
    again = open_window()
    assert (names(again), current(again), again.library.folder) == ([], None, None)


@pytest.mark.parametrize(
    ("screen", "size"),
    [((2560, 1400), (1440, 900)), ((1440, 900), (1430, 860)), ((1280, 690), (1270, 650)), ((1080, 1920), (1070, 900))],
)
def test_the_first_window_fits_on_the_screen(screen, size):
    assert fitting(FIRST_SIZE, QSize(*screen)) == QSize(*size)


def test_a_window_from_a_larger_screen_fits_on_this_one(window, open_window):
    window.resize(1600, 1200)
    window.close()
    again = open_window(size=None)
    room = again.screen().availableSize()
    assert again.height() < room.height()
    assert again.width() <= max(room.width(), again.minimumSizeHint().width())


DAMAGED = [
    "",
    "{",
    "[]",
    '"text"',
    '{"window": 3}',
    '{"window": [], "theme": ["dark"], "weights": 3}',
    json.dumps({"window": {"geometry": "?", "splitter": 7, "panels": [1], "side": 10**30, "current": 10**30}}),
    json.dumps({"window": {"side": "large", "current": "p3", "folder": 7, "query": {"state": ["all"]}}}),
    json.dumps({"window": {"query": {"state": "all", "ranges": {"quality": [1]}, "sort": [["quality", True]]}}}),
    json.dumps({"window": {"query": {"state": "no", "ranges": {"no": [0, 1]}, "sort": [["no", 1]]}}}),
    json.dumps(
        {"contact_sheet": {"columns": 10**30}, "frames_mb": 10**400, "keys": {"pick": [10**20]}, "pair": -1e300}
    ),
    '{"window": ' + "[" * 100_000 + "]" * 100_000 + "}",
    '{"window": {"query": ' + "[" * 500 + "]" * 500 + "}}",
    json.dumps({"window": {"folder": "a\0b"}, "weights": "a\0b", "device": "abacus", "presets": {"one": {"name": 1}}}),
    json.dumps({"window": {"query": {"state": "all", "ranges": [], "sort": [[["quality"], True]]}}}),
]


@pytest.mark.parametrize("text", DAMAGED)
def test_damaged_settings_do_not_prevent_the_start(filler, places, open_window, text, caplog):
    filler.shoot(3)
    places.settings.write_text(text)
    window = open_window()
    assert sorted(names(window)) == ["p0.jpg", "p1.jpg", "p2.jpg"]
    window.close()
    assert Settings(places.settings).get(WINDOW)["current"]
