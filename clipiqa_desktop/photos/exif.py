"""EXIF fields by tag number, from a Pillow image, a RAW file or a CR3's boxes."""

import io
import logging
from collections.abc import Callable
from typing import BinaryIO

from PIL import Image

from clipiqa_desktop.photos.facts import Fields, is_position

_EXIF_DIRECTORY = 0x8769
_GPS_DIRECTORY = 0x8825


def of_image(image: Image.Image) -> tuple[Fields, bool]:
    """The fields of an opened image, and whether a position is among them. Broken ones are left out; never raises."""
    main = _or_empty(image.getexif)
    shot, gps = (_directory(main, tag) for tag in (_EXIF_DIRECTORY, _GPS_DIRECTORY))
    return {**_or_empty(lambda: dict(main)), **shot}, is_position(gps)


def of_raw(file: BinaryIO) -> tuple[Fields, bool]:
    """The fields of a RAW file, and whether a position is among them; empty where its container is not known."""
    head = file.read(1 << 18)
    if head[4:12] == b"ftypcrx ":
        return _of_cr3(head)
    return _of_tiff(file)


def _of_tiff(file: BinaryIO) -> tuple[Fields, bool]:
    import exifread

    # it logs every oddity of every maker, which nobody can act on
    logging.getLogger("exifread").setLevel(logging.CRITICAL + 1)
    try:
        tags = exifread.process_file(file, details=False, extract_thumbnail=False)
    except Exception:  # noqa: BLE001 - as in _or_empty
        return {}, False
    main, shot, gps = (
        {tag.tag: tag.values for name, tag in tags.items() if name.startswith(directory)}
        for directory in ("Image ", "EXIF ", "GPS ")
    )
    return {**main, **shot}, is_position(gps)


def _of_cr3(head: bytes) -> tuple[Fields, bool]:
    """Canon keeps the three directories as small TIFF files in boxes named CMT1, CMT2 and CMT4."""
    main, shot, gps = (_box(head, name) for name in (b"CMT1", b"CMT2", b"CMT4"))
    return {**main, **shot}, is_position(gps)


def _box(head: bytes, name: bytes) -> Fields:
    at = head.find(name)
    if at < 4:
        return {}
    size = int.from_bytes(head[at - 4 : at], "big")
    return _or_empty(lambda: dict(_parsed(head[at + 4 : at - 4 + size])))


def _parsed(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.load_from_fp(io.BytesIO(block))
    return exif


def _directory(exif: Fields, tag: int) -> Fields:
    return _or_empty(lambda: exif.get_ifd(tag)) if isinstance(exif, Image.Exif) else {}


def _or_empty(read: Callable[[], Fields]) -> Fields:
    try:
        return read()
    except Exception:  # noqa: BLE001 - what the parsers raise over broken bytes is open-ended, and only facts are lost
        return {}
