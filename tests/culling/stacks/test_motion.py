"""A camera that moved is told from a lens that was out of focus, against the sharpest frame of the stack."""

import numpy as np
import pytest
from tools.blurring import Floats, Grey, blurred, composed, disc, jpeg, noisy, streak

from clipiqa_desktop.culling.stacks.common_focus import common_widths
from clipiqa_desktop.culling.stacks.motion import moved
from clipiqa_desktop.photos.edge_widths import find_edges

SHARP = np.ones((1, 1), np.float32)


def told(*kernels: Floats, seed: int = 0) -> list[bool]:
    scene = composed(seed, (1152, 768))
    frames = [jpeg(noisy(blurred(scene, kernel), 2, number), 92) for number, kernel in enumerate(kernels)]
    edges = [find_edges(Grey(each)) for each in frames]
    widths = common_widths([each.widths for each in edges], np.zeros((len(edges), 2), np.float32))
    one = np.zeros(len(edges), np.int64)
    return moved(widths, np.array([each.directions for each in edges]), one).tolist()


@pytest.mark.parametrize("direction", [0, 35, 90, 160])
def test_streaks_are_told_whatever_their_direction(direction: float) -> None:
    assert told(SHARP, streak(12, direction), streak(16, direction)) == [False, True, True]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_out_of_focus_has_not_moved(seed: int) -> None:
    assert told(disc(1), SHARP, disc(2), disc(4), seed=seed) == [False] * 4


def test_frames_that_are_all_alike_have_not_moved_against_each_other() -> None:
    assert told(streak(9, 20), streak(9, 20), streak(9, 20)) == [False] * 3


def test_nothing_is_told_where_no_widths_are_known() -> None:
    assert not moved(np.full(2, np.nan), np.zeros((2, 2, 2)), np.zeros(2, np.int64)).any()


def test_each_stack_is_measured_by_its_own_sharpest() -> None:
    across = np.array([[0, 0.0], [0, 0.6], [0, 0.6], [0, 0.6], [0, 0.0]], np.float32)
    directions = np.stack([across, across], axis=1)
    found = moved(np.array([0.5, 1.0, 0.5, 1.0, 0.9]), directions, np.array([7, 7, 3, 3, 7]))
    assert found.tolist() == [False, True, False, False, False]
