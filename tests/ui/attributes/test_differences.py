"""In what the photographs of compare and survey differ."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from ui.driving import LEFT, button, click_cell, row, shown_texts

from clipiqa_desktop.catalog.query.fields import Section
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.culling.marking import with_stars
from clipiqa_desktop.ui.attributes.row import RowWidget

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
BUTTON = "Largest differences first"
MEASURED = [field.title for field in BUILT_IN.of(Section.MEASURED)]
FIRST = [*MEASURED, "Quality", "Sharpness", "Brightness"]
TAKEN = [field.title for field in BUILT_IN.panel if field.section is Section.TAKEN]


@pytest.fixture
def four(filler, open_window):
    """p0 and p1 differ most in happiness, then in warmth, then in sharpness; p0 and p2 most in sharpness."""
    ids = filler.found([f"p{number}.jpg" for number in range(4)])
    filler.read(ids)
    filler.score(ids, happy=[0.1, 0.9, 0.2, 0.2], warm=[0.9, 0.2, 0.9, 0.1], sharpness=[0.2, 0.3, 0.8, 0.1])
    return open_window()


def press(qtbot, window, *keys, modifier=NONE):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or window.grid, key, modifier)


def titles(window):
    """The names of the rows, from top to bottom."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    rows = [each for each in window.right.findChildren(RowWidget) if each.isVisible()]
    return [each.button.text() for each in sorted(rows, key=lambda each: each.y())]


def headings(window):
    labels = [each for each in window.right.list.findChildren(QLabel) if each.property("heading") and each.isVisible()]
    return [each.text() for each in labels]


def standings(window, title):
    """Number, whether it is the active one, and value of each."""
    markers = row(window, title).histogram.markers()
    return [(each.number, each.active, pytest.approx(each.value, abs=1e-6)) for each in markers]


def spoken(window, title):
    return row(window, title).histogram.accessibleName()


def tooltip(window, title):
    widget = row(window, title)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5))))
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def test_compare_shows_where_both_stand(window, qtbot):
    click_cell(qtbot, window, "p2.jpg")
    assert standings(window, "Quality") == [(None, True, 3 / 13)]
    press(qtbot, window, Key.Key_C)
    assert standings(window, "Quality") == [(1, False, 3 / 13), (2, True, 4 / 13)]
    assert row(window, "Quality").percentile.text() == "29%"  # the active one's
    press(qtbot, window, Key.Key_Right)
    assert standings(window, "Quality") == [(1, False, 3 / 13), (2, True, 5 / 13)]
    press(qtbot, window, Key.Key_Tab)
    assert standings(window, "Quality") == [(1, True, 3 / 13), (2, False, 5 / 13)]
    assert row(window, "Quality").percentile.text() == "21%"


def test_words_name_each(window, qtbot):
    click_cell(qtbot, window, "p2.jpg")
    press(qtbot, window, Key.Key_C)
    both = "1: 0.231 (21 %), 2: 0.308 (29 %)"
    assert spoken(window, "Quality") == f"Quality: whole range; {both}; 8 % of the shoot between them"
    assert spoken(window, "Happy").endswith("1: 0.500 (50 %), 2: 0.500 (50 %); Hardly any difference")
    text = tooltip(window, "Quality")
    for part in ("1: 0.231 (21 %)<br>", "<b>2: 0.308 (29 %)</b>", "8 % of the shoot between them", "Good photo."):
        assert part in text


def test_what_the_camera_wrote_is_compared_in_its_own_words(window, qtbot):
    click_cell(qtbot, window, "p2.jpg")
    press(qtbot, window, Key.Key_C)
    assert spoken(window, "Capture time") == "Capture time: whole range; 1: 12:00:02, 2: 12:00:03"
    assert "1: unknown<br>" in tooltip(window, "Aperture")
    assert row(window, "Aperture").histogram.markers() == ()


