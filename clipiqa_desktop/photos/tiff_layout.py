"""The directories of a TIFF file or of a RAW file built like one, as far as its bytes are sound."""

import struct
from collections.abc import Collection, Iterator
from typing import BinaryIO

Directory = dict[int, tuple[int, ...]]

SUB_DIRECTORIES = 330
# TIFF's own, then Olympus' and Panasonic's, which only number the format differently
_ORDERS = {b"II*\0": "<", b"MM\0*": ">", b"IIRO": "<", b"IIRS": "<", b"MMOR": ">", b"IIU\0": "<"}
_MOST_DIRECTORIES = 32
_MOST_VALUES = 1 << 20
_WORDS = {1: "B", 2: "B", 3: "H", 4: "I", 7: "B", 13: "I"}


def directories(file: BinaryIO, wanted: Collection[int], linked: Collection[int] = ()) -> Iterator[Directory]:
    """Each directory's whole numbers and characters under the `wanted` tags, the first directory first.

    `linked` are the tags that lead to further directories. Raises struct.error or OverflowError where a directory lies
    beyond the end of the file; a file that is no TIFF has none.
    """
    return (directory for _, directory in placed_directories(file, wanted, linked))


def order_of(magic: bytes) -> str | None:
    """The byte order, "<" or ">", that the first four bytes of a file tell; None where it is not built like TIFF."""
    return _ORDERS.get(magic)


def placed_directories(
    file: BinaryIO, wanted: Collection[int], linked: Collection[int] = ()
) -> Iterator[tuple[int, Directory]]:
    """The same, each after the place in the file where it begins."""
    head = file.read(8)
    order = order_of(head[:4])
    waiting = list(struct.unpack(f"{order}I", head[4:])) if order else []
    for _ in range(_MOST_DIRECTORIES):
        if not waiting or not order:
            return
        directory, following = _directory(file, start := waiting.pop(0), order, {*wanted, *linked})
        waiting += [at for at in (following, *(at for tag in linked for at in directory.get(tag, ()))) if at]
        yield start, directory


def place_of(file: BinaryIO, tag: int) -> tuple[int, int] | None:
    """Where the bytes of a tag in the first directory begin, and how many there are. Raises struct.error."""
    file.seek(0)
    head = file.read(8)
    if (order := order_of(head[:4])) is None:
        return None
    file.seek(*struct.unpack(f"{order}I", head[4:]))
    (entries,) = struct.unpack(f"{order}H", file.read(2))
    rows = (struct.unpack(f"{order}HHII", file.read(12)) for _ in range(entries))
    return next(((start, count) for found, _, count, start in rows if found == tag), None)


def directory_at(file: BinaryIO, at: int, order: str, wanted: Collection[int]) -> Directory:
    """What the one directory at this place says, in the byte order "<" or ">". Raises as above."""
    return _directory(file, at, order, wanted)[0]


def _directory(file: BinaryIO, at: int, order: str, wanted: Collection[int]) -> tuple[Directory, int]:
    file.seek(at)
    (entries,) = struct.unpack(f"{order}H", file.read(2))
    table = file.read(entries * 12)
    (following,) = struct.unpack(f"{order}I", file.read(4))
    rows = (struct.unpack(f"{order}HHI4s", table[i : i + 12]) for i in range(0, len(table), 12))
    return {
        tag: _values(file, kind, count, field, order) for tag, kind, count, field in rows if tag in wanted
    }, following


def _values(file: BinaryIO, kind: int, count: int, field: bytes, order: str) -> tuple[int, ...]:
    if kind not in _WORDS or count > _MOST_VALUES:
        return ()
    layout = f"{order}{count}{_WORDS[kind]}"
    length = struct.calcsize(layout)
    if length > len(field):
        file.seek(*struct.unpack(f"{order}I", field))
        field = file.read(length)
    return struct.unpack(layout, field[:length])
