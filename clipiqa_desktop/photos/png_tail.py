"""What a PNG says of itself behind its pixels, where programs that change nothing but metadata put it."""

import io
import zlib
from collections.abc import Iterator

from clipiqa_desktop.photos.exif import Exif, of_fields
from clipiqa_desktop.photos.head import Head
from clipiqa_desktop.photos.tiff_fields import fields_of

_MOST = 64 * 1024
_EXIF, _TEXT, _XMP = b"eXIf", b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0"  # not packed, of no language


def said_behind_pixels(head: Head) -> Exif:
    """As far as it stands in the last 64 KB. Raises TooFar."""
    tail = head.take(max(0, head.size - _MOST), _MOST)
    exif = next(_chunks(tail, _EXIF), b"").removeprefix(b"Exif\0\0")
    texts = (text for text in _chunks(tail, _TEXT) if text.startswith(_XMP))
    return of_fields(fields_of(io.BytesIO(exif)), next(texts, b"").removeprefix(_XMP) or None)


def _chunks(tail: bytes, name: bytes) -> Iterator[bytes]:
    """What is in the chunks of this name; among pixels no four letters have the right length and sum around them."""
    at = tail.find(name, 4)
    while at >= 0:
        end = at + 4 + int.from_bytes(tail[at - 4 : at], "big")
        if zlib.crc32(tail[at:end]) == int.from_bytes(tail[end : end + 4], "big") and end + 4 <= len(tail):
            yield tail[at + 4 : end]
        at = tail.find(name, at + 4)
