"""Kinds of JPEG, PNG, HEIC and AVIF that are met less often, each told by the colour that comes out."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from tools.rare_files import ARITHMETIC_JPEG, HEIC_10_BIT, HEIC_WITH_ALPHA

from clipiqa_desktop.photos.decode import Decoded
from clipiqa_desktop.photos.errors import Unreadable

Read = Callable[[Path], Decoded]

COLOUR, HALF_OVER_WHITE = (204, 102, 51), (229, 178, 153)
# the start of every eighth row and column, and then of what lies between
_PASSES = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))


def mean(path: Path, read: Read) -> list[float]:
    return list(read(path).pixels.reshape(-1, 3).mean(0))


def png(samples: np.ndarray, colour_type: int, interlaced: bool = False, more: bytes = b"") -> bytes:
    """PNG of 8 or 16 bits from (height, width, samples a pixel)."""
    height, width, _ = samples.shape
    parts = [samples[y::dy, x::dx] for y, x, dy, dx in _PASSES] if interlaced else [samples]
    rows = b"".join(b"\0" + row.astype(samples.dtype.newbyteorder(">")).tobytes() for part in parts for row in part)
    depth = samples.dtype.itemsize * 8
    head = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, interlaced)
    chunks = [chunk(b"IHDR", head), more, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def surface(*samples: int, dtype: type = np.uint16) -> np.ndarray:
    return np.broadcast_to(np.array(samples, dtype), (40, 60, len(samples)))


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize(
    ("samples", "colour_type", "seen"),
    [
        (surface(0xCC10, 0x6610, 0x3310), 2, COLOUR),
        (surface(0xCC10, 0x6610, 0x3310, 0x8010), 6, HALF_OVER_WHITE),
        (surface(0x8010), 0, (128, 128, 128)),
        (surface(0x8010, 0xFFFF), 4, (128, 128, 128)),
        (surface(*COLOUR, dtype=np.uint8), 2, COLOUR),
    ],
)
def test_png_of_16_bits_and_interlaced(
    tmp_path: Path, read: Read, samples: np.ndarray, colour_type: int, seen: tuple[int, ...], interlaced: bool
) -> None:
    (tmp_path / "a.png").write_bytes(png(samples, colour_type, interlaced))
    assert mean(tmp_path / "a.png", read) == pytest.approx(seen, abs=1)


def test_interlaced_rows_come_out_in_their_order(tmp_path: Path, read: Read) -> None:
    samples = np.zeros((40, 60, 3), np.uint8)
    samples[..., 0], samples[..., 1] = np.arange(40)[:, None] * 6, np.arange(60) * 4
    (tmp_path / "a.png").write_bytes(png(samples, 2, interlaced=True))
    assert np.array_equal(read(tmp_path / "a.png").pixels, samples)


def test_a_colour_that_png_calls_transparent_is_white(tmp_path: Path, read: Read) -> None:
    said = chunk(b"tRNS", struct.pack(">HHH", *COLOUR))
    (tmp_path / "a.png").write_bytes(png(surface(*COLOUR, dtype=np.uint8), 2, more=said))
    assert mean(tmp_path / "a.png", read) == [255, 255, 255]


def test_jpeg_in_scans_and_by_arithmetic(tmp_path: Path, read: Read) -> None:
    Image.new("RGB", (60, 40), COLOUR).save(tmp_path / "a.jpg", progressive=True, quality=95)
    (tmp_path / "b.jpg").write_bytes(ARITHMETIC_JPEG)
    for name in ("a.jpg", "b.jpg"):
        assert mean(tmp_path / name, read) == pytest.approx(COLOUR, abs=1)


def test_cmyk_jpeg_as_photoshop_writes_it(tmp_path: Path, read: Read) -> None:
    """Inverted, and with three of the inks as luma and chroma where the marker's last byte is 2."""
    buffer = io.BytesIO()
    # what is stored, and Pillow inverts: luma 150, chroma 90 and 160, black 255 (none)
    Image.new("CMYK", (60, 40), (255 - 150, 255 - 90, 255 - 160, 0)).save(buffer, "JPEG", quality=95)
    content = bytearray(buffer.getvalue())
    marker = content.index(b"Adobe")
    assert content[marker + 11] == 0
    for transform, seen in ((0, (150, 90, 160)), (2, (60, 115, 172))):
        content[marker + 11] = transform
        (tmp_path / "a.jpg").write_bytes(content)
        assert mean(tmp_path / "a.jpg", read) == pytest.approx(seen, abs=2)


def test_heic_of_10_bits_and_with_alpha(tmp_path: Path, read: Read) -> None:
    for content, seen in ((HEIC_10_BIT, COLOUR), (HEIC_WITH_ALPHA, HALF_OVER_WHITE)):
        (tmp_path / "a.heic").write_bytes(content)
        assert mean(tmp_path / "a.heic", read) == pytest.approx(seen, abs=1)


@pytest.mark.parametrize("name", ["a.avif", "a.webp", "a.gif"])
def test_of_a_moving_picture_the_first_frame(tmp_path: Path, read: Read, name: str) -> None:
    first, second = Image.new("RGB", (64, 48), COLOUR), Image.new("RGB", (64, 48), "blue")
    first.save(tmp_path / name, save_all=True, append_images=[second], quality=95)
    assert mean(tmp_path / name, read) == pytest.approx(COLOUR, abs=2)


def display_p3() -> bytes:
    """sRGB's own profile with the primaries of Display P3 in place of its own."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    for name, colour in primaries.items():
        entry = profile.index(name)
        at = int.from_bytes(profile[entry + 4 : entry + 8], "big") + 8
        profile[at : at + 12] = struct.pack(">3i", *(round(part * 65536) for part in colour))
    return bytes(profile)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg", "a.webp", "a.avif"])
def test_display_p3_becomes_srgb(tmp_path: Path, read: Read, name: str) -> None:
    Image.new("RGB", (64, 48), (200, 100, 50)).save(tmp_path / name, icc_profile=display_p3(), quality=95)
    assert mean(tmp_path / name, read) == pytest.approx((215, 93, 31), abs=2)


@pytest.mark.parametrize("kind", [b"\x7f\xff\xff\xff", b"\xffxif"])
def test_a_heic_whose_items_have_no_sound_names_does_not_end_the_process(
    tmp_path: Path, read: Read, kind: bytes
) -> None:
    """Found by the fuzzer: pi-heif answers a kind that is no text with a segmentation fault."""
    item = HEIC_10_BIT.index(b"hvc1")
    (tmp_path / "a.heic").write_bytes(HEIC_10_BIT[:item] + kind + HEIC_10_BIT[item + 4 :])
    with pytest.raises(Unreadable, match="a damaged HEIC"):
        read(tmp_path / "a.heic")
