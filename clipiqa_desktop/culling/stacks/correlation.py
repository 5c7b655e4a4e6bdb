"""Normalised cross-correlation of many small pictures at once, over a few shifts."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from clipiqa_desktop.photos.signature import SIDE

Floats = NDArray[np.float32]
Steps = NDArray[np.intp]

_FLAT = 1e-3  # variance, in steps squared, below which there is nothing to compare


class Shifts:
    """Columns `x` and rows `y` by which one picture is shifted against another; of each also the opposite, in a list
    that reads the same backwards but for the sign.

    By way of the spectra (rows, n, half of the columns), and these as products of matrices: a transform of so few
    numbers costs more in calls than in arithmetic.
    """

    def __init__(self, x: Steps, y: Steps) -> None:
        assert (x == -x[::-1]).all()
        assert (y == -y[::-1]).all()
        self._x, self._y = x, y
        # Long enough that what is shifted does not come in again on the other side; odd, so that half of the spectrum
        # tells all.
        height, width = SIDE + int(abs(y).max()), (SIDE + int(abs(x).max())) | 1
        half = np.arange(width // 2 + 1)
        self._to_rows = _waves(np.arange(height), -np.arange(SIDE), height)
        to_columns = _waves(np.arange(SIDE), -half, width)
        self._to_columns = np.hstack([to_columns.real, to_columns.imag])
        self._from_rows = _waves(y, np.arange(height), height) / np.float32(height)
        weights = np.where(half, 2, 1).astype(np.float32)[:, None] / np.float32(width)
        self._from_columns = _waves(half, x, width) * weights
        self._count = ((SIDE - abs(y))[:, None, None] * (SIDE - abs(x))).astype(np.float32)
        self._inside = _inside(y), _inside(x).T

    def correlations(self, pictures: Floats, first: Steps, second: Steps) -> Floats:
        """The normalised cross-correlation (y, n, x) of what overlaps after each shift, of pairs: the pictures (SIDE,
        m, SIDE) with the numbers `first` (n,), shifted against those with the numbers `second`.
        """
        # What of the first overlaps after a shift is what of the second does after the opposite one.
        means = self._overlaps(pictures) / self._count
        variances = self._overlaps(pictures * pictures) / self._count - means**2
        shared = self._products(pictures, first, second) / self._count
        shared -= means[:, first] * means[::-1, second, ::-1]
        scale = variances[:, first] * variances[::-1, second, ::-1]
        found: Floats = np.where(scale > _FLAT**2, shared / np.sqrt(np.maximum(scale, _FLAT**2)), 0)
        return found

    def best(self, found: Floats) -> tuple[Floats, Floats]:
        """Of `correlations` the highest of each pair (n,), and the shift (n, 2) down and right that has it, in shares
        of height and width.
        """
        flat = found.transpose(1, 0, 2).reshape(found.shape[1], -1)
        places = flat.argmax(axis=1)
        down, right = np.divmod(places, len(self._x))
        moves: Floats = (np.stack([self._y[down], self._x[right]], axis=1) / SIDE).astype(np.float32)
        return flat[np.arange(len(flat)), places], moves

    def _products(self, pictures: Floats, first: Steps, second: Steps) -> Floats:
        """The sums of first[y + shift] * second[y] over what overlaps."""
        spectra = _by_rows(self._to_rows, self._spectrum_of_rows(pictures))
        products = _by_rows(self._from_rows, spectra[:, first] * spectra[:, second].conj())
        found: Floats = (products @ self._from_columns).real
        return found

    def _spectrum_of_rows(self, values: Floats) -> NDArray[np.complex64]:
        both = values @ self._to_columns
        half = both.shape[-1] // 2
        spectrum: NDArray[np.complex64] = both[..., :half] + np.complex64(1j) * both[..., half:]
        return spectrum

    def _overlaps(self, values: Floats) -> Floats:
        """The sums (y, m, x) of the part of each that is still there after each shift."""
        down, right = self._inside
        return _by_rows(down, values @ right)


def in_one_thread() -> AbstractContextManager[object]:
    """Several threads wait for each other longer than such small products take, above all beside decoders."""
    limited: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def _by_rows(matrix: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    """The product of a matrix (m, rows) with values (rows, n, columns): (m, n, columns)."""
    product: NDArray[Any] = matrix @ values.reshape(len(values), -1)
    return product.reshape(len(matrix), *values.shape[1:])


def _inside(shifts: Steps) -> Floats:
    """Ones (shifts, SIDE) where a row is still there once it is shifted."""
    moved = np.arange(SIDE) - shifts[:, None]
    return ((moved >= 0) & (moved < SIDE)).astype(np.float32)


def _waves(places: Steps, frequencies: Steps, length: int) -> NDArray[np.complex64]:
    waves: NDArray[np.complex64] = np.exp(2j * np.pi / length * places[:, None] * frequencies).astype(np.complex64)
    return waves
