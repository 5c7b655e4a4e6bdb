"""All that the head of a photograph's file says: facts, and the smallest embedded picture that fills a cell."""

import logging
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from clipiqa_desktop.photos import decode, embedded, heif_head, picture, raw_layout
from clipiqa_desktop.photos.adobe_rgb import ADOBE_RGB
from clipiqa_desktop.photos.exif import Exif
from clipiqa_desktop.photos.facts import Facts, facts_from, orientation_of
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.head import FIRST_BYTES, Head, TooFar, open_unbuffered, opened, size_of
from clipiqa_desktop.photos.heif_items import items_of
from clipiqa_desktop.photos.jpeg_head import exif_of, segments_of, stored_size
from clipiqa_desktop.photos.limits import require_pixels
from clipiqa_desktop.photos.picture import upright
from clipiqa_desktop.photos.raw_exif import of_raw
from clipiqa_desktop.photos.reasons import require_file
from clipiqa_desktop.photos.small_picture import opened_jpeg, small_jpeg

FILLS = 144
"""Pixels on the longer side with which a picture fills a cell; EXIF's thumbnails have 160, of which bars may be cut."""

_ORIENTATION = 274
_JPEG, _HEIF_BRANDS = b"\xff\xd8\xff", (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"hevc")
_whole_file = threading.Lock()  # what reads all of a file is not made for several threads

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Glance:
    """What the head of a file says; `picture` is a JPEG of at most 320 pixels, upright and in sRGB, if there is one."""

    facts: Facts
    picture: bytes | None = None


def look_at(path: Path) -> Glance:
    """Reads the head of the photograph at `path`, and more only of kinds that say nothing in their heads.

    Raises Unreadable, OSError, and whatever the decoders raise. For any thread.
    """
    require_file(path)
    try:
        with open_unbuffered(path) as file:
            return _in_head(Head(file, size_of(file)), path.name)
    except TooFar:
        pass
    with _whole_file:
        return Glance(decode.read_facts(path))


def _in_head(head: Head, name: str) -> Glance:
    file = opened(head)
    kind = head.take(0, 12)
    if is_raw(name):
        return _of_raw(head, file)
    if kind.startswith(_JPEG):
        return _of_jpeg(file, head, name)
    if kind[4:8] == b"ftyp" and kind[8:12] in _HEIF_BRANDS:
        return _of_heif(head, file)
    return Glance(picture.in_head(file, name).facts)


def _of_jpeg(file: BinaryIO, head: Head, name: str) -> Glance:
    segments = segments_of(file)
    size = stored_size(segments)
    if size is None:
        return Glance(picture.in_head(file, name).facts)
    require_pixels(*size)
    said = exif_of(segments)
    turn = orientation_of(said.fields.get(_ORIENTATION))
    facts = facts_from(said.fields, *upright(size, turn), turn, said.has_position)
    return Glance(facts, _smallest(head, embedded.in_jpeg(segments), facts, turn, said))


def _of_raw(head: Head, file: BinaryIO) -> Glance:
    said = of_raw(file, FIRST_BYTES)
    orientation = orientation_of(said.fields.get(_ORIENTATION))
    size = raw_layout.stored_size(file, said.fields)
    facts = facts_from(said.fields, *upright(size, orientation), orientation, said.has_position)
    if not all(size) or facts.camera is None or facts.captured is None:
        raise TooFar  # then LibRaw and the preview are asked
    return Glance(facts, _smallest(head, embedded.in_raw(file), facts, orientation, said))


def _of_heif(head: Head, file: BinaryIO) -> Glance:
    try:
        items = items_of(file)
        facts = heif_head.facts_in(head, items)
        thumbnail = heif_head.thumbnail_in(head, items)
    except (struct.error, ValueError, LookupError, StopIteration) as error:
        raise TooFar from error
    if not facts.width:
        raise TooFar
    if thumbnail is None:
        return Glance(facts)
    with Image.open(thumbnail, formats=["HEIF", "AVIF"]) as image:
        return Glance(facts, small_jpeg(image, 1, (facts.width, facts.height)))


def _smallest(head: Head, candidates: Iterable[embedded.Embedded], facts: Facts, turn: int, said: Exif) -> bytes | None:
    """The first that fills a cell, or else the largest."""
    best: Image.Image | None = None
    for each in candidates:
        try:
            image = _opened(head.take(each.start, each.length), each.size)
        except TooFar:
            break
        except Exception as error:  # noqa: BLE001 - what Pillow raises is open-ended; another one may be sound
            _log.debug("An embedded picture cannot be read: %s", error)
            continue
        if best is None or max(image.size) > max(best.size):
            best = image
        if max(best.size) >= FILLS:
            break
    return _small(best, facts, turn, said) if best else None


def _small(image: Image.Image, facts: Facts, turn: int, said: Exif) -> bytes | None:
    try:
        return small_jpeg(image, turn, (facts.width, facts.height), ADOBE_RGB if said.is_adobe_rgb else None)
    except Exception as error:  # noqa: BLE001 - as above
        _log.debug("An embedded picture cannot be unpacked: %s", error)
        return None


def _opened(content: bytes, size: tuple[int, int] | None) -> Image.Image:
    return Image.frombytes("RGB", size, content) if size else opened_jpeg(content)
