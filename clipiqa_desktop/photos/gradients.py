"""Gradients of pictures in whole numbers of 16 bits, before and after a small blur, at halved sizes too."""

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

LEVELS = (0, 1, 2)
"""Each half the size of the one before."""

COARSEST = 1 << LEVELS[-1]
"""Pixels of the picture for one of the smallest level."""

MARGIN = 3
"""Pixels that blur and gradient need around."""

_REACHES = (1, 2, 3)  # 7 pixels in all
_WHITE = 252  # what is blown, or was before JPEG


def at_levels(pixels: Pixels) -> list[tuple[int, Pixels]]:
    """Every level, and the same at it; the sides must be whole pixels of the smallest one."""
    levels = [(0, pixels)]
    for level in LEVELS[1:]:
        levels.append((level, _halved(levels[-1][1])))
    return levels


def _halved(pixels: Pixels) -> Pixels:
    """The means of 2 x 2 pixels, rounded; both sides must be even, and all contiguous."""
    # two neighbours in a row as one number: whole rows are added at once rather than every other pixel
    pairs = pixels.view(np.uint16)
    both = (pairs & np.uint16(255)) + (pairs >> np.uint16(8))
    return ((both[::2] + both[1::2] + np.uint16(2)) >> np.uint16(2)).astype(np.uint8)


def gradients(pixels: Pixels, step: int = 1) -> tuple[NDArray[np.uint16], NDArray[np.int16], NDArray[np.int16]]:
    """Half the energy of the gradient in every `step`th row, and after the blur the gradient across and down.

    Without the margin (..., height, width), in differences over two pixels.
    """
    wide = pixels.astype(np.uint16)
    blurred = _binomial(wide)
    blurred >>= 8  # 256 is the sum of the taps
    inner = wide.view(np.int16)[MARGIN - 1 : 1 - MARGIN, MARGIN - 1 : 1 - MARGIN]
    sharp, down = (square(each) for each in _differences(inner, step))
    sharp >>= 1
    down >>= 1
    sharp += down
    return sharp, *_differences(blurred.view(np.int16), step)


def _binomial(wide: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """1, 4, 6, 4, 1 both ways, not divided: 255 becomes 65,280."""
    for _ in range(4):
        wide = wide[..., 1:] + wide[..., :-1]
    for _ in range(4):
        wide = wide[..., 1:, :] + wide[..., :-1, :]
    return wide


def _differences(of: NDArray[np.int16], step: int) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Over two pixels, across and down, without one pixel on every side."""
    across = of[..., 1:-1:step, 2:] - of[..., 1:-1:step, :-2]
    return across, of[..., 2::step, 1:-1] - of[..., :-2:step, 1:-1]


def square(difference: NDArray[np.int16]) -> NDArray[np.uint16]:
    """In place; up to 255 it fits."""
    difference *= difference
    return difference.view(np.uint16)


def near_white(pixels: Pixels, step: int = 1) -> NDArray[np.bool_] | None:
    """Where something blown has a part in the gradient, of every `step`th row, without the margin; None if nothing is.

    What was cut off at white has a steep edge in however soft a picture.
    """
    near = pixels >= _WHITE
    if not near.any():
        return None
    for reach in _REACHES:
        near = near[reach:] | near[:-reach]
    near = near[::step]
    for reach in _REACHES:
        near = near[:, reach:] | near[:, :-reach]
    return near
