"""Photographs that say in their EXIF alone that their colours are Adobe RGB's."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rawpy
from PIL import Image, ImageCms
from tools.dngs import dng, interoperability, jpeg_preview, mosaic
from tools.tiffs import EXIF, Directory, pixels, tiff

from clipiqa_desktop.photos.adobe_rgb import ADOBE_RGB
from clipiqa_desktop.photos.decode import Decoded

Read = Callable[[Path], Decoded]

# of the published primaries, the white D65 and the two curves, worked out by hand
KNOWN = {
    (0, 0, 0): (0, 0, 0),
    (255, 255, 255): (255, 255, 255),
    (128, 128, 128): (129, 129, 129),
    (200, 100, 50): (227, 100, 42),
    (60, 120, 180): (0, 121, 184),
    (150, 200, 90): (124, 201, 80),
    (100, 60, 30): (112, 57, 21),
    (219, 10, 20): (255, 3, 12),
}
SAYS_ADOBE_RGB = interoperability(b"R03")
COLOUR, IN_SRGB = (200, 100, 50), (227, 100, 42)


def with_exif(index: bytes, space: int = 65535) -> bytes:
    """An EXIF block whose interoperability index is this."""
    use = interoperability(index)
    directory = Directory({**use.entries, 40961: (3, [space])}, below=use.below)
    return b"Exif\0\0" + tiff(Directory(below={EXIF: [directory]}))


def mean(decoded: Decoded) -> list[float]:
    return list(decoded.pixels.reshape(-1, 3).mean(0))


@pytest.mark.parametrize("colour", KNOWN)
def test_known_colours(tmp_path: Path, read: Read, colour: tuple[int, int, int]) -> None:
    plain = pixels(np.full((48, 64, 3), colour, np.uint8), 2)
    (tmp_path / "a.tif").write_bytes(tiff(Directory(plain.entries, plain.strips, below={EXIF: [SAYS_ADOBE_RGB]})))
    assert mean(read(tmp_path / "a.tif")) == pytest.approx(KNOWN[colour], abs=1)


def test_the_profile_is_sound() -> None:
    profile = ImageCms.getOpenProfile(io.BytesIO(ADOBE_RGB)).profile
    assert (profile.xcolor_space.strip(), profile.connection_space.strip()) == ("RGB", "XYZ")
    assert profile.red_primary[1][:2] == pytest.approx((0.648, 0.331), abs=0.001)  # adapted to D50


@pytest.mark.parametrize(
    ("index", "space", "seen"),
    [(b"R03", 65535, IN_SRGB), (b"R98", 65535, COLOUR), (b"R03", 1, COLOUR), (b"", 2, IN_SRGB)],
)
def test_what_the_two_fields_say_together(
    tmp_path: Path, read: Read, index: bytes, space: int, seen: tuple[int, int, int]
) -> None:
    picture = Image.new("RGB", (64, 48), COLOUR)
    picture.save(tmp_path / "_a.jpg", quality=100, subsampling=0, exif=with_exif(index, space))
    assert mean(read(tmp_path / "_a.jpg")) == pytest.approx(seen, abs=1.5)


def test_a_profile_counts_more(tmp_path: Path, read: Read) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.new("RGB", (64, 48), COLOUR)
    picture.save(tmp_path / "a.jpg", quality=100, subsampling=0, exif=with_exif(b"R03"), icc_profile=srgb)
    assert mean(read(tmp_path / "a.jpg")) == pytest.approx(COLOUR, abs=1.5)


def test_grey_and_cmyk_are_left_alone(tmp_path: Path, read: Read) -> None:
    for mode in ("L", "CMYK"):
        Image.new("RGB", (64, 48), COLOUR).convert(mode).save(tmp_path / "plain.jpg", quality=100)
        Image.new("RGB", (64, 48), COLOUR).convert(mode).save(
            tmp_path / "said.jpg", quality=100, exif=with_exif(b"R03")
        )
        assert mean(read(tmp_path / "said.jpg")) == mean(read(tmp_path / "plain.jpg"))


@pytest.mark.parametrize(("said", "seen"), [(True, IN_SRGB), (False, COLOUR), (None, COLOUR)])
def test_the_preview_of_a_dng(tmp_path: Path, read: Read, said: bool | None, seen: tuple[int, int, int]) -> None:
    (tmp_path / "a.dng").write_bytes(dng(mosaic(), [jpeg_preview(Image.new("RGB", (1200, 800), COLOUR), said)]))
    assert mean(read(tmp_path / "a.dng")) == pytest.approx(seen, abs=1.5)


def test_a_development_is_in_srgb_whatever_the_previews_are(tmp_path: Path, read: Read) -> None:
    small = Image.new("RGB", (200, 100), COLOUR)
    for name, said in (("a.dng", True), ("b.dng", False)):
        (tmp_path / name).write_bytes(dng(mosaic(), [jpeg_preview(small, said)]))
    assert mean(read(tmp_path / "a.dng")) == mean(read(tmp_path / "b.dng"))


@pytest.mark.photos
def test_a_sony_set_to_adobe_rgb_looks_as_colourful_as_its_development(photographs: Path, read: Read) -> None:
    path = photographs / "raw-and-heic" / "_DSC2164.ARW"
    with rawpy.imread(str(path)) as raw:
        developed = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)
    assert colourfulness(read(path).pixels) == pytest.approx(colourfulness(developed), rel=0.03)


def colourfulness(pixels: np.ndarray) -> float:
    colours = np.asarray(Image.fromarray(pixels).resize((64, 43)).convert("YCbCr"), float)[..., 1:] - 128
    return float(np.hypot(colours[..., 0], colours[..., 1]).mean())
