"""The window of a person in Germany and of one in the United States; tables are the same for both."""

import csv

import pytest
from PySide6.QtCore import QLocale
from ui.driving import LEFT, count_label, drag, names, row

from clipiqa_desktop import notation
from clipiqa_desktop.culling.cut import cut_of
from clipiqa_desktop.culling.photo_table import save_photo_table
from clipiqa_desktop.ui.attributes.range_dialog import RangeDialog
from clipiqa_desktop.ui.texts import exact_moment, facts_line, sort_value

FACTS = {"captured": 1_781_428_147.32, "aperture": 2.8, "shutter_s": 1.5, "focal_length_mm": 10.5}


@pytest.fixture
def window_in(filler, open_window, request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    filler.shoot(1200)
    yield open_window()
    QLocale.setDefault(before)


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2060", "")


@pytest.mark.parametrize(
    ("window_in", "value", "counts", "facts", "moment", "time"),
    [
        (
            "de_DE", "0,50", "600 of 1.200", "14.06.2026 09:09:07 · 10,5 mm · f/2,8 · 1,5 s",
            "14.06.2026 09:09:07,32", "12:00:05",
        ),
        (
            "en_US", "0.50", "600 of 1,200", "6/14/2026 9:09:07 AM · 10.5 mm · f/2.8 · 1.5 s",
            "6/14/2026 9:09:07.32 AM", "12:00:05 PM",
        ),
    ],
    indirect=["window_in"],
)  # fmt: skip
def test_what_stands_in_the_window(window_in, qtbot, tmp_path, value, counts, facts, moment, time):
    window = window_in
    assert plain(sort_value(window.library, 5)[0]) == time
    assert plain(facts_line(FACTS)) == facts
    assert plain(exact_moment(FACTS["captured"])) == moment
    qtbot.mouseClick(row(window, "Quality").button, LEFT)
    drag(qtbot, row(window, "Quality").histogram, 0.5, 1.2)
    assert sort_value(window.library, 600)[0] == value
    assert count_label(window) == counts
    catalog = window.library.catalog
    save_photo_table(tmp_path / "table.csv", catalog, window.library.ids.tolist()[:1], cut_of(catalog, "off", None))
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["quality"], line["captured"]) == ("0.999167", "2023-11-14T12:19:59.000")


@pytest.mark.parametrize(
    ("window_in", "first"),
    [("de_DE", "14.11.2023 12:19:58"), ("en_US", "11/14/2023 12:19:58 PM")],
    indirect=["window_in"],
)
def test_a_time_is_typed_as_it_is_written(window_in, qtbot, first):
    dialog = RangeDialog(window_in.library, "captured", window_in)
    dialog.low.setText(first)
    assert names(window_in) == ["p1198.jpg", "p1199.jpg"]
    again = RangeDialog(window_in.library, "captured", window_in)
    assert plain(again.low.text()) == first
    for each in (dialog, again):
        each.deleteLater()


def test_outside_of_a_window_nothing_of_it_is_left():
    assert notation.current() is notation.PLAIN
