"""The menu of a row: ready-made ranges and typed ones."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel
from ui.driving import names, row, when_open

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.catalog.stages.measures import VERSION
from clipiqa_desktop.ui.attributes.range_dialog import RangeDialog


def choose(qtbot, window, title, words):
    def press(menu):
        next(action for action in menu.actions() if action.text() == words).trigger()

    when_open(QApplication.activePopupWidget, press)
    widget = row(window, title)
    at = window.mapToGlobal(window.rect().topLeft())  # the row may be scrolled out of sight, where no menu opens
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, widget.rect().center(), at)
    QApplication.sendEvent(widget, event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The highest 10 %", ["p11.jpg"]),
        ("The highest 25 %", ["p9.jpg", "p10.jpg", "p11.jpg"]),
        ("The lowest 10 %", ["p0.jpg"]),
        ("The lowest 25 %", ["p0.jpg", "p1.jpg", "p2.jpg"]),
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


@pytest.mark.parametrize(("title", "words"), [("Exposure", "The darkest 25 %"), ("Capture time", "The earliest 10 %")])
def test_the_ends_are_called_as_one_says(window, qtbot, title, words):
    ids, catalog = window.library.columns.ids.tolist(), window.library.catalog
    catalog.measures.store(ids[0], VERSION, {"luminance": 0.5})
    window.library.refresh(ids)
    choose(qtbot, window, title, words)
    key = {"Exposure": "luminance", "Capture time": "captured"}[title]
    assert window.library.query.range_of(key).percentile


def test_there_are_no_shares_of_values_that_nothing_has(window, qtbot):
    choose(qtbot, window, "Eye focus", "The sharpest 25 %")
    assert not window.library.query.filters


def test_a_press_on_the_number_opens_the_menu_too(window, qtbot):
    def press(menu):
        next(action for action in menu.actions() if action.text() == "The lowest 10 %").trigger()
        menu.close()

    when_open(QApplication.activePopupWidget, press)
    qtbot.mouseClick(row(window, "Quality").percentile, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(window) == ["p0.jpg"])


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


@pytest.fixture
def german():
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(QLocale.system())


def test_numbers_are_typed_in_ones_own_language(window, qtbot, german):
    window.library.ask(window.library.query.with_range("quality", Range(1 / 3, 0.75)))
    dialog = RangeDialog(window.library, "quality", window)
    qtbot.addWidget(dialog)
    assert (dialog.low.text(), dialog.high.text()) == ("0,333333", "0,75")
    for text, high in (("0,8", 0.8), ("0.600", 0.6), ("1.000", 1.0), ("", None)):
        dialog.high.setText(text)
        assert window.library.query.range_of("quality") == Range(1 / 3, high)


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [("quality", "0,,8", "“From” cannot be read: 0,,8 is no number like 0,25"), ("captured", "gestern", "time like")],
)
def test_what_cannot_be_read_is_said_and_lifts_no_bound(window, qtbot, german, key, text, told):
    dialog = RangeDialog(window.library, key, window)
    qtbot.addWidget(dialog)
    dialog.raw.setChecked(True)
    dialog.low.setText("2023-11-14 12:00:02" if key == "captured" else "0,5")
    before = window.library.query
    dialog.low.setText(text)
    assert window.library.query == before
    assert told in " ".join(label.text() for label in dialog.findChildren(QLabel))
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.low.clear()
    assert ok.isEnabled()
    assert window.library.query.range_of(key) == Range()
