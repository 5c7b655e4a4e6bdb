"""The items of a HEIC or AVIF file (ISO/IEC 23008-12): what its photograph is, and where EXIF and thumbnail lie."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from clipiqa_desktop.photos.iso_boxes import boxes_in, meta_box

_SIZE, _ROTATION, _MIRROR = b"ispe", b"irot", b"imir"
# EXIF's numbers by quarters against the clock; mirrored top to bottom, or left to right
_UNMIRRORED, _MIRRORED = (1, 8, 3, 6), ((4, 5, 2, 7), (2, 7, 4, 5))
_MOST_EXTENTS = 64


@dataclass(frozen=True)
class Place:
    """A piece of an item, in bytes of the file."""

    start: int
    length: int


@dataclass(frozen=True)
class Items:
    """What the box `meta` says.

    Where that makes no sense, asking raises struct.error, LookupError, ValueError or StopIteration.
    """

    meta: bytes

    @cached_property
    def boxes(self) -> dict[bytes, bytes]:
        """The boxes inside."""
        return dict(boxes_in(self.meta[4:]))

    @cached_property
    def photograph(self) -> int:
        """The item that is shown."""
        said = self.boxes[b"pitm"]
        return int.from_bytes(said[4:8] if said[0] else said[4:6], "big")

    @cached_property
    def kinds(self) -> dict[int, bytes]:
        """What each item is, in four letters."""
        said = self.boxes[b"iinf"]
        entries = (each for name, each in boxes_in(said[8 if said[0] else 6 :]) if name == b"infe")
        return {_number(each[4:], each[0] >= 3): each[10:14] if each[0] >= 3 else each[8:12] for each in entries}

    @property
    def exif(self) -> int | None:
        """The item with EXIF's fields."""
        return next((item for item, kind in self.kinds.items() if kind == b"Exif"), None)

    @property
    def thumbnails(self) -> list[int]:
        """The items that are thumbnails of the photograph."""
        return self._pointing(b"thmb")

    @property
    def descriptions(self) -> list[int]:
        """The items that describe the photograph in a language for that, as XMP does."""
        return [item for item in self._pointing(b"cdsc") if self.kinds.get(item) == b"mime"]

    def _pointing(self, reference: bytes) -> list[int]:
        said = self.boxes.get(b"iref", bytes(4))
        wide = said[0] > 0
        step = 4 if wide else 2
        pairs = ((each, each[step + 2 :]) for name, each in boxes_in(said[4:]) if name == reference)
        return [
            _number(each, wide)
            for each, targets in pairs
            if self.photograph in {_number(targets[at:], wide) for at in range(0, len(targets), step)}
        ]

    def properties(self, item: int) -> list[tuple[bytes, bytes]]:
        """The kinds and contents of what holds for an item, in order."""
        inner = list(boxes_in(self.boxes[b"iprp"]))
        known = [each for name, content in inner if name == b"ipco" for each in boxes_in(content)]
        ties = next(content for name, content in inner if name == b"ipma")
        return [known[place - 1] for place in _tied(ties, item) if 0 < place <= len(known)]

    def size(self, item: int) -> tuple[int, int]:
        """The (width, height) in pixels that an item is shown with; zeros where it says none."""
        properties = dict(self.properties(item))
        width, height = struct.unpack(">II", properties.get(_SIZE, bytes(12))[4:12])
        quarters = properties.get(_ROTATION, b"\0")[0] & 3
        return (height, width) if quarters % 2 else (width, height)

    def orientation(self, item: int) -> int:
        """How an item lies, as a number of EXIF's, by what turns and mirrors it."""
        properties = dict(self.properties(item))
        quarters = properties.get(_ROTATION, b"\0")[0] & 3
        mirror = properties.get(_MIRROR)
        return _UNMIRRORED[quarters] if mirror is None else _MIRRORED[mirror[0] & 1][quarters]

    def places(self, item: int) -> list[Place]:
        """Where its bytes lie in the file; nothing of what lies elsewhere."""
        return list(_places(self.boxes[b"iloc"], item))


def items_of(file: BinaryIO) -> Items:
    """The items of a file, none of which need to make sense."""
    return Items(meta_box(file))


def _number(content: bytes, wide: bool) -> int:
    return int.from_bytes(content[:4] if wide else content[:2], "big")


def _tied(ties: bytes, item: int) -> Iterator[int]:
    """The numbers of the properties of an item."""
    wide_items, wide_places = ties[0] > 0, ties[3] & 1
    (count,) = struct.unpack_from(">I", ties, 4)
    at = 8
    for _ in range(count):
        owner = _number(ties[at:], wide_items)
        at += 4 if wide_items else 2
        places, at = ties[at], at + 1
        for _ in range(places):
            if owner == item:
                yield struct.unpack_from(">H", ties, at)[0] & 0x7FFF if wide_places else ties[at] & 0x7F
            at += 2 if wide_places else 1
        if at > len(ties):
            raise ValueError


def _places(said: bytes, item: int) -> Iterator[Place]:
    version = said[0]
    sizes = said[4] >> 4, said[4] & 15, said[5] >> 4, said[5] & 15 if version else 0
    at = 6
    wide = version == 2
    count, at = _number(said[at:], wide), at + (4 if wide else 2)
    for _ in range(count):
        owner, at = _number(said[at:], wide), at + (4 if wide else 2)
        method, at = (said[at + 1] & 15, at + 2) if version else (0, at)
        at += 2
        base, at = _sized(said, at, sizes[2])
        extents, at = _number(said[at:], False), at + 2
        if extents > _MOST_EXTENTS and owner == item:
            raise ValueError
        for _ in range(extents):
            start, after = _sized(said, at + sizes[3], sizes[0])
            length, at = _sized(said, after, sizes[1])
            if owner == item and method == 0:
                yield Place(base + start, length)
        if at > len(said):
            raise ValueError


def _sized(said: bytes, at: int, size: int) -> tuple[int, int]:
    return int.from_bytes(said[at : at + size], "big"), at + size
