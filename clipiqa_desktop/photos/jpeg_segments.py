"""What stands before a JPEG's pixels: its segments, and the XMP packet among them."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

XMP = b"http://ns.adobe.com/xap/1.0/\0"
_JFIF, _EXIF, _SEVERAL_PICTURES = b"JFIF\0", b"Exif\0\0", b"MPF\0"
_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", 0xDA
_APP0, _APP1, _APP2 = 0xE0, 0xE1, 0xE2
_MOST = 0xFFFF - 2
_NAME = 32  # the longest name that a segment begins with
_CHUNK = 1 << 20
# The longest of real files have some hundred segments and next to no filling; a file made of either takes seconds.
_MOST_SEGMENTS = 10_000
_MOST_FILL = 1 << 16


class NotJpeg(ValueError):
    """The bytes are no sound JPEG; the text completes the sentence "The photograph ..."."""


class NoRoom(ValueError):
    """The packet cannot stand in this JPEG; the text is the reason."""


@dataclass(frozen=True)
class Segment:
    """One segment: its kind, its bytes from `start` to `end` in the file, and what it holds."""

    kind: int
    start: int
    end: int
    payload: bytes

    def holds(self, kind: int, name: bytes) -> bool:
        """Whether it is of this kind and begins with this name."""
        return self.kind == kind and self.payload.startswith(name)

    @property
    def is_xmp(self) -> bool:
        """Whether it holds the XMP packet; what XMP has beyond 64 KB is elsewhere and not this."""
        return self.holds(_APP1, XMP)


def read_segments(
    file: BinaryIO, is_wanted: Callable[[int, bytes], bool] = lambda _kind, _beginning: True
) -> Iterator[Segment]:
    """The segments up to the pixels, of which nothing is read; `start` of the last is the scan's. Raises NotJpeg.

    is_wanted: by a segment's kind and first bytes; of one that is not wanted the payload is these first bytes alone.
    """
    if file.read(2) != _START:
        raise NotJpeg("is no JPEG")
    for _ in range(_MOST_SEGMENTS):
        start = file.tell()
        kind = _kind(file)
        length = int.from_bytes(file.read(2), "big")
        payload = _payload(file, kind, length - 2, is_wanted)
        yield Segment(kind, start, file.tell(), payload)
        if kind == _SCAN:
            return
    raise NotJpeg("is a JPEG of more pieces than any program writes")


def _payload(file: BinaryIO, kind: int, length: int, is_wanted: Callable[[int, bytes], bool]) -> bytes:
    beginning = file.read(min(max(length, 0), _NAME))
    rest = max(length, 0) - len(beginning)
    if rest and len(beginning) == _NAME and not is_wanted(kind, beginning):
        file.seek(rest, io.SEEK_CUR)
        return beginning
    payload = beginning + file.read(rest)
    if length < 0 or len(payload) < length:
        raise NotJpeg("is a damaged JPEG")
    return payload


def _kind(file: BinaryIO) -> int:
    if file.read(1) == b"\xff":
        byte = next((byte for _ in range(_MOST_FILL) if (byte := file.read(1)) != b"\xff"), b"")
        # below are the kinds that have no length and stand among pixels only
        if byte >= b"\xc0" and not 0xD0 <= byte[0] <= 0xD9:
            return byte[0]
    raise NotJpeg("is a damaged JPEG")


def xmp_of(file: BinaryIO) -> bytes | None:
    """The XMP packet, without the zero behind it with which Nikon's cameras end it; None where the JPEG has none.

    Raises NotJpeg.
    """
    packets = (segment.payload[len(XMP) :] for segment in read_segments(file) if segment.is_xmp)
    return next((packet.rstrip(b"\0") for packet in packets), None)


def is_same_but_for_xmp(one: BinaryIO, other: BinaryIO) -> bool:
    """Whether two JPEGs hold the same, byte for byte, but for their XMP packets. Raises NotJpeg."""
    if _without_xmp(one) != _without_xmp(other):
        return False
    while (chunk := one.read(_CHUNK)) == other.read(_CHUNK):
        if not chunk:
            return True
    return False


def _without_xmp(file: BinaryIO) -> list[tuple[int, bytes]]:
    """The segments but for the packet, which is the first; afterwards the pixels are to be read."""
    segments = list(read_segments(file))
    packet = next((segment for segment in segments if segment.is_xmp), None)
    return [(segment.kind, segment.payload) for segment in segments if segment is not packet]


def with_xmp(jpeg: bytes, packet: bytes) -> bytes:
    """The JPEG with this packet in place of the one it has, or as a new segment. Raises NotJpeg or NoRoom."""
    segments = list(read_segments(io.BytesIO(jpeg)))
    if jpeg.find(_END, segments[-1].end) < 0:
        raise NotJpeg("is a JPEG without an end")
    old = next((segment for segment in segments if segment.is_xmp), None)
    start, end = (old.start, old.end) if old else (_place(segments),) * 2
    new = jpeg[:start] + _segment(packet) + jpeg[end:]
    if len(new) != len(jpeg) and any(each.holds(_APP2, _SEVERAL_PICTURES) for each in segments):
        raise NoRoom("it holds several pictures, whose places would no longer be right")
    return new


def _place(segments: list[Segment]) -> int:
    """Behind JFIF's and Exif's segments, which insist on being first."""
    first = [each for each in segments[:2] if each.holds(_APP0, _JFIF) or each.holds(_APP1, _EXIF)]
    return first[-1].end if first else segments[0].start


def _segment(packet: bytes) -> bytes:
    payload = XMP + packet
    if len(payload) > _MOST:
        raise NoRoom("its XMP would be larger than the 64 KB that a JPEG has for it")
    return b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload
