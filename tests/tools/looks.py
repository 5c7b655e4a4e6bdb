"""Image vectors to learn from: of many small pieces of pictures, by an untrained network."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray

from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.perception.image_encoder import ImageEncoder
from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.perception.runtime.synthetic_pictures import synthetic_pictures
from clipiqa_desktop.photos.decode import decode

SIDE = 96
DIRECTIONS = 32
AT_ONCE = 20
_NOT_FOR_THIS = {"malformed", "formats"}


def piece_vectors(clip: open_clip.CLIP, count: int = 260, side: int = SIDE) -> NDArray[np.float32]:
    """Vectors (count, 1024) of square pieces of the photographs in CLIPIQA_PHOTOS, or of made pictures without them."""
    encoder = ImageEncoder(clip.visual)
    folder = os.environ.get("CLIPIQA_PHOTOS")
    pieces = list(_pieces(Path(folder) if folder else None, count, side))
    with torch.no_grad():
        # Of such small ones the network takes longer to be read than to run: read once for many of them.
        features = [encoder.trunk(encoder.normalised(pieces[at : at + AT_ONCE])) for at in range(0, count, AT_ONCE)]
        vectors: NDArray[np.float32] = encoder.pool(features).numpy()
    return vectors


def hidden_opinions(
    vectors: NDArray[np.float32], seed: int = 0, directions: int | None = DIRECTIONS
) -> NDArray[np.float32]:
    """Labels (n,) from 0 to 1 along a hidden direction: a mixture of so many in which the vectors differ most, or of
    all.
    """
    centred = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centred -= centred.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:directions]
    along = centred @ (np.random.default_rng(seed).normal(size=len(axes)) @ axes)
    return ((along - along.min()) / np.ptp(along)).astype(np.float32)


def _pieces(folder: Path | None, count: int, side: int) -> Iterator[NDArray[np.uint8]]:
    rng = np.random.default_rng(0)
    pictures = list(_photographs(folder, count, side)) if folder else list(synthetic_pictures(40))
    for number in range(count):
        pixels = pictures[number % len(pictures)]
        top, left = (int(rng.integers(0, length - side + 1)) for length in pixels.shape[:2])
        yield pixels[top : top + side, left : left + side].copy()


def _photographs(folder: Path, count: int, side: int) -> Iterator[NDArray[np.uint8]]:
    found = sorted(
        each.folder / each.name for each in find_photographs(folder) if each.folder.name not in _NOT_FOR_THIS
    )
    for path in found[:: max(1, len(found) // min(count, 40))]:
        pixels = decode(path, input_size).pixels
        if min(pixels.shape[:2]) >= side:
            yield pixels
