"""Which burst a frame belongs to, as cameras say it in their maker's own notes.

After the tables of ExifTool's documentation; only tags that need nothing decrypted.
"""

import io
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from clipiqa_desktop.photos.tiff_layout import Directory, directory_at

_APPLE, _SONY, _PANASONIC = b"Apple iOS\0", (b"SONY DSC \0\0\0", b"SONY CAM \0\0\0"), b"Panasonic\0\0\0"
_FUJIFILM, _OLYMPUS, _OM_SYSTEM = b"FUJIFILM", b"OLYMPUS\0", b"OM SYSTEM\0\0\0"
_APPLE_BURST = 0x000B
_SONY_NUMBER, _FUJIFILM_NUMBER, _PANASONIC_NUMBER = 0xB04A, 0x1101, 0x002B
_OLYMPUS_SETTINGS, _OLYMPUS_MODE, _OLYMPUS_DRIVE = 0x2020, 0x0200, 0x0600
_NOT_AVAILABLE = 0xFFFF
_GOOGLE_BURST = re.compile(rb"""GCamera:BurstID(?:=["']|>)([\w-]{8,64})""")


@dataclass(frozen=True)
class Burst:
    """What a frame says of its burst: an id that its frames share, or its place in it, from 1; None for neither."""

    id: str | None = None
    number: int | None = None


def burst_of(note: object) -> Burst:
    """What a maker's note (EXIF tag 37500) says. Never raises."""
    if not isinstance(note, bytes):
        return Burst()
    for signatures, read in _READERS:
        if note.startswith(signatures):
            try:
                return read(note)
            except (struct.error, OverflowError, IndexError):
                return Burst()
    return Burst()


def burst_of_xmp(packet: bytes) -> str | None:
    """The id that Google's camera writes into XMP."""
    said = _GOOGLE_BURST.search(packet)
    return said[1].decode("ascii") if said else None


def _of_apple(note: bytes) -> Burst:
    text = bytes(_directory(note, 14, ">", _APPLE_BURST).get(_APPLE_BURST, ()))
    id_ = text.split(b"\0")[0].decode("ascii", "replace").strip()
    return Burst(id=id_ if re.fullmatch(r"[\w-]{8,64}", id_, re.ASCII) else None)


def _of_sony(note: bytes) -> Burst:
    return _numbered(_directory(note, 12, _order_at(note, 12), _SONY_NUMBER), _SONY_NUMBER)


def _of_panasonic(note: bytes) -> Burst:
    return _numbered(_directory(note, 12, _order_at(note, 12), _PANASONIC_NUMBER), _PANASONIC_NUMBER)


def _of_fujifilm(note: bytes) -> Burst:
    (at,) = struct.unpack_from("<I", note, 8)
    return _numbered(_directory(note, at, "<", _FUJIFILM_NUMBER), _FUJIFILM_NUMBER)


def _of_olympus(note: bytes) -> Burst:
    start = len(_OM_SYSTEM) if note.startswith(_OM_SYSTEM) else len(_OLYMPUS)
    order = ">" if note[start : start + 2] == b"MM" else "<"
    main = _directory(note, start + 4, order, _OLYMPUS_SETTINGS, _OLYMPUS_MODE)
    settings = main.get(_OLYMPUS_SETTINGS, ())
    drive = _directory(note, settings[0], order, _OLYMPUS_DRIVE) if len(settings) == 1 else {}
    # both say how frames are taken, 0 for one at a time, and then which one it is
    said = next(
        (said for said in (drive.get(_OLYMPUS_DRIVE, ()), main.get(_OLYMPUS_MODE, ())) if len(said) > 1), (0, 0)
    )
    return Burst(number=_place(said[1]) if said[0] else None)


_READERS: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes], Burst]], ...] = (
    (_APPLE, _of_apple),
    (_SONY, _of_sony),
    (_PANASONIC, _of_panasonic),
    (_FUJIFILM, _of_fujifilm),
    ((_OLYMPUS, _OM_SYSTEM), _of_olympus),
)


def _directory(note: bytes, at: int, order: str, *wanted: int) -> Directory:
    return directory_at(io.BytesIO(note), at, order, wanted)


def _order_at(note: bytes, at: int) -> str:
    """The byte order is that of the file, which is not at hand: the one in which the directory is the shorter one."""
    little, big = (struct.unpack_from(f"{order}H", note, at)[0] for order in "<>")
    return "<" if little <= big else ">"


def _numbered(directory: Directory, tag: int) -> Burst:
    values = directory.get(tag, ())
    return Burst(number=_place(values[0]) if values else None)


def _place(number: int) -> int | None:
    return number if 0 < number < _NOT_AVAILABLE else None
