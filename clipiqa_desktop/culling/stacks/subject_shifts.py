"""How far the subject moved from one photograph to another, to a small part of a cell of their signatures."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.culling.stacks.correlation import Floats, in_one_thread
from clipiqa_desktop.culling.stacks.likeness import SHIFTS, Signatures, luma
from clipiqa_desktop.photos.signature import SIDE

_CHUNK = 200  # what is worked on at once stays in the processor's cache
_ROUNDS = 2
_FURTHEST = 0.75  # cells; what would be further from the best whole cell is told by chance
_MARGIN = 2  # cells that interpolation and gradient need around
_STRUCTURE = 4.0  # variance of the gradient, in steps squared a cell, below which a shift is pulled towards the cell


def _binomial() -> Floats:
    matrix = np.zeros((SIDE, SIDE), np.float32)
    for row in range(SIDE):
        for at, weight in zip(range(-2, 3), (1, 4, 6, 4, 1), strict=True):
            matrix[row, min(max(row + at, 0), SIDE - 1)] += weight / 16
    return matrix


_BINOMIAL = _binomial()


def shifts(first: Signatures, second: Signatures) -> Floats:
    """For each pair (n,) how far (n, 2) the second must be moved down and to the right to lie over the first, in shares
    of height and width.

    The whole cell at which they are most alike, then the least squares of what differs, along the gradient (B. D. Lucas
    and T. Kanade, An iterative image registration technique, IJCAI 1981), each moved by half; of both a little
    smoothed, since what is finer than a cell looks otherwise in every place.
    """
    cells = np.zeros((len(first), 2), int)
    with in_one_thread():
        for start in range(0, len(first), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            cells[chunk] = _whole_cells(luma(first[chunk]), luma(second[chunk]))
    moves = cells.astype(np.float32)
    for move in np.unique(cells, axis=0):
        alike = np.flatnonzero((cells == move).all(axis=1))
        for rows in np.split(alike, range(_CHUNK, len(alike), _CHUNK)):
            pair = (_smoothed(luma(each[rows])) for each in (first, second))
            moves[rows] += _rest(*(_overlap(each, way * move) for each, way in zip(pair, (1, -1), strict=True)))
    return moves / np.float32(SIDE)


def _whole_cells(first: Floats, second: Floats) -> NDArray[np.int_]:
    """The shift (n, 2) at which they are most alike; none where they are not alike anywhere."""
    count = first.shape[1]
    numbers, pictures = np.arange(count), np.concatenate([first, second], axis=1)
    alike, shares = SHIFTS.best(SHIFTS.correlations(pictures, numbers, numbers + count))
    return np.where((alike > 0)[:, None], np.rint(shares * SIDE), 0).astype(int)


def _smoothed(pictures: Floats) -> Floats:
    """Pictures (SIDE, n, SIDE), 1, 4, 6, 4, 1 both ways; their last cells go on beyond their edges."""
    smooth: Floats = np.einsum("yv,vnu,ux->ynx", _BINOMIAL, pictures, _BINOMIAL.T, optimize=True)
    return smooth


def _overlap(pictures: Floats, move: NDArray[np.int_]) -> Floats:
    """The part (n, rows, columns) of pictures (SIDE, n, SIDE) that others show too, which must be moved so far down and
    to the right.
    """
    (top, left), (bottom, right) = np.maximum(move, 0), SIDE + np.minimum(move, 0)
    return np.ascontiguousarray(pictures[top:bottom, :, left:right].transpose(1, 0, 2))


def _rest(first: Floats, second: Floats) -> Floats:
    """How far (n, 2) the second must still be moved, in cells; nowhere where that makes them no more alike."""
    found = np.zeros((len(first), 2), np.float32)
    begun = differences = np.zeros(0, np.float32)
    for number in range(_ROUNDS):
        half = np.float32(0.5) * found
        pair = _moved(first, -half), _moved(second, half)
        step, differences = _step(*pair)
        begun = begun if number else differences
        found = np.clip(found + step, -_FURTHEST, _FURTHEST)
    return np.where((differences <= begun)[:, None], found, np.float32(0))


def _step(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """The move (n, 2) that takes away most of what differs to the first order, and what differs (n,) before it."""
    half = np.float32(0.5)
    mean, apart = half * (first + second), _centred((first - second)[:, 1:-1, 1:-1])
    down = _centred(half * (mean[:, 2:, 1:-1] - mean[:, :-2, 1:-1]))
    right = _centred(half * (mean[:, 1:-1, 2:] - mean[:, 1:-1, :-2]))
    both = _mean(down * right)
    down_2, right_2 = _mean(down * down) + _STRUCTURE, _mean(right * right) + _STRUCTURE
    by_down, by_right = _mean(down * apart), _mean(right * apart)
    scale = -1 / (down_2 * right_2 - both * both)
    step = np.stack([right_2 * by_down - both * by_right, down_2 * by_right - both * by_down], axis=1)
    return scale[:, None] * step, _mean(apart * apart)


def _moved(pictures: Floats, by: Floats) -> Floats:
    """Pictures (n, rows, columns) moved by up to one cell (n, 2), without the margin (cubic convolution)."""
    for axis in (1, 2):
        shape = [*pictures.shape]
        shape[axis] -= 2 * _MARGIN
        moved = np.zeros(shape, np.float32)
        for start, weight in enumerate(_cubic(by[:, axis - 1] + np.arange(-_MARGIN, _MARGIN + 1)[:, None])):
            window = slice(start, start + shape[axis])
            part = pictures[:, window] if axis == 1 else pictures[:, :, window]
            moved += weight[:, None, None] * part
        pictures = moved
    return pictures


def _cubic(distance: NDArray[np.floating]) -> Floats:
    """The weight of what is so far away (R. G. Keys, Cubic convolution interpolation, 1981, a = -1/2)."""
    far = np.abs(distance)
    near = (1.5 * far - 2.5) * far * far + 1
    next_to_it = ((-0.5 * far + 2.5) * far - 4) * far + 2
    weights: Floats = np.select([far < 1, far < 2], [near, next_to_it]).astype(np.float32)
    return weights


def _centred(values: Floats) -> Floats:
    centred: Floats = values - values.mean(axis=(1, 2), keepdims=True)
    return centred


def _mean(values: Floats) -> Floats:
    means: Floats = values.mean(axis=(1, 2))
    return means
