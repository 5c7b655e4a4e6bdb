"""What a glance makes of embedded pictures that are not the photograph, of facts in odd places, and of large heads."""

import io
import os
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tools.camera_files import Shot, camera_jpeg, described, halves, jpeg, segment, with_bars, with_parts
from tools.tiffs import EXIF, LONG, SHORT, UNDEFINED, Directory, tiff

from clipiqa_desktop.photos import decode, glance, heif_head
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.glance import LEAST, look_at
from clipiqa_desktop.photos.head import MOST_BYTES, Head, TooFar

PICTURE = halves()
SMALL = halves((150, 100))
PREVIEW, DISPARITY, UNDEFINED_KIND = 0x010001, 0x020002, 0
TAKEN = described(Shot(), PICTURE)
BLOCK = tiff(Directory(TAKEN.entries, below=TAKEN.below))
PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    b'photoshop:DateCreated="2021-03-04T05:06:07.5+05:45"/></rdf:RDF></x:xmpmeta>'
)


@pytest.fixture
def heads(monkeypatch: pytest.MonkeyPatch) -> list[Head]:
    """All heads that are looked at, and any look at a whole file is a fault."""
    found: list[Head] = []
    monkeypatch.setattr(glance, "Head", lambda *of: found.append(Head(*of)) or found[-1])
    monkeypatch.setattr(decode, "read_facts", lambda path: pytest.fail(f"{path} is read whole"))
    return found


def raises_too_far(*_: object) -> None:
    raise TooFar


def told(path: Path, content: bytes) -> Image.Image | None:
    """The picture found in this file."""
    path.write_bytes(content)
    picture = look_at(path).picture
    return Image.open(io.BytesIO(picture)) if picture else None


def with_thumbnail(content: bytes, picture: Image.Image = PICTURE, before: bytes = b"", after: bytes = b"") -> bytes:
    exif = segment(0xE1, b"Exif\0\0" + tiff(described(Shot(), picture, content)))
    return b"\xff\xd8" + before + exif + after + jpeg(picture)[2:]


def with_behind(kinds: Sequence[int], pictures: Sequence[bytes]) -> bytes:
    """A JPEG with these behind it, by the Multi-Picture Format."""
    main, first = jpeg(PICTURE), b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + BLOCK)

    def index(start: int) -> bytes:
        rows = [(0x030000, start, 0)]
        for kind, each in zip(kinds, pictures, strict=True):
            rows.append((kind, len(each), start))
            start += len(each)
        packed = b"".join(struct.pack("<IIIHH", *row, 0, 0) for row in rows)
        return segment(0xE2, b"MPF\0" + tiff(Directory({0xB001: (LONG, [len(rows)]), 0xB002: (UNDEFINED, packed)})))

    start = len(first) + len(index(0)) + len(main) - 2
    return first + index(start - len(first) - 8) + main[2:] + b"".join(pictures)


@pytest.mark.parametrize("shape", [(100, 150), (160, 120), (160, 40)], ids=["unturned", "uncropped", "cropped"])
def test_a_thumbnail_of_another_shape_is_none_of_the_photograph(tmp_path: Path, shape: tuple[int, int]) -> None:
    other, full = halves(shape), tiff(described(Shot(), PICTURE, jpeg(halves(shape))))
    assert told(tmp_path / "a.jpg", camera_jpeg(PICTURE, Shot(), other)) is None
    behind = told(tmp_path / "a.jpg", with_parts(jpeg(PICTURE), full, jpeg(PICTURE)))
    assert behind is not None
    assert behind.size == (320, 213)


