"""What filters stands over the photographs, and each can be taken away there; the rows on the left stand still."""

import pytest
from PySide6.QtWidgets import QPushButton
from ui.driving import LEFT, button, click_item, names, shown_texts

from clipiqa_desktop.catalog.query.query import Query, Range
from clipiqa_desktop.culling.marking import with_stars
from clipiqa_desktop.ui.filters.choice_section import ChoiceSection
from clipiqa_desktop.ui.widgets.tree import tree_items


def words(window) -> list[str]:
    return [text.removesuffix("  ×") for text in shown_texts(window.chips) if text.endswith("×")]


def test_every_kind_of_filter_has_a_chip_that_takes_it_away(window, qtbot):
    whole = names(window)
    query = window.library.query.with_range("quality", Range(0.25, None)).with_range("iso", Range(50, 200))
    query = query.with_range("sharpness", Range(10, 90, percentile=True)).with_choice("flag", [0, 1])
    window.library.ask(Query(query.folders, name="p", ranges=query.ranges, choices=query.choices, sort=query.sort))
    assert words(window) == [
        "Name: p",
        "Quality from 0.25",
        "ISO from 50 up to 200",
        "Sharpness from 10 % up to 90 % of the shoot",
        "Flag: No flag, ⚑ Picked",
    ]
    for text in words(window):
        qtbot.mouseClick(button(window.chips, f"{text}  ×"), LEFT)
        assert text not in words(window)
    assert (names(window), window.library.query.filters) == (whole, False)


def test_a_state_and_its_inversion_have_chips(window, qtbot):
    click_item(qtbot, window.left.filters.tree, "Not scored yet")
    click_item(qtbot, window.left.filters.tree, "Hidden by filters")
    assert words(window) == ["Hidden by:", "Not scored yet"]
    qtbot.mouseClick(button(window.chips, "Clear all"), LEFT)
    assert (words(window), len(names(window))) == ([], 12)


def test_the_line_is_there_when_nothing_filters_and_nothing_moves(window):
    before = window.pages.geometry()
    window.library.ask(window.library.query.with_range("quality", Range(0.5)))
    assert (window.pages.geometry(), words(window)) == (before, ["Quality from 0.50"])
    window.library.ask(window.library.query.unfiltered)
    assert (window.pages.geometry(), words(window)) == (before, [])


def test_more_than_have_room_take_nothing_from_the_window(window, qtbot):
    width = window.width()
    query = window.library.query
    for field in window.library.fields.panel:
        query = query.with_range(field.key, Range(0.0, 1.0))
    window.library.ask(query)
    qtbot.wait(10)
    assert window.width() == width
    assert button(window.chips, "Clear all").geometry().right() < window.chips.width()


def test_a_press_leaves_the_keyboard_with_the_photographs(window, qtbot):
    window.grid.setFocus()
    window.library.ask(window.library.query.with_choice("flag", [0]))
    qtbot.mouseClick(window.chips.findChildren(QPushButton)[-1], LEFT)
    assert window.grid.hasFocus()


@pytest.mark.parametrize("choice", ["Rejected", "★★★★★", "Red label", "Hidden by filters", "Could not be read"])
def test_rows_on_the_left_neither_come_nor_go_nor_move(window, qtbot, choice):
    def places():
        return [
            (item.text(0), tree.mapTo(window, tree.visualItemRect(item).topLeft()).toTuple())
            for tree in (each.tree for each in window.left.findChildren(ChoiceSection))
            for item in tree_items(tree)
        ]

    window.library.mark([int(window.library.ids[0])], "3 stars", with_stars(3))
    before = places()
    for section in window.left.findChildren(ChoiceSection):
        if any(item.text(0) == choice for item in tree_items(section.tree)):
            click_item(qtbot, section.tree, choice)
    assert places() == before
