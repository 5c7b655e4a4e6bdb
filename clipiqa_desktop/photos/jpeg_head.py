"""What stands before the pixels of a JPEG, read as quickly as can be: cards hold thousands of them."""

import io
from collections.abc import Sequence
from typing import BinaryIO

from clipiqa_desktop.photos.exif import Exif, of_fields
from clipiqa_desktop.photos.jpeg_segments import XMP, NotJpeg, Segment, read_segments
from clipiqa_desktop.photos.tiff_fields import TiffFields, fields_of

APP1, EXIF = 0xE1, b"Exif\0\0"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def segments_of(file: BinaryIO) -> list[Segment]:
    """As far as they are sound."""
    file.seek(0)
    found: list[Segment] = []
    try:
        for each in read_segments(file):
            found.append(each)  # noqa: PERF402 (those before a broken one are kept)
    except NotJpeg:
        pass
    return found


def stored_size(segments: Sequence[Segment]) -> tuple[int, int] | None:
    """The (width, height) in pixels, not turned; None where no segment tells."""
    for each in segments:
        if each.kind in _FRAMES and len(each.payload) >= 5:
            return int.from_bytes(each.payload[3:5], "big"), int.from_bytes(each.payload[1:3], "big")
    return None


def exif_of(segments: Sequence[Segment]) -> Exif:
    """What EXIF and XMP say. Never raises."""
    xmp = next((each.payload[len(XMP) :] for each in segments if each.is_xmp), None)
    block = next((each.payload[len(EXIF) :] for each in segments if each.holds(APP1, EXIF)), b"")
    return of_fields(fields_of(io.BytesIO(block)) if block else TiffFields(), xmp)
