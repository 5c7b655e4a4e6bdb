"""Frames that differ in one place alone, where the subject is."""

import numpy as np
import pytest

from clipiqa_desktop.catalog.stages.focus import TIE
from clipiqa_desktop.culling.stacks.common_focus import common_widths

STILL = np.zeros((5, 2), np.float32)
SHAPE = (12, 18)


def frame(seed: int, subject: float = 1.0, at: tuple[int, int] = (4, 6)) -> np.ndarray:
    """Everywhere as sharp, but for noise; a subject of 3 x 4 tiles has edges that are so many times wider."""
    tiles = 0.5 * np.exp(np.random.default_rng(seed).normal(0, 0.04, SHAPE))
    tiles[at[0] : at[0] + 3, at[1] : at[1] + 4] *= subject
    return tiles.astype(np.float32)


def told_best(widths: np.ndarray) -> int | None:
    order = np.argsort(widths)
    return int(order[0]) if widths[order[1]] > widths[order[0]] / (1 - TIE) else None


@pytest.mark.parametrize("at", [(4, 6), (0, 0), (9, 14)])
@pytest.mark.parametrize("times", [1.4, 3.0, np.nan])
def test_a_subject_that_is_sharp_in_one_frame_names_that_one(at: tuple[int, int], times: float) -> None:
    frames = [frame(seed, 1.0 if seed == 3 else times, at) for seed in range(5)]
    assert told_best(common_widths(frames, STILL)) == 3


def test_a_subject_that_is_soft_in_one_frame_puts_that_one_behind_and_the_others_tie() -> None:
    found = common_widths([frame(seed, 2.0 if seed == 1 else 1.0) for seed in range(5)], STILL)
    assert told_best(found) is None
    assert found[1] > found.min() / (1 - TIE)


@pytest.mark.parametrize("times", [1.0, 2.0])
def test_where_it_is_the_same_in_all_frames_none_is_named(times: float) -> None:
    assert told_best(common_widths([frame(seed, times) for seed in range(5)], STILL)) is None


def test_a_subject_that_walks_through_the_picture_tells_nothing() -> None:
    """Sharper than what is behind it, here in one frame and there in another."""
    frames = [frame(seed, 0.5, (4, 1 + 3 * seed)) for seed in range(5)]
    assert told_best(common_widths(frames, STILL)) is None


def test_what_differs_in_places_far_apart_is_no_subject() -> None:
    frames = [frame(seed) for seed in range(5)]
    for row, column in ((1, 1), (1, 9), (6, 4), (10, 15)):
        for each in frames[1:]:
            each[row, column] *= 3
    assert told_best(common_widths(frames, STILL)) is None
