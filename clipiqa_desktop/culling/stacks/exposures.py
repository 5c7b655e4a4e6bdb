"""Which frames of a stack are darker or brighter than the others: their weaker edges come and go with the light."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.culling.stacks.laid_over import laid_over
from clipiqa_desktop.culling.stacks.likeness import Signatures
from clipiqa_desktop.photos.signature import SIDE, STEPS_A_STOP

Brightness = NDArray[np.float64]

ALIKE = 0.15
"""Stops of the pixels as they are stored, a third of a stop of light: what differs by less is exposed alike."""

_BRIGHTER = 0.5  # the share of the cells that is looked at: what is black stays so in any light


def brightness(looks: Signatures, moves: NDArray[np.float32]) -> Brightness:
    """How much brighter each of the frames (n,) of a stack is than most of them, in stops of the stored pixels; 0 for
    all that are exposed alike, however sharp they are. moves: (n, 2), how far each must be moved down and to the right
    to lie over the first, in shares of height and width.
    """
    cells = [each.reshape(SIDE, SIDE) for each in looks[:, : SIDE * SIDE].astype(np.float32) / STEPS_A_STOP]
    luma = laid_over(cells, np.rint(moves * SIDE).astype(int)).reshape(len(cells), -1)
    if not luma.size:
        return np.zeros(len(cells))
    usual = np.median(luma, axis=0)
    bright = usual >= np.quantile(usual, 1 - _BRIGHTER)
    found = np.median((luma - usual)[:, bright], axis=1)
    return np.asarray(found - np.median(found), np.float64)


def differs(stops: Brightness) -> NDArray[np.bool_]:
    """Which frames (n,) are exposed unlike most of their stack."""
    unlike: NDArray[np.bool_] = np.abs(stops) > ALIKE
    return unlike
