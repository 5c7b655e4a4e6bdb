"""How sharp a photograph is at 100 %, where it is, and which part of it counts."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.photos import colour
from clipiqa_desktop.photos.edge_widths import Widths, find_edges
from clipiqa_desktop.photos.gradients import Pixels
from clipiqa_desktop.photos.limits import require_memory
from clipiqa_desktop.photos.picture import Picture
from clipiqa_desktop.photos.subject_area import subject_tiles, turned

SHARPEST = 0.05
"""The share of the tiles with edges that counts where nobody says which part of a photograph does."""

_FEWEST_TILES = 3
_JPEGS = ("JPEG", "MPO")


@dataclass(frozen=True)
class Focus:
    """Widths of edges (sigma) in pixels of the full photograph, which is upright; None where it has no edges.

    widths: (rows, columns) of tiles, NaN where there are none; rows are alike high, columns alike wide.
    sharpest: the mean of the sharpest 5 % of the tiles that count. quarter: a quarter of all tiles are at least so
    sharp. place: where the middle of the tile is that one should look at, in shares of width and height.
    directions: as of `Edges`.
    """

    widths: Widths
    sharpest: float | None = None
    quarter: float | None = None
    place: tuple[float, float] | None = None
    directions: NDArray[np.float32] = field(default_factory=lambda: np.zeros((2, 2), np.float32))


def measure_focus(picture: Picture) -> Focus:
    """Unpacks the picture at its full size; a JPEG in grey alone. Raises as `render` does."""
    image, scale = picture.image, max(picture.full_size) / max(picture.image.size)
    if image.format in _JPEGS and image.mode == "RGB":
        image.draft("L", image.size)
    require_memory(image, image.width * image.height)
    edges, turn = find_edges(FlatLuma(colour.flattened(image))), picture.turn
    counts = subject_tiles(picture.said.fields, image.size)
    widths = turned(edges.widths * np.float32(scale), turn)
    found = summed_up(widths, None if counts is None else turned(counts, turn))
    return replace(found, directions=_turned(edges.directions, turn))


def summed_up(widths: Widths, counts: NDArray[np.bool_] | None = None) -> Focus:
    """From widths (rows, columns), and which tiles count; all do for None, or where those that do have no edges."""
    if not np.isfinite(widths).any():
        return Focus(widths)
    counted = widths if counts is None else np.where(counts, widths, np.nan)
    if not np.isfinite(counted).any():
        counted = widths
    sharp = counted <= _limit(counted)
    sharpest, quarter = float(counted[sharp].mean()), float(np.nanpercentile(widths, 25))
    return Focus(widths, sharpest, quarter, _thickest(sharp, counted))


def _turned(directions: NDArray[np.float32], turn: int) -> NDArray[np.float32]:
    """Of the picture upright that was stored as `turn` (EXIF orientation 1 to 8) says."""
    signs = (-1 if turn in {2, 4, 6, 8} else 1), (-1 if turn in {5, 6, 7, 8} else 1)
    return directions * np.array(signs, np.float32)


def _limit(widths: Widths) -> float:
    """Up to which width tiles are among the sharpest."""
    finite = np.sort(widths[np.isfinite(widths)])
    count = max(_FEWEST_TILES, round(SHARPEST * len(finite)))
    return float(finite[:count][-1])


def _thickest(sharp: NDArray[np.bool_], widths: Widths) -> tuple[float, float]:
    """The middle of the sharp tile that has most of its kind around it; of several the sharpest."""
    rows, columns = sharp.shape
    around = np.pad(sharp, 1).astype(np.int_)
    crowd = sum(around[1 + down : 1 + down + rows, 1 + right : 1 + right + columns] for down, right in _AROUND)
    best = np.where(sharp, crowd - widths / (1 + np.nanmax(widths)), -1)
    row, column = np.unravel_index(np.argmax(best), best.shape)
    return (float(column) + 0.5) / columns, (float(row) + 0.5) / rows


_AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


class FlatLuma:
    """A flattened image in grey, a few rows at a time: no second copy is held."""

    def __init__(self, flat: Image.Image) -> None:
        flat.load()
        self._flat, self._white = flat, colour.white_level(flat)
        self.size = flat.size

    def rows(self, top: int, bottom: int) -> Pixels:
        part = self._flat.crop((0, top, self.size[0], bottom))
        if part.mode not in {"L", "RGB"}:
            part = colour.to_srgb(part, None, self._white)
        return np.asarray(part.convert("L"))