@pytest.mark.parametrize("size", [(600, 400), (400, 600), (600, 338), (900, 300), (200, 600)])
def test_bars_on_either_side_are_cut_and_what_rounding_leaves_is_no_other_shape(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    picture = halves(size)
    found = told(tmp_path / "a.jpg", camera_jpeg(picture, Shot(), with_bars(picture)))
    assert found is not None
    assert found.width / found.height == pytest.approx(size[0] / size[1], rel=0.06)


@pytest.mark.parametrize("side", [1, 16, LEAST - 2, LEAST])
def test_a_patch_of_colour_is_no_picture(tmp_path: Path, side: int) -> None:
    square = halves((400, 400))
    found = told(tmp_path / "a.jpg", with_thumbnail(jpeg(halves((side, side))), square))
    assert (found is not None) == (side >= LEAST)


@pytest.mark.parametrize("broken", [jpeg(SMALL)[:900], b"\xff\xd8\xff\xdb\0\x43" + bytes(40), b"no picture"])
def test_behind_a_thumbnail_that_does_not_unpack_the_preview_is_taken(tmp_path: Path, broken: bytes) -> None:
    full = tiff(described(Shot(), PICTURE, broken))
    found = told(tmp_path / "a.jpg", with_parts(jpeg(PICTURE), full, jpeg(PICTURE)))
    assert found is not None
    assert found.size == (320, 213)


def test_what_lies_outside_of_the_file_hides_nothing_else(tmp_path: Path) -> None:
    content = bytearray(with_behind([PREVIEW, PREVIEW + 1], [jpeg(SMALL), jpeg(PICTURE)]))
    at = content.index(struct.pack("<II", PREVIEW, len(jpeg(SMALL))))
    content[at + 8 : at + 12] = struct.pack("<I", 0x7FFFFFFF)
    found = told(tmp_path / "a.jpg", bytes(content))
    assert found is not None
    assert found.size == (320, 213)


@pytest.mark.parametrize("kind", [UNDEFINED_KIND, DISPARITY])
def test_only_previews_of_the_photograph_stand_for_it(tmp_path: Path, kind: int) -> None:
    """Not a map of how bright it may be shown, and not what the other eye sees."""
    other = jpeg(halves((300, 200), "white", "black"))
    assert told(tmp_path / "a.jpg", with_behind([kind], [other])) is None
    found = told(tmp_path / "a.jpg", with_behind([kind, 0x40010002], [other, jpeg(PICTURE)]))
    assert found is not None
    assert found.size == (320, 213)


def test_a_thumbnail_that_is_not_packed_is_shown(tmp_path: Path) -> None:
    told_of = {256: (LONG, [150]), 257: (LONG, [100]), 258: (SHORT, [8, 8, 8]), 259: (SHORT, [1]), 262: (SHORT, [2])}
    thumbnail = Directory(told_of, [SMALL.tobytes()])
    block = tiff(Directory(TAKEN.entries, below=TAKEN.below, following=thumbnail))
    found = told(tmp_path / "a.jpg", b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + block) + jpeg(PICTURE)[2:])
    assert found is not None
    assert found.size == (150, 100)


@pytest.mark.parametrize("name", [b"ICC_PROFILE\0\1\1", b"FPXR\0", b"http://ns.adobe.com/xmp/extension/\0"])
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_long_segments_without_facts_are_stepped_over(
    tmp_path: Path, heads: list[Head], name: bytes, first: bool
) -> None:
    long = segment(0xE1 if name.startswith(b"http") else 0xE2, name + os.urandom(60_000)) * 60
    content = with_thumbnail(jpeg(SMALL), before=long if first else b"", after=b"" if first else long)
    found = told(tmp_path / "a.jpg", content)
    assert found is not None
    assert look_at(tmp_path / "a.jpg").facts.serial == "1234"
    assert heads[0].bytes_read <= 2 * 64 * 1024


@pytest.mark.parametrize("side", [40, 900])
@pytest.mark.parametrize("orientation", [1, 6])
def test_webp_tells_its_facts_behind_the_pixels(
    tmp_path: Path, heads: list[Head], monkeypatch: pytest.MonkeyPatch, side: int, orientation: int
) -> None:
    grain = Image.frombytes("RGB", (side, side - 10), os.urandom(3 * side * (side - 10)))
    exif = tiff(described(Shot(orientation=orientation), grain))
    grain.save(tmp_path / "a.webp", lossless=True, exif=b"Exif\0\0" + exif, xmp=PACKET)
    found = look_at(tmp_path / "a.webp").facts
    assert heads[0].bytes_read <= MOST_BYTES
    monkeypatch.undo()
    assert found == decode.read_facts(tmp_path / "a.webp")
    assert found.captured == 1714979289.25


@pytest.mark.parametrize("lossless", [True, False])
def test_webp_without_facts_tells_its_size(tmp_path: Path, heads: list[Head], lossless: bool) -> None:
    grain = Image.frombytes("RGB", (900, 700), os.urandom(3 * 900 * 700))
    grain.save(tmp_path / "a.webp", lossless=lossless, quality=100)
    facts = look_at(tmp_path / "a.webp").facts
    assert (facts.width, facts.height) == (900, 700)
    assert heads[0].bytes_read <= MOST_BYTES


