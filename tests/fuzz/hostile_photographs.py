"""Photographs made to break programs, byte by byte: directories in circles, bombs, lengths beyond all sense."""

import io
import itertools
import struct
import zlib
from collections.abc import Iterator, Sequence

from PIL import Image
from tools.rare_files import HEIC_10_BIT, HEIC_WITH_ALPHA

MOST = 0xFFFFFFFF
_BOMB = zlib.compress(b"\0" * 100_000_000, 9)


def photographs() -> Iterator[tuple[str, bytes]]:
    """Every file by its name."""
    for kind, made in (
        ("tiff", _tiffs()), ("jpeg", _jpegs()), ("png", _pngs()), ("heic", _heifs()), ("avif", _avifs()),
        ("other", _others()), ("raw", _raws()),
    ):  # fmt: skip
        for name, data in made:
            yield f"{kind} {name}", data


def _ifd(entries: Sequence[tuple[int, int, int, int]], following: int) -> bytes:
    packed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + packed + struct.pack("<I", following)


def _tiff(entries: Sequence[tuple[int, int, int, int]], following: int = 0, rest: bytes = b"") -> bytes:
    return b"II*\0\x08\0\0\0" + _ifd(entries, following) + rest


def _picture(
    width: int, height: int, strip: int, length: int, *more: tuple[int, int, int, int]
) -> list[tuple[int, ...]]:
    return sorted([
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, strip),
        (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, length), *more,
    ])  # fmt: skip


def _tiffs() -> Iterator[tuple[str, bytes]]:
    yield "next is itself.tif", _tiff(_picture(8, 8, 400, 64), 8, b"\x80" * 600)
    yield "sub is itself.tif", _tiff(_picture(8, 8, 400, 64, (330, 4, 1, 8)), 0, b"\x80" * 600)
    yield "exif is itself.tif", _tiff(_picture(8, 8, 400, 64, (34665, 4, 1, 8)), 0, b"\x80" * 600)
    yield "gps and interop in circles.tif", _tiff([(34853, 4, 1, 8), (34665, 4, 1, 8), (40965, 4, 1, 8)])
    yield "a million subs.tif", _tiff(_picture(8, 8, 400, 64, (330, 4, 1_000_000, 8)), 0, b"\x08\0\0\0" * 1_000_000)
    yield "subs without end.tif", _tiff(_picture(8, 8, 400, 64, (330, 4, MOST, 8)), 0, b"\x80" * 600)
    yield (
        "directories in a row.tif",
        b"II*\0\x08\0\0\0" + b"".join(_ifd([(256, 4, 1, 1)], 8 + 18 * (number + 1)) for number in range(200_000)),
    )
    yield "65535 entries.tif", _tiff([(tag, 2, 1 << 30, 8) for tag in range(65535)])
    yield (
        "every entry the whole file.tif",
        _tiff([(tag, 7, 700_000, 8) for tag in range(40000, 65535)], 0, b"a" * 700_000),
    )
    yield "strip beyond.tif", _tiff(_picture(8, 8, MOST, MOST))
    yield "no width.tif", _tiff(_picture(0, 8, 8, 64))
    yield "wide and flat.tif", _tiff(_picture(MOST, 1, 8, MOST))
    yield "bits 65535.tif", _tiff(_picture(8, 8, 300, 64, (258, 3, 1, 65535)), 0, b"\x80" * 600)
    bomb = _picture(12_000, 8_000, 200, len(_BOMB), (259, 3, 1, 8))
    yield "deflate bomb.tif", _tiff([e for e in bomb if e[:4] != (259, 3, 1, 1)], 0, b"\0" * 64 + _BOMB)
    many = _picture(12_000, 8_000, 200, 1)
    yield (
        "rows per strip 0.tif",
        _tiff([(tag, kind, count, 0 if tag == 278 else value) for tag, kind, count, value in many]),
    )
    yield "bigtiff in circles.tif", b"II+\0\x08\0\0\0" + struct.pack("<QQHHQQQ", 16, 1, 330, 16, 1, 16, 16)


def _jpeg(size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (90, 120, 150)).save(file, "JPEG", **more)
    return file.getvalue()


