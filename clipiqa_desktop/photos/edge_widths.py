"""How wide the edges in a picture are, tile by tile: what is in focus has narrow ones.

Blurred a little, a narrow edge loses much of its steepness and a wide one hardly any. Across an edge that is a step
blurred by a Gaussian of sigma s, the energy of the gradient is proportional to 1 / s. Another blur of sigma 1, the
5-tap binomial, makes sqrt(s^2 + 1) of s, so that before : after = sqrt(1 + 1 / s^2), which tells s whatever the
contrast. Looked at from full size down to a quarter, since a wide edge is told better from afar. In whole numbers of 16
bits, in blocks that stay in the processor's cache.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.photos.gradients import COARSEST, LEVELS, MARGIN, Pixels, at_levels, gradients, near_white, square

TILE = 128
"""Pixels of the picture; how many exactly differs a little, so that the tiles of a grid are all alike."""

Widths = NDArray[np.float32]

# A level tells widths below this, in its own pixels, well; wider ones are left to the next.
_WIDEST = 1.4
# Pixels; what is out of focus by a disc of 28 pixels' radius is narrower, clouds and the light on a wall are wider.
_NO_EDGE = 20.0
# An edge is what is steeper than this once it is blurred, in grey levels a pixel, and than so many times the noise.
# Where all is texture the flattest places are no noise: what is so steep is always an edge.
_STEEP, _ABOVE_NOISE, _SURELY_STEEP = 8.0, 6.0, 24.0
# Shares of the pixels of a tile that must be on edges, and how many at least.
_ENOUGH, _FEWEST = 0.008, 12
# Tiles whose gradients lie along one line, up to this ratio of the lesser to the greater, are doubted.
_ONE_WAY = 0.2
_SUMS, _PIXELS = 5, 0  # of every tile, and the place of one of them
_BETWEEN = (1.0005, 50.0)  # the ratios that can be told

_AROUND = 4 * COARSEST  # the same at the smallest level and to spare, in pixels of the picture
_STEP = 2  # every other row of the gradients is enough
_BLOCK_TILES = 8  # so many at 16 bits stay in the processor's cache

_FLAT = 32  # pixels a side of the places where noise is looked for
_FLAT_PLACES, _FEWEST_PLACES = 600, 20
_FLATTEST = 0.1
_DARK, _BRIGHT = 20, 235
_NOISIEST = (1600.0, 72.0)  # the two energies of noise of 20 grey levels: what has more is texture
_PLACE = _FLAT + 2 * MARGIN * COARSEST


class Luma(Protocol):
    """A picture in grey, of which some rows at a time are held."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def rows(self, top: int, bottom: int) -> Pixels:
        """From one row up to another, which is not among them."""


@dataclass(frozen=True)
class Noise:
    """Energy of the gradient that noise alone has, before and after the blur."""

    sharp: float = 0.0
    blurred: float = 0.0


@dataclass(frozen=True)
class _Gate:
    """What is an edge: what is steeper than that, in energy after the blur; what blown pixels have a part in only with
    `whites`.
    """

    steep: np.uint16
    whites: bool


@dataclass(frozen=True)
class Edges:
    """widths: sigma of the edges in pixels, (rows, columns) of tiles of about TILE pixels; NaN where there are none.
    directions: of the gradients of all edges at full and at half size (2, 2), xy and xx - yy as shares of xx + yy; 0
    where all are alike frequent, or there are none.

    A tile with edges along one direction only may be as narrow as it seems, or blurred along them by motion: it counts
    for up to twice as wide.
    """

    widths: Widths
    directions: NDArray[np.float32]


def find_edges(luma: Luma) -> Edges:
    """All edges of a picture but those that what is blown makes, unless it has no others."""
    noise = noise_of(luma)
    found = _edges(luma, noise, whites=False)
    return found if np.isfinite(found.widths).any() else _edges(luma, noise, whites=True)


def _edges(luma: Luma, noise: list[Noise], *, whites: bool) -> Edges:
    columns, rows = (tile_edges(length) for length in luma.size)
    gates = [_gate(each, whites=whites) for each in noise]
    sums = np.zeros((len(LEVELS), _SUMS, len(rows) - 1, len(columns) - 1))
    for row, (top, bottom) in enumerate(pairwise(rows)):
        wanted: NDArray[np.bool_] = np.ones(len(columns) - 1, np.bool_)
        for level, strip in reversed(at_levels(_strip(luma, top, bottom))):
            sums[level, :, row] = _summed(strip, level, np.array(columns[:-1]) >> level, wanted, gates[level])
            if level == 1:
                wanted = sums[level, _PIXELS, row] >= _enough(level) / 2  # fewer are too few at full size too
    widths = _finest([_level_widths(each, level, noise[level]) for level, each in enumerate(sums)])
    return Edges(widths, _directions(sums[:2]))


