"""Likeness is the best normalised cross-correlation over small shifts, and heeds neither exposure nor size."""

import numpy as np
import pytest

from clipiqa_desktop.culling.stacks import likeness as module
from clipiqa_desktop.culling.stacks.likeness import MOST_X, MOST_Y, likeness
from clipiqa_desktop.photos.signature import LENGTH, SIDE, signature

CHANCE = np.random.default_rng(5)


def stored(luma: np.ndarray, chroma: int = 128) -> np.ndarray:
    return np.concatenate([luma.ravel(), np.full(LENGTH - SIDE * SIDE, chroma)]).astype(np.uint8)


def by_hand(first: np.ndarray, second: np.ndarray) -> float:
    """One shift after the other, as one would say it."""
    best = -1.0
    for down in range(-MOST_Y, MOST_Y + 1):
        for right in range(-MOST_X, MOST_X + 1):
            a = first[max(0, down) : SIDE + min(0, down), max(0, right) : SIDE + min(0, right)]
            b = second[max(0, -down) : SIDE + min(0, -down), max(0, -right) : SIDE + min(0, -right)]
            best = max(best, float(np.corrcoef(a.ravel(), b.ravel())[0, 1]))
    return best


def test_it_is_what_one_shift_after_the_other_gives() -> None:
    first, second = CHANCE.integers(0, 250, (2, 7, SIDE, SIDE))
    second[0, 2:, :-3] = first[0, :-2, 3:]
    found = likeness(np.array([*map(stored, [*first, *second])]), np.arange(7), np.arange(7, 14))
    assert found == pytest.approx([by_hand(*pair) for pair in zip(first, second, strict=True)], abs=1e-4)
    assert found[0] == pytest.approx(1, abs=1e-4)


def test_colours_take_away_and_flat_ones_are_like_none() -> None:
    some = CHANCE.integers(0, 250, (SIDE, SIDE))
    flat = np.full((SIDE, SIDE), 90)
    pictures = np.array([stored(some), stored(some, 138), stored(flat)])
    found = likeness(pictures, np.array([0, 2, 2]), np.array([1, 2, 0]))
    assert found == pytest.approx([0.9, 0, 0], abs=1e-4)
    nothing = np.zeros(0, np.intp)
    assert likeness(np.zeros((0, LENGTH), np.uint8), nothing, nothing).shape == (0,)


def test_neighbours_that_share_pictures_are_as_alike_as_each_pair_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 3)
    pictures = np.array([*map(stored, CHANCE.integers(0, 250, (8, SIDE, SIDE)))])
    first, second = np.array([0, 1, 2, 6, 5, 0, 3]), np.array([1, 2, 3, 5, 6, 7, 3])
    found = likeness(pictures, first, second)
    alone = [likeness(pictures, first[place : place + 1], second[place : place + 1])[0] for place in range(7)]
    assert found == pytest.approx(alone, abs=1e-4)


def test_a_signature_only_shifts_with_exposure_and_hardly_changes_with_size() -> None:
    ramp = np.add.outer(np.linspace(40, 90, 240), 30 * np.sin(np.linspace(0, 20, 360)))
    grey = np.repeat(ramp[..., None], 3, axis=2)
    normal, brighter, smaller = (
        np.frombuffer(signature(pixels.astype(np.uint8)), np.uint8) for pixels in (grey, grey * 2, grey[::2, ::2])
    )
    assert len(normal) == LENGTH
    found = likeness(np.array([normal, brighter, smaller]), np.array([0, 0]), np.array([1, 2]))
    assert (found > 0.99).all()
