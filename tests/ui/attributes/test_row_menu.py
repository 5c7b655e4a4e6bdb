"""The menu of a row: ready-made ranges and typed ones."""

import pytest
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from ui.driving import names, row, when_open

from clipiqa_desktop.catalog.query import Range
from clipiqa_desktop.ui.attributes.range_dialog import RangeDialog


def choose(qtbot, window, title, words):
    def press(menu):
        next(action for action in menu.actions() if action.text() == words).trigger()

    when_open(QApplication.activePopupWidget, press)
    widget = row(window, title)
    place = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The highest 10 %", ["p11.jpg"]),
        ("The highest 25 %", ["p9.jpg", "p10.jpg", "p11.jpg"]),
        ("The lowest 10 %", ["p0.jpg"]),
    ],
)
def test_ready_made_ranges_filter_within_the_shoot(window, qtbot, words, shown):
    choose(qtbot, window, "Quality", words)
    qtbot.waitUntil(lambda: names(window) == shown)
    assert "of the shoot" in row(window, "Quality").histogram.accessibleName()
    choose(qtbot, window, "Quality", "No filter")
    qtbot.waitUntil(lambda: len(names(window)) == 12)


def test_the_histogram_shows_a_percentile_range_where_it_lies(window, qtbot):
    choose(qtbot, window, "Quality", "The higher half")
    qtbot.waitUntil(lambda: len(names(window)) == 6)
    assert row(window, "Quality").histogram.chosen_range() == pytest.approx((7 / 13, 12 / 13), abs=1e-6)


def test_times_are_typed_as_dates(window, qtbot):
    dialog = RangeDialog(window.library, "captured", window)
    qtbot.addWidget(dialog)
    assert dialog.raw.isChecked()
    qtbot.keyClicks(dialog.high, "2023-11-14 12:00:02")
    assert names(window) == ["p0.jpg", "p1.jpg", "p2.jpg"]
    dialog.high.setText("2023-11-14")
    assert len(names(window)) == 12
    dialog.high.setText("2023-11-13")
    assert names(window) == []
    dialog.reject()
    assert window.library.query.range_of("captured") == Range()
