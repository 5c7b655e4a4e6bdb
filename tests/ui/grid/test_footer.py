"""What stands under a photograph in the grid, and what a click there does."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from ui.driving import CTRL, LEFT, click_cell, current, names

from clipiqa_desktop.culling.marking import with_label, with_stars
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.footer import STRIPE, Footer
from clipiqa_desktop.ui.grid.mark_painting import STAR_WIDTH


@pytest.fixture
def ids(window):
    return window.library.columns.ids.tolist()


def place_of(window, name):
    """Of the footer of a cell, in the viewport."""
    cell, index = window.grid._cell, window.grid.photos.index(names(window).index(name))
    rect = window.grid.visualRect(index)
    return QRect(rect.left() + 4, rect.bottom() - 3 - cell.footer.height, rect.width() - 8, cell.footer.height)


def star(window, name, number):
    place = place_of(window, name)
    return QPoint(place.left() + 8 + round((number - 0.5) * STAR_WIDTH), place.bottom() - 15)


def stars(window):
    return window.library.columns.stars.tolist()


def test_a_click_on_a_star_gives_so_many_and_on_the_same_takes_them_away(window, qtbot):
    qtbot.mouseClick(window.grid.viewport(), LEFT, pos=star(window, "p2.jpg", 4))
    assert stars(window)[:4] == [0, 0, 4, 0]
    assert current(window) == "p2.jpg"
    qtbot.mouseClick(window.grid.viewport(), LEFT, pos=star(window, "p2.jpg", 1))
    assert stars(window)[2] == 1
    qtbot.mouseClick(window.grid.viewport(), LEFT, pos=star(window, "p2.jpg", 1))
    assert stars(window)[2] == 0
    window.actions_by_name["undo"].trigger()
    assert stars(window)[2] == 1


def test_a_star_is_about_its_photograph_alone_and_leaves_the_selection(window, qtbot, ids):
    click_cell(qtbot, window, "p0.jpg")
    click_cell(qtbot, window, "p1.jpg", CTRL)
    qtbot.mouseClick(window.grid.viewport(), LEFT, pos=star(window, "p0.jpg", 5))
    assert stars(window)[:2] == [5, 0]
    assert window.grid.selected_ids() == ids[:2]


def test_beside_the_stars_a_click_marks_nothing(window, qtbot):
    click_cell(qtbot, window, "p3.jpg")
    place = place_of(window, "p3.jpg")
    qtbot.mouseClick(window.grid.viewport(), LEFT, pos=QPoint(place.right() - 10, place.bottom() - 15))
    assert not any(stars(window))


def painted(window, row, size):
    """The footer of a row in this size, as an image."""
    footer, pixmap = window.grid._cell.footer, QPixmap(*size)
    pixmap.fill(QColor(style.current().panel))
    with QPainter(pixmap) as painter:
        footer.paint(painter, QRect(0, 0, *size), row)
    return pixmap.toImage()


def test_a_label_is_a_stripe_over_the_whole_width(window, ids):
    window.library.mark(ids[:1], "Red", with_label("red"))
    image = painted(window, 0, (150, window.grid._cell.footer.height))
    red = QColor(style.current().red)
    assert all(image.pixelColor(x, y) == red for x in (1, 75, 148) for y in (0, STRIPE - 1))
    assert image.pixelColor(75, STRIPE + 1) != red


def told(window, row, width):
    """What is painted where there is so much room: stars, dark ones too or not, and the words."""
    kept = window.grid._cell.footer
    said = {}

    class Telling(Footer):
        def _fitted(self, words, room):
            said["value"] = super()._fitted(words, room)
            return said["value"]

        def _has_room(self, marks, words):
            said["unlit"] = super()._has_room(marks, words)
            return said["unlit"]

    window.grid._cell.footer = Telling(window.library, style.font())
    painted(window, row, (width, kept.height))
    window.grid._cell.footer = kept
    return said


def test_where_there_is_little_room_dark_stars_go_first_and_then_the_value(window, ids):
    window.library.mark(ids[:1], "4 stars", with_stars(4))
    assert told(window, 0, 220) == {"unlit": True, "value": "12:00:00"}
    assert told(window, 1, 100) == {"unlit": False, "value": "12:00:01"}
    assert told(window, 0, 100) == {"unlit": False, "value": ""}


def test_names_stand_under_the_photographs_until_they_are_switched_off_which_is_remembered(window, open_window):
    high = window.grid.gridSize().height()
    assert window.actions_by_name["toggle_names"].isChecked()
    window.actions_by_name["toggle_names"].trigger()
    assert window.grid.gridSize().height() < high
    window.close()
    again = open_window()
    assert not again.actions_by_name["toggle_names"].isChecked()
    assert again.grid.gridSize().height() < high


def test_a_name_that_sorts_is_not_said_twice(window):
    footer = window.grid._cell.footer
    window.library.ask(window.library.query.sorted_by("name"))
    assert footer._value(0, QRect(0, 0, 170, 20)) == ("", None)
    footer.named = False
    assert footer._value(0, QRect(0, 0, 170, 20)) == ("p0.jpg", None)


def said(window, name, width):
    """What stands at the right end of a footer that is so wide."""
    footer, place = window.grid._cell.footer, QRect(0, 0, width, 48)
    row = window.library.columns.names.tolist().index(name)
    return footer._value(row, footer._marks_line(place))[0]


def test_the_time_of_day_stays_where_the_day_has_no_room(filler, open_window):
    ids = filler.found(["old.jpg", "a.jpg", "b.jpg"])
    filler.read(ids[:1])
    filler.read(ids[1:], first=86_400 * 400)
    window = open_window()
    assert [said(window, name, 400) for name in names(window)] == [
        "2023-11-14 12:00",
        "2024-12-18 12:00",
        "2024-12-18 12:00",
    ]
    assert [said(window, name, 170) for name in names(window)] == ["2023-11-14", "2024-12-18", "12:00:01"]
    window.library.ask(window.library.query.sorted_by("captured", second=False, descending=True))
    assert [said(window, name, 170) for name in names(window)] == ["2024-12-18", "12:00:00", "2023-11-14"]
