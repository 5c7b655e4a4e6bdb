"""Noticing a half-copied RAW file, whose preview at its start would still decode."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

# makers outside this list state lengths that mean something else
_HONEST_SUFFIXES = (".arw", ".cr2", ".dng", ".nef", ".pef")
_OFFSETS_AND_LENGTHS = ((273, 279), (324, 325), (513, 514))
_SUB_DIRECTORIES = 330
_MOST_DIRECTORIES = 32
_MOST_VALUES = 65536
_WORDS = {3: "H", 4: "I", 13: "I"}

Directory = dict[int, tuple[int, ...]]


def ends_early(file: BinaryIO, size: int, suffix: str) -> bool:
    """Whether the RAW file's directories speak of image data beyond its `size` in bytes; False where none can tell."""
    if suffix.lower() not in _HONEST_SUFFIXES:
        return False
    try:
        return any(_reaches(directory) > size for directory in _directories(file))
    except (struct.error, OverflowError):
        # a directory that is itself cut off: the decoder will say what it thinks of that
        return False


def _reaches(directory: Directory) -> int:
    ends = (
        offset + length
        for offsets, lengths in _OFFSETS_AND_LENGTHS
        for offset, length in zip(directory.get(offsets, ()), directory.get(lengths, ()), strict=False)
    )
    return max(ends, default=0)


def _directories(file: BinaryIO) -> Iterator[Directory]:
    head = file.read(8)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    waiting = list(struct.unpack(f"{order}I", head[4:])) if order else []
    for _ in range(_MOST_DIRECTORIES):
        if not waiting or not order:
            return
        directory, following = _directory(file, waiting.pop(), order)
        waiting += [at for at in (*directory.get(_SUB_DIRECTORIES, ()), following) if at]
        yield directory


def _directory(file: BinaryIO, at: int, order: str) -> tuple[Directory, int]:
    file.seek(at)
    (entries,) = struct.unpack(f"{order}H", file.read(2))
    table = file.read(entries * 12)
    (following,) = struct.unpack(f"{order}I", file.read(4))
    wanted = {_SUB_DIRECTORIES, *(tag for pair in _OFFSETS_AND_LENGTHS for tag in pair)}
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
