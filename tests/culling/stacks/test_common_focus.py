"""Focus compared where any frame of a stack is sharp."""

import numpy as np
import pytest

from clipiqa_desktop.culling.stacks.common_focus import common_widths
from clipiqa_desktop.culling.stacks.subject_shifts import shifts
from clipiqa_desktop.photos.signature import LENGTH, SIDE

STILL = np.zeros((2, 2), np.float32)


def tiles(subject: float, elsewhere: float, at: tuple[int, int] = (4, 6)) -> np.ndarray:
    """Widths with a subject of 4 x 4 tiles."""
    made = np.full((20, 30), elsewhere, np.float32)
    made[at[0] : at[0] + 4, at[1] : at[1] + 4] = subject
    return made


def test_a_frame_without_the_sharp_subject_is_softer() -> None:
    sharp, soft = common_widths([tiles(0.5, 2.0), tiles(1.1, 1.0)], STILL)
    assert sharp == pytest.approx(0.5)
    assert soft >= 1.0


def test_the_subject_is_followed() -> None:
    frames = [tiles(0.5, 3.0), tiles(0.5, 3.0, at=(6, 9))]
    found = common_widths(frames, np.array([[0, 0], [-0.1, -0.1]], np.float32))
    assert found[1] == pytest.approx(found[0])


def test_a_frame_without_any_edges_there_is_soft() -> None:
    found = common_widths([tiles(0.5, 2.0), np.full((20, 30), np.nan, np.float32)], STILL)
    assert found[1] == pytest.approx(4.0)


def test_maps_that_cannot_be_laid_over_each_other_tell_nothing() -> None:
    assert np.isnan(common_widths([tiles(0.5, 2.0), tiles(0.5, 2.0).T], STILL)).all()
    assert np.isnan(common_widths([np.full((3, 3), np.nan, np.float32)] * 2, STILL)).all()


def test_shifts_are_found_in_signatures() -> None:
    rng = np.random.default_rng(3)
    scene = rng.integers(0, 255, (SIDE + 8, SIDE + 8)).astype(np.uint8)
    first = np.full((1, LENGTH), 128, np.uint8)
    second = first.copy()
    first[0, : SIDE * SIDE] = scene[4:-4, 4:-4].ravel()
    second[0, : SIDE * SIDE] = scene[6 : 6 + SIDE, 1 : 1 + SIDE].ravel()  # seen 2 further up, 3 further right
    assert (shifts(first, second) * SIDE).round().tolist() == [[2, -3]]
    assert shifts(first[:0], second[:0]).shape == (0, 2)