def test_survey_shows_all_of_its_tiles(window, qtbot):
    press(qtbot, window, Key.Key_Home, Key.Key_N)
    assert standings(window, "Quality") == [(number, number == 1, number / 13) for number in range(1, 7)]
    press(qtbot, window, Key.Key_Right)
    assert standings(window, "Quality") == [(number, number == 2, number / 13) for number in range(1, 7)]
    press(qtbot, window, Key.Key_Delete)  # takes the second out; the others keep their numbers
    assert standings(window, "Quality") == [(number, number == 3, number / 13) for number in (1, 3, 4, 5, 6)]
    assert "6: 0.462 (46 %); 42 % of the shoot between them" in spoken(window, "Quality")


def test_what_remains_of_a_survey_stands_alone(window, qtbot):
    press(qtbot, window, Key.Key_Home, Key.Key_N, Key.Key_D, *[Key.Key_Delete] * 5)
    assert [number for number, _, _ in standings(window, "Quality")] == [None]
    assert BUTTON not in shown_texts(window.right)
    assert titles(window)[:10] == FIRST


def test_loupe_and_grid_show_the_current_one_alone(window, qtbot):
    press(qtbot, window, Key.Key_Home, Key.Key_C, Key.Key_E)
    assert standings(window, "Quality") == [(None, True, 2 / 13)]
    press(qtbot, window, Key.Key_N, Key.Key_G)
    assert [number for number, _, _ in standings(window, "Quality")] == [None]
    assert spoken(window, "Quality").startswith("Quality: whole range; 0.")


def test_a_key_puts_the_largest_differences_first_and_back(four, qtbot):
    press(qtbot, four, Key.Key_Home, Key.Key_C)
    before = titles(four)
    assert before[:10] == FIRST
    press(qtbot, four, Key.Key_D)
    assert titles(four)[:4] == ["Happy", "Warm", "Sharpness", "Quality"]
    assert titles(four)[-5:] == TAKEN
    assert sorted(titles(four)) == sorted(before)
    assert headings(four) == ["Differences", "Measured at 100 %", "Taken"]  # how many faces there are is no percentile
    assert four.actions_by_name["differences_first"].isChecked()
    press(qtbot, four, Key.Key_D)
    assert titles(four) == before
    assert headings(four) == ["Measured at 100 %", "Look", "Feel", "Taken"]


def test_the_order_follows_the_pair_and_nothing_else(four, qtbot):
    press(qtbot, four, Key.Key_Home, Key.Key_C, Key.Key_D)
    pair = titles(four)
    press(qtbot, four, Key.Key_Tab)
    four.library.mark([four.library.current_id], "3 stars", with_stars(3))
    four.library.ask(four.library.query.with_range("quality", Range(None, 0.9)))
    four.library.refresh(four.library.ids.tolist())
    assert titles(four) == pair
    press(qtbot, four, Key.Key_Right)
    assert titles(four)[0] == "Sharpness"
    press(qtbot, four, Key.Key_Left)
    assert titles(four) == pair


def test_rows_that_need_not_move_are_not_laid_out_again(four, qtbot, monkeypatch):
    laid_out = []
    press(qtbot, four, Key.Key_Home, Key.Key_C, Key.Key_D)
    real = four.right.list._lay_out
    monkeypatch.setattr(four.right.list, "_lay_out", lambda: (laid_out.append(1), real())[1])
    press(qtbot, four, Key.Key_Tab, Key.Key_3, Key.Key_Tab)
    assert laid_out == []
    press(qtbot, four, Key.Key_Right)
    assert laid_out == [1]


@pytest.mark.parametrize("leaving", [Key.Key_Escape, Key.Key_G, Key.Key_E])
def test_leaving_restores_the_order_and_coming_back_asks_again(four, qtbot, leaving):
    before = titles(four)
    press(qtbot, four, Key.Key_Home, Key.Key_C, Key.Key_D, leaving)
    assert titles(four) == before
    assert BUTTON not in shown_texts(four.right)
    press(qtbot, four, Key.Key_G, Key.Key_Home, Key.Key_C)
    assert titles(four)[:2] == ["Happy", "Warm"]


