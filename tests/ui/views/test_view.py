"""Zooming and moving as arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from clipiqa_desktop.ui.views import view as views
from clipiqa_desktop.ui.views.view import View

ROOM = QSizeF(1000, 700)
sides = st.integers(200, 9000)
fractions = st.floats(0, 1)


def shown_at(photograph, view, spot):
    """Which point of the photograph, as fractions, is at a spot of the room."""
    place = views.place_of(photograph, ROOM, view)
    return (spot.x() - place.left()) / place.width(), (spot.y() - place.top()) / place.height()


@given(sides, sides, fractions, fractions, st.sampled_from([0.5, 1.0, 2.0, 8.0]))
def test_the_point_under_the_pointer_stays(width, height, x, y, zoom):
    photograph, spot = QSizeF(width, height), QPointF(x * 1000, y * 700)
    before = shown_at(photograph, View(), spot)
    view = views.zoomed(photograph, ROOM, View(), zoom, spot)
    place = views.place_of(photograph, ROOM, view)
    after = shown_at(photograph, view, spot)
    for room, length, start, was, now in (
        (1000, place.width(), place.left(), before[0], after[0]),
        (700, place.height(), place.top(), before[1], after[1]),
    ):
        at_an_edge = length <= room or start == 0 or start == room - length
        assert at_an_edge or abs(was - now) * length < 2


@given(sides, sides, fractions, fractions, st.sampled_from([0.05, 0.5, 1.0, 8.0]))
def test_there_is_no_gap_where_the_photograph_is_larger_than_the_room(width, height, x, y, zoom):
    place = views.place_of(QSizeF(width, height), ROOM, View(zoom, (x, y)))
    for room, length, start in ((1000, place.width(), place.left()), (700, place.height(), place.top())):
        if length >= room:
            assert start <= 0
            assert start + length >= room
        else:
            assert abs(start - (room - length) / 2) <= 0.5


@given(sides, sides, fractions, fractions, st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_dragging_there_and_back_leads_back_unless_an_edge_is_met(width, height, x, y, right, down):
    photograph = QSizeF(width, height)
    start = views.clamped(photograph, ROOM, View(1.0, (x, y)))
    there = views.moved(photograph, ROOM, start, QPointF(right, down))
    assert there == views.clamped(photograph, ROOM, there)
    met_edge = abs((there.centre[0] - start.centre[0]) * width + right) > 1e-6 or (
        abs((there.centre[1] - start.centre[1]) * height + down) > 1e-6
    )
    back = views.moved(photograph, ROOM, there, QPointF(-right, -down))
    assert met_edge or back.centre == pytest.approx(start.centre, abs=1e-9)


def test_the_wheel_goes_in_steps_and_stops_at_the_ends():
    zoom, seen = 0.36, []
    while not seen or seen[-1] != zoom:
        seen.append(zoom)
        zoom = views.stepped(zoom, 1, 0.36)
    assert seen == [0.36, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0]
    assert views.stepped(0.05, -1, 0.36) == 0.05


@pytest.mark.parametrize(("zoom", "steps", "fit"), [(0.5, -1, 0.36), (0.2, 1, 0.22), (0.7, -3, 0.36), (0.35, 1, 0.4)])
def test_on_its_way_past_the_whole_photograph_the_wheel_stops_there(zoom, steps, fit):
    assert views.stepped(zoom, steps, fit) is None


def test_a_small_photograph_is_enlarged_to_fit_but_not_without_end():
    assert views.fitting(QSizeF(500, 350), ROOM) == 2
    assert views.fitting(QSizeF(10, 10), ROOM) == 8
