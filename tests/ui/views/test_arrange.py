"""The tiles of a survey."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from clipiqa_desktop.ui.views.arrange import columns_for, places

NOTHING = QSize(0, 0)


@pytest.mark.parametrize(
    ("aspects", "room", "columns"),
    [
        ([1.5] * 2, QSize(1600, 900), 2),
        ([1.5] * 2, QSize(600, 900), 1),
        ([3.0] * 2, QSize(1600, 900), 1),  # panoramas above one another
        ([1.5] * 4, QSize(1600, 900), 2),
        ([1.5] * 6, QSize(1600, 900), 3),
        ([2 / 3] * 6, QSize(1600, 450), 6),
        ([1.5] * 12, QSize(1600, 900), 4),
        ([1.0], QSize(1600, 900), 1),
    ],
)
def test_the_photographs_are_as_large_as_can_be(aspects, room, columns):
    assert columns_for(aspects, room, NOTHING) == columns


def test_what_stands_around_each_photograph_counts():
    assert columns_for([1.0] * 2, QSize(400, 390), NOTHING) == 2
    assert columns_for([1.0] * 2, QSize(390, 400), QSize(0, 150)) == 2
    assert columns_for([1.0] * 2, QSize(390, 400), QSize(150, 0)) == 1


@given(st.integers(1, 12), st.integers(1, 12), st.integers(300, 3000), st.integers(300, 2000))
def test_tiles_lie_inside_beside_one_another(count, columns, width, height):
    tiles = places(count, min(columns, count), QSize(width, height), 4)
    assert len(tiles) == count
    for at, tile in enumerate(tiles):
        assert QRect(0, 0, width, height).contains(tile)
        assert not any(tile.intersects(other) for other in tiles[:at])
        assert tile.size() == tiles[0].size()
