import numpy as np
import pytest

from clipiqa_desktop.indexing.encode_queue import EncodeQueue

PIXELS = np.zeros((2, 2, 3), np.uint8)


@pytest.fixture
def waiting() -> EncodeQueue:
    queue = EncodeQueue()
    for photo_id in range(1, 7):
        queue.put(photo_id, PIXELS)
    return queue


def test_what_is_on_the_screen_is_handed_out_first(waiting: EncodeQueue) -> None:
    assert list(waiting.hand_out(3, [5, 99, 2])) == [5, 2, 1]
    assert len(waiting) == 3
    assert 5 in waiting
    waiting.done()
    assert 5 not in waiting
    assert list(waiting.hand_out(9, [])) == [3, 4, 6]


def test_of_a_batch_that_killed_the_network_each_is_tried_alone(waiting: EncodeQueue) -> None:
    waiting.hand_out(3, [])
    assert waiting.poison_item() is None
    assert len(waiting) == 6
    assert list(waiting.hand_out(3, [6])) == [1]
    waiting.done()
    assert list(waiting.hand_out(3, [6])) == [2]
    assert waiting.poison_item() == 2
    assert list(waiting.hand_out(3, [])) == [3]
    waiting.done()
    assert list(waiting.hand_out(3, [])) == [4, 5, 6]


def test_death_with_nothing_in_hand_blames_nobody(waiting: EncodeQueue) -> None:
    assert waiting.poison_item() is None
    assert list(waiting.hand_out(2, [])) == [1, 2]
