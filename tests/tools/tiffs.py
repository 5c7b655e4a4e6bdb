"""TIFF files written byte by byte, in forms that Pillow does not write, and RAW files that are built like them."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SIGNED_RATIONAL = 1, 2, 3, 4, 5, 7, 10
SUB_DIRECTORIES, EXIF = 330, 34665
_LAYOUTS = {BYTE: "B", ASCII: "B", SHORT: "H", LONG: "I", RATIONAL: "I", UNDEFINED: "B", SIGNED_RATIONAL: "i"}
_NUMBERS_EACH = {RATIONAL: 2, SIGNED_RATIONAL: 2}

Entry = tuple[int, Sequence[int] | bytes]


@dataclass(frozen=True)
class Directory:
    """Entries by tag, the strips or tiles of pixels that belong to them, and directories below by the tag for them.

    jpeg: a thumbnail as EXIF has it. following: the next directory in the row.
    """

    entries: Mapping[int, Entry] = field(default_factory=dict)
    strips: Sequence[bytes] = ()
    tiled: bool = False
    below: Mapping[int, Sequence["Directory"]] = field(default_factory=dict)
    jpeg: bytes = b""
    following: "Directory | None" = None


def tiff(first: Directory, big: bool = False, magic: bytes | None = None) -> bytes:
    """The file; `magic` stands in place of TIFF's own four first bytes."""
    order = ">" if big else "<"
    content = bytearray(8)
    at = _append(content, first, order)
    content[:8] = (magic or (b"MM\0*" if big else b"II*\0")) + struct.pack(f"{order}I", at)
    return bytes(content)


def _append(content: bytearray, directory: Directory, order: str) -> int:
    """Appends a directory and all that belongs to it; answers where it begins."""
    entries = dict(directory.entries)
    for tag, below in directory.below.items():
        entries[tag] = (LONG, [_append(content, each, order) for each in below])
    if directory.jpeg:
        entries[513] = (LONG, [_put(content, directory.jpeg)])
        entries[514] = (LONG, [len(directory.jpeg)])
    if directory.strips:
        offsets, lengths = (324, 325) if directory.tiled else (273, 279)
        entries[offsets] = (LONG, [_put(content, strip) for strip in directory.strips])
        entries[lengths] = (LONG, [len(strip) for strip in directory.strips])
    rows = b"".join(_row(content, tag, *entry, order) for tag, entry in sorted(entries.items()))
    following = _append(content, directory.following, order) if directory.following else 0
    return _put(content, struct.pack(f"{order}H", len(entries)) + rows + struct.pack(f"{order}I", following))


def _row(content: bytearray, tag: int, kind: int, values: Sequence[int] | bytes, order: str) -> bytes:
    packed = struct.pack(f"{order}{len(values)}{_LAYOUTS[kind]}", *values)
    field = packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack(f"{order}I", _put(content, packed))
    return struct.pack(f"{order}HHI", tag, kind, len(values) // _NUMBERS_EACH.get(kind, 1)) + field


def _put(content: bytearray, piece: bytes) -> int:
    content.extend(b"\0" * (len(content) % 2))
    at = len(content)
    content.extend(piece)
    return at


def pixels(
    samples: np.ndarray,
    photometric: int,
    *,
    big: bool = False,
    packed: bool = False,
    planar: bool = False,
    tile: int | None = None,
    extra: int | None = None,
    more: Mapping[int, Entry] | None = None,
) -> Directory:
    """A directory that holds these samples (height x width x samples a pixel)."""
    height, width, count = samples.shape
    number = {"u": 1, "i": 2, "f": 3}[samples.dtype.kind]
    stored = samples.astype(samples.dtype.newbyteorder(">" if big else "<"))
    planes = [stored[..., n : n + 1] for n in range(count)] if planar else [stored]
    blocks = [block.tobytes() for plane in planes for block in (_tiles(plane, tile) if tile else [plane])]
    entries: dict[int, Entry] = {
        256: (LONG, [width]),
        257: (LONG, [height]),
        258: (SHORT, [samples.dtype.itemsize * 8] * count),
        259: (SHORT, [8 if packed else 1]),
        262: (SHORT, [photometric]),
        277: (SHORT, [count]),
        284: (SHORT, [2 if planar else 1]),
        339: (SHORT, [number] * count),
        **({322: (LONG, [tile]), 323: (LONG, [tile])} if tile else {278: (LONG, [height])}),
        **({338: (SHORT, [extra])} if extra is not None else {}),
        **(more or {}),
    }
    return Directory(entries, [zlib.compress(block) if packed else block for block in blocks], tile is not None)


def _tiles(plane: np.ndarray, side: int) -> list[np.ndarray]:
    height, width, count = plane.shape
    whole = np.zeros((-(-height // side) * side, -(-width // side) * side, count), plane.dtype)
    whole[:height, :width] = plane
    rows, columns = whole.shape[0] // side, whole.shape[1] // side
    return [whole[y * side : (y + 1) * side, x * side : (x + 1) * side] for y in range(rows) for x in range(columns)]
