"""What a screen reader finds: the tree of accessible objects of every view is walked as it walks it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from ui.driving import stack
from ui.spoken import said, unnamed

from clipiqa_desktop.culling.marking import with_flag, with_label, with_stars
from clipiqa_desktop.mark_words import PICK

Role = QAccessible.Role


@pytest.fixture
def selected(window, qtbot):
    window.grid.selectAll()
    return window


@pytest.mark.parametrize("mode", ["grid", "loupe", "compare", "survey"])
def test_in_every_view_whatever_can_be_used_has_a_name(selected, mode):
    selected.viewing.show_mode(mode)
    assert selected.viewing.mode == mode
    assert unnamed(selected) == []


def test_in_the_panel_of_a_cut_whatever_can_be_used_has_a_name(selected):
    selected.cut.open_panel()
    assert unnamed(selected.cut.panel) == []


def test_the_photographs_are_a_list_of_items_with_names_marks_and_values(window, qtbot):
    ids = window.library.columns.ids.tolist()
    window.library.mark(ids[1:2], "", with_stars(4))
    window.library.mark(ids[1:2], "", with_flag(PICK))
    window.library.mark(ids[1:2], "", with_label("red"))
    found = QAccessible.queryAccessibleInterface(window.grid)
    assert (found.role(), said(found), found.childCount()) == (Role.List, "Photographs", 12)
    items = [found.child(number) for number in range(3)]
    assert [each.role() for each in items] == [Role.ListItem] * 3
    assert [said(each) for each in items] == [
        "p0.jpg, Capture time 12:00:00",
        "p1.jpg, 4 stars, picked, red label, Capture time 12:00:01",
        "p2.jpg, Capture time 12:00:02",
    ]
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Qt.Key.Key_Right)
    states = [each.state() for each in items]
    assert [(bool(each.selected), bool(each.focused)) for each in states] == [
        (False, False),
        (True, True),
        (False, False),
    ]


def test_items_follow_the_order_the_filters_and_the_stacks(window):
    found = QAccessible.queryAccessibleInterface(window.grid)
    window.library.ask(window.library.query.sorted_by("quality"))
    assert said(found.child(0)) == "p11.jpg, Quality 0.92"
    stack(window, (0, 1, 2))
    assert found.childCount() == 10
    assert found.childAt(
        *window.grid.mapToGlobal(window.grid.visualRect(window.grid.photos.index(2)).center()).toTuple()
    )
