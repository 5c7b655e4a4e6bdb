"""Photographs as cameras write them, with smaller pictures embedded, composed as each container is documented."""

import io
import struct
from dataclasses import dataclass

import numpy as np
from PIL import Image
from tools.dngs import dng, jpeg_preview, mosaic
from tools.tiffs import ASCII, EXIF, LONG, RATIONAL, SHORT, UNDEFINED, Directory, Entry, tiff

TURNED_BACK = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


@dataclass(frozen=True)
class Shot:
    """What is said of a photograph. orientation: EXIF's; the picture is stored turned so that it stands upright."""

    captured: str = "2024:05:06 07:08:09"
    fraction: str = "25"
    make: str = "Canon"
    model: str = "Canon EOS R6"
    serial: str = "1234"
    orientation: int = 1
    mode: int = 0


def halves(size: tuple[int, int] = (600, 400), left: str = "red", right: str = "blue") -> Image.Image:
    """A picture of two colours."""
    picture = Image.new("RGB", size, right)
    picture.paste(Image.new("RGB", (size[0] // 2, size[1]), left), (0, 0))
    return picture


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def stored(picture: Image.Image, orientation: int) -> Image.Image:
    """As a camera stores it that was held so."""
    return picture.transpose(TURNED_BACK[orientation]) if orientation in TURNED_BACK else picture


def with_bars(picture: Image.Image, size: tuple[int, int] = (160, 120)) -> Image.Image:
    """As EXIF's thumbnails are: all of the picture on a black ground of another shape."""
    whole, small = Image.new("RGB", size, "black"), picture.copy()
    small.thumbnail(size)
    whole.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    return whole


def described(shot: Shot, picture: Image.Image, thumbnail: bytes = b"") -> Directory:
    """The directories of EXIF, with a thumbnail in the second one."""
    size = stored(picture, shot.orientation).size
    text = {271: shot.make, 272: shot.model}
    entries: dict[int, Entry] = {tag: (ASCII, value.encode() + b"\0") for tag, value in text.items()}
    taken: dict[int, Entry] = {
        33434: (RATIONAL, [1, 250]),
        33437: (RATIONAL, [28, 10]),
        34855: (SHORT, [400]),
        36867: (ASCII, shot.captured.encode() + b"\0"),
        37386: (RATIONAL, [35, 1]),
        37521: (ASCII, shot.fraction.encode() + b"\0"),
        40962: (LONG, [size[0]]),
        40963: (LONG, [size[1]]),
        41986: (SHORT, [shot.mode]),
        42033: (ASCII, shot.serial.encode() + b"\0"),
        42036: (ASCII, b"A lens 35mm\0"),
    }
    second = Directory({259: (SHORT, [6])}, jpeg=thumbnail) if thumbnail else None
    entries[274] = (SHORT, [shot.orientation])
    return Directory(entries, below={EXIF: [Directory(taken)]}, following=second)


def camera_jpeg(
    picture: Image.Image, shot: Shot, thumbnail: Image.Image | None = None, preview: Image.Image | None = None
) -> bytes:
    """A JPEG with EXIF's thumbnail, and with a preview behind it by the Multi-Picture Format."""
    inner = jpeg(stored(thumbnail, shot.orientation)) if thumbnail else b""
    main = jpeg(stored(picture, shot.orientation))
    behind = jpeg(stored(preview, shot.orientation)) if preview else b""
    return with_parts(main, tiff(described(shot, picture, inner)), behind)


def with_parts(main: bytes, exif: bytes, preview: bytes = b"") -> bytes:
    """A JPEG with this block of EXIF, and this preview behind it."""
    first = b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + exif)
    if not preview:
        return first + main[2:]
    place = len(first) + 4 + 4  # where the index begins that places are counted from
    whole = len(first) + len(segment(0xE2, _index(0, 0, 0))) + len(main) - 2
    return first + segment(0xE2, _index(whole, whole - place, len(preview))) + main[2:] + preview


def _index(whole: int, start: int, length: int) -> bytes:
    entries = struct.pack("<IIIHH", 0x030000, whole, 0, 0, 0) + struct.pack("<IIIHH", 0x010001, length, start, 0, 0)
    known: dict[int, Entry] = {
        0xB000: (UNDEFINED, b"0100"),
        0xB001: (LONG, [2]),
        0xB002: (UNDEFINED, entries),
    }
    return b"MPF\0" + tiff(Directory(known))


def segment(kind: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(payload) + 2) + payload


def camera_dng(picture: Image.Image, shot: Shot, sides: tuple[int, ...] = (256, 640)) -> bytes:
    """A DNG with previews of these sizes, the first one in the first directory."""
    previews = []
    for side in sides:
        small = picture.copy()
        small.thumbnail((side, side))
        previews.append(jpeg_preview(stored(small, shot.orientation)))
    told = described(shot, picture)
    first = Directory(
        {**previews[0].entries, **{tag: entry for tag, entry in told.entries.items() if tag not in {40962, 40963}}},
        previews[0].strips,
        below=told.below,
    )
    return dng(mosaic(*reversed(stored(picture, shot.orientation).size)), [first, *previews[1:]], shot.orientation)


def raf(picture: Image.Image, shot: Shot, thumbnail: Image.Image) -> bytes:
    """Fujifilm's file, which begins with a JPEG."""
    preview = camera_jpeg(picture, shot, thumbnail)
    head = b"FUJIFILMCCD-RAW 0201FF393103X-T5".ljust(84, b"\0") + struct.pack(">II", 160, len(preview))
    return head.ljust(160, b"\0") + preview + bytes(300_000)


def rw2(picture: Image.Image, shot: Shot, thumbnail: Image.Image) -> bytes:
    """Panasonic's file, with a JPEG under a tag of its own."""
    told = described(shot, picture)
    inner = camera_jpeg(picture, shot, thumbnail)
    content = tiff(Directory({**told.entries, 0x2E: (UNDEFINED, inner)}, below=told.below), magic=b"IIU\0")
    return content + bytes(300_000)


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 4 + len(name)) + name + content


def cr3(picture: Image.Image, shot: Shot, thumbnail: Image.Image) -> bytes:
    """Canon's file of boxes."""
    canon = b"uuid" + bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
    told, small = described(shot, picture), jpeg(stored(thumbnail, shot.orientation))
    blocks = (b"CMT1", Directory(told.entries)), (b"CMT2", told.below[EXIF][0])
    thumb = bytes(4) + struct.pack(">HHII", *thumbnail.size, len(small), 0) + small
    inner = b"".join(box(name, tiff(each)) for name, each in blocks) + box(b"THMB", thumb)
    return box(b"ftyp", b"crx \0\0\0\1crx isom") + box(b"moov", box(canon, inner)) + box(b"mdat", bytes(300_000))


def arw(picture: Image.Image, shot: Shot, thumbnail: Image.Image) -> bytes:
    """A file built like TIFF, with a preview in the first directory and a thumbnail in the second."""
    told = described(shot, picture, jpeg(stored(thumbnail, shot.orientation)))
    preview = jpeg(stored(picture, shot.orientation))
    whole = Directory(told.entries, below=told.below, jpeg=preview, following=told.following)
    return tiff(whole) + bytes(300_000)


def noise(size: tuple[int, int], seed: int = 0) -> Image.Image:
    """Smooth shapes under some grain, about as hard to pack as a photograph."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (24, 36, 3), np.uint8)).resize(size, Image.Resampling.BICUBIC)
    pixels = np.asarray(coarse, np.int16)
    grain = random.integers(-6, 7, (size[1], size[0], 1), np.int16)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))
