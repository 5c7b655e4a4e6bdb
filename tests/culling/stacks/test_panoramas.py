"""Panoramas are found where the camera turned, and join nobody by themselves."""

import numpy as np
import pytest
from PIL import Image
from tools.shots import shooting

from clipiqa_desktop.catalog.query.cells import NO_STACK, StackKind
from clipiqa_desktop.culling.stacks.grouping import group
from clipiqa_desktop.culling.stacks.likeness_cache import LikenessCache
from clipiqa_desktop.photos.signature import signature

WIDTH, HEIGHT = 360, 240


def landscape(seed: int) -> np.ndarray:
    """Wide enough for some frames; with detail of several sizes, brighter above."""
    chance = np.random.default_rng(seed)
    layers = [
        np.asarray(
            Image.fromarray(chance.random((4 * size, 30 * size), np.float32)).resize((1800, HEIGHT + 40)), np.float32
        )
        for size in (1, 2, 5)
    ]
    sky = np.linspace(80, 0, HEIGHT + 40)[:, None]
    return np.clip(60 * sum(layers) / len(layers) + 60 + sky, 0, 255)


def frames(moves: list[float], seed: int = 1, **more: object) -> tuple[list[dict[str, object]], dict[int, bytes]]:
    """Two seconds apart, each turned so many widths further than the one before."""
    scene, left = landscape(seed), 400.0
    shots, looks = [], {}
    for number, move in enumerate([0.0, *moves], 1):
        left += move * WIDTH
        top = 20 + (number % 3 - 1) * 6
        part = scene[top : top + HEIGHT, round(left) : round(left) + WIDTH]
        looks[number] = signature(np.repeat(part[..., None], 3, axis=2).astype(np.uint8))
        shots.append({"time": number * 2.0, **more})
    return shots, looks


def found(shots: list[dict[str, object]], looks: dict[int, bytes]) -> tuple[tuple[int, ...], ...]:
    return group(shooting(shots), "normal", LikenessCache(looks)).panoramas


@pytest.mark.parametrize("move", [0.25, 0.35, 0.5, 0.65, -0.4])
def test_frames_that_overlap_and_move_one_way(move: float) -> None:
    made = frames([move] * 2)
    assert found(*made) == ((1, 2, 3),)
    assert (group(shooting(made[0]), "normal", LikenessCache(made[1])).stacks == NO_STACK).all()


@pytest.mark.parametrize(
    "moves",
    [[0.4], [0.4, -0.4], [0.0, 0.02, 0.01], [0.9, 0.9]],
    ids=["two alone", "to and fro", "a burst", "no overlap"],
)
def test_what_is_none(moves: list[float]) -> None:
    assert found(*frames(moves)) == ()


@pytest.mark.parametrize("change", [{"time": 60.0}, {"focal": 85.0}, {"shutter": 0.04}, {"body": "other\n"}])
def test_other_settings_are_none(change: dict[str, object]) -> None:
    shots, looks = frames([0.4, 0.4])
    shots[2] |= change
    assert found(shots, looks) == ()


def test_joined_ones_are_panoramas_kept_whole_and_no_longer_offered() -> None:
    shots, looks = frames([0.4, 0.4, 0.4])
    for shot in shots[:3]:
        shot["own"] = 5
    groups = group(shooting(shots), "normal", LikenessCache(looks))
    assert groups.stacks.tolist() == [1, 1, 1, NO_STACK]
    assert StackKind(int(groups.kinds[0])).is_kept_whole
    assert groups.panoramas == ()
