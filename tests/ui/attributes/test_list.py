import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolTip

from clipiqa_desktop.ui.attributes.histogram import HistogramBar
from clipiqa_desktop.ui.attributes.list import AttributeList
from clipiqa_desktop.ui.attributes.row_state import NO_SCORE, AttributeRow, RowState, Standing, range_text

# The offscreen platform says so of every window; nothing here depends on it.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
ROWS = [
    AttributeRow("sharpness", "Sharpness", "Look", "Sharp photo.", "Blurry photo."),
    AttributeRow("quality", "Quality", "Look", "Good photo.", "Bad photo."),
    AttributeRow("mine", "<Mine> & yours", "Yours", "Close photo.", "Far photo."),
]


def state(value=0.87654, percentile=96.4, low=None, high=None):
    return RowState(np.arange(40), 0.0, 1.0, low, high, (Standing(value, percentile),))


@pytest.fixture
def attributes(qtbot):
    attributes = AttributeList(ROWS)
    qtbot.addWidget(attributes)
    attributes.resize(290, 300)
    attributes.show_states({row.key: state() for row in ROWS}, [], 312)
    with qtbot.waitExposed(attributes):
        attributes.show()
    return attributes


@pytest.fixture
def told(attributes):
    heard = []
    attributes.sort_requested.connect(lambda *what: heard.append(("sort", *what)))
    attributes.range_changed.connect(lambda *what: heard.append(("range", *what)))
    attributes.ranges_cleared.connect(lambda: heard.append(("clear",)))
    return heard


def button(attributes, begins):
    found = [each for each in attributes.findChildren(QAbstractButton) if each.accessibleName().startswith(begins)]
    return found[0]


def histogram(attributes, title):
    found = [each for each in attributes.findChildren(HistogramBar) if each.accessibleName().startswith(title)]
    return found[0]


def labels(attributes):
    return [label.text() for label in attributes.findChildren(QLabel)]


def tooltip_over(widget):
    place = widget.rect().center()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return QToolTip.text()


def test_a_click_on_the_name_sorts_and_with_shift_adds_a_key(attributes, told, qtbot):
    qtbot.mouseClick(button(attributes, "Sort by Sharpness"), LEFT)
    qtbot.mouseClick(button(attributes, "Sort by Quality"), LEFT, SHIFT)
    assert told == [("sort", "sharpness", False), ("sort", "quality", True)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_keyboard_sorts_too(attributes, told, qtbot, key):
    qtbot.keyClick(button(attributes, "Sort by Sharpness"), key)
    qtbot.keyClick(button(attributes, "Sort by Sharpness"), key, SHIFT)
    qtbot.mouseClick(button(attributes, "Sort by Sharpness"), LEFT)
    assert told == [("sort", "sharpness", extends) for extends in (False, True, False)]


def test_space_on_a_name_does_not_reach_the_windows_shortcut(attributes, told, qtbot):
    pressed = []
    QShortcut(Qt.Key.Key_Space, attributes, lambda: pressed.append("loupe"))
    name = button(attributes, "Sort by Sharpness")
    attributes.activateWindow()
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    qtbot.keyClick(name, Qt.Key.Key_Space)
    assert (pressed, told) == ([], [("sort", "sharpness", False)])


def test_a_drag_in_the_histogram_tells_the_range_of_its_attribute(attributes, told, qtbot):
    bar = histogram(attributes, "Quality")
    qtbot.mousePress(bar, LEFT, pos=QPoint(40, 13))
    qtbot.mouseMove(bar, QPoint(bar.width() + 20, 13))
    qtbot.mouseRelease(bar, LEFT, pos=QPoint(bar.width() + 20, 13))
    assert told == [("range", "quality", pytest.approx(bar.value_at(40)), None)]


def test_showing_states_tells_nothing(attributes, told):
    for low in (0.1, 0.2, None):
        attributes.show_states({"sharpness": state(low=low)}, [("sharpness", True)], 5)
    assert told == []


def test_sort_keys_are_spoken_and_unknown_ones_ignored(attributes):
    attributes.show_states({}, [("sharpness", True), ("quality", False)], 312)
    assert button(attributes, "Sort by Sharpness").accessibleName() == "Sort by Sharpness, descending"
    assert button(attributes, "Sort by Quality").accessibleName() == "Sort by Quality, ascending, key 2"
    attributes.show_states({}, [("captured", False), ("sharpness", False)], 312)
    assert button(attributes, "Sort by Sharpness").accessibleName() == "Sort by Sharpness, ascending, key 2"
    assert button(attributes, "Sort by Quality").accessibleName() == "Sort by Quality"


def test_the_row_that_sorts_stands_out(attributes):
    def ground():
        name = button(attributes, "Sort by Sharpness")
        corner = name.mapTo(attributes, QPoint(0, 0)) - QPoint(4, 0)
        return attributes.grab().toImage().pixelColor(corner * attributes.devicePixelRatio())

    before = ground()
    attributes.show_states({}, [("sharpness", True)], 312)
    assert ground() != before


def test_percentiles_are_shown_and_their_absence_too(attributes):
    attributes.show_states({"sharpness": state(), "quality": state(value=None, percentile=None)}, [], 312)
    shown = labels(attributes)
    assert "96%" in shown
    assert shown.count(NO_SCORE) == 2


def test_the_tooltip_explains_anywhere_on_the_row(attributes):
    attributes.show_states({"sharpness": state(low=0.4, high=0.8)}, [], 312)
    name, bar = button(attributes, "Sort by Sharpness"), histogram(attributes, "Sharpness")
    for widget in (name, bar, bar.parentWidget()):
        text = tooltip_over(widget)
        for part in ("Sharpness", "0.877", "Sharp photo. / Blurry photo.", "From 0.40 to 0.80", "312 remain"):
            assert part in text
    QToolTip.hideText()


def test_the_tooltip_without_range_and_score(attributes):
    attributes.show_states({}, [], 1)
    text = tooltip_over(histogram(attributes, "<Mine>"))
    assert "&lt;Mine&gt; &amp; yours" in text
    assert "no score" in text
    assert "range" not in text
    assert "1 remains" in text
    QToolTip.hideText()


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (None, None, "whole range"),
        (0.4, None, "from 0.40"),
        (None, 0.8, "up to 0.80"),
        (0.4, 0.8, "from 0.40 to 0.80"),
        (0.0, 0.0, "from 0.00 to 0.00"),
    ],
)
def test_ranges_in_words(attributes, low, high, text):
    assert range_text(low, high) == text
    attributes.show_states({"sharpness": state(low=low, high=high)}, [], 3)
    assert histogram(attributes, "Sharpness").accessibleName() == f"Sharpness: {text}; 0.877 (96 %)"


