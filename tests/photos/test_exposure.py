"""What is counted over all pixels: exactly, whatever the format, the turn and the size."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.exposure import Exposure, measure_exposure

RNG = np.random.default_rng(5)


def measured(path: Path) -> Exposure:
    with opened(path) as picture:
        return measure_exposure(picture)


def expected(pixels: NDArray[np.uint8]) -> Exposure:
    """The definitions, one pixel after the other."""
    brightest = pixels.max(axis=2)
    luma = pixels @ np.array([0.2126, 0.7152, 0.0722])
    return Exposure(float((brightest >= 254).mean()), float((brightest <= 1).mean()), float(luma.mean() / 255))


def same(one: Exposure, other: Exposure) -> bool:
    pairs = ((one.blown, other.blown), (one.blocked, other.blocked), (one.luminance, other.luminance))
    return all(first == pytest.approx(second, abs=1e-9) for first, second in pairs)


def test_every_pixel_counts_by_its_definition(tmp_path: Path) -> None:
    row = [(255, 0, 0), (254, 254, 254), (253, 253, 253), (0, 0, 0), (1, 1, 1), (2, 0, 0), (0, 0, 254), (128, 128, 128)]
    Image.fromarray(np.array([row], np.uint8)).save(tmp_path / "a.png")
    found = measured(tmp_path / "a.png")
    assert (found.blown, found.blocked) == (3 / 8, 2 / 8)
    assert same(found, expected(np.array([row], np.uint8)))


@pytest.mark.parametrize("size", [(1, 1), (3, 70_001), (70_001, 3), (1000, 333)])
def test_no_row_is_lost_or_counted_twice(tmp_path: Path, size: tuple[int, int]) -> None:
    pixels = RNG.integers(0, 256, (size[1], size[0], 3), np.uint8)
    pixels[: size[1] // 3] = 0
    Image.fromarray(pixels).save(tmp_path / "a.bmp")
    assert same(measured(tmp_path / "a.bmp"), expected(pixels))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_turn_makes_no_difference(tmp_path: Path, orientation: int) -> None:
    pixels = RNG.integers(0, 256, (50, 400, 3), np.uint8)
    exif = Image.Exif()
    exif[274] = orientation
    for name in ("a.jpg", "a.webp"):
        Image.fromarray(pixels).save(tmp_path / name, exif=exif, quality=90)
        with Image.open(tmp_path / name) as image:
            assert same(measured(tmp_path / name), expected(np.asarray(image.convert("RGB"))))


def test_a_jpeg_is_not_scaled(tmp_path: Path) -> None:
    pixels = np.full((1600, 2400, 3), 90, np.uint8)
    pixels[::16, ::16] = 255
    Image.fromarray(pixels).save(tmp_path / "a.jpg", quality=100, subsampling=0)
    assert measured(tmp_path / "a.jpg").blown == pytest.approx(1 / 256, rel=0.05)


def test_other_colours_and_depths_are_brought_to_srgb_first(tmp_path: Path) -> None:
    deep = np.linspace(0, 65535, 4096).astype(np.uint16).reshape(64, 64)
    Image.fromarray(deep).save(tmp_path / "deep.tif")
    grey = measured(tmp_path / "deep.tif")
    assert grey.luminance == pytest.approx(0.5, abs=0.01)
    assert grey.blown == grey.blocked == pytest.approx(1.5 / 255, rel=0.1)

    Image.new("CMYK", (40, 40), (0, 0, 0, 0)).save(tmp_path / "white.tif")
    assert measured(tmp_path / "white.tif") == Exposure(1.0, 0.0, pytest.approx(1.0))
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(tmp_path / "transparent.png")
    assert measured(tmp_path / "transparent.png").blown == 1.0


def test_what_is_wrong_with_the_pixels_is_a_sentence(tmp_path: Path) -> None:
    Image.fromarray(RNG.integers(0, 256, (400, 400, 3), np.uint8)).save(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").write_bytes((tmp_path / "a.jpg").read_bytes()[:20_000])
    with pytest.raises(Unreadable, match="ends too early"):
        measured(tmp_path / "a.jpg")
