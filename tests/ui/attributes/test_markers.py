"""Several photographs in one histogram."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.histogram import HistogramBar
from clipiqa_desktop.ui.attributes.markers import FLAG_HEIGHT, Marker, flagged, side_by_side
from clipiqa_desktop.ui.views.tints import tint

# The offscreen platform says so of every window; nothing here depends on it.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def bar(qtbot):
    bar = HistogramBar()
    qtbot.addWidget(bar)
    bar.set_histogram(np.array([1, 3, 8, 20, 30, 20, 8, 3, 1, 1]), 0.0, 1.0)
    return bar


def colours_at(bar, value):
    """Down the line of this score, below the flags."""
    bar.resize(104, bar.sizeHint().height())
    picture = bar.grab().toImage()
    ratio, x = picture.devicePixelRatio(), bar.x_of(value)
    return [picture.pixelColor(round(x * ratio), round(y * ratio)).name() for y in range(FLAG_HEIGHT, bar.height() - 3)]


def flag_colour(bar, value):
    """Above the number in it, whatever the font."""
    bar.resize(104, bar.sizeHint().height())
    picture = bar.grab().toImage()
    ratio = picture.devicePixelRatio()
    return picture.pixelColor(round((bar.x_of(value) - 3) * ratio), 0).name()


def beside(bar, value):
    """The same one pixel to the left of the line."""
    return colours_at(bar, value - 1.5 / 100)


def test_each_stands_at_its_score_in_the_colour_of_its_tile_and_the_active_one_has_a_bright_edge(bar):
    bar.set_markers([Marker(0.2, 1, active=False), Marker(0.5, 2), Marker(0.8, 3, active=False)])
    for value, number in ((0.2, 1), (0.5, 2), (0.8, 3)):
        assert tint(number).name() in colours_at(bar, value)
    assert style.DARK.bright in beside(bar, 0.5)
    assert style.DARK.bright not in beside(bar, 0.2)
    assert [flag_colour(bar, each) for each in (0.2, 0.5, 0.8)] == [tint(1).name(), style.DARK.bright, tint(3).name()]


def test_one_alone_is_bright(bar):
    bar.set_markers([Marker(0.5)])
    assert style.DARK.bright in colours_at(bar, 0.5)


def test_lines_at_the_same_score_all_remain_visible(bar):
    bar.set_markers([Marker(0.3, number, active=number == 2) for number in range(1, 5)])
    assert {tint(number).name() for number in range(1, 5)} <= set(colours_at(bar, 0.3))


def test_the_lines_differ_in_height_too(bar):
    bar.set_markers([Marker(number / 7, number, active=number == 1) for number in range(1, 7)])
    tallness = [colours_at(bar, number / 7).count(tint(number).name()) for number in range(1, 7)]
    assert tallness == sorted(set(tallness), reverse=True)


def test_numbers_make_room_for_themselves_and_go_again(bar):
    alone = bar.sizeHint()
    bar.set_markers([Marker(0.3, 1), Marker(0.4, 2, active=False)])
    assert bar.sizeHint().height() > alone.height()
    bar.set_markers([Marker(0.3)])
    assert bar.sizeHint() == alone


def test_of_many_only_the_active_the_lowest_and_the_highest_are_numbered():
    six = [Marker(1 - number / 20, number, active=number == 3) for number in range(1, 7)]
    assert [each.number for each in flagged(six)] == [6, 5, 4, 3, 2, 1]
    seven = [*six, Marker(0.5, 7, active=False)]
    assert [each.number for each in flagged(seven)] == [7, 3, 1]
    assert flagged([Marker(0.4)]) == []


@given(st.lists(st.floats(-20, 140), min_size=1, max_size=6))
def test_flags_stand_beside_one_another_in_order_and_inside(centres):
    lefts = side_by_side(sorted(centres), 10, 104)
    assert lefts[0] >= 0
    assert lefts[-1] + 10 <= 104 + 1e-9
    assert all(after - before >= 10 - 1e-9 for before, after in pairwise(lefts))


def test_a_flag_with_room_stands_over_its_line():
    assert side_by_side([20, 60], 10, 104) == [15, 55]
    assert side_by_side([50, 50], 10, 104) == [40, 50]
    assert side_by_side([], 10, 104) == []
