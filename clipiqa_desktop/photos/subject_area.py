"""Which part of a photograph matters, as the camera wrote it down: EXIF's SubjectArea."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.photos.edge_widths import tile_edges
from clipiqa_desktop.photos.facts import Fields

_SUBJECT_AREA, _WIDTH, _HEIGHT = 37396, 40962, 40963
# Cameras that were not told what matters write the middle, or a part around it.
_MIDDLE = 0.03
# Of a point so much around it counts, in shares of the width.
_AROUND_POINT = 0.1

Tiles = TypeVar("Tiles", bound=NDArray[np.generic])
Area = tuple[float, float, float, float]


def subject_tiles(fields: Fields, size: tuple[int, int]) -> NDArray[np.bool_] | None:
    """Which tiles (rows, columns) of the picture as it is stored, of `size`, hold some of the part that matters.

    None where the file does not say, or says something impossible, or just the middle.
    """
    area = _area(fields, size)
    if area is None:
        return None
    left, top, right, bottom = area
    across, down = (np.array(tile_edges(length)) for length in size)
    columns = (across[:-1] < right) & (across[1:] > left)
    rows = (down[:-1] < bottom) & (down[1:] > top)
    return rows[:, None] & columns


def turned(tiles: Tiles, turn: int) -> Tiles:
    """Tiles (rows, columns) of a picture as it is stored, turned upright as EXIF orientation 1 to 8 says."""
    if turn >= 5:
        tiles = tiles.T
    if turn in {2, 3, 6, 7}:
        tiles = tiles[:, ::-1]  # type: ignore[assignment]
    if turn in {3, 4, 7, 8}:
        tiles = tiles[::-1]  # type: ignore[assignment]
    return tiles


def _area(fields: Fields, size: tuple[int, int]) -> Area | None:
    """Left, top, right and bottom in pixels of the picture as it is stored."""
    numbers = _numbers(fields.get(_SUBJECT_AREA))
    if not 2 <= len(numbers) <= 4:
        return None
    x, y, *extent = numbers
    # where the picture was scaled since, the numbers still are about the size that it had
    width, height = (_number(fields.get(tag)) or length for tag, length in zip((_WIDTH, _HEIGHT), size, strict=True))
    if not (0 < x < width and 0 < y < height) or max(abs(x / width - 0.5), abs(y / height - 0.5)) < _MIDDLE:
        return None
    wide, high = (extent or [_AROUND_POINT * width])[0], (extent or [_AROUND_POINT * width])[-1]
    scale_x, scale_y = size[0] / width, size[1] / height
    return (x - wide / 2) * scale_x, (y - high / 2) * scale_y, (x + wide / 2) * scale_x, (y + high / 2) * scale_y


def _numbers(said: object) -> list[float]:
    several = said if isinstance(said, (tuple, list)) else ()
    numbers = [_number(each) for each in several]
    return [each for each in numbers if each is not None] if None not in numbers else []


def _number(said: object) -> float | None:
    """A positive one; None for anything else."""
    if isinstance(said, (list, tuple)):
        said = said[0] if len(said) == 1 else None
    return float(said) if isinstance(said, (int, float)) and 0 < said < float("inf") else None
