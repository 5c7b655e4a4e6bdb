"""What a cell says under its photograph."""

import pytest
from ui.driving import LEFT, click_cell, names, row

from clipiqa_desktop.ui.grid.cell import GAP, PhotoCell
from clipiqa_desktop.ui.texts import sort_value


def value_of(window, name):
    photo = window.grid.photos.id_at(names(window).index(name))
    return sort_value(window.library, window.library.columns.rows([photo])[0])


def test_the_value_that_sorts_stands_under_the_photograph(window, qtbot):
    assert value_of(window, "p3.jpg") == ("12:00:03", None)
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    text, level = value_of(window, "p3.jpg")
    assert (text, level) == ("0.31", pytest.approx(4 / 13))
    window.library.ask(window.library.query.sorted_by("name"))
    assert value_of(window, "p3.jpg")[1] is None


@pytest.mark.parametrize(
    ("last", "words"), [(60, "12:00:00"), (86_400 * 3, "14 Nov 12:00"), (86_400 * 60, "2023-11-14 12:00")]
)
def test_a_capture_time_says_what_tells_the_shoot_apart(filler, open_window, last, words):
    ids = filler.found(["first.jpg", "last.jpg"])
    filler.read(ids[:1])
    filler.read(ids[1:], first=last)
    assert value_of(open_window(), "first.jpg") == (words, None)


def test_no_score_is_said_so(filler, open_window, qtbot):
    filler.read(ids := filler.found(["p0.jpg", "scored.jpg"]))
    filler.score(ids[1:])
    window = open_window()
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    assert value_of(window, "p0.jpg") == ("–", None)


@pytest.mark.parametrize("width", [60, 110, 300, 917, 2000])
def test_cells_are_about_as_wide_as_asked_and_fill_the_row(window, width):
    cell = PhotoCell(window.library, window._thumbnails)
    cell.side = 178
    columns = cell.spread(width)
    assert width - columns < columns * (cell.width + GAP) <= width
    assert columns == 1 or abs(cell.width - 178) <= 178 / 3


def test_cells_without_pictures_can_be_painted(filler, open_window):
    damaged, _waiting, missing = filler.found(["damaged.jpg", "not-read-yet.jpg", "no-thumbnail.jpg"])
    filler.fail(damaged, "It is damaged.")
    filler.read([missing])
    window = open_window(size=(900, 600))
    window._thumbnails.want([], 100)
    window.grid.setFocus()
    assert not window.grid.grab().isNull()


def test_very_long_names_leave_room_for_the_value(filler, open_window, qtbot):
    filler.read(filler.found(["x" * 200 + ".jpg", "y_y-" * 50 + ".jpg"]))
    window = open_window(size=(900, 600))
    width = window.right.width()
    for name in names(window):
        click_cell(qtbot, window, name)
        window.grab()
    assert window.right.width() == width
