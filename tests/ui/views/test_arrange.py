"""The tiles of a survey."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from clipiqa_desktop.ui.views.arrange import places, rows_for

NOTHING = QSize(0, 0)


@pytest.mark.parametrize(
    ("aspects", "room", "rows"),
    [
        ([1.5] * 2, QSize(1600, 900), (2,)),
        ([1.5] * 2, QSize(600, 900), (1, 1)),
        ([3.0] * 2, QSize(1600, 900), (1, 1)),  # panoramas above one another
        ([1.5] * 4, QSize(1600, 900), (2, 2)),
        ([1.5] * 6, QSize(1600, 900), (3, 3)),
        ([2 / 3] * 6, QSize(1600, 450), (6,)),
        ([1.5] * 12, QSize(1600, 900), (4, 4, 4)),
        ([1.5, 1.5, 2 / 3, 2 / 3, 2 / 3], QSize(1500, 1000), (2, 3)),  # three upright ones need as much as two
        ([1.0], QSize(1600, 900), (1,)),
    ],
)
def test_the_photographs_are_as_large_as_can_be(aspects, room, rows):
    assert rows_for(tuple(aspects), room, NOTHING, 0) == rows


def test_what_stands_around_each_photograph_counts():
    assert rows_for((1.0, 1.0), QSize(400, 390), NOTHING, 0) == (2,)
    assert rows_for((1.0, 1.0), QSize(390, 400), QSize(0, 150), 0) == (2,)
    assert rows_for((1.0, 1.0), QSize(390, 400), QSize(150, 0), 0) == (1, 1)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=8), st.integers(300, 3000), st.integers(300, 2000))
def test_tiles_fill_the_room_row_by_row_without_touching(aspects, width, height):
    room, extra = QSize(width, height), QSize(6, 50)
    rows = rows_for(tuple(aspects), room, extra, 4)
    tiles = places(aspects, rows, room, extra, 4)
    assert sum(rows) == len(tiles) == len(aspects)
    for at, tile in enumerate(tiles):
        assert QRect(0, 0, width, height).contains(tile)
        assert not any(tile.intersects(other) for other in tiles[:at])
    assert max(tile.right() for tile in tiles) == width - 1
    assert max(tile.bottom() for tile in tiles) == height - 1


@pytest.mark.parametrize("count", range(2, 13))
@pytest.mark.parametrize("room", [QSize(780, 590), QSize(1900, 1300), QSize(900, 1400)])
def test_photographs_of_one_shape_are_of_one_size_and_fill_the_window(count, room):
    """At least as large as in the best grid of tiles that are all alike."""
    extra, gap, aspect = QSize(6, 54), 4, 1.5

    def shown(tile):
        return min(tile.height() - extra.height(), (tile.width() - extra.width()) / aspect)

    aspects = [aspect] * count
    heights = [shown(each) for each in places(aspects, rows_for(tuple(aspects), room, extra, gap), room, extra, gap)]
    grids = (
        QSize((room.width() - gap * (columns - 1)) // columns, (room.height() - gap * (rows - 1)) // rows)
        for columns in range(1, count + 1)
        for rows in [-(-count // columns)]
    )
    assert min(heights) >= max(map(shown, grids)) - 2
