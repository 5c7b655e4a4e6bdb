"""How sharp the frames of a stack are where any of them is sharp: what is sharp elsewhere counts for nothing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Widths = NDArray[np.float32]

_SHARPEST = 0.05  # the share of the tiles that counts
_FEWEST = 3
_GONE = 4.0  # pixels: where another frame has sharp edges and this one none, they are at least so wide


def common_widths(maps: Sequence[Widths], shifts: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean widths of edges (n,) in pixels over the tiles in which any frame is among the sharpest; NaN for all
    where the maps are not alike in size, or have no edges at all.

    maps: (rows, columns) of widths each, NaN where there are no edges. shifts: (n, 2), how far each frame must be moved
    down and to the right to lie over the first, in shares of height and width.
    """
    nothing = np.full(len(maps), np.nan, np.float32)
    if len({each.shape for each in maps}) != 1:
        return nothing
    shape = np.array(maps[0].shape)
    moves = np.rint(shifts * shape).astype(int)
    laid = np.stack([_moved(_sharpest_around(each), *move) for each, move in zip(maps, moves.tolist(), strict=True)])
    seen = np.stack([_moved(np.zeros(each.shape), *move) for each, move in zip(maps, moves.tolist(), strict=True)]) == 0
    least = np.fmin.reduce(np.where(seen.all(axis=0), laid, np.nan), axis=0)
    finite = np.sort(least[np.isfinite(least)])
    if not len(finite):
        return nothing
    region = least <= finite[: max(_FEWEST, round(_SHARPEST * len(finite)))][-1]
    found: NDArray[np.float32] = np.nan_to_num(laid[:, region], nan=_GONE).mean(axis=1).astype(np.float32)
    return found


def _moved(tiles: NDArray[np.floating], down: int, right: int) -> NDArray[np.floating]:
    """So many tiles further down and right; NaN comes in."""
    rows, columns = tiles.shape
    moved = np.full((rows, columns), np.nan, tiles.dtype)
    if abs(down) < rows and abs(right) < columns:
        moved[_to(down), _to(right)] = tiles[_to(-down), _to(-right)]
    return moved


def _to(by: int) -> slice:
    return slice(by, None) if by >= 0 else slice(None, by)


def _sharpest_around(widths: Widths) -> Widths:
    """The least width of each tile and those about it: shifts are known to a tile or two only."""
    padded = np.pad(widths, 1, constant_values=np.nan)
    rows, columns = widths.shape
    around = [padded[y : y + rows, x : x + columns] for y in range(3) for x in range(3)]
    least: Widths = np.fmin.reduce(np.stack(around), axis=0)
    return least
