"""Pictures made of nothing but numbers, the same everywhere: to try a network on before the first photograph."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 512, 768
COUNT = 12

Plane = NDArray[np.float64]


def synthetic_pictures(count: int = COUNT) -> Iterator[NDArray[np.uint8]]:
    """RGB pictures (512, 768, 3): gradients, soft waves, hard edges and grain, each in other colours and strengths."""
    return (_synthetic_picture(np.random.default_rng(seed)) for seed in range(count))


def _synthetic_picture(rng: np.random.Generator) -> NDArray[np.uint8]:
    picture = _gradient(rng)
    for cells in (2, 4, 16, 64):
        picture += rng.uniform(0, 0.25) * _edges(rng, cells)
    picture += rng.uniform(0, 0.3) * _waves(rng)
    picture += rng.uniform(0, 0.15) * rng.normal(size=picture.shape)
    exposed = 0.5 + rng.uniform(0.2, 1.2) * (picture - picture.mean()) + rng.uniform(-0.3, 0.3)
    return np.asarray(np.clip(exposed, 0, 1) * 255, np.uint8)


def _gradient(rng: np.random.Generator) -> Plane:
    one, other = rng.uniform(0, 1, (2, 3))
    return np.asarray(one + (other - one) * _across(rng))


def _waves(rng: np.random.Generator) -> Plane:
    return np.sin(_across(rng) * rng.uniform(10, 300)) * rng.uniform(-1, 1, 3)


def _edges(rng: np.random.Generator, cells: int) -> Plane:
    blocks = rng.uniform(-1, 1, (cells, cells, 3))
    return blocks.repeat(HEIGHT // cells, axis=0).repeat(WIDTH // cells, axis=1)


def _across(rng: np.random.Generator) -> Plane:
    """From 0 to about 1 in some direction (512, 768, 1)."""
    y, x = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j]
    angle = rng.uniform(0, np.pi / 2)
    return np.asarray(x * np.cos(angle) + y * np.sin(angle))[..., None]
