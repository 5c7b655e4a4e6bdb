"""What a file says of its colours otherwise than by an ICC profile."""

import struct
from collections.abc import Mapping
from contextlib import suppress
from typing import BinaryIO

from PIL import Image

from clipiqa_desktop.photos.av1_colours import code_points_of_stream
from clipiqa_desktop.photos.code_points import CodePoints, profile_of_code_points, profile_of_gamma
from clipiqa_desktop.photos.icc_profile import Primaries
from clipiqa_desktop.photos.iso_boxes import boxes_in, meta_box

_PNG = b"\x89PNG\r\n\x1a\n"
_STREAM_HEAD = 1 << 12


def told_profile(file: BinaryIO, image: Image.Image) -> bytes | None:
    """The profile for the colours that the file of an opened image tells by numbers, empty for sRGB; None where it
    tells nothing, or where an ICC profile has the say. Never raises but for the disk; the file's place stays.
    """
    at = file.tell()
    try:
        grey = image.mode in {"1", "L"} or image.mode.startswith("I")
        return _told(file, image, grey=grey and not image.has_transparency_data)
    except (struct.error, IndexError, OverflowError):
        return None
    finally:
        file.seek(at)


def _told(file: BinaryIO, image: Image.Image, *, grey: bool) -> bytes | None:
    info = image.info
    if image.format == "PNG":
        if code_points := _of_png(file):
            # it alone comes before an ICC profile
            return profile_of_code_points(code_points, grey=grey)
        if "icc_profile" in info or "srgb" in info:
            return None
        return profile_of_gamma(info.get("gamma"), _primaries(info.get("chromaticity")), grey=grey)
    if image.format in {"AVIF", "HEIF"} and "icc_profile" not in info and (code_points := _of_heif(file)):
        return profile_of_code_points(code_points, grey=grey)
    return None


def _primaries(said: object) -> Primaries | None:
    if not isinstance(said, tuple) or len(said) != 8:
        return None
    white, red, green, blue = zip(said[::2], said[1::2], strict=True)
    return Primaries(white, red, green, blue)


def _of_png(file: BinaryIO) -> CodePoints | None:
    """The chunk cICP, which stands before the pixels."""
    file.seek(len(_PNG))
    while len(head := file.read(8)) == 8 and head[4:] != b"IDAT":
        length = int.from_bytes(head[:4], "big")
        if head[4:] == b"cICP" and length == 4:
            primaries, transfer, _, full_range = file.read(4)
            return CodePoints(primaries, transfer, full_range != 0)
        file.seek(length + 4, 1)
    return None


def _of_heif(file: BinaryIO) -> CodePoints | None:
    """The box colr of kind nclx that belongs to the picture itself, or else what its AV1 stream says."""
    boxes = dict(boxes_in(meta_box(file)[4:]))
    return _of_box(boxes) or _of_av1(file, boxes)


def _of_box(boxes: Mapping[bytes, bytes]) -> CodePoints | None:
    held = dict(boxes_in(boxes.get(b"iprp", b"")))
    properties = list(boxes_in(held.get(b"ipco", b"")))
    for index in _associated(held.get(b"ipma", b""), _primary(boxes.get(b"pitm", b""))):
        kind, content = properties[index - 1] if 0 < index <= len(properties) else (b"", b"")
        if kind == b"colr" and content[:4] == b"nclx":
            primaries, transfer = struct.unpack_from(">HH", content, 4)
            return CodePoints(primaries, transfer)
    return None


def _of_av1(file: BinaryIO, boxes: Mapping[bytes, bytes]) -> CodePoints | None:
    """Of the picture, or the first of its tiles that says anything."""
    streams = _av1_items(boxes.get(b"iinf", b""))
    places = _places(boxes.get(b"iloc", b""))
    primary = _primary(boxes.get(b"pitm", b""))
    for item in sorted(streams & places.keys(), key=lambda item: (item != primary, item)):
        file.seek(places[item])
        with suppress(IndexError):  # that stream is damaged
            if told := code_points_of_stream(file.read(_STREAM_HEAD)):
                return told
    return None


def _av1_items(iinf: bytes) -> set[int]:
    """The numbers of the items that are AV1 streams."""
    entries = boxes_in(iinf[6 if iinf[:1] == b"\0" else 8 :])
    wide = ((content[:1] > b"\2", content) for kind, content in entries if kind == b"infe")
    items = ((content[4 : 8 if is_wide else 6], content[10 if is_wide else 8 :][:4]) for is_wide, content in wide)
    return {int.from_bytes(number, "big") for number, kind in items if kind == b"av01"}


def _places(iloc: bytes) -> dict[int, int]:
    """Where in the file each item begins, of those that lie there."""
    version, at, places = iloc[0] if iloc else 0, 6, dict[int, int]()
    if not iloc:
        return places
    offset, length, base, index = iloc[4] >> 4, iloc[4] & 15, iloc[5] >> 4, iloc[5] & 15 if version else 0

    def read(size: int) -> int:
        nonlocal at
        at += size
        if at > len(iloc):
            raise IndexError("the list of places has no end")
        return int.from_bytes(iloc[at - size : at], "big")

    wide = 4 if version > 1 else 2
    for _ in range(read(wide)):
        item, method, _, start = read(wide), read(2) & 15 if version else 0, read(2), read(base)
        extents = [(read(index), read(offset), read(length)) for _ in range(read(2))]
        if method == 0 and extents:
            places[item] = start + extents[0][1]
    return places


def _primary(pitm: bytes) -> int:
    """The number of the item that is the picture."""
    return int.from_bytes(pitm[4:6] if pitm[:1] == b"\0" else pitm[4:8], "big")


def _associated(ipma: bytes, item: int) -> list[int]:
    """Which properties an item has, counted from 1."""
    if len(ipma) < 8:
        return []
    wide_items, wide_indices = ipma[0] > 0, bool(ipma[3] & 1)
    (entries,), at = struct.unpack_from(">I", ipma, 4), 8
    for _ in range(entries):
        number, count = struct.unpack_from(">IB" if wide_items else ">HB", ipma, at)
        at += 5 if wide_items else 3
        indices = struct.unpack_from(f">{count}{'H' if wide_indices else 'B'}", ipma, at)
        at += count * (2 if wide_indices else 1)
        if number == item:
            return [index & (0x7FFF if wide_indices else 0x7F) for index in indices]
    return []
