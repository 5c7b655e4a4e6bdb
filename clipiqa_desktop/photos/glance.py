"""All that the head of a photograph's file says: facts, and the smallest embedded picture that fills a cell."""

import io
import logging
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from clipiqa_desktop.photos import decode, embedded, heif_head, picture, raw_layout
from clipiqa_desktop.photos.adobe_rgb import ADOBE_RGB
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.exif import Exif, of_fields
from clipiqa_desktop.photos.facts import Facts, facts_from, orientation_of
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.head import FIRST_BYTES, Head, TooFar, open_unbuffered, opened, opened_for_steps, size_of
from clipiqa_desktop.photos.heif_items import Items, items_of
from clipiqa_desktop.photos.heif_layout import DAMAGED
from clipiqa_desktop.photos.jpeg_head import exif_of, segments_of, stored_size
from clipiqa_desktop.photos.limits import require_pixels
from clipiqa_desktop.photos.picture import upright
from clipiqa_desktop.photos.png_tail import said_behind_pixels
from clipiqa_desktop.photos.raw_exif import of_raw
from clipiqa_desktop.photos.reasons import require_file
from clipiqa_desktop.photos.small_picture import opened_jpeg, small_jpeg
from clipiqa_desktop.photos.tiff_fields import fields_of
from clipiqa_desktop.photos.webp_head import webp_head

FILLS = 144
"""Pixels on the longer side with which a picture fills a cell; EXIF's thumbnails have 160, of which bars may be cut."""

LEAST = 48
"""Pixels on the longer side, of which less is a patch of colour and no picture."""

_ORIENTATION = 274
_JPEG = b"\xff\xd8\xff"
_MOST_WHOLE, _MOST_CANDIDATES = 1 << 28, 16
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
    if kind[4:8] == b"ftyp":
        return _of_heif(head, file)
    if kind.startswith(b"RIFF") and (webp := webp_head(head)):
        return Glance(_facts(of_fields(fields_of(io.BytesIO(webp.exif)), webp.xmp), webp.size))
    found = picture.in_head(file, name)
    is_png = found.image.format == "PNG" and found.facts.captured is None
    return Glance(_of_png(head, found) if is_png else found.facts)


def _of_png(head: Head, found: picture.Picture) -> Facts:
    said, behind = found.said, said_behind_pixels(head)
    fields, has_position = {**behind.fields, **said.fields}, said.has_position or behind.has_position
    return _facts(replace(said, fields=fields, has_position=has_position), found.image.size)


def _of_jpeg(file: BinaryIO, head: Head, name: str) -> Glance:
    try:
        segments = segments_of(opened_for_steps(head))
        size = stored_size(segments)
        if size is None:
            return Glance(picture.in_head(file, name).facts)
    except TooFar as error:  # Pillow goes through all of a file byte by byte, be it gigabytes of nothing
        raise Unreadable("It begins like a JPEG file but no picture begins in it.") from error
    said = exif_of(segments)
    facts = _facts(said, size)
    return Glance(facts, _smallest(head, embedded.in_jpeg(segments), facts, facts.orientation, said))


def _facts(said: Exif, size: tuple[int, int]) -> Facts:
    """size: as stored."""
    require_pixels(*size)
    turn = orientation_of(said.fields.get(_ORIENTATION))
    return facts_from(said.fields, *upright(size, turn), turn, said.has_position)


def _of_raw(head: Head, file: BinaryIO) -> Glance:
    said = of_raw(file, FIRST_BYTES)
    orientation = orientation_of(said.fields.get(_ORIENTATION))
    size = raw_layout.stored_size(file, said.fields)
    facts = facts_from(said.fields, *upright(size, orientation), orientation, said.has_position)
    if not all(size) or facts.camera is None or facts.captured is None:
        raise TooFar  # then LibRaw and the preview are asked
    return Glance(facts, _smallest(head, embedded.in_raw(file), facts, orientation, said, any_shape=True))


def _of_heif(head: Head, file: BinaryIO) -> Glance:
    try:
        items = items_of(file)
        facts = heif_head.facts_in(head, items)
    except (struct.error, ValueError, LookupError, StopIteration) as error:
        raise _further(head) from error
    if not facts.width:
        raise _further(head)
    return Glance(facts, _thumbnail(head, items, facts))


def _thumbnail(head: Head, items: Items, facts: Facts) -> bytes | None:
    try:
        content = heif_head.thumbnail_in(head, items)
        if content is None:
            return None
        with Image.open(content, formats=["HEIF", "AVIF"]) as image:
            return small_jpeg(image, 1, (facts.width, facts.height), any_shape=False)
    except Exception as error:  # noqa: BLE001 - what decoders raise is open-ended; the facts are sound
        _log.debug("A thumbnail is of no use: %s", error)
        return None


def _further(head: Head) -> Exception:
    """The decoder is asked, which takes the whole file into memory: no gigabytes that are no photograph."""
    return TooFar() if head.size <= _MOST_WHOLE else Unreadable(DAMAGED)


def _smallest(
    head: Head,
    candidates: Iterable[embedded.Embedded],
    facts: Facts,
    turn: int,
    said: Exif,
    *,
    any_shape: bool = False,
) -> bytes | None:
    """The first that fills a cell, or else the largest; none that is broken, or of something else."""
    best, side, full = None, LEAST - 1, (facts.width, facts.height)
    profile = ADOBE_RGB if said.is_adobe_rgb else None
    for each in islice(candidates, _MOST_CANDIDATES):
        try:
            image = _opened(head.take(each.start, each.length), each.size)
            own = max(image.size)
            if own <= side:
                continue
            best, side = small_jpeg(image, turn, full, profile, any_shape=any_shape), own
        except Exception as error:  # noqa: BLE001 - what Pillow raises is open-ended; another one may be sound
            _log.debug("An embedded picture is of no use: %s", error)
        if side >= FILLS:
            break
    return best


def _opened(content: bytes, size: tuple[int, int] | None) -> Image.Image:
    return Image.frombytes("RGB", size, content) if size else opened_jpeg(content)
