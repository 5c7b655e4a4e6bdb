"""Noticing damage in a HEIC file that its decoder does not survive."""

from collections.abc import Iterator
from typing import BinaryIO

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.iso_boxes import meta_box

DAMAGED = "It is a damaged HEIC or AVIF file, or of a kind that is not supported; convert it to JPEG to use it here."


def require_sound_names(file: BinaryIO) -> None:
    """Raises Unreadable for a HEIC whose items have kinds and names that are no text: pi-heif crashes on those."""
    if not all(_is_text(item) for item in _items(_meta(file))):
        raise Unreadable(DAMAGED)


def largest_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height of the largest picture that a HEIC or AVIF speaks of; zeros where it speaks of none.

    Its decoder calls one damaged that is too large for it.
    """
    sizes = [_size(meta, at) for meta in [_meta(file)] for at in _places(meta, b"ispe")]
    return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))


def _size(meta: bytes, at: int) -> tuple[int, int]:
    return int.from_bytes(meta[at + 8 : at + 12], "big"), int.from_bytes(meta[at + 12 : at + 16], "big")


def _places(meta: bytes, name: bytes) -> Iterator[int]:
    at = meta.find(name)
    while at >= 0:
        yield at
        at = meta.find(name, at + 4)


def _meta(file: BinaryIO) -> bytes:
    file.seek(0)
    return meta_box(file) if file.read(8)[4:] == b"ftyp" else b""


def _items(meta: bytes) -> Iterator[bytes]:
    """What each item is: four letters, its name and more."""
    at = meta.find(b"infe")
    while at >= 4:
        item = meta[at + 4 : at - 4 + int.from_bytes(meta[at - 4 : at], "big")]
        yield item[10 if item[:1] == b"\3" else 8 :]
        at = meta.find(b"infe", at + 4)


def _is_text(item: bytes) -> bool:
    try:
        return bool(item.decode())
    except UnicodeDecodeError:
        return False
