"""Facts from the containers that makers keep them in, composed as they are documented: no real files were at hand."""

import io
import struct

import pytest
from PIL import Image
from tools.dngs import interoperability
from tools.sidecars import packet
from tools.tiffs import ASCII, BYTE, EXIF, RATIONAL, SHORT, UNDEFINED, Directory, tiff

from clipiqa_desktop.photos.embedded_marks import embedded_properties
from clipiqa_desktop.photos.exif import Exif
from clipiqa_desktop.photos.facts import Facts, facts_from
from clipiqa_desktop.photos.raw_exif import of_raw

XMP = packet('xmp:Rating="5"').encode()
CR3_XMP = b"uuid" + bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def shot(index: bytes = b"R98") -> Directory:
    use = interoperability(index)
    entries = {
        **use.entries,
        33434: (RATIONAL, [1, 250]),
        33437: (RATIONAL, [28, 10]),
        34855: (SHORT, [800]),
        36867: (ASCII, b"2024:05:06 07:08:09\0"),
        37386: (RATIONAL, [35, 1]),
        37521: (ASCII, b"25\0"),
        42036: (ASCII, b"A lens 35mm\0"),
    }
    return Directory(entries, below=use.below)


def camera(maker: bytes, model: bytes, index: bytes = b"R98") -> Directory:
    named = {271: (ASCII, maker + b"\0"), 272: (ASCII, model + b"\0"), 700: (BYTE, XMP)}
    return Directory(named, below={EXIF: [shot(index)]})


def facts(content: bytes) -> Facts:
    said = of_raw(io.BytesIO(content))
    return facts_from(said.fields, 6000, 4000, 1, said.has_position)


def expected(name: str) -> Facts:
    return Facts(6000, 4000, 1, 1714979289.25, None, name, "A lens 35mm", 35.0, 2.8, 0.004, 800, None, None, False)


@pytest.mark.parametrize(
    ("magic", "big", "maker", "model", "name"),
    [
        (None, False, b"SONY", b"ILCE-7M4", "SONY ILCE-7M4"),
        (None, True, b"NIKON CORPORATION", b"NIKON Z 6", "NIKON Z 6"),
        (None, True, b"RICOH IMAGING COMPANY, LTD.", b"PENTAX K-1", "RICOH PENTAX K-1"),
        (b"IIRO", False, b"OLYMPUS CORPORATION", b"E-M1MarkII", "OLYMPUS E-M1MarkII"),
        (b"IIRS", False, b"OLYMPUS CORPORATION", b"SP350", "OLYMPUS SP350"),
        (b"MMOR", True, b"OLYMPUS CORPORATION", b"E-1", "OLYMPUS E-1"),
        (b"IIU\0", False, b"Panasonic", b"DC-S5", "Panasonic DC-S5"),
    ],
)
def test_files_built_like_tiff(magic: bytes | None, big: bool, maker: bytes, model: bytes, name: str) -> None:
    assert facts(tiff(camera(maker, model), big, magic)) == expected(name)


@pytest.mark.parametrize("magic", [None, b"IIRO"])
def test_the_makers_note_is_read_too(magic: bytes | None) -> None:
    note = b"SONY DSC \0\0\0" + struct.pack("<HHHIHHI", 1, 0xB04A, 3, 1, 6, 0, 0)
    content = tiff(Directory(below={EXIF: [Directory({37500: (UNDEFINED, note)})]}), magic=magic)
    assert facts(content).burst_number == 6


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 4 + len(name)) + name + content


def cr3(index: bytes = b"R98") -> bytes:
    canon = b"uuid" + bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
    named = Directory({271: (ASCII, b"Canon\0"), 272: (ASCII, b"Canon EOS R6\0")})
    place = Directory({2: (RATIONAL, [47, 1, 0, 1, 0, 1]), 4: (RATIONAL, [8, 1, 0, 1, 0, 1])})
    blocks = ((b"CMT1", named), (b"CMT2", shot(index)), (b"CMT3", Directory({1: (SHORT, [0])})), (b"CMT4", place))
    inner = box(b"CNCV", b"CanonCR3_001/00.09.00/00.00.00") + b"".join(box(name, tiff(each)) for name, each in blocks)
    movie = box(b"moov", box(canon, inner))
    return box(b"ftyp", b"crx \0\0\0\1crx isom") + movie + box(CR3_XMP, XMP + bytes(50)) + box(b"mdat", bytes(100))


def test_canons_boxes() -> None:
    told = facts(cr3())
    assert told.has_gps
    assert told == expected("Canon EOS R6").completed(told)


def raf(index: bytes = b"R98") -> bytes:
    buffer = io.BytesIO()
    block = b"Exif\0\0" + tiff(camera(b"FUJIFILM", b"X-T5", index))
    Image.new("RGB", (160, 120)).save(buffer, "JPEG", exif=block, xmp=XMP)
    preview = buffer.getvalue()
    head = b"FUJIFILMCCD-RAW 0201FF393103X-T5".ljust(84, b"\0") + struct.pack(">II", 160, len(preview))
    return head.ljust(160, b"\0") + preview + bytes(3000)


def test_fujifilms_preview_speaks_for_the_file() -> None:
    assert facts(raf()) == expected("FUJIFILM X-T5")


FILES = {"tiff": lambda index: tiff(camera(b"SONY", b"A", index)), "cr3": cr3, "raf": raf}


@pytest.mark.parametrize("kind", FILES)
def test_adobe_rgb_and_stars_are_told_by_each(kind: str) -> None:
    for index, is_adobe_rgb in ((b"R98", False), (b"R03", True)):
        said = of_raw(io.BytesIO(FILES[kind](index)))
        assert said.is_adobe_rgb == is_adobe_rgb
        assert embedded_properties(said)["xmp:Rating"] == [("5",)]


@pytest.mark.parametrize("kind", FILES)
def test_half_a_file_costs_the_facts_alone(kind: str) -> None:
    content = FILES[kind](b"R98")
    for end in range(0, min(len(content), 3000), 41):
        assert isinstance(of_raw(io.BytesIO(content[:end])), Exif)


def test_what_is_none_of_these_says_nothing() -> None:
    assert of_raw(io.BytesIO(b"FOVb" + bytes(500))) == Exif()
