"""Cells that are larger than thumbnails are kept show the photograph itself, once one rests there."""

import pytest
from ui.driving import jpeg, wait_until_indexed

from clipiqa_desktop.ui.grid import grid
from clipiqa_desktop.ui.grid.cell_picture import THUMBNAIL_SIDE
from clipiqa_desktop.ui.views import sharp_cells

LARGE, SMALL = (1200, 800), (300, 200)


@pytest.fixture
def window(open_window, tmp_path, qtbot):
    """Two photographs larger than their thumbnails, and one that is smaller."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed, (name, size) in enumerate({"a.jpg": LARGE, "b.jpg": LARGE, "small.jpg": SMALL}.items()):
        (folder / name).write_bytes(jpeg(seed, size))
    opened = open_window()
    opened.folders.add([folder])
    wait_until_indexed(qtbot, opened)
    opened.grid.setFocus()
    return opened


@pytest.fixture
def enlarged(window, qtbot, monkeypatch):
    """Cells that are as wide in pixels as the largest are on a screen of high resolution."""
    window.resize(1280, 1600)  # two of them are seen
    monkeypatch.setattr(grid, "LARGEST", 800)
    window.grid.set_side(800)
    assert window.grid.picture_room.width() > sharp_cells.SOFT_FROM * THUMBNAIL_SIDE
    qtbot.waitUntil(lambda: len(sharp(window)) == 2, timeout=30_000)
    return window


def sharp(window):
    """The names of the photographs whose cells show more than their thumbnail."""
    columns = window.library.columns
    return [str(columns.names[row]) for row in range(len(columns)) if window.grid._cell.sharper(row)]


def picture(window, name):
    columns = window.library.columns
    return next(window.grid._cell.sharper(row) for row in range(len(columns)) if columns.names[row] == name)


def test_it_is_as_sharp_as_its_cell_and_in_the_place_of_the_thumbnail(enlarged):
    assert sharp(enlarged) == ["a.jpg", "b.jpg"], "the small one has no more pixels"
    shown = picture(enlarged, "a.jpg")
    assert max(shown.pixmap.size().toTuple()) == enlarged.grid.picture_room.width()
    assert max(shown.size.toTuple()) == THUMBNAIL_SIDE


def test_where_thumbnails_are_large_enough_nothing_is_drawn(window, qtbot):
    qtbot.wait(2 * sharp_cells.REST_MS)
    assert sharp(window) == []
    assert not window.frames.bytes_held


def test_in_small_cells_nothing_is_held_any_more(enlarged, qtbot):
    enlarged.grid.set_side(170)
    qtbot.waitUntil(lambda: sharp(enlarged) == [])


def test_only_what_is_in_sight_is_held(enlarged, qtbot):
    enlarged.resize(1280, 700)  # lower than two cells
    qtbot.waitUntil(lambda: sharp(enlarged) == ["a.jpg"], timeout=30_000)


def test_a_turned_one_is_never_shown_as_it_was(enlarged, qtbot):
    ids = enlarged.library.ids[:1].tolist()
    enlarged.library.turn(ids, 1)
    assert sharp(enlarged) == ["b.jpg"]
    qtbot.waitUntil(lambda: "a.jpg" in sharp(enlarged), timeout=30_000)
    shown = picture(enlarged, "a.jpg")
    assert shown.pixmap.height() > shown.pixmap.width()
    assert shown.size.height() > shown.size.width()
    assert shown.quarters == 0


def test_the_loupe_gets_its_own_frames_and_the_grid_shows_them_again(enlarged, qtbot):
    enlarged.viewing.show_mode("loupe")
    qtbot.waitUntil(lambda: not enlarged.frames.busy, timeout=30_000)
    enlarged.viewing.show_mode("grid")
    qtbot.waitUntil(lambda: sharp(enlarged) == ["a.jpg", "b.jpg"], timeout=30_000)
