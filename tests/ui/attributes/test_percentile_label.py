"""The place of a photograph at the end of a row, as it is painted."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.percentile_label import PercentileLabel, _fitting


def painted(qtbot, text):
    label = PercentileLabel()
    qtbot.addWidget(label)
    label.resize(label.width(), 20)
    label.show_place(text, "")
    return label.grab().toImage()


@pytest.mark.parametrize("place", ["1st", "2nd", "3rd", "4th", "10th"])
def test_every_place_in_a_stack_says_of_how_many(window, qtbot, place):
    """Also where the place is as wide as the label would be with what follows it in full size."""
    first, second = (painted(qtbot, f"{place} of {count}") for count in (5, 7))
    assert first != second


def test_a_number_is_made_smaller_until_it_has_room(window):
    full = QFontMetricsF(style.font()).horizontalAdvance("22nd")
    sizes = [_fitting(style.font(), "22nd", full - less).pointSizeF() for less in range(0, 6, 2)]
    assert all(after <= before for before, after in pairwise(sizes))
    assert _fitting(style.font(), "22nd", 1) is None
