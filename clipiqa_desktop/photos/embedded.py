"""Where a photograph's file keeps smaller pictures of the photograph."""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from clipiqa_desktop.photos.head import FIRST_BYTES
from clipiqa_desktop.photos.jpeg_head import APP1, APP2, EXIF, MPF, segments_of
from clipiqa_desktop.photos.jpeg_segments import Segment
from clipiqa_desktop.photos.raw_exif import raf_preview
from clipiqa_desktop.photos.tiff_layout import SUB_DIRECTORIES, Directory, directories, order_of, place_of

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIPS, _STRIP_LENGTHS, _JPEG, _JPEG_LENGTH, _PANASONIC_JPEG = 273, 279, 513, 514, 0x2E
_TAGS = (_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _STRIPS, _STRIP_LENGTHS, _JPEG, _JPEG_LENGTH)
_UNPACKED, _OLD_JPEG, _NEW_JPEG = 1, 6, 7
_RGB, _YCBCR = 2, 6
_MPF_ENTRIES, _MPF_KIND = 0xB002, 0xFFFFFF
_MPF_PREVIEWS = range(0x010001, 0x010010)  # others are the other eye's, of a panorama, or a map of light or of depth
_LONGEST = 1 << 24


@dataclass(frozen=True)
class Embedded:
    """So many bytes of the file from `start` on: a JPEG, or where `size` is given its pixels (width, height) in RGB."""

    start: int
    length: int
    size: tuple[int, int] | None = None


def in_jpeg(segments: Sequence[Segment]) -> Iterator[Embedded]:
    """EXIF's thumbnail, and what stands behind the photograph by the Multi-Picture Format, the smallest first."""
    for each in (each for each in segments if each.holds(APP1, EXIF)):
        start = each.end - len(each.payload) + len(EXIF)
        found = in_tiff(io.BytesIO(each.payload[len(EXIF) :]))
        yield from (Embedded(start + inner.start, inner.length, inner.size) for inner in found)
    for each in (each for each in segments if each.holds(APP2, MPF)):
        start = each.end - len(each.payload) + len(MPF)
        yield from sorted(_behind(each.payload[len(MPF) :], start), key=lambda each: each.length)


def _behind(said: bytes, base: int) -> Iterator[Embedded]:
    order = order_of(said[:4])
    entries = b"".join(bytes(each.get(_MPF_ENTRIES, ())) for each in _sound(io.BytesIO(said), _MPF_ENTRIES))
    for at in range(16, len(entries) - 15, 16):  # the first one is the photograph itself
        kind, length, start = struct.unpack_from(f"{order}III", entries, at)
        if kind & _MPF_KIND in _MPF_PREVIEWS and start and 0 < length < _LONGEST:
            yield Embedded(base + start, length)


def in_raw(file: BinaryIO) -> list[Embedded]:
    """What there is in a RAW file, the smallest first; nothing where its container is not known."""
    file.seek(0)
    kind = file.read(16)
    if kind[4:12] == b"ftypcrx ":
        return _in_cr3(file)
    if kind.startswith(b"FUJIFILMCCD-RAW "):
        return _inside(file, *raf_preview(file))
    return in_tiff(file) or _in_rw2(file)


def in_tiff(file: BinaryIO) -> list[Embedded]:
    """What the directories of a TIFF, or of a file built like one, hold beside the photograph, the smallest first."""
    found = [each for directory in _sound(file, *_TAGS) for each in _of(directory)]
    return sorted({each for each in found if 0 < each.length < _LONGEST}, key=lambda each: each.length)


def _sound(file: BinaryIO, *tags: int) -> Iterator[Directory]:
    """All directories before the first that is broken."""
    file.seek(0)
    try:
        yield from directories(file, tags, (SUB_DIRECTORIES,))
    except (struct.error, OverflowError, ValueError):
        return


def _of(directory: Directory) -> Iterator[Embedded]:
    def one(tag: int) -> int:
        return (directory.get(tag) or (0,))[0]

    if directory.get(_JPEG):
        yield Embedded(one(_JPEG), one(_JPEG_LENGTH))
    strips, lengths = directory.get(_STRIPS, ()), directory.get(_STRIP_LENGTHS, ())
    photometric, size = one(_PHOTOMETRIC), (one(_WIDTH), one(_HEIGHT))
    if len(strips) == len(lengths) == 1:
        is_shown = photometric in {_RGB, _YCBCR} or (not photometric and directory.get(_BITS) == (8, 8, 8))
        if one(_COMPRESSION) in {_OLD_JPEG, _NEW_JPEG} and is_shown and max(directory.get(_BITS, (8,))) == 8:
            yield Embedded(strips[0], lengths[0])
        if one(_COMPRESSION) == _UNPACKED and photometric == _RGB and lengths[0] == 3 * size[0] * size[1]:
            yield Embedded(strips[0], lengths[0], size)


def _in_rw2(file: BinaryIO) -> list[Embedded]:
    try:
        place = place_of(file, _PANASONIC_JPEG)
    except struct.error:
        return []
    return _inside(file, *place) if place else []


def _inside(file: BinaryIO, start: int, length: int) -> list[Embedded]:
    """What a JPEG has in it that is itself embedded, and it itself."""
    file.seek(start)
    content = file.read(max(0, min(length, FIRST_BYTES - start)))
    inner = [Embedded(start + each.start, each.length) for each in in_jpeg(segments_of(io.BytesIO(content)))]
    return [*inner, Embedded(start, length)]


def _in_cr3(file: BinaryIO) -> list[Embedded]:
    """Canon's boxes of a thumbnail and of a preview: 16 bytes, among them the length, and then the JPEG."""
    file.seek(0)
    head = file.read(FIRST_BYTES)
    return [
        Embedded(at + 20, int.from_bytes(head[at + length : at + length + 4], "big"))
        for name, length in ((b"THMB", 12), (b"PRVW", 16))
        if 0 <= (at := head.find(name)) < len(head) - 20
    ]
