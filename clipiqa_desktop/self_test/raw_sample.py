"""A RAW file that no camera took: the smallest DNG, so that LibRaw has something to develop."""

import struct
from collections.abc import Sequence

import numpy as np

_BYTE, _ASCII, _SHORT, _LONG, _RATIONAL, _SIGNED_RATIONAL = 1, 2, 3, 4, 5, 10
_LAYOUTS = {_BYTE: "B", _ASCII: "B", _SHORT: "H", _LONG: "I", _RATIONAL: "I", _SIGNED_RATIONAL: "i"}
_NUMBERS_EACH = {_RATIONAL: 2, _SIGNED_RATIONAL: 2}
_WHITE = 65535
# From CIE XYZ to the colours of a sensor that sees as sRGB does, in ten thousandths.
_SRGB = (32405, -15371, -4985, -9693, 18760, 416, 556, -2040, 10572)

Entry = tuple[int, Sequence[int] | bytes]


def dng(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A sensor that saw one sRGB colour everywhere, each pixel through its red, green or blue filter."""
    samples = _mosaic(width, height, colour).astype("<u2").tobytes()
    return b"II*\0" + struct.pack("<I", 8 + len(samples)) + samples + _directory(width, height, len(samples))


def _mosaic(width: int, height: int, colour: tuple[int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    red, green, blue = _WHITE * (np.array(colour) / 255) ** 2.2
    return np.tile([[red, green], [green, blue]], (height // 2, width // 2))


def _directory(width: int, height: int, length: int) -> bytes:
    entries: dict[int, Entry] = {
        254: (_LONG, [0]),  # the photograph itself
        256: (_LONG, [width]),
        257: (_LONG, [height]),
        258: (_SHORT, [16]),  # bits a sample
        259: (_SHORT, [1]),  # not compressed
        262: (_SHORT, [32803]),  # behind a colour filter
        271: (_ASCII, b"Self-test\0"),  # maker
        272: (_ASCII, b"None\0"),  # model
        273: (_LONG, [8]),  # where the samples begin
        277: (_SHORT, [1]),  # samples a pixel
        278: (_LONG, [height]),  # rows in the only strip
        279: (_LONG, [length]),
        33421: (_SHORT, [2, 2]),  # the filter's pattern
        33422: (_BYTE, [0, 1, 1, 2]),
        50706: (_BYTE, [1, 4, 0, 0]),  # DNG 1.4
        50708: (_ASCII, b"Self-test None\0"),
        50721: (_SIGNED_RATIONAL, [number for part in _SRGB for number in (part, 10000)]),
        50728: (_RATIONAL, [1, 1] * 3),  # what is neutral
        50778: (_SHORT, [21]),  # in daylight (D65)
    }
    return _packed(entries, after=8 + length)


def _packed(entries: dict[int, Entry], after: int) -> bytes:
    """The directory, which begins `after` so many bytes, and behind it the values that do not fit into its rows."""
    rows, values = b"", b""
    end = after + 2 + 12 * len(entries) + 4
    for tag, (kind, numbers) in entries.items():
        value = struct.pack(f"<{len(numbers)}{_LAYOUTS[kind]}", *numbers)
        place = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", end + len(values))
        rows += struct.pack("<HHI", tag, kind, len(numbers) // _NUMBERS_EACH.get(kind, 1)) + place
        values += value + bytes(len(value) % 2) if len(value) > 4 else b""
    return struct.pack("<H", len(entries)) + rows + bytes(4) + values