def test_ranges_can_be_cleared_at_once_when_there_are_any(attributes, told, qtbot):
    (clear,) = [each for each in attributes.findChildren(QPushButton) if each.text() == "Clear ranges"]
    assert not clear.isVisible()
    attributes.show_states({"sharpness": state(high=0.8)}, [], 3)
    assert clear.isVisible()
    qtbot.mouseClick(clear, LEFT)
    assert told == [("clear",)]


def test_tab_reaches_every_control_in_order(attributes, qtbot):
    attributes.activateWindow()
    button(attributes, "Sort by Sharpness").setFocus()
    reached = []
    for _ in range(2 * len(ROWS) + 1):
        reached.append(QApplication.focusWidget().accessibleName().removeprefix("Sort by ").split(":")[0])
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    mine = ["Fold up Yours", "<Mine> & yours", "<Mine> & yours"]
    assert reached == ["Sharpness", "Sharpness", "Quality", "Quality", *mine]


def test_a_row_reached_by_tab_is_scrolled_into_view(attributes, qtbot):
    attributes.resize(290, 80)
    attributes.activateWindow()
    button(attributes, "Sort by Sharpness").setFocus()
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    name = button(attributes, "Sort by <Mine>")
    assert name.hasFocus()
    assert not name.visibleRegion().isEmpty()


def test_only_what_changed_is_painted_again(qtbot, monkeypatch):
    painted = []
    original = HistogramBar.paintEvent
    monkeypatch.setattr(HistogramBar, "paintEvent", lambda bar, event: (painted.append(bar), original(bar, event))[1])
    fresh = AttributeList(ROWS)
    qtbot.addWidget(fresh)
    fresh.resize(290, 300)
    with qtbot.waitExposed(fresh):
        fresh.show()
    states = {row.key: state() for row in ROWS}
    fresh.show_states(states, [], 3)
    qtbot.wait(50)
    painted.clear()
    fresh.show_states({**states, "quality": state(low=0.5)}, [], 3)
    qtbot.wait(50)
    assert {bar.accessibleName().split(":")[0] for bar in painted} == {"Quality"}


def test_histograms_stand_under_one_another(attributes):
    lefts = {bar.mapTo(attributes, QPoint(0, 0)).x() for bar in attributes.findChildren(HistogramBar)}
    assert len(lefts) == 1


def test_an_empty_shoot_and_an_empty_list_are_calm(attributes, qtbot):
    attributes.show_states({}, [], 0)
    assert labels(attributes).count(NO_SCORE) == len(ROWS)
    empty = AttributeList([])
    qtbot.addWidget(empty)
    empty.show_states({}, [], 0)
    assert not empty.grab().isNull()
    assert not attributes.grab().isNull()