def _with(payloads: Sequence[tuple[int, bytes]], jpeg: bytes | None = None) -> bytes:
    segments = (struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in payloads)
    return b"\xff\xd8" + b"".join(segments) + (jpeg or _jpeg())[2:]


def _exif(tiff: bytes) -> tuple[int, bytes]:
    return 0xE1, (b"Exif\0\0" + tiff)[:65_000]


def _jpegs() -> Iterator[tuple[str, bytes]]:
    yield "65000 segments.jpg", _with([(0xFE, b"")] * 65_000)
    yield "a million segments.jpg", _with([(0xFE, b"")] * 1_000_000)
    yield "200 MB of comments.jpg", _with([(0xFE, b"x" * 65_000)] * 3_000)
    yield "exif in a circle.jpg", _with([_exif(_tiff([(34665, 4, 1, 8), (34853, 4, 1, 8)], 8))])
    yield "exif next in a circle.jpg", _with([_exif(_tiff([(271, 2, 4, 0x41414141)], 8))])
    yield "exif 5000 entries.jpg", _with([_exif(_tiff([(tag, 2, 60_000, 8) for tag in range(5_000)]))])
    yield "exif counts without end.jpg", _with([_exif(_tiff([(tag, 5, MOST, 8) for tag in (271, 272, 306, 36867)]))])
    yield "a thousand exifs.jpg", _with([_exif(_tiff([(271, 2, 4, 0x41414141)]))] * 1_000)
    yield "maker note is itself.jpg", _with([_exif(_tiff([(34665, 4, 1, 8), (37500, 7, 60_000, 8)], 0, b"a" * 60_000))])
    itself = _tiff([(513, 4, 1, 0), (514, 4, 1, MOST)], 8)
    yield "thumbnail is itself.jpg", _with([_exif(itself)])
    yield (
        "thumbnail is a bomb.jpg",
        _with([_exif(_tiff([], 14, _ifd([(513, 4, 1, 44), (514, 4, 1, 60_000)], 0) + _huge()))]),
    )
    yield (
        "pictures in a circle.jpg",
        _with([(0xE2, b"MPF\0" + _tiff([(45057, 4, 1, MOST), (45058, 7, 16 * 4000, 50)], 8))]),
    )
    yield (
        "profile of 255 parts.jpg",
        _with([(0xE2, b"ICC_PROFILE\0" + bytes([n, 255]) + b"\xff" * 60_000) for n in range(1, 256)]),
    )
    yield (
        "profile without end.jpg",
        _with([(0xE2, b"ICC_PROFILE\0\1\1" + b"\xff" * 4 + b"\0" * 8 + b"mntrRGB XYZ " + b"\xff" * 500)]),
    )
    yield "65500 wide.jpg", _huge()
    yield "a thousand scans.jpg", _scans()
    yield "restart each block.jpg", _jpeg((4_000, 3_000), restart_marker_blocks=1)
    yield "no colours.jpg", _jpeg().replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\0")
    yield "fill without end.jpg", b"\xff\xd8" + b"\xff" * 30_000_000
    yield "photoshop in a circle.jpg", _with([(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0" + struct.pack(">I", MOST))])
    yield "xmp extended without end.jpg", _with([
        (0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", MOST, at) + b" " * 60_000)
        for at in range(0, 12_000_000, 60_000)
    ])  # fmt: skip


def _huge() -> bytes:
    return _jpeg().replace(struct.pack(">HH", 48, 64), struct.pack(">HH", 65_500, 65_500), 1)


def _scans() -> bytes:
    file = _jpeg((2_000, 1_500), progressive=True)
    at = file.rindex(b"\xff\xda")
    return file[:at] + file[at:-2] * 1_000 + file[-2:]


def _chunk(kind: bytes, data: bytes, length: int | None = None) -> bytes:
    return (
        struct.pack(">I", len(data) if length is None else length)
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
    )


def _png(
    *chunks: bytes, size: tuple[int, int] = (8, 8), bits: int = 8, kind: int = 2, data: bytes | None = None
) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, bits, kind, 0, 0, 0))
    pixels = zlib.compress((b"\0" + b"\x60" * 24) * 8) if data is None else data
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _pngs() -> Iterator[tuple[str, bytes]]:
    yield "texts that unfold.png", _png(*[_chunk(b"zTXt", b"Comment\0\0" + _BOMB)] * 40)
    yield "xmp that unfolds.png", _png(_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + _BOMB))
    yield "profile that unfolds.png", _png(_chunk(b"iCCP", b"icc\0\0" + _BOMB))
    yield "exif as text.png", _png(_chunk(b"zTXt", b"Raw profile type exif\0\0" + _BOMB))
    yield "exif in a circle.png", _png(_chunk(b"eXIf", _tiff([(34665, 4, 1, 8)], 8)))
    yield "pixels that unfold.png", _png(size=(30_000, 30_000), bits=1, kind=0, data=_BOMB)
    yield "more pixels than said.png", _png(data=_BOMB)
    yield "length without end.png", _png(_chunk(b"tEXt", b"a", 0x7FFFFFFF))
    yield "half a million texts.png", _png(*[_chunk(b"tEXt", b"a\0b")] * 500_000)
    yield "frames without end.png", _png(_chunk(b"acTL", struct.pack(">II", 0x7FFFFFFF, 0)))
    yield "no size.png", _png(size=(0, 0))
    yield "palette without end.png", _png(_chunk(b"PLTE", b"\0" * 3 * 70_000), kind=3)


def _replaced(data: bytes, box: bytes, change: bytes, at: int = 4) -> bytes:
    place = data.index(box) + at
    return data[:place] + change + data[place + len(change) :]


def _heifs() -> Iterator[tuple[str, bytes]]:
    for start, data in (("plain", HEIC_10_BIT), ("alpha", HEIC_WITH_ALPHA)):
        entry = data.index(b"iloc") + 20
        yield f"{start} offset beyond.heic", data[: entry - 4] + b"\xff" * 8 + data[entry + 4 :]
        yield f"{start} a length beyond.heic", data[:entry] + b"\xff" * 4 + data[entry + 4 :]
        yield f"{start} items without end.heic", _replaced(data, b"iloc", b"\xff\xff", 10)
        yield f"{start} extents without end.heic", _replaced(data, b"iloc", b"\xff\xff", 16)
        yield f"{start} numbers of no bytes.heic", _replaced(data, b"iloc", b"\0\0", 8)
        yield f"{start} numbers of 15 bytes.heic", _replaced(data, b"iloc", b"\xff\xff", 8)
        yield f"{start} places in itself.heic", _replaced(data, b"iloc", b"\2", 4)
        yield f"{start} infos without end.heic", _replaced(data, b"iinf", b"\xff\xff", 8)
        yield f"{start} huge.heic", _replaced(data, b"ispe", struct.pack(">II", 65_535, 65_535), 8)
        yield f"{start} huger.heic", _replaced(data, b"ispe", struct.pack(">II", MOST, MOST), 8)
        yield f"{start} properties beyond.heic", _replaced(data, b"ipma", b"\0\0\0\0\xff\xff\xff\xff", 4)
        yield f"{start} boxes of no size.heic", _replaced(data, b"meta", b"\0\0\0\0", -4)
        yield f"{start} boxes of 64 bits.heic", _replaced(data, b"hvcC", b"\0\0\0\1", -4)
        yield f"{start} primary is nobody.heic", _replaced(data, b"pitm", b"\0\0\0\0\xff\xff", 4)
        yield f"{start} is a grid of itself.heic", data.replace(b"hvc1", b"grid")
        yield f"{start} sequence parameters.heic", _replaced(data, b"hvcC", b"\xff" * 40, 27)
    deep = b"".join(struct.pack(">I", 1_000_000 - 8 * n) + b"meta" for n in range(100_000))
    yield "boxes deep.heic", HEIC_10_BIT[:28] + deep
    yield "boxes many.heic", HEIC_10_BIT[:28] + b"\0\0\0\x08free" * 2_000_000


def _avifs() -> Iterator[tuple[str, bytes]]:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 150)).save(file, "AVIF")
    data = file.getvalue()
    stream = data.index(b"mdat") + 4
    for number, byte in itertools.product(range(16), (0, 0x7F, 0x80, 0xFF)):
        yield f"header {number} {byte:02x}.avif", data[: stream + number] + bytes([byte]) + data[stream + number + 1 :]
    yield "units without end.avif", data[:stream] + b"\x0a\xff\xff\xff\xff\xff\xff\xff\x7f" + data[stream + 9 :]
    yield "empty units.avif", data[:stream] + b"\x12\0" * 1_000_000
    yield "huge.avif", _replaced(data, b"ispe", struct.pack(">II", 65_535, 65_535), 8)
    yield "no profile.avif", data.replace(b"nclx", b"prof")
    yield "configured.avif", _replaced(data, b"av1C", b"\xff\xff\xff\xff")
    yield "cut.avif", data[:stream]


