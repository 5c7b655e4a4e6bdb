"""Focus compared where any frame of a stack is sharp."""

import numpy as np
import pytest

from clipiqa_desktop.catalog.stages.focus import NARROWEST, TIE
from clipiqa_desktop.culling.stacks.common_focus import common_widths

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
    assert 3.5 < found[1] <= 4.0


def test_maps_that_cannot_be_laid_over_each_other_tell_nothing() -> None:
    assert np.isnan(common_widths([tiles(0.5, 2.0), tiles(0.5, 2.0).T], STILL)).all()
    assert np.isnan(common_widths([np.full((3, 3), np.nan, np.float32)] * 2, STILL)).all()


def noisy(sharp: float, seed: int) -> np.ndarray:
    """All alike but for what noise makes of each tile."""
    return (sharp * np.exp(np.random.default_rng(seed).normal(0, 0.15, (9, 14)))).astype(np.float32)


@pytest.mark.parametrize("seed", range(5))
def test_what_differs_by_chance_alone_is_no_difference(seed: int) -> None:
    alike = common_widths([noisy(0.4, 10 * seed + each) for each in range(5)], np.zeros((5, 2), np.float32))
    assert np.sort(alike)[1] < alike.min() / (1 - TIE)
    frames = [noisy(0.4 if each == 2 else 0.52, 10 * seed + each) for each in range(5)]
    found = common_widths(frames, np.zeros((5, 2), np.float32))
    assert found.argmin() == 2
    assert np.sort(found)[1] > found.min() / (1 - TIE)


def test_edges_that_were_sharpened_below_a_pixel_are_told_apart_too() -> None:
    sharp, moved = common_widths([tiles(0.1, 3.0), tiles(0.25, 3.0)], STILL)
    assert moved > sharp / (1 - TIE)
    assert sharp >= NARROWEST


@pytest.mark.parametrize(("width", "is_named"), [(0.75, True), (1.3, True), (2.5, False)])
def test_edges_that_one_frame_has_alone_name_it_only_where_they_are_sharp(width: float, is_named: bool) -> None:
    """Beside what is still and sharp in all frames; soft ones may have come from a blurred subject that spread."""
    frames = [tiles(0.75, np.nan) for _ in range(5)]
    frames[4][14:16, 20:23] = width
    found = common_widths(frames, np.zeros((5, 2), np.float32))
    assert bool(found[4] < found[:4].min() * (1 - TIE)) is is_named
