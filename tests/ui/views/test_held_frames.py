"""The memory of frames: a bound that holds, and what goes first."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from clipiqa_desktop.frames.frame_pool import FrameRequest
from clipiqa_desktop.ui.views.held_frames import Frame, HeldFrames

FULL = (600, 400)
FULL_BYTES = 600 * 400 * 4
SMALL_BYTES = 150 * 100 * 4


def request(photo_id, side=150):
    return FrameRequest(photo_id, Path(f"/{photo_id}.jpg"), (), side)


def frame(side=150, full=FULL):
    scale = min(1.0, side / max(full)) if side else 1.0
    width, height = (round(each * scale) for each in full)
    return Frame(QImage(width, height, QImage.Format.Format_RGB32), *full, is_full=(width, height) == full)


def keep(held, photo_id, side=150):
    return held.keep(request(photo_id, side), frame(side))


def ids(held, among=range(50)):
    return [photo_id for photo_id in among if held.best(photo_id, None)]


def sides(requests):
    return [(each.photo_id, each.side) for each in requests]


def test_the_smallest_that_is_large_enough_is_the_best():
    held = HeldFrames(10 * FULL_BYTES)
    assert held.best(1, 100) is None
    for side in (300, None, 150):
        keep(held, 1, side)
    assert [held.best(1, side).side for side in (100, 150, 200, 300, 400, 5000, None)] == [
        150, 150, 300, 300, 600, 600, 600
    ]  # fmt: skip


def test_a_smaller_one_is_better_than_none():
    held = HeldFrames(FULL_BYTES)
    keep(held, 1, 150)
    assert held.best(1, 500).side == held.best(1, None).side == 150


def test_what_is_held_is_not_wished_for_again():
    held = HeldFrames(10 * FULL_BYTES)
    keep(held, 1, 150)
    requests = [request(1, 150), request(1, 100), request(1, 160), request(1, 60), request(1, None), request(2, 150)]
    assert sides(held.want(requests)) == [(1, 160), (1, 60), (1, None), (2, 150)]
    keep(held, 1, None)
    assert sides(held.want(requests)) == [(1, 160), (1, 60), (2, 150)]


def test_a_full_one_serves_where_it_is_not_far_larger():
    held = HeldFrames(10 * FULL_BYTES)
    keep(held, 1, None)
    assert sides(
        held.want([request(1, 5000), request(1, 600), request(1, 300), request(1, 299), request(1, None)])
    ) == [(1, 299)]


def test_a_preview_smaller_than_wished_is_not_wished_for_again():
    held = HeldFrames(10 * FULL_BYTES)
    held.keep(request(1, 500), frame(150))
    assert held.want([request(1, 500), request(1, 400)]) == []
    assert sides(held.want([request(1, 501), request(1, None)])) == [(1, 501), (1, None)]


def test_the_least_recently_wanted_go_first():
    held = HeldFrames(3 * SMALL_BYTES)
    for photo_id in (1, 2, 3):
        held.want([request(photo_id)])
        keep(held, photo_id)
    held.want([request(1)])
    held.want([request(4)])
    keep(held, 4)
    assert ids(held) == [1, 3, 4]


def test_what_is_wanted_now_never_gives_way_to_what_is_less_urgent():
    held = HeldFrames(3 * SMALL_BYTES)
    requests = [request(photo_id) for photo_id in (1, 2, 3, 4, 5)]
    held.want(requests)
    for photo_id in (5, 4, 3, 2, 1):
        keep(held, photo_id)
    assert ids(held) == [1, 2, 3]
    assert not keep(held, 4)
    assert ids(held) == [1, 2, 3]


def test_a_stale_one_is_kept_where_there_is_room():
    held = HeldFrames(2 * SMALL_BYTES)
    held.want([request(1)])
    keep(held, 1)
    assert keep(held, 7)
    held.want([request(1), request(2)])
    keep(held, 2)
    assert not keep(held, 8)
    assert ids(held) == [1, 2]


def test_the_current_photograph_is_shown_at_full_size_whatever_it_takes():
    held = HeldFrames(2 * SMALL_BYTES)
    held.want([request(1), request(1, None), request(2)])
    keep(held, 1), keep(held, 2)
    assert keep(held, 1, None)
    assert held.best(1, None).is_full
    assert held.bytes_held == FULL_BYTES
    held.want([request(2), request(1)])
    keep(held, 2)
    assert held.bytes_held <= 2 * SMALL_BYTES


def test_what_would_find_no_room_is_not_drawn():
    held = HeldFrames(2 * FULL_BYTES + SMALL_BYTES)
    keep(held, 1, None), keep(held, 2, None), keep(held, 3)
    missing = held.want(
        [request(1, None), request(3, None), request(2, None), request(3), request(4, None), request(2)]
    )
    assert sides(missing) == [(3, None)]


def test_a_smaller_bound_drops_what_is_beyond_it():
    held = HeldFrames(5 * SMALL_BYTES)
    held.want([request(photo_id) for photo_id in range(5)])
    for photo_id in range(5):
        keep(held, photo_id)
    held.set_memory(2 * SMALL_BYTES)
    assert ids(held) == [0, 1]


def test_what_is_forgotten_is_gone():
    held = HeldFrames(5 * FULL_BYTES)
    keep(held, 1, None), keep(held, 1), keep(held, 2)
    held.forget([1, 9])
    assert ids(held) == [2]
    assert held.bytes_held == SMALL_BYTES


WISHES = st.lists(st.tuples(st.integers(1, 6), st.sampled_from([60, 150, 300, None])), max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WISHES, WISHES), max_size=8), st.integers(1, 12))
def test_the_bound_holds(steps, room):
    held = HeldFrames(room * SMALL_BYTES)
    for wanted, came in steps:
        held.want([request(*each) for each in wanted])
        for photo_id, side in came:
            keep(held, photo_id, side)
            largest = max((held.best(each, None).image.sizeInBytes() for each in ids(held)), default=0)
            assert held.bytes_held <= max(room * SMALL_BYTES, largest)
            if held.bytes_held > room * SMALL_BYTES:
                assert ids(held) == [wanted[0][0]]


@pytest.mark.parametrize("memory", [0, 1])
def test_no_memory_at_all(memory):
    held = HeldFrames(memory)
    assert sides(held.want([request(1), request(2)])) == [(1, 150)]
    assert keep(held, 1)
    assert not keep(held, 2)
    assert ids(held) == [1]