def _others() -> Iterator[tuple[str, bytes]]:
    screen = struct.pack("<HHBBB", 65_535, 65_535, 0xF7, 0, 0) + b"\0" * 768
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02L\x01\0"
    yield "huge.gif", b"GIF89a" + screen + b"," + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0) + b"\x02\x02L\x01\0;"
    yield (
        "a million frames.gif",
        b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0xF7, 0, 0) + b"\0" * 768 + frame * 1_000_000 + b";",
    )
    yield "comments.gif", b"GIF89a" + screen + b"!\xfe" + (b"\xff" + b"a" * 255) * 200_000
    yield "huge.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8X\x0a\0\0\0\x02\0\0\0" + b"\xff" * 6 + b"ANIM\6\0\0\0\0\0\0\0\0\0"
    yield "chunks.webp", b"RIFF\xff\xff\xff\x7fWEBP" + b"junk\0\0\0\0" * 1_000_000
    yield (
        "huge.bmp",
        b"BM" + struct.pack("<IIIIiiHHIIiiII", MOST, 0, 54, 40, 0x7FFFFFFF, 0x7FFFFFFF, 1, 24, 0, 0, 0, 0, 0, 0),
    )
    yield "upside down.bmp", b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, -1, -1, 1, 24, 0, 0, 0, 0, 0, 0)
    yield (
        "runs.bmp",
        b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, 20_000, 10_000, 1, 8, 1, 0, 0, 0, 0, 0) + b"\0\0" * 9_999,
    )
    yield "text.jpg", b"hello\n" * 100
    yield "zeros.jpg", b"\0" * 10_000_000
    yield "nothing.jpg", b""
    yield "one byte.jpg", b"\xff"
    yield (
        "laughs.jpg",
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "' + b"a" * 10_000 + b'">]><svg>' + b"&a;" * 10_000,
    )