def test_the_key_rests_in_the_grid(four, qtbot):
    before = titles(four)
    press(qtbot, four, Key.Key_Home, Key.Key_D)
    assert not four.actions_by_name["differences_first"].isEnabled()
    press(qtbot, four, Key.Key_C)
    assert titles(four) == before


def test_the_button_does_the_same_and_shows_it(four, qtbot):
    assert BUTTON not in shown_texts(four.right)
    press(qtbot, four, Key.Key_Home, Key.Key_C)
    own = button(four.right, BUTTON)
    assert "(D)" in own.toolTip()
    assert own.accessibleDescription().startswith("2 photographs are compared")
    qtbot.mouseClick(own, LEFT)
    assert titles(four)[0] == "Happy"
    assert own.isChecked()
    press(qtbot, four, Key.Key_D)
    assert titles(four)[0] == "Focus"
    assert not own.isChecked()


def test_the_keyboard_reaches_the_button_before_the_rows(four, qtbot):
    press(qtbot, four, Key.Key_Home, Key.Key_C)
    row(four, "Focus").button.setFocus()
    press(qtbot, four, Key.Key_Tab, Key.Key_Tab, modifier=Qt.KeyboardModifier.ShiftModifier)  # over the section's title
    own = button(four.right, BUTTON)
    assert own.hasFocus()
    press(qtbot, four, Key.Key_Space)
    assert titles(four)[0] == "Happy"
    press(qtbot, four, Key.Key_Tab)
    assert row(four, "Happy").button.hasFocus()
    press(qtbot, four, Key.Key_Tab, Key.Key_Tab)
    assert row(four, "Warm").button.hasFocus()


def test_the_row_in_which_the_keyboard_is_keeps_it_and_stays_in_sight(four, qtbot):
    four.resize(1000, 500)
    press(qtbot, four, Key.Key_Home, Key.Key_C)
    bar = row(four, "Quality").histogram
    bar.setFocus()
    press(qtbot, four, Key.Key_D)
    assert titles(four).index("Quality") > 2
    assert bar.hasFocus()
    assert not bar.visibleRegion().isEmpty()


def test_the_largest_differences_are_in_sight_however_far_the_list_was_scrolled(four, qtbot):
    four.resize(1000, 500)
    press(qtbot, four, Key.Key_Home, Key.Key_C)
    scroll = four.right.list._area.verticalScrollBar()
    scroll.setValue(scroll.maximum())
    press(qtbot, four, Key.Key_D)
    assert scroll.value() == 0


def test_photographs_without_scores_come_last_and_say_so(filler, open_window, qtbot):
    filler.read(ids := filler.found(["p0.jpg", "p1.jpg", "scored.jpg"]))
    filler.score(ids[2:])
    window = open_window()
    before = sorted(titles(window), key=["Eyes open", "Faces", *TAKEN].__contains__)  # these have no place in the shoot
    press(qtbot, window, Key.Key_Home, Key.Key_C, Key.Key_D)
    assert titles(window) == before
    assert spoken(window, "Quality") == "Quality: whole range; 1: no score, 2: no score"


def test_attributes_of_ones_own_differ_too(four, qtbot):
    own = OwnAttribute("own_1", "Elegant", "Elegant photo.", "Clumsy photo.")
    library = four.library
    press(qtbot, four, Key.Key_Home, Key.Key_C, Key.Key_D)
    library.columns.put_scores("own_1", library.columns.ids, np.array([0.1, 0.9, 0.3, 0.4], np.float32))
    library.show_own((own,))
    library.ask(library.query)
    assert set(titles(four)[:2]) == {"Elegant", "Happy"}
    press(qtbot, four, Key.Key_D)
    assert titles(four)[-6:] == ["Elegant", *TAKEN]
