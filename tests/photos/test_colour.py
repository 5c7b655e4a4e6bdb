from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from clipiqa_desktop.photos.decode import Decoded

Read = Callable[[Path], Decoded]


def middle(decoded: Decoded) -> list[int]:
    height, width, _ = decoded.pixels.shape
    return [int(value) for value in decoded.pixels[height // 2, width // 2]]


def gradient(dtype: type, top: float) -> np.ndarray:
    return (np.tile(np.linspace(0, 1, 256), (64, 1)) * top).astype(dtype)


def test_cmyk_without_profile(tmp_path: Path, read: Read) -> None:
    Image.new("CMYK", (50, 50), (255, 0, 0, 0)).save(tmp_path / "a.jpg", quality=95)
    red, green, blue = middle(read(tmp_path / "a.jpg"))
    assert red < 20
    assert min(green, blue) > 235


@pytest.mark.parametrize(("suffix", "dtype", "top"), [("png", np.uint16, 65535), ("tif", np.uint16, 65535)])
def test_16_bit_grey_keeps_its_tones(tmp_path: Path, read: Read, suffix: str, dtype: type, top: float) -> None:
    Image.fromarray(gradient(dtype, top)).save(tmp_path / f"a.{suffix}")
    row = read(tmp_path / f"a.{suffix}").pixels[32, :, 1].astype(int)
    assert abs(row - np.arange(256)).max() <= 1


@pytest.mark.parametrize(("dtype", "top"), [(np.float32, 1.0), (np.float32, 255.0), (np.int32, 65535)])
def test_float_and_32_bit_grey_are_scaled(tmp_path: Path, read: Read, dtype: type, top: float) -> None:
    Image.fromarray(gradient(dtype, top)).save(tmp_path / "a.tif")
    row = read(tmp_path / "a.tif").pixels[32, :, 1].astype(int)
    assert abs(row - np.arange(256)).max() <= 1


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0))])
def test_full_transparency_is_white(tmp_path: Path, read: Read, mode: str, colour: tuple[int, ...]) -> None:
    Image.new(mode, (40, 40), colour).save(tmp_path / "a.png")
    assert middle(read(tmp_path / "a.png")) == [255, 255, 255]


def test_half_transparency_is_laid_over_white(tmp_path: Path, read: Read) -> None:
    Image.new("RGBA", (40, 40), (0, 100, 200, 128)).save(tmp_path / "a.png")
    assert middle(read(tmp_path / "a.png")) == pytest.approx([127, 177, 227], abs=1)


def test_a_transparent_palette_colour_is_white(tmp_path: Path, read: Read) -> None:
    image = Image.new("P", (40, 40), 3)
    image.putpalette([0, 0, 0] * 256)
    image.save(tmp_path / "a.gif", transparency=3)
    image.save(tmp_path / "a.png", transparency=3)
    assert middle(read(tmp_path / "a.gif")) == middle(read(tmp_path / "a.png")) == [255, 255, 255]


def test_transparency_leaves_no_fringe(tmp_path: Path, read: Read) -> None:
    """Hidden colours beside white ones must not show through when the picture is made smaller."""
    canvas = np.full((2048, 2048, 4), 255, np.uint8)
    canvas[:, ::2] = (0, 0, 0, 0)
    Image.fromarray(canvas).save(tmp_path / "a.png", compress_level=1)
    assert read(tmp_path / "a.png").pixels.min() == 255


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_few_colours_become_rgb(tmp_path: Path, read: Read, scene: Image.Image, mode: str) -> None:
    scene.convert(mode).save(tmp_path / "a.png")
    assert read(tmp_path / "a.png").pixels.shape == (40, 60, 3)


def lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def wide_profile() -> bytes:
    """sRGB's own profile with the red and green primaries exchanged: easily told from none."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = srgb.index(b"rXYZ"), srgb.index(b"gXYZ")
    srgb[red + 4 : red + 12], srgb[green + 4 : green + 12] = srgb[green + 4 : green + 12], srgb[red + 4 : red + 12]
    return bytes(srgb)


def test_an_embedded_profile_is_followed(tmp_path: Path, read: Read) -> None:
    Image.new("RGB", (40, 40), (200, 30, 30)).save(tmp_path / "a.png", icc_profile=wide_profile())
    assert middle(read(tmp_path / "a.png")) == pytest.approx([30, 200, 30], abs=3)


@pytest.mark.parametrize("profile", [b"no profile at all", wide_profile()[:200], lab_profile()])
def test_an_unusable_profile_is_ignored(tmp_path: Path, read: Read, profile: bytes) -> None:
    Image.new("RGB", (40, 40), (200, 30, 30)).save(tmp_path / "a.png", icc_profile=profile)
    assert middle(read(tmp_path / "a.png")) == [200, 30, 30]


def test_only_the_first_frame_counts(tmp_path: Path, read: Read) -> None:
    red, blue = (Image.new("RGB", (40, 40), colour) for colour in ("red", "blue"))
    red.save(tmp_path / "a.gif", save_all=True, append_images=[blue])
    red.save(tmp_path / "a.webp", save_all=True, append_images=[blue], lossless=True)
    assert middle(read(tmp_path / "a.gif")) == middle(read(tmp_path / "a.webp")) == [255, 0, 0]
