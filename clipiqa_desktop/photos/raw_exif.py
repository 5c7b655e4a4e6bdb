"""What a RAW file's metadata says, in whichever container its maker keeps it."""

import io
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from clipiqa_desktop.files.regular_file import open_regular
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.exif import (
    INTEROPERABILITY_DIRECTORY,
    INTEROPERABILITY_INDEX,
    Exif,
    is_adobe_rgb,
    of_fields,
    of_image,
    or_empty,
    with_time,
)
from clipiqa_desktop.photos.facts import Facts, Fields, facts_from, is_position
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.raw_layout import preview_is_adobe_rgb
from clipiqa_desktop.photos.reasons import require_file
from clipiqa_desktop.photos.tiff_fields import DNG_VERSION, fields_of
from clipiqa_desktop.photos.tiff_layout import directories

_HEAD = 1 << 18
_CR3, _RAF = b"ftypcrx ", b"FUJIFILMCCD-RAW "
_CR3_XMP = b"uuid" + bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_RAF_PREVIEW = 84


def of_raw(file: BinaryIO, most: int = _HEAD) -> Exif:
    """What a RAW file says; nothing where its container is not known. Never raises but for the disk.

    most: of containers that are not built like TIFF no more bytes than these are read.
    """
    file.seek(0)
    kind = file.read(16)
    file.seek(0)
    if kind[4:12] == _CR3:
        return _of_cr3(file.read(most))
    if kind.startswith(_RAF):
        return _of_raf(file, most)
    return _of_tiff(file)


def completed(facts: Facts, companions: Iterable[Path]) -> Facts:
    """A photograph's facts with what the RAW beside it says where they lack the camera or the time.

    Cheap: no pixels are looked at.
    """
    for raw in (each for each in companions if is_raw(each.name)):
        if facts.camera is None or facts.captured is None:
            said = _read(raw)
            told = facts_from(said.fields, facts.width, facts.height, facts.orientation, said.has_position)
            facts = facts.completed(told)
    return facts


def _read(path: Path) -> Exif:
    try:
        require_file(path)
        with open_regular(path) as file:
            return of_raw(file)
    except (OSError, Unreadable):
        return Exif()


def _of_tiff(file: BinaryIO) -> Exif:
    """Most makers', Olympus and Panasonic among them, who only number the format differently."""
    said = fields_of(file)
    file.seek(0)
    return of_fields(said, is_adobe=preview_is_adobe_rgb(file) if DNG_VERSION in said.main else None)


def _of_cr3(head: bytes) -> Exif:
    """Canon keeps the directories as small TIFF files in boxes named CMT1, CMT2 and CMT4."""
    blocks = [_box(head, name) for name in (b"CMT1", b"CMT2", b"CMT4")]
    main, shot, gps = (_fields(block) for block in blocks)
    fields = {**main, **shot}
    xmp = _box(head, _CR3_XMP) or None
    return Exif(with_time(fields, xmp, gps), is_position(gps), is_adobe_rgb(fields, _index(blocks[1])), xmp)


def _box(head: bytes, name: bytes) -> bytes:
    """What is in the first box of this name."""
    at = head.find(name)
    if at < 4:
        return b""
    size = int.from_bytes(head[at - 4 : at], "big")
    return head[at + len(name) : at - 4 + size]


def _fields(block: bytes) -> Fields:
    return or_empty(lambda: dict(_parsed(block)))


def _parsed(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.load_from_fp(io.BytesIO(block))
    return exif


def _index(block: bytes) -> str:
    """The interoperability index behind the directory in a small TIFF file."""
    try:
        found = list(directories(io.BytesIO(block), (INTEROPERABILITY_INDEX,), (INTEROPERABILITY_DIRECTORY,)))
    except (struct.error, OverflowError):
        return ""
    return next((bytes(each[INTEROPERABILITY_INDEX]).decode("latin-1") for each in found[1:] if each), "")


def _of_raf(file: BinaryIO, most: int) -> Exif:
    """Fujifilm says nothing itself but in the JPEG that its file begins with."""
    start, length = raf_preview(file)
    file.seek(start)
    try:
        with Image.open(io.BytesIO(file.read(max(0, min(length, most - start)))), formats=["JPEG"]) as preview:
            return of_image(preview)
    except Exception:  # noqa: BLE001 - as in or_empty
        return Exif()


def raf_preview(file: BinaryIO) -> tuple[int, int]:
    """Where the JPEG in Fujifilm's file begins, and how long it is, in bytes."""
    file.seek(_RAF_PREVIEW)
    start, length = struct.unpack(">II", file.read(8).ljust(8, b"\0"))
    return start, length
