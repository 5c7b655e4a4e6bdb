"""The stacks are there from the first moment when the window opens again."""

import numpy as np
import pytest
from ui.driving import names, stack

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.ui.stacks.kept_stacks import keep, kept

STACKS = Stacks(
    np.array([3, 4, 7, 9]),
    np.array([0, 0, 1, 1]),
    kinds=np.array([0, 0, 1, 1], np.int8),
    tops=frozenset({4}),
    panoramas=((11, 12), (15, 16, 17)),
)


@pytest.mark.parametrize("stacks", [STACKS, Stacks(np.array([1, 2]), np.array([0, 0]), kinds=np.zeros(2, np.int8))])
def test_what_is_kept_comes_back_closed(tmp_path, stacks):
    place = tmp_path / "stacks.npz"
    keep(place, stacks)
    assert kept(place).is_same(stacks)
    assert not kept(place).opened


@pytest.mark.parametrize("contents", [b"", b"PK\x03\x04 nothing", b"\x93NUMPY", b"words"])
def test_what_cannot_be_read_is_left_alone(tmp_path, contents):
    place = tmp_path / "stacks.npz"
    assert kept(place) is None
    place.write_bytes(contents)
    assert kept(place) is None


def test_the_window_opens_with_its_stacks(filler, open_window, places):
    filler.shoot(5)
    window = open_window()
    stack(window, [1, 2, 3])
    window.stacks.counts = (1, 3)  # as if they had been made beside the window
    window.close()
    assert names(open_window()) == ["p0.jpg", "p1.jpg", "p4.jpg"]
