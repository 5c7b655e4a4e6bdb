"""How alike two photographs are, by their signatures: how much of one is seen in the other, shifted a little."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from clipiqa_desktop.photos.signature import SIDE

MOST_X, MOST_Y = 5, 3
"""By so many of the 24 columns and rows one may be shifted against the other."""

Signatures = NDArray[np.uint8]  # (n, LENGTH)
Floats = NDArray[np.float32]

_CHUNK = 200  # what is worked on at once stays in the processor's cache
_CHROMA_WEIGHT = 0.01  # of a mean difference of one step
_FLAT = 1e-3  # variance, in steps squared, below which there is nothing to compare

_X, _Y = np.arange(-MOST_X, MOST_X + 1), np.arange(-MOST_Y, MOST_Y + 1)


def likeness(first: Signatures, second: Signatures) -> Floats:
    """For each pair (n,) at most 1, where both show the same; about 0 for strangers.

    The best normalised cross-correlation over all shifts, less what the colours differ by. A photograph without any
    structure is like none.
    """
    starts = range(0, len(first), _CHUNK)
    with _one_thread():
        found = [_alike(first[start : start + _CHUNK], second[start : start + _CHUNK]) for start in starts]
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def shifts(first: Signatures, second: Signatures) -> Floats:
    """For each pair how far (n, 2) the second must be moved down and to the right to lie over the first, in shares of
    height and width, to the nearest cell: the shift at which they are most alike.
    """
    starts = range(0, len(first), _CHUNK)
    chunks = [slice(start, start + _CHUNK) for start in starts]
    found = [_correlations(_luma(first[each]), _luma(second[each])).transpose(1, 0, 2) for each in chunks]
    places = np.concatenate([each.reshape(len(each), -1).argmax(axis=1) for each in found] or [np.zeros(0, np.intp)])
    down, right = np.divmod(places, len(_X))
    moves: Floats = (np.stack([_Y[down], _X[right]], axis=1) / SIDE).astype(np.float32)
    return moves


def _one_thread() -> AbstractContextManager[object]:
    """Several threads wait for each other longer than such small products take, above all beside decoders."""
    limited: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def _alike(first: Signatures, second: Signatures) -> Floats:
    cells = SIDE * SIDE
    best = _correlations(_luma(first), _luma(second)).max(axis=(0, 2))
    apart = np.abs(first[:, cells:].astype(np.int16) - second[:, cells:].astype(np.int16)).mean(axis=1)
    alike: Floats = (best - _CHROMA_WEIGHT * apart).astype(np.float32)
    return alike


def _luma(signatures: Signatures) -> Floats:
    """As (rows, n, columns), so that all of them together are one matrix."""
    luma = signatures[:, : SIDE * SIDE].astype(np.float32)
    luma -= luma.mean(axis=1, keepdims=True)
    return np.ascontiguousarray(luma.reshape(-1, SIDE, SIDE).transpose(1, 0, 2))


def _correlations(first: Floats, second: Floats) -> Floats:
    """The normalised cross-correlation (2 MOST_Y + 1, n, 2 MOST_X + 1) of what overlaps after each shift."""
    count = ((SIDE - abs(_Y))[:, None, None] * (SIDE - abs(_X))).astype(np.float32)
    sums = [_overlaps(values, way) for values, way in ((first, 1), (second, -1))]
    squares = [_overlaps(values * values, way) for values, way in ((first, 1), (second, -1))]
    variances = [square / count - (total / count) ** 2 for square, total in zip(squares, sums, strict=True)]
    shared = _products(first, second) / count - sums[0] * sums[1] / count**2
    scale = variances[0] * variances[1]
    found: Floats = np.where(scale > _FLAT**2, shared / np.sqrt(np.maximum(scale, _FLAT**2)), 0)
    return found


def _products(first: Floats, second: Floats) -> Floats:
    """The sums of first[y + shift] * second[y] over what overlaps, by way of the spectra (rows, n, half the columns).

    As products of matrices: a transform of so few numbers costs more in calls than in arithmetic.
    """
    spectra = [_by_rows(_TO_ROWS, _spectrum_of_rows(values)) for values in (first, second)]
    products: Floats = (_by_rows(_FROM_ROWS, spectra[0] * spectra[1].conj()) @ _FROM_COLUMNS).real
    return products


def _spectrum_of_rows(values: Floats) -> NDArray[np.complex64]:
    both = values @ np.hstack([_TO_COLUMNS.real, _TO_COLUMNS.imag])
    half = both.shape[-1] // 2
    spectrum: NDArray[np.complex64] = both[..., :half] + np.complex64(1j) * both[..., half:]
    return spectrum


def _by_rows(matrix: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    """The product of a matrix (m, rows) with values (rows, n, columns): (m, n, columns)."""
    product: NDArray[Any] = matrix @ values.reshape(len(values), -1)
    return product.reshape(len(matrix), *values.shape[1:])


def _overlaps(values: Floats, way: int) -> Floats:
    """The sums of the parts that overlap after each shift, the other way round for `way` -1."""
    return _by_rows(_inside(way * _Y), values @ _inside(way * _X).T)


def _inside(shifts: NDArray[np.intp]) -> Floats:
    """Ones (shifts, SIDE) where a row is still there once it is shifted."""
    moved = np.arange(SIDE) - shifts[:, None]
    return ((moved >= 0) & (moved < SIDE)).astype(np.float32)


def _waves(places: NDArray[np.intp], frequencies: NDArray[np.intp], length: int) -> NDArray[np.complex64]:
    waves: NDArray[np.complex64] = np.exp(2j * np.pi / length * places[:, None] * frequencies).astype(np.complex64)
    return waves


# Long enough that what is shifted does not come in again on the other side; odd, so that half the spectrum tells all.
_HEIGHT, _WIDTH = SIDE + MOST_Y, SIDE + MOST_X
_HALF = np.arange(_WIDTH // 2 + 1)
_TO_ROWS = _waves(np.arange(_HEIGHT), -np.arange(SIDE), _HEIGHT)
_TO_COLUMNS = _waves(np.arange(SIDE), -_HALF, _WIDTH)
_FROM_ROWS = _waves(_Y, np.arange(_HEIGHT), _HEIGHT) / _HEIGHT
_FROM_COLUMNS = _waves(_HALF, _X, _WIDTH) * np.where(_HALF, 2, 1).astype(np.float32)[:, None] / np.float32(_WIDTH)