def _gate(noise: Noise, *, whites: bool) -> _Gate:
    steep = min(max(4 * _STEEP**2, _ABOVE_NOISE**2 * noise.blurred), 4 * _SURELY_STEEP**2)
    return _Gate(np.uint16(steep), whites)


def _directions(sums: NDArray[np.float64]) -> NDArray[np.float32]:
    _, _, blurred, xy, apart = sums.sum(axis=(2, 3)).T
    shares = np.stack([xy, apart], axis=1) / np.maximum(blurred, 1)[:, None]
    return np.asarray(shares, np.float32)


def width_within(luma: Luma, box: tuple[int, int, int, int], noise: Sequence[Noise]) -> float | None:
    """Sigma of the edges in a box of any size (left, top, right, bottom), with what `noise_of` told of the whole
    picture; those that what is blown makes only where there are no others; None where there are none at all.
    """
    left, right = max(box[0], 0), min(box[2], luma.size[0])
    top, bottom = max(box[1], 0), min(box[3], luma.size[1])
    if right <= left or bottom <= top:
        return None
    levels = at_levels(_strip(luma, top, bottom, (left, right)))
    widths = (_width_of(levels, noise, whites=whites) for whites in (False, True))
    return next((width for width in widths if not np.isnan(width)), None)


def _width_of(levels: list[tuple[int, Pixels]], noise: Sequence[Noise], *, whites: bool) -> float:
    """Of all of it together as one tile."""
    one, wanted = np.zeros(1, np.int_), np.ones(1, np.bool_)
    sums = [_summed(each, level, one, wanted, _gate(noise[level], whites=whites)) for level, each in levels]
    found = [_level_widths(each[..., np.newaxis], level, noise[level]) for level, each in enumerate(sums)]
    return float(_finest(found)[0, 0])


def tile_edges(length: int) -> list[int]:
    """Where tiles begin along a side of `length` pixels, and where the last one ends."""
    count = max(1, round(length / TILE))
    return [*(round(place * length / count / COARSEST) * COARSEST for place in range(count)), length]


def _strip(luma: Luma, top: int, bottom: int, between: tuple[int, int] | None = None) -> Pixels:
    """Rows, of them all columns or those `between` two, and _AROUND pixels on every side, up to a whole pixel of the
    smallest level.

    Beyond the picture's edges its last pixels go on.
    """
    width, height = luma.size
    left, right = between or (0, width)
    above, below = min(top, _AROUND), min(height - bottom, _AROUND)
    before, after = min(left, _AROUND), min(width - right, _AROUND)
    part = luma.rows(top - above, bottom + below)[:, left - before : right + after]
    down = (_AROUND - above, _AROUND - below + (top - bottom) % COARSEST)
    return np.pad(part, (down, (_AROUND - before, _AROUND - after + (left - right) % COARSEST)), "edge")


def _summed(
    strip: Pixels, level: int, starts: NDArray[np.int_], wanted: NDArray[np.bool_], gate: _Gate
) -> NDArray[np.float64]:
    """Of a row of tiles with its margin, over the edges in each: how many pixels, half the energy, the energy after
    the blur, and the direction of that, xy and xx - yy.

    0 where a tile and those around it are not `wanted`.
    """
    spare = (_AROUND >> level) - MARGIN
    pixels = strip[spare : len(strip) - spare, spare : strip.shape[1] - spare]
    ends = np.append(starts[1:], pixels.shape[1] - 2 * MARGIN)
    over_columns = np.zeros((_SUMS, ends[-1]), np.int32)
    tiles = _BLOCK_TILES << level
    for first in range(0, len(starts), tiles):
        if wanted[first : first + tiles].any():
            left, right = starts[first], ends[first : first + tiles][-1]
            over_columns[:, left:right] = _over_edges(pixels[:, left : right + 2 * MARGIN], gate)
    return _STEP * np.add.reduceat(over_columns, starts, axis=1, dtype=np.float64)


def _over_edges(pixels: Pixels, gate: _Gate) -> NDArray[np.int32]:
    """What `_summed` sums, of every column."""
    sharp, x, y = gradients(pixels, _STEP)
    xy = x * y
    across, down = square(x), square(y)
    blurred = across + down
    across -= down
    steep = blurred > gate.steep
    if not gate.whites and (near := near_white(pixels, _STEP)) is not None:
        steep &= ~near
    edges = np.negative(steep.view(np.int8), dtype=np.int16)  # all bits, or none
    told = (sharp, blurred, xy, across.view(np.int16))
    sums = np.zeros((_SUMS, pixels.shape[1] - 2 * MARGIN), np.int32)
    for place, each in enumerate(told, start=1):
        np.bitwise_and(each, edges.view(each.dtype), out=each)
        np.add.reduce(each, axis=0, dtype=np.int32, out=sums[place])
    sums[_PIXELS] = -np.add.reduce(edges, axis=0, dtype=np.int16)
    return sums


