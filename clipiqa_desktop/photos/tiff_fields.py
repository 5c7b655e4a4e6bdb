"""EXIF fields out of a TIFF file, or a RAW file built like one; nothing but what the program uses is read."""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import BinaryIO

from clipiqa_desktop.photos.facts import Fields
from clipiqa_desktop.photos.tiff_layout import order_of

EXIF, GPS, INTEROPERABILITY = 0x8769, 0x8825, 0xA005
DNG_VERSION = 50706
_SHOT = frozenset(
    {
        33434, 33437, 34855, 34866, 34867, 36867, 36868, 36880, 36881, 36882, 37380, 37385, 37386, 37500, 37520, 37521,
        37522, 40961, 40962, 40963, 41986, 42033, 42036, INTEROPERABILITY,
    }
)  # fmt: skip
# TIFF/EP has what was set for the shot in the first directory
_MAIN = _SHOT | {271, 272, 274, 306, 700, 18246, 18249, DNG_VERSION, EXIF, GPS}
_PLACE, _USE = frozenset({2, 4, 7, 29}), frozenset({1})
_BYTES, _TEXT, _UNDEFINED = 1, 2, 7
_RATIONALS = {5: "II", 10: "ii"}
_NUMBERS = {3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_SIZES = {_BYTES: 1, _TEXT: 1, _UNDEFINED: 1, 3: 2, 4: 4, 5: 8, 6: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_BYTES = 1 << 16  # a packet of XMP, or a maker's note; no other field comes near
_MOST_ENTRIES = 1024


@dataclass(frozen=True)
class TiffFields:
    """What the first directory says, and those that it leads to, by tag number; text as bytes."""

    main: Fields = field(default_factory=dict)
    shot: Fields = field(default_factory=dict)
    gps: Fields = field(default_factory=dict)
    use: Fields = field(default_factory=dict)


def fields_of(file: BinaryIO) -> TiffFields:
    """As far as the file is sound; nothing of one that is no TIFF. Raises only what `file` does."""
    file.seek(0)
    head = file.read(8)
    order = order_of(head[:4])
    if order is None or len(head) < 8:
        return TiffFields()
    main = _directory(file, struct.unpack(f"{order}I", head[4:])[0], order, _MAIN)
    shot = _below(file, main.get(EXIF), order, _SHOT)
    gps, use = _below(file, main.get(GPS), order, _PLACE), _below(file, shot.get(INTEROPERABILITY), order, _USE)
    return TiffFields(main, shot, gps, use)


def _below(file: BinaryIO, at: object, order: str, wanted: Collection[int]) -> dict[int, object]:
    return _directory(file, at, order, wanted) if isinstance(at, int) else {}


def _directory(file: BinaryIO, at: int, order: str, wanted: Collection[int]) -> dict[int, object]:
    try:
        file.seek(at)
        (count,) = struct.unpack(f"{order}H", file.read(2))
        table = file.read(12 * min(count, _MOST_ENTRIES))
    except (struct.error, OverflowError, ValueError):
        return {}
    whole = len(table) // 12 * 12
    rows = [struct.unpack(f"{order}HHI4s", table[at : at + 12]) for at in range(0, whole, 12)]
    return dict(_sound(file, [row for row in rows if row[0] in wanted], order))


def _sound(file: BinaryIO, rows: Collection[tuple[int, int, int, bytes]], order: str) -> Iterator[tuple[int, object]]:
    for tag, kind, count, place in rows:
        try:
            yield tag, _value(file, kind, count, place, order)
        except (struct.error, OverflowError, ValueError, ZeroDivisionError):
            continue


def _value(file: BinaryIO, kind: int, count: int, place: bytes, order: str) -> object:
    length = _SIZES.get(kind, 0) * count
    if not 0 < length <= _MOST_BYTES:
        raise ValueError
    if length > 4:
        file.seek(*struct.unpack(f"{order}I", place))
        place = file.read(length)
    content = place[:length]
    if kind in {_BYTES, _TEXT, _UNDEFINED}:
        return content
    if kind in _RATIONALS:
        numbers = struct.unpack(f"{order}{_RATIONALS[kind] * count}", content)
        values: tuple[object, ...] = tuple(_ratio(*numbers[i : i + 2]) for i in range(0, len(numbers), 2))
    else:
        values = struct.unpack(f"{order}{count}{_NUMBERS[kind]}", content)
    return values[0] if count == 1 else values


def _ratio(above: int, below: int) -> Fraction | None:
    return Fraction(above, below) if below else None
