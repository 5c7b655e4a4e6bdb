"""From a file to the pixels that a screen shows."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.picture import Picture, upright
from clipiqa_desktop.photos.render import Size, Unpacked, unpack

Pixels = NDArray[np.uint32]

# a RAW's preview of about the full size is the sharpest view there is of it
_NEARLY_FULL = 0.95
# small enough for the processor's cache
_STRIP_PIXELS = 100_000
_THREADS = 4
_OPAQUE = np.uint32(0xFF000000)
_FROM_THE_FAR_END = (3, 4, 6, 7)


@dataclass(frozen=True)
class View:
    """What was drawn, and how large the whole photograph is: upright (width, height) in pixels."""

    size: Size
    full_size: Size


def draw_view(path: Path, side: int | None, make: Callable[[Size], Pixels]) -> View:
    """Draws the photograph, upright and in sRGB, its longer side at most `side` pixels; at full size for None.

    `make` is asked for (height, width) numbers 0xffRRGGBB to draw them into, once the size is known. A scaled view of a
    RAW may be smaller than asked for: its preview comes at once. Raises Unreadable.
    """
    with opened(path, full_size=side is None) as picture:
        full_size = _full_size(picture)
        size = fitted(upright(picture.image.size, picture.turn), side)
        unpacked = unpack(picture, size)
        pixels = make(size)
        _draw(unpacked, size, pixels)
        return View(size, full_size)


def _full_size(picture: Picture) -> Size:
    shown = upright(picture.image.size, picture.turn)
    return shown if max(shown) >= _NEARLY_FULL * max(picture.full_size) else picture.full_size


def fitted(size: Size, side: int | None) -> Size:
    """The (width, height) of a picture of `size` whose longer side is at most `side`; never larger than it is."""
    scale = min(1.0, side / max(size)) if side else 1.0
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _draw(unpacked: Unpacked, size: Size, pixels: Pixels) -> None:
    """A few rows at a time: what is in the processor's cache is converted fast, and several rows at once."""
    width, height = upright(size, unpacked.turn)
    rows = max(1, _STRIP_PIXELS // width)
    tops = range(0, height, rows)
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1, len(tops))) as threads:
        drawn = threads.map(lambda top: _draw_rows(unpacked, size, pixels, top, min(top + rows, height)), tops)
        list(drawn)


def _draw_rows(unpacked: Unpacked, size: Size, pixels: Pixels, top: int, bottom: int) -> None:
    strip = unpacked.finished(unpacked.rows(size, top, bottom))
    packed = np.frombuffer(strip.tobytes("raw", "BGRX"), np.uint32).reshape(strip.height, strip.width)
    height = upright(size, unpacked.turn)[1]
    start = height - bottom if unpacked.turn in _FROM_THE_FAR_END else top
    block = slice(start, start + bottom - top)
    np.bitwise_or(packed, _OPAQUE, out=pixels[:, block] if unpacked.turn >= 5 else pixels[block])
