"""The line under a photograph."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from clipiqa_desktop.ui.texts import NARROWEST_NAME, as_fits, shortened
from clipiqa_desktop.ui.views.caption import Caption, CaptionText


@pytest.mark.parametrize("width", [70, 100, 150, 2000])
def test_a_name_that_is_too_long_keeps_its_ending(qapp, width):
    metrics, name = QFontMetrics(QFont()), "20240615 wedding of Anna and Bob 0412.CR2"
    short = shortened(name, metrics, width)
    assert short.endswith(".CR2")
    assert metrics.horizontalAdvance(short) <= width
    assert (short == name) == (metrics.horizontalAdvance(name) <= width)


def test_where_there_is_hardly_any_room_the_name_itself_counts(qapp):
    metrics = QFontMetrics(QFont())
    short = shortened("IMG_0412.CR2", metrics, NARROWEST_NAME)
    assert short.startswith("I")
    assert metrics.horizontalAdvance(short) <= NARROWEST_NAME


def test_facts_are_shown_whole_or_not_at_all(qapp):
    metrics, facts = QFontMetrics(QFont()), ("Sharpness 0.734", "85 mm", "f/1.8", "1/500", "ISO 400")
    lines = [as_fits(facts, metrics, width) for width in range(metrics.horizontalAdvance(facts[0]), 1000)]
    assert set(lines) == {" · ".join(facts[:count]) for count in range(1, len(facts) + 1)}
    assert sorted(lines, key=len) == lines
    assert as_fits(facts, metrics, 40).endswith("…")
    assert as_fits((), metrics, 40) == ""


def test_a_name_that_is_shortened_stands_whole_under_the_pointer(window):
    caption = Caption(window.library)
    caption.show_text(CaptionText(1, "20240615 wedding of Anna and Bob 0412.CR2", ("85 mm",), below=("Focus 66",)))
    assert "20240615 wedding of Anna and Bob 0412.CR2 · 85 mm · Focus 66" in caption.toolTip()