def test_an_empty_block_of_exif_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(with_thumbnail(jpeg(SMALL), before=segment(0xE1, b"Exif\0\0")))
    facts = look_at(tmp_path / "a.jpg").facts
    assert facts.serial == "1234"
    assert facts == decode.read_facts(tmp_path / "a.jpg")


def test_exif_of_several_segments_tells_facts(tmp_path: Path, heads: list[Head]) -> None:
    """Programs continue it where it is longer than a segment, for a thumbnail without measure."""
    block = tiff(described(Shot(), PICTURE, jpeg(SMALL))) + os.urandom(400_000)
    pieces = [block[at : at + 65_000] for at in range(0, len(block), 65_000)]
    exif = b"".join(segment(0xE1, b"Exif\0\0" + piece) for piece in pieces)
    assert told(tmp_path / "a.jpg", b"\xff\xd8" + exif + jpeg(PICTURE)[2:]) is not None
    assert look_at(tmp_path / "a.jpg").facts.serial == "1234"
    assert heads[0].bytes_read <= MOST_BYTES


def test_png_and_avif_may_be_dated_by_xmp_alone(tmp_path: Path) -> None:
    said = PngInfo()
    said.add_itxt("XML:com.adobe.xmp", PACKET.decode())
    PICTURE.save(tmp_path / "a.png", pnginfo=said)
    PICTURE.save(tmp_path / "a.avif", xmp=PACKET)
    for path in tmp_path.iterdir():
        facts = look_at(path).facts
        assert (facts.captured, facts.utc_offset_minutes) == (1614834367.5, 345)
        assert facts == decode.read_facts(path)


@pytest.mark.parametrize(
    "behind",
    [(b"eXIf", tiff(described(Shot(orientation=6), PICTURE))), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PACKET)],
)
def test_png_tells_what_stands_behind_its_pixels(
    tmp_path: Path, heads: list[Head], behind: tuple[bytes, bytes]
) -> None:
    buffer, (name, said) = io.BytesIO(), behind
    Image.frombytes("RGB", (600, 400), os.urandom(3 * 600 * 400)).save(buffer, "PNG")
    chunk = struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))
    content = buffer.getvalue()
    (tmp_path / "a.png").write_bytes(content[:-12] + chunk + content[-12:])
    found = look_at(tmp_path / "a.png").facts
    assert heads[0].bytes_read <= MOST_BYTES
    assert found.captured
    assert found == decode.decode(tmp_path / "a.png", lambda *_: (60, 60)).facts


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_avif_lies_as_its_own_properties_say(tmp_path: Path, orientation: int) -> None:
    exif = tiff(Directory({274: (SHORT, [orientation])}, below={EXIF: TAKEN.below[EXIF]}))
    PICTURE.save(tmp_path / "a.avif", exif=b"Exif\0\0" + exif)
    assert look_at(tmp_path / "a.avif").facts == decode.read_facts(tmp_path / "a.avif")


def test_a_thumbnail_of_a_heic_that_is_broken_costs_no_facts(
    tmp_path: Path, heads: list[Head], monkeypatch: pytest.MonkeyPatch
) -> None:
    PICTURE.save(tmp_path / "a.avif", exif=b"Exif\0\0" + BLOCK)
    for broken in (lambda *_: io.BytesIO(b"no picture"), raises_too_far):
        monkeypatch.setattr(heif_head, "thumbnail_in", broken)
        found = look_at(tmp_path / "a.avif")
        assert (found.facts.serial, found.picture) == ("1234", None)
    assert len(heads) == 2


@pytest.mark.parametrize("beginning", [b"\xff\xd8\xff\xe0", b"\0\0\0\x18ftypheic"])
def test_gigabytes_of_nothing_are_not_gone_through(tmp_path: Path, heads: list[Head], beginning: bytes) -> None:
    """As a file may have them that is being copied."""
    with (tmp_path / "a.jpg").open("wb") as file:
        file.write(beginning)
        file.truncate(4 << 30)
    with pytest.raises(Unreadable):
        look_at(tmp_path / "a.jpg")
    assert heads[0].bytes_read <= MOST_BYTES
