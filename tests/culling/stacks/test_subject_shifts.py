"""How far the subject moved, to a small part of a cell."""

import numpy as np
import pytest
from tools.blurring import composed

from clipiqa_desktop.culling.stacks.subject_shifts import shifts
from clipiqa_desktop.photos.signature import LENGTH, SIDE, signature

SIZE = 512, 768


def seen(scene: np.ndarray, top: int, left: int, brighter: float = 1.0) -> np.ndarray:
    part = scene[top : top + SIZE[0], left : left + SIZE[1]].astype(np.float32) * brighter
    return np.frombuffer(signature(np.repeat(part.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)), np.uint8)


def test_whole_cells() -> None:
    rng = np.random.default_rng(3)
    scene = rng.integers(0, 255, (SIDE + 8, SIDE + 8)).astype(np.uint8)
    first = np.full((1, LENGTH), 128, np.uint8)
    second = first.copy()
    first[0, : SIDE * SIDE] = scene[4:-4, 4:-4].ravel()
    second[0, : SIDE * SIDE] = scene[6 : 6 + SIDE, 1 : 1 + SIDE].ravel()  # seen 2 further up, 3 further right
    assert shifts(first, second) * SIDE == pytest.approx(np.array([[2, -3]]), abs=0.05)
    assert shifts(first[:0], second[:0]).shape == (0, 2)


def test_parts_of_a_cell_to_a_four_hundredth_of_the_frame_whatever_the_exposure() -> None:
    scene = composed(7, (900, 640))
    places = [(60, 60), (60, 67), (71, 52), (49, 81), (80, 110), (42, 20)]
    frames = [seen(scene, top, left, 1.0 - 0.02 * number) for number, (top, left) in enumerate(places)]
    found = shifts(np.array([frames[0]] * len(frames)), np.array(frames))
    assert found == pytest.approx((np.array(places) - places[0]) / SIZE, abs=1 / 400)


def test_what_has_no_structure_has_not_moved() -> None:
    flat = np.full((1, LENGTH), 90, np.uint8)
    noise = flat + np.random.default_rng(1).integers(0, 2, (1, LENGTH), np.uint8)
    assert np.abs(shifts(flat, flat)).max() == 0
    assert np.isfinite(shifts(flat, noise)).all()
