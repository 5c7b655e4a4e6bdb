"""How sharp the frames of a stack are where any of them is sharp: what is sharp elsewhere counts for nothing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Widths = NDArray[np.float32]

_SHARPEST = 0.05  # the share of the tiles that counts
_FEWEST = 8
_HARDLY_LESS = 1.5  # times as wide as the edges of the sharpest tiles
_COUNTED = 0.4  # so large a share of those tiles is sharper than what stands for the frame
_GONE = 4.0  # pixels: where another frame has sharp edges and this one none, they are at least so wide
_MAD_TO_SIGMA, _OF_MEDIANS = 1.4826, 1.25  # of normal numbers


def common_widths(maps: Sequence[Widths], shifts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Widths of edges (n,) in pixels over the tiles in which any frame is among the sharpest; NaN for all where the
    maps are not alike in size, or have no edges at all. What is behind the sharpest by no more than the tiles differ by
    chance is as sharp.

    maps: (rows, columns) of widths each, NaN where there are no edges. shifts: (n, 2), how far each frame must be moved
    down and to the right to lie over the first, in shares of height and width.
    """
    nothing = np.full(len(maps), np.nan, np.float32)
    if len({each.shape for each in maps}) != 1:
        return nothing
    laid = _laid_over(maps, np.rint(shifts * np.array(maps[0].shape)).astype(int))
    least = np.fmin.reduce(laid, axis=0)
    places = _sharp(least)
    return _told_apart(np.log(np.nan_to_num(laid[:, places], nan=_GONE))) if len(places) else nothing


def _sharp(least: Widths) -> NDArray[np.intp]:
    """Which tiles (n,) are among the sharpest, and hardly less sharp than the sharpest of all."""
    order = np.argsort(least)[: np.count_nonzero(np.isfinite(least))]
    places = order[: max(_FEWEST, round(_SHARPEST * len(order)))]
    inside = least[places] <= _HARDLY_LESS * np.median(least[places[:_FEWEST]]) if len(places) else places > 0
    inside[:_FEWEST] = True
    return places[inside]


def _told_apart(widths: NDArray[np.floating]) -> NDArray[np.float32]:
    """The widths (n,) from the logarithms of those of the tiles that count (n, tiles)."""
    of_frame = np.quantile(widths, _COUNTED, axis=1)
    best = int(np.argmin(of_frame))
    apart = widths - widths[best]
    spread = np.median(np.abs(apart - np.median(apart, axis=1, keepdims=True)), axis=1)
    by_chance = _OF_MEDIANS * _MAD_TO_SIGMA * spread / np.sqrt(widths.shape[1])
    behind = of_frame - of_frame[best]
    told: NDArray[np.float32] = np.exp(of_frame[best] + np.where(behind < by_chance, 0, behind)).astype(np.float32)
    return told


def _laid_over(maps: Sequence[Widths], moves: NDArray[np.int_]) -> Widths:
    """The tiles (n, tiles) of what is seen in all frames, once each is moved so far (n, 2) down and to the right."""
    shape = np.array(maps[0].shape)
    start, end = np.maximum(moves.max(axis=0), 0), shape + np.minimum(moves.min(axis=0), 0)
    if (start >= end).any():
        return np.zeros((len(maps), 0), np.float32)
    parts = []
    for each, move in zip(maps, moves, strict=True):
        (top, left), (bottom, right) = start - move, end - move
        parts.append(each[top:bottom, left:right].ravel())
    return np.stack(parts)
