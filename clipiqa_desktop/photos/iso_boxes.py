"""Boxes of ISO's base media format (ISO/IEC 14496-12), of which HEIC and AVIF are made."""

from collections.abc import Iterator
from typing import BinaryIO

_MOST_BOXES = 10_000
_LARGEST_META = 16 << 20
_LARGEST_BOX = 1 << 40  # no file system of today seeks much farther


def meta_box(file: BinaryIO) -> bytes:
    """What is in the box that lists a file's items, from its version on; nothing where there is none.

    What makes no sense before it is stepped over: decoders may find it too.
    """
    file.seek(0)
    for _ in range(_MOST_BOXES):
        head = file.read(8)
        if len(head) < 8:
            break
        size, header = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(file.read(8), "big"), 16
        if head[4:] == b"meta":
            return file.read(min(max(size - header, 0), _LARGEST_META) if size else _LARGEST_META)
        if size > _LARGEST_BOX:
            break
        file.seek(max(size - header, 0), 1)
    return b""


def boxes_in(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kinds and contents of boxes one after another, up to the first that makes no sense."""
    at = 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big") or len(content) - at
        if size < 8:
            return
        yield content[at + 4 : at + 8], content[at + 8 : at + size]
        at += size