def _raws() -> Iterator[tuple[str, bytes]]:
    circle = _tiff(_picture(8, 8, 400, 64, (330, 4, 1, 8), (34665, 4, 1, 8)), 8, b"\x80" * 600)
    for kind in (
        "cr2",
        "nef",
        "arw",
        "dng",
        "orf",
        "rw2",
        "pef",
        "srw",
        "3fr",
        "iiq",
        "raf",
        "x3f",
        "cr3",
        "mrw",
        "erf",
    ):
        yield f"circle.{kind}", circle
    subs = _tiff(
        _picture(6_000, 4_000, 8, MOST, (330, 4, 60_000, 200), (50706, 1, 4, 0x00000401)), 0, b"\x08\0\0\0" * 60_100
    )
    yield "subs.dng", subs
    yield (
        "preview is all.raf",
        b"FUJIFILMCCD-RAW " + b"0201" + b"\0" * 64 + struct.pack(">IIIIII", 0, MOST, 0, MOST, 0, MOST) + b"\0" * 500,
    )
    yield "boxes.cr3", b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + b"\0\0\0\x08moov" * 100_000
    yield "no size.cr3", b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + b"\0\0\0\x01moov" + b"\0" * 8
    yield (
        "sections.x3f",
        b"FOVb"
        + struct.pack("<II", 0x20003, 1)
        + b"\0" * 60
        + b"SECd"
        + struct.pack("<II", 0x20000, MOST)
        + b"\xff" * 200,
    )
    yield "a jpeg inside.nef", circle[:-500] + _huge()
