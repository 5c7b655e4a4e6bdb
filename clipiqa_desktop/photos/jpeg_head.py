"""What stands before the pixels of a JPEG, read as quickly as can be: cards hold thousands of them."""

import io
from collections.abc import Sequence
from typing import BinaryIO

from clipiqa_desktop.photos.exif import Exif, of_fields
from clipiqa_desktop.photos.jpeg_segments import XMP, NotJpeg, Segment, read_segments
from clipiqa_desktop.photos.tiff_fields import TiffFields, fields_of

APP1, EXIF = 0xE1, b"Exif\0\0"
APP2, MPF = 0xE2, b"MPF\0"
_TELLING = (APP1, EXIF), (APP1, XMP), (APP2, MPF)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def segments_of(file: BinaryIO) -> list[Segment]:
    """As far as they are sound; whole are those of a frame, and the first of every kind that tells facts.

    Of colour profiles, of what EXIF and XMP have beyond 64 KB and of all else there are only the first bytes.
    """
    file.seek(0)
    found: list[Segment] = []
    try:
        for each in read_segments(file, _FirstOfKind()):
            found.append(each)  # noqa: PERF402 (those before a broken one are kept)
    except NotJpeg:
        pass
    return found


class _FirstOfKind:
    """Whether a segment of this kind and with these first bytes tells what no other has told."""

    def __init__(self) -> None:
        self._expected = set(_TELLING)

    def __call__(self, kind: int, beginning: bytes) -> bool:
        told = {(own, name) for own, name in self._expected if own == kind and beginning.startswith(name)}
        self._expected -= told
        return bool(told) or kind in _FRAMES


def stored_size(segments: Sequence[Segment]) -> tuple[int, int] | None:
    """The (width, height) in pixels, not turned; None where no segment tells."""
    for each in segments:
        if each.kind in _FRAMES and len(each.payload) >= 5:
            return int.from_bytes(each.payload[3:5], "big"), int.from_bytes(each.payload[1:3], "big")
    return None


def exif_of(segments: Sequence[Segment]) -> Exif:
    """What EXIF and XMP say. Never raises."""
    xmp = next((each.payload[len(XMP) :] for each in segments if each.is_xmp), None)
    blocks = (each.payload[len(EXIF) :] for each in segments if each.holds(APP1, EXIF))
    block = next(filter(None, blocks), b"")
    return of_fields(fields_of(io.BytesIO(block)) if block else TiffFields(), xmp)
