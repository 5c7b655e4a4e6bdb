"""How alike two photographs are, by their signatures: how much of one is seen in the other, shifted a little."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.culling.stacks.correlation import Floats, Shifts, Steps, in_one_thread
from clipiqa_desktop.photos.signature import SIDE

MOST_X, MOST_Y = 5, 3
"""By so many of the 24 columns and rows one may be shifted against the other."""

Signatures = NDArray[np.uint8]  # (n, LENGTH)

_THREADS = 2  # each with chunks of its own: there is nothing to wait for
_CHUNK = 200  # what is worked on at once stays in the processor's cache
_CHROMA_WEIGHT = 0.01  # of a mean difference of one step
SHIFTS = Shifts(np.arange(-MOST_X, MOST_X + 1), np.arange(-MOST_Y, MOST_Y + 1))


def likeness(signatures: Signatures, first: Steps, second: Steps) -> Floats:
    """For each pair (n,), of the signatures with these numbers, at most 1, where both show the same; about 0 for
    strangers.

    The best normalised cross-correlation over all shifts, less what the colours differ by. A photograph without any
    structure is like none.
    """
    chunks = [slice(start, start + _CHUNK) for start in range(0, len(first), _CHUNK)]
    with in_one_thread(), ThreadPoolExecutor(_THREADS) as threads:
        found = list(threads.map(lambda each: _alike(signatures, first[each], second[each]), chunks))
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _alike(signatures: Signatures, first: Steps, second: Steps) -> Floats:
    """Neighbours share pictures: of each all that concerns it alone is computed once."""
    numbers, places = np.unique(np.concatenate([first, second]), return_inverse=True)
    found = SHIFTS.correlations(luma(signatures[numbers]), *np.split(places, 2))
    chroma = signatures[:, SIDE * SIDE :]
    apart = np.abs(chroma[first].astype(np.int16) - chroma[second].astype(np.int16)).mean(axis=1)
    alike: Floats = (found.max(axis=(0, 2)) - _CHROMA_WEIGHT * apart).astype(np.float32)
    return alike


def luma(signatures: Signatures) -> Floats:
    """Their luma less its mean, as (rows, n, columns), so that all of them together are one matrix."""
    values = signatures[:, : SIDE * SIDE].astype(np.float32)
    values -= values.mean(axis=1, keepdims=True)
    return np.ascontiguousarray(values.reshape(-1, SIDE, SIDE).transpose(1, 0, 2))
