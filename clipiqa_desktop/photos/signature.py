"""A few hundred bytes that tell how alike two photographs are, without any network."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE, CHROMA_SIDE = 24, 4
SIGNATURE_VERSION = "luma-chroma-1"  # must change whenever the same picture would get another one
LENGTH = SIDE * SIDE + 2 * CHROMA_SIDE * CHROMA_SIDE
"""Bytes: luma, row by row, then the two chroma planes."""

STEPS_A_STOP = 50.0
"""Of the luma: log2(255 + 8) is 252."""

_DARKEST = 3.0  # log2(8), which is black


def signature(pixels: NDArray[np.uint8]) -> bytes:
    """Of sRGB pixels (height, width, 3): log2(luma + 8) of 24 x 24 means, which exposure only shifts, and the chroma of
    4 x 4 (ITU-R BT.601, as in JPEG), a byte each.
    """
    luma, *chroma = Image.fromarray(pixels).convert("YCbCr").split()
    logarithm = np.log2(_means(luma, SIDE) + 8)
    steps = np.rint((logarithm - _DARKEST) * STEPS_A_STOP).astype(np.uint8)
    colours = [np.rint(_means(plane, CHROMA_SIDE)).astype(np.uint8) for plane in chroma]
    return b"".join(part.tobytes() for part in (steps, *colours))


def _means(plane: Image.Image, side: int) -> NDArray[np.float32]:
    small = plane.convert("F").resize((side, side), Image.Resampling.BOX)
    return np.asarray(small, np.float32)
