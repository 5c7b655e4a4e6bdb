"""What a WebP file says of itself: its size stands at the beginning, EXIF and XMP behind the pixels."""

from dataclasses import dataclass

from clipiqa_desktop.photos.head import Head

_CHUNK, _EXIF, _XMP = 8, b"EXIF", b"XMP "
_MOST_CHUNKS = 64  # of a moving picture each frame is one; facts are then read like those of other files
_MOST_BYTES = 1 << 16


@dataclass(frozen=True)
class WebpHead:
    """size: (width, height) in pixels. exif: a block like a TIFF file, or nothing. xmp: the packet, if there is one."""

    size: tuple[int, int]
    exif: bytes
    xmp: bytes | None


def webp_head(head: Head) -> WebpHead | None:
    """None for what is no sound WebP, or one of very many frames. Raises TooFar."""
    beginning = head.take(0, 30)
    if len(beginning) < 30 or (beginning[:4], beginning[8:12]) != (b"RIFF", b"WEBP"):
        return None
    if beginning[12:16] != b"VP8X":  # of which alone there is more than pixels
        size = _plain_size(beginning[12:])
        return WebpHead(size, b"", None) if size else None
    chunks = _chunks(head)
    if chunks is None:
        return None
    exif = chunks.get(_EXIF, b"")
    size = _number(beginning[24:27]) + 1, _number(beginning[27:30]) + 1
    return WebpHead(size, exif.removeprefix(b"Exif\0\0"), chunks.get(_XMP))


def _plain_size(chunk: bytes) -> tuple[int, int] | None:
    """Of pixels packed with or without loss."""
    if chunk[:4] == b"VP8 " and chunk[11:14] == b"\x9d\x01\x2a":
        return _number(chunk[14:16]) & 0x3FFF, _number(chunk[16:18]) & 0x3FFF
    if chunk[:4] == b"VP8L" and chunk[8] == 0x2F:
        both = _number(chunk[9:13])
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    return None


def _chunks(head: Head) -> dict[bytes, bytes] | None:
    """The chunks with facts by their names."""
    at, found = 12, dict[bytes, bytes]()
    for _ in range(_MOST_CHUNKS):
        begins = head.take(at, _CHUNK)
        if len(begins) < _CHUNK:
            return found
        name, length = begins[:4], _number(begins[4:])
        if name in {_EXIF, _XMP} and length <= _MOST_BYTES:
            found.setdefault(name, head.take(at + _CHUNK, length))
        at += _CHUNK + length + length % 2
    return None


def _number(content: bytes) -> int:
    return int.from_bytes(content, "little")
