"""The list of attributes as the person wants it: sections folded up, rows left out or moved."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from ui.driving import LEFT, count_label, drag, row, shown_texts, when_open

from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.catalog.query.fields import Section
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.settings import ATTRIBUTE_PANEL, Settings
from clipiqa_desktop.ui.attributes import panel_layout
from clipiqa_desktop.ui.attributes.panel_layout import PanelLayout

LOOK = ["Quality", "Sharpness", "Brightness", "Low noise", "Colour", "Contrast"]


def titles(window):
    return [each.button.text() for each in window.right.list._rows.values()]


def heading(window, title):
    return next(each for each in window.right.list._headings if each.state.title == title)


def press_in_menu(qtbot, widget, words):
    """Opens the menu of a widget and presses an entry of it."""

    def press(menu):
        next(action for action in menu.actions() if action.text() == words).trigger()

    when_open(QApplication.activePopupWidget, press)
    place = widget.rect().center()
    QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place)))
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def in_section(window, first, count=6):
    found = titles(window)
    return found[found.index(first) :][:count]


def test_a_section_is_folded_up_and_opened_again(window, qtbot):
    before = titles(window)
    qtbot.mouseClick(heading(window, "Feel").arrow, LEFT)
    feel = {field.title for field in BUILT_IN.of(Section.FEEL)}
    assert titles(window) == [title for title in before if title not in feel]
    assert "happy" not in window.library.answer.histograms
    qtbot.mouseClick(heading(window, "Feel"), LEFT, pos=QPoint(80, 10))
    assert titles(window) == before
    assert row(window, "Happy").histogram._counts.sum() == 12


def test_the_keyboard_folds_a_section_up_and_stays_there(window, qtbot):
    heading(window, "Feel").arrow.setFocus()
    for collapsed in (True, False):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        assert heading(window, "Feel").state.collapsed is collapsed
        assert heading(window, "Feel").arrow.hasFocus()


def test_a_row_is_hidden_costs_nothing_and_comes_back(window, qtbot):
    drag(qtbot, row(window, "Sharpness").histogram, 0.5, 1.2)
    assert count_label(window) == "6 of 12"
    press_in_menu(qtbot, row(window, "Sharpness"), "Hide this row")
    qtbot.waitUntil(lambda: "Sharpness" not in titles(window))
    assert count_label(window) == "12"  # what is not seen does not filter
    assert "sharpness" not in window.library.answer.histograms
    assert "1 hidden" in shown_texts(window.right)
    press_in_menu(qtbot, heading(window, "Look"), "Show Sharpness")
    qtbot.waitUntil(lambda: "Sharpness" in titles(window))
    assert row(window, "Sharpness").histogram._counts.sum() == 12
    assert in_section(window, "Quality") == LOOK


def test_nothing_is_calculated_for_rows_that_are_not_seen(window, qtbot, monkeypatch):
    """Counted by the columns that are asked for, whoever asks; what sorts or filters is asked for all the same."""
    asked = Counter()
    of = Columns.of
    monkeypatch.setattr(Columns, "of", lambda columns, key: asked.update([key]) or of(columns, key))
    qtbot.mouseClick(heading(window, "Feel").arrow, LEFT)
    press_in_menu(qtbot, row(window, "Contrast"), "Hide this row")
    qtbot.waitUntil(lambda: "Contrast" not in titles(window))
    asked.clear()
    unseen = {"contrast", *(field.key for field in BUILT_IN.of(Section.FEEL))}
    window.library.reload()
    drag(qtbot, row(window, "Sharpness").histogram, 0.5, 1.2)
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    qtbot.keyClick(window.grid, Qt.Key.Key_Right)
    qtbot.keyClick(window.grid, Qt.Key.Key_P)
    assert not unseen & asked.keys()
    assert {"sharpness", "quality", "iso"} <= asked.keys()
    qtbot.mouseClick(heading(window, "Feel").arrow, LEFT)
    assert unseen - {"contrast"} <= asked.keys()


def test_rows_move_within_their_section(window, qtbot):
    press_in_menu(qtbot, row(window, "Low noise"), "Move up")
    qtbot.waitUntil(lambda: in_section(window, "Quality", 3)[-1] == "Low noise")
    press_in_menu(qtbot, row(window, "Quality"), "Move down")
    qtbot.waitUntil(lambda: in_section(window, "Sharpness", 3) == ["Sharpness", "Quality", "Low noise"])


def test_the_next_start_shows_it_so(window, qtbot, open_window):
    qtbot.mouseClick(heading(window, "Taken").arrow, LEFT)
    press_in_menu(qtbot, row(window, "Scary"), "Hide this row")
    press_in_menu(qtbot, row(window, "Contrast"), "Move up")
    qtbot.waitUntil(lambda: titles(window)[-1] == BUILT_IN.of(Section.FEEL)[-1].title and "Scary" not in titles(window))
    before = titles(window)
    window.close()
    assert titles(open_window()) == before


def test_ranges_of_what_is_folded_up_can_be_cleared(window, qtbot):
    drag(qtbot, row(window, "Sharpness").histogram, 0.5, 1.2)
    qtbot.mouseClick(heading(window, "Look").arrow, LEFT)
    assert count_label(window) == "6 of 12"
    assert "Clear ranges" in shown_texts(window.right)
    window.right.clear_ranges()
    assert count_label(window) == "12"
    assert "Clear ranges" not in shown_texts(window.right)


def test_a_row_at_the_end_stays_there() -> None:
    fields = BUILT_IN.panel
    layout = PanelLayout()
    assert layout.moved(fields, "quality", -1) == layout
    assert layout.moved(fields, BUILT_IN.of(Section.LOOK)[-1].key, 1) == layout
    hidden = layout.hiding("sharpness").moved(fields, "quality", 1)
    assert hidden.beside(fields, "quality")[:2] == ["brightness", "quality"]


keys = st.sampled_from([field.key for field in BUILT_IN.panel])


@given(st.lists(st.tuples(keys, st.sampled_from([-1, 1]), st.booleans())))
def test_nothing_is_ever_lost(steps):
    layout = PanelLayout()
    for key, step, hide in steps:
        if hide:
            layout = layout.hiding(key)
        elif key not in layout.hidden:
            layout = layout.moved(BUILT_IN.panel, key, step)
    arranged = layout.arranged(BUILT_IN.panel)
    assert sorted(field.key for field in arranged) == sorted(field.key for field in BUILT_IN.panel)
    assert [field.section for field in arranged] == [field.section for field in BUILT_IN.panel]


@pytest.mark.parametrize("kept", [3, [], {"hidden": 3, "order": [1, "quality", "quality"], "collapsed": {"FEEL": 1}}])
def test_damaged_settings_leave_the_list_as_it_is(tmp_path, kept):
    (tmp_path / "settings.json").write_text(json.dumps({ATTRIBUTE_PANEL.name: kept}))
    layout = panel_layout.load(Settings(tmp_path / "settings.json"))
    assert (layout.hidden, layout.collapsed) == (frozenset(), frozenset())
    assert len(layout.arranged(BUILT_IN.panel)) == len(BUILT_IN.panel)


def test_a_layout_comes_back(tmp_path):
    layout = PanelLayout().toggled(Section.FEEL).hiding("iso").moved(BUILT_IN.panel, "quality", 1)
    panel_layout.save(Settings(tmp_path / "settings.json"), layout)
    assert panel_layout.load(Settings(tmp_path / "settings.json")) == layout
