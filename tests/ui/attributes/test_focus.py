"""The row of the focus: where one stands, what was measured, and ties."""

from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from ui.driving import LEFT, click_cell, names, row

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.attributes.focus_words import place_words, with_ties
from clipiqa_desktop.ui.attributes.row_state import Standing

WIDTHS = {"p0.jpg": 2.0, "p1.jpg": 0.5, "p2.jpg": 0.52, "p3.jpg": 1.0}
TILES = np.ones((2, 3), np.float32)


@pytest.fixture
def window(filler, places, open_window):
    """Four of which p1 and p2 are as good as equal; p4 has no edges, p5 could not be measured, p6 was not yet."""
    ids = filler.found([f"p{number}.jpg" for number in range(7)])
    filler.read(ids)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        for id_, width in zip(ids, WIDTHS.values(), strict=False):
            catalog.focus.store(id_, VERSION, FocusNumbers(width, 1.5 * width, 0.9, 0.1), TILES)
        catalog.focus.store(ids[4], VERSION, FocusNumbers(), TILES)
        catalog.focus.store_failure(ids[5], VERSION, "The file is <damaged>.")
    return open_window()


def tooltip(window) -> str:
    widget = row(window, "Focus")
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5))))
    return QToolTip.text()


def test_hovering_says_what_was_measured_and_where(window, qtbot):
    click_cell(qtbot, window, "p1.jpg")
    assert row(window, "Focus").percentile.text() == "88%"
    assert "<b>Focus</b> &nbsp;80<br>Edges are 0.50 pixels wide where it is sharpest (upper right), " in tooltip(window)
    assert "at most 0.75 in the sharpest quarter" in tooltip(window)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("p4.jpg", "Cannot be told: there are no edges, as in sky, fog or night"),
        ("p5.jpg", "Could not be measured: The file is &lt;damaged&gt;."),
        ("p6.jpg", "Not measured yet"),
    ],
)
def test_what_cannot_be_told_says_why(window, qtbot, name, words):
    click_cell(qtbot, window, name)
    assert row(window, "Focus").percentile.text() == "–"
    assert f"<b>Focus</b> &nbsp;unknown<br>{words}<br>" in tooltip(window)


def test_what_cannot_be_told_is_last_both_ways_and_in_no_range(window, qtbot):
    button = row(window, "Focus").button
    qtbot.mouseClick(button, LEFT)
    assert names(window)[:4] == ["p1.jpg", "p2.jpg", "p3.jpg", "p0.jpg"]
    assert set(names(window)[4:]) == {"p4.jpg", "p5.jpg", "p6.jpg"}
    qtbot.mouseClick(button, LEFT)
    assert names(window)[:4] == ["p0.jpg", "p3.jpg", "p2.jpg", "p1.jpg"]
    assert set(names(window)[4:]) == {"p4.jpg", "p5.jpg", "p6.jpg"}
    library = window.library
    library.ask(library.query.with_range("focus", type(library.query.range_of("focus"))(None, 25.0, percentile=True)))
    assert names(window) == ["p0.jpg"]


def compare(qtbot, window, *chosen: str) -> None:
    for name in chosen:
        click_cell(qtbot, window, name, Qt.KeyboardModifier.ControlModifier if name != chosen[0] else Qt.NoModifier)
    qtbot.keyClick(window.grid, Qt.Key.Key_N if len(chosen) > 2 else Qt.Key.Key_C)


def test_what_hardly_differs_is_told_as_a_tie(window, qtbot):
    compare(qtbot, window, "p1.jpg", "p2.jpg")
    assert row(window, "Focus").percentile.text() == "tie"
    assert "A tie: they differ by less than can be told" in tooltip(window)
    assert row(window, "Focus").histogram.accessibleName().count("a tie") == 2


def test_among_several_the_sharpest_are_tied(window, qtbot):
    compare(qtbot, window, "p0.jpg", "p1.jpg", "p2.jpg")
    assert row(window, "Focus").histogram.accessibleName().count("a tie") == 2
    assert "of the shoot between them" in tooltip(window)
    compare(qtbot, window, "p1.jpg", "p3.jpg")


def test_places_have_names():
    assert [place_words(x, 0.5) for x in (0.1, 0.5, 1.0)] == ["left", "middle", "right"]
    assert [place_words(0.5, y) for y in (0.0, 0.4, 0.9)] == ["top", "middle", "bottom"]
    assert place_words(0.1, 0.9) == "lower left"


def test_places_in_a_stack_go_before_the_numbers():
    """Compared where any frame is sharp they may tie, or not, whatever each number says."""
    alike, apart = (Standing(focus) for focus in (83.0, 83.0)), (Standing(focus) for focus in (71.0, 48.0))
    assert [each.tied for each in with_ties([*alike], [1, 3])] == [False, False]
    assert [each.tied for each in with_ties([*apart], [2, 2])] == [True, True]
    assert [each.tied for each in with_ties([Standing(80.0), Standing(80.1)], [0, 0])] == [True, True]
    three = [Standing(80.0), Standing(80.0), Standing(80.0)]
    assert [each.tied for each in with_ties(three, [1, 0, 2])] == [False, False, False]
    assert [each.tied for each in with_ties(three, [1, 0, 1])] == [True, False, True]
