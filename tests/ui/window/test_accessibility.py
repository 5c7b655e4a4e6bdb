"""What a screen reader finds: the tree of accessible objects of every view is walked as it walks it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from ui.driving import stack

from clipiqa_desktop.culling.marking import with_flag, with_label, with_stars
from clipiqa_desktop.mark_words import PICK

Role = QAccessible.Role
INTERACTIVE = {
    Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.EditableText,
    Role.ComboBox, Role.Slider, Role.SpinBox, Role.List, Role.ListItem, Role.Table, Role.Tree, Role.TreeItem,
    Role.MenuItem, Role.PageTab, Role.Link, Role.Dial,
}  # fmt: skip
MOST = 40  # of the items of a list that are looked at


def walk(found):
    """What is in sight at and below an accessible object."""
    if found is None or not found.isValid() or found.state().invisible:
        return
    yield found
    for number in range(min(found.childCount(), MOST)):
        yield from walk(found.child(number))


def said(found):
    return found.text(QAccessible.Text.Name)


def unnamed(widget):
    """What can be used there and has no name, by what it is."""
    everything = list(walk(QAccessible.queryAccessibleInterface(widget)))
    assert len(everything) > 1
    used = [each for each in everything if each.role() in INTERACTIVE or each.state().focusable]
    return [f"{each.role().name} {each.object()}" for each in used if not said(each) and not is_part(each)]


def is_part(found):
    """What belongs to a control that has a name: the field within a spin box or a list that can be written in."""
    parent = found.parent()
    return parent is not None and parent.role() in {Role.SpinBox, Role.ComboBox} and bool(said(parent))


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
