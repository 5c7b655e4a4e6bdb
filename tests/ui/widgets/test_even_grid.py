"""Selecting with the mouse, and places, in a grid of thousands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView
from ui.driving import CTRL, LEFT, SHIFT, current

Key = Qt.Key
Hint = QAbstractItemView.ScrollHint


@pytest.fixture
def grid(filler, open_window, qtbot):
    filler.found([f"p{number}.jpg" for number in range(5000)])
    window = open_window()
    window.grid.setFocus()
    qtbot.waitUntil(lambda: window.grid.verticalScrollBar().maximum() > 0)
    return window.grid


def centre(grid, row):
    return grid.visualRect(grid.photos.index(row)).center()


def selected(grid):
    return sorted(index.row() for index in grid.selectedIndexes())


def test_every_cell_is_found_where_it_stands(grid):
    for row in (0, 1, grid.columns, 2500, 4999):
        grid.scrollTo(grid.photos.index(row))
        assert grid.viewport().rect().contains(grid.visualRect(grid.photos.index(row)))
        assert grid.indexAt(centre(grid, row)).row() == row
        assert row in grid.visible_rows()


def test_there_is_nothing_behind_the_last_one(grid, qtbot):
    qtbot.keyClick(grid, Key.Key_End)
    assert not grid.indexAt(centre(grid, 4999) + QPoint(0, grid.gridSize().height())).isValid()
    assert not grid.indexAt(QPoint(grid.columns * grid.gridSize().width() + 1, 5)).isValid()
    assert not grid.indexAt(QPoint(-1, 5)).isValid()
    qtbot.keyClick(grid, Key.Key_Down)
    assert grid.currentIndex().row() == 4999


@pytest.mark.parametrize("hint", [Hint.PositionAtTop, Hint.PositionAtBottom, Hint.PositionAtCenter])
def test_a_cell_can_be_brought_to_an_end_or_the_middle(grid, hint):
    grid.scrollTo(grid.photos.index(2500), hint)
    rect, room = grid.visualRect(grid.photos.index(2500)), grid.viewport().height()
    places = {Hint.PositionAtTop: rect.top(), Hint.PositionAtBottom: room - rect.bottom() - 1}
    assert abs(places.get(hint, rect.center().y() - room // 2)) <= 1


def test_shift_and_a_click_select_all_between(grid, qtbot):
    view = grid.viewport()
    first, last = grid.columns - 1, grid.columns + 1
    qtbot.mouseClick(view, LEFT, pos=centre(grid, last))
    qtbot.mouseClick(view, LEFT, SHIFT, pos=centre(grid, first))
    assert selected(grid) == [first, first + 1, last]
    assert grid.selected_ids() == [grid.photos.id_at(row) for row in (first, first + 1, last)]


def test_ctrl_and_a_click_add_and_take_away(grid, qtbot):
    view = grid.viewport()
    qtbot.mouseClick(view, LEFT, pos=centre(grid, 0))
    qtbot.mouseClick(view, LEFT, CTRL, pos=centre(grid, 2))
    assert selected(grid) == [0, 2]
    qtbot.mouseClick(view, LEFT, CTRL, pos=centre(grid, 0))
    assert selected(grid) == [2]


def test_a_drag_beside_the_photographs_selects_what_it_touches(grid, qtbot):
    view = grid.viewport()
    qtbot.keyClick(grid, Key.Key_End)
    start = centre(grid, 4999) + QPoint(grid.gridSize().width(), 0)
    to = centre(grid, 4999 - grid.columns)
    qtbot.mousePress(view, LEFT, pos=start)
    for place in (start + QPoint(-20, -20), to):
        qtbot.mouseMove(view, place)
    qtbot.mouseRelease(view, LEFT, pos=to)
    line = (4999 - grid.columns) // grid.columns * grid.columns
    assert selected(grid) == [*range(4999 - grid.columns, line + grid.columns), 4999]


def test_all_can_be_selected(grid, qtbot):
    qtbot.keyClick(grid, Key.Key_A, CTRL)
    assert len(grid.selected_ids()) == 5000
    qtbot.keyClick(grid, Key.Key_Right)
    assert selected(grid) == [1]
    assert current(grid.window()) == "p1.jpg"
