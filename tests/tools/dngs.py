"""Small DNG files: RAW files that any camera could have written, without a camera."""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image
from tools.tiffs import (
    ASCII,
    BYTE,
    LONG,
    RATIONAL,
    SHORT,
    SIGNED_RATIONAL,
    SUB_DIRECTORIES,
    UNDEFINED,
    Directory,
    Entry,
    pixels,
    tiff,
)

CFA, LINEAR = 32803, 34892
# sensors that see XYZ as it is, so that the development is easily told
_X, _Y, _Z = (1, 1, 0, 1, 0, 1), (0, 1, 1, 1, 0, 1), (0, 1, 0, 1, 1, 1)
_SEEN = {1: _Y, 3: (*_X, *_Y, *_Z), 4: (*_X, *_Y, *_Z, *_Y)}
_CFA_COLOURS = 50710


def dng(raw: Directory, previews: Sequence[Directory] = (), orientation: int = 1) -> bytes:
    """A DNG with this image; the first preview stands in the first directory, as is usual."""
    first = previews[0] if previews else None
    colours = (
        1 if raw.entries[262][1][0] == LINEAR and raw.entries[277][1][0] == 1 else 4 if 50710 in raw.entries else 3
    )
    named: dict[int, Entry] = {
        271: (ASCII, b"Maker\0"),
        272: (ASCII, b"Model One\0"),
        274: (SHORT, [orientation]),
        50706: (BYTE, [1, 4, 0, 0]),
        50708: (ASCII, b"Maker Model One\0"),
        50721: (SIGNED_RATIONAL, _SEEN[colours]),
        50728: (RATIONAL, [1, 1] * colours),
        50778: (SHORT, [21]),
    }
    if not first:
        return tiff(Directory({**raw.entries, **named}, raw.strips))
    below = {SUB_DIRECTORIES: [raw, *previews[1:]]}
    return tiff(Directory({**named, **first.entries}, first.strips, below={**first.below, **below}))


def _colours(raw: Directory) -> int:
    if _CFA_COLOURS in raw.entries:
        return 4
    return 1 if (raw.entries[262][1][0], raw.entries[277][1][0]) == (LINEAR, 1) else 3


def mosaic(height: int = 800, width: int = 1200, colours: int = 3) -> Directory:
    """A sensor with a colour filter before each pixel; the upper quarter saw more light."""
    samples = np.full((height, width, 1), 8000, np.uint16)
    samples[: height // 4] = 40000
    more: dict[int, Entry] = {254: (LONG, [0]), 33421: (SHORT, [2, 2]), 33422: (BYTE, [0, 1, 1, 2])}
    if colours == 4:
        more |= {33422: (BYTE, [0, 1, 2, 3]), _CFA_COLOURS: (BYTE, [0, 1, 2, 3])}
    return pixels(samples, CFA, more=more)


def linear(height: int = 800, width: int = 1200, samples: int = 3) -> Directory:
    """Pixels that are developed already but for their colours, or (one sample) of a camera without colours."""
    return pixels(np.full((height, width, samples), 20000, np.uint16), LINEAR, more={254: (LONG, [0])})


def jpeg_preview(image: Image.Image, adobe_rgb: bool | None = None) -> Directory:
    """A preview as JPEG; `adobe_rgb` is what the file says of its colours."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    said: Mapping[int, Entry] = {} if adobe_rgb is None else {50970: (LONG, [3 if adobe_rgb else 2])}
    entries: dict[int, Entry] = {
        254: (LONG, [1]),
        256: (LONG, [image.width]),
        257: (LONG, [image.height]),
        258: (SHORT, [8, 8, 8]),
        259: (SHORT, [7]),
        262: (SHORT, [6]),
        277: (SHORT, [3]),
        278: (LONG, [image.height]),
        **said,
    }
    return Directory(entries, [buffer.getvalue()])


def bitmap_preview(image: Image.Image) -> Directory:
    """A preview as plain pixels."""
    return pixels(np.asarray(image.convert("RGB")), 2, more={254: (LONG, [1])})


def interoperability(index: bytes) -> Directory:
    """An EXIF directory that says "not sRGB", and behind it an index: R98 for sRGB, R03 for Adobe RGB."""
    use = Directory({1: (ASCII, index + b"\0"), 2: (UNDEFINED, b"0100")})
    return Directory({40961: (SHORT, [65535])}, below={40965: [use]})