def noise_of(luma: Luma) -> list[Noise]:
    """Read from the flattest places of the picture for every level, so that noise with a grain is met too."""
    strips = [at_levels(places) for places in _flat_places(luma)]
    return [_noise_of([levels[level][1] for levels in strips], level) for level in LEVELS]


def _flat_places(luma: Luma) -> Iterator[Pixels]:
    """Places evenly over the picture, those of the same rows side by side (_PLACE, n * _PLACE).

    With the margin that the smallest level needs. Farther apart down than across, since only whole rows can be had.
    """
    width, height = luma.size
    apart = max(_FLAT, int((width * height / _FLAT_PLACES / 4) ** 0.5))
    across = range(0, width - _PLACE + 1, apart)
    for top in range(0, height - _PLACE + 1, max(4 * apart, _PLACE)) if across else ():
        strip = luma.rows(top, top + _PLACE)
        yield np.hstack([strip[:, left : left + _PLACE] for left in across])


def _noise_of(strips: list[Pixels], level: int) -> Noise:
    if not strips:
        return Noise()
    brightness, sharp, blurred = np.hstack([_means_of(strip, level) for strip in strips])
    told = (brightness > _DARK) & (brightness < _BRIGHT)
    if told.sum() > _FEWEST_PLACES:
        sharp, blurred = sharp[told], blurred[told]
    flattest = np.argsort(blurred)[: max(4, int(_FLATTEST * len(blurred)))]
    found = (float(np.median(each[flattest])) for each in (sharp, blurred))
    return Noise(*(min(each, most) for each, most in zip(found, _NOISIEST, strict=True)))


def _means_of(places: Pixels, level: int) -> NDArray[np.float64]:
    """Brightness, energy and blurred energy (3, n) of places side by side, without their margins."""
    side, margin = _PLACE >> level, (_PLACE - _FLAT) // 2 >> level

    def means(of: NDArray[Any], lost: int = MARGIN) -> NDArray[np.float64]:
        """`lost`: pixels that were lost at every border on the way."""
        inner = of[margin - lost : len(of) - (margin - lost)]
        columns = np.pad(inner.sum(axis=0, dtype=np.int32), lost).reshape(-1, side)
        return np.asarray(columns[:, margin:-margin].sum(axis=1) / (len(inner) * (side - 2 * margin)), np.float64)

    sharp, x, y = gradients(places)
    return np.array([means(places, lost=0), 2 * means(sharp), means(square(x)) + means(square(y))])


def _level_widths(sums: NDArray[np.float64], level: int, noise: Noise) -> Widths:
    """From sums (5, rows, columns) over edges to widths in pixels of the picture; NaN where there are too few edges."""
    pixels, half, blurred, xy, apart = sums
    sharp = np.maximum(2 * half - noise.sharp * pixels, 0)
    blurred = np.maximum(blurred - noise.blurred * pixels, 0)
    told = (pixels >= _enough(level)) & (blurred > 0)
    ratio = np.clip(sharp / np.where(told, blurred, 1), *_BETWEEN)
    widths = (1 << level) / np.sqrt(ratio**2 - 1) * (1 + _one_way(blurred, xy, apart))
    return np.where(told, widths, np.nan).astype(np.float32)


def _enough(level: int) -> float:
    """So many pixels of a tile must be on edges."""
    return max(_FEWEST, _ENOUGH * (TILE >> level) ** 2)


def _one_way(both: NDArray[np.float64], xy: NDArray[np.float64], apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far all gradients lie along one line, from 0 (they do not) to 1.

    By the eigenvalues of [[xx, xy], [xy, yy]], of which `both` is xx + yy and `apart` xx - yy.
    """
    spread = np.hypot(apart, 2 * xy)
    ratio = (both - spread) / np.maximum(both + spread, 1)
    return np.asarray(1 - np.clip(ratio / _ONE_WAY, 0, 1), np.float64)


def _finest(levels: list[Widths]) -> Widths:
    """Of each tile the width that the finest level tells which can tell it."""
    widths = levels[-1]
    for level, finer in reversed(list(enumerate(levels[:-1]))):
        widths = np.where((finer < _WIDEST * (1 << level)) | np.isnan(widths), finer, widths)
    return np.where(widths <= _NO_EDGE, widths, np.float32(np.nan))
