"""What the head of a HEIC or AVIF file says, and its thumbnail as a small file of its own.

Its decoder wants the whole file; of a camera's photograph that is a hundred times as much.
"""

import io
import struct
from typing import BinaryIO

from clipiqa_desktop.photos.exif import Exif, of_fields
from clipiqa_desktop.photos.facts import Facts, facts_from, orientation_of
from clipiqa_desktop.photos.head import Head
from clipiqa_desktop.photos.heif_items import Items, Place
from clipiqa_desktop.photos.tiff_fields import fields_of

_ORIENTATION = 274
_PICTURES = (b"hvc1", b"av01")
_LONGEST = 192 * 1024


def facts_in(head: Head, items: Items) -> Facts:
    """The facts. Raises what `items` does where they make no sense, and TooFar.

    orientation: an AVIF's own, but EXIF's of a HEIC, as their decoders say it; neither turns the size once more.
    """
    said = _exif(head, items)
    width, height = items.size(items.photograph)
    is_avif = b"av01" in items.kinds.values()
    turn = items.orientation(items.photograph) if is_avif else orientation_of(said.fields.get(_ORIENTATION))
    return facts_from(said.fields, width, height, turn, said.has_position)


def _exif(head: Head, items: Items) -> Exif:
    content = _content(head, items.places(items.exif)) if items.exif is not None else b""
    fields = fields_of(io.BytesIO(content[4 + int.from_bytes(content[:4], "big") :]))
    return of_fields(fields, _xmp(head, items), is_adobe=False)


def _xmp(head: Head, items: Items) -> bytes | None:
    return next((_content(head, items.places(item)) for item in items.descriptions), None) or None


def thumbnail_in(head: Head, items: Items) -> BinaryIO | None:
    """The smallest thumbnail as a HEIC or AVIF file; None where there is none. Raises as `facts_in` does."""
    pictures = [item for item in items.thumbnails if items.kinds.get(item) in _PICTURES]
    if not pictures:
        return None
    item = min(pictures, key=lambda each: sum(place.length for place in items.places(each)))
    content = _content(head, items.places(item))
    return io.BytesIO(_alone(items.kinds[item], items.properties(item), content)) if content else None


def _content(head: Head, places: list[Place]) -> bytes:
    if sum(place.length for place in places) > _LONGEST:
        return b""
    return b"".join(head.take(place.start, place.length) for place in places)


def _alone(kind: bytes, properties: list[tuple[bytes, bytes]], content: bytes) -> bytes:
    """A file with this one item, which is its photograph."""
    brand = b"avif" if kind == b"av01" else b"heic"
    first = _box(b"ftyp", brand + bytes(4) + b"mif1" + brand)
    tied = bytes(range(1, len(properties) + 1))

    def meta(start: int) -> bytes:
        place = struct.pack(">HHHII", 1, 0, 1, start, len(content))
        inner = (
            _box(b"hdlr", bytes(8) + b"pict" + bytes(13)),
            _box(b"pitm", struct.pack(">IH", 0, 1)),
            _box(b"iloc", bytes(4) + b"\x44\0" + struct.pack(">H", 1) + place),
            _box(
                b"iinf", struct.pack(">IH", 0, 1) + _box(b"infe", b"\2\0\0\0" + struct.pack(">HH", 1, 0) + kind + b"\0")
            ),
            _box(
                b"iprp",
                _box(b"ipco", b"".join(_box(*each) for each in properties))
                + _box(b"ipma", struct.pack(">IIHB", 0, 1, 1, len(tied)) + tied),
            ),
        )
        return _box(b"meta", bytes(4) + b"".join(inner))

    start = len(first) + len(meta(0)) + 8
    return first + meta(start) + _box(b"mdat", content)


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content
