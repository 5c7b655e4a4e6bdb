from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from tools.pictures import save_photograph

from clipiqa_desktop.photos import limits, raw, view
from clipiqa_desktop.photos.adobe_rgb import ADOBE_RGB
from clipiqa_desktop.photos.decode import decode
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.view import View, draw_view

RGB = np.ndarray


def drawn(path: Path, side: int | None) -> tuple[View, RGB]:
    """The view and its pixels as bytes: height x width x (red, green, blue)."""
    made: list[np.ndarray] = []

    def make(size: tuple[int, int]) -> np.ndarray:
        made.append(np.zeros(size[::-1], np.uint32))
        return made[0]

    result = draw_view(path, side, make)
    assert ((made[0] >> 24) == 255).all()
    return result, np.stack([(made[0] >> shift).astype(np.uint8) for shift in (16, 8, 0)], axis=-1)


def difference(one: RGB, other: RGB) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


@pytest.mark.parametrize(
    ("side", "size"), [(None, (1500, 1000)), (1500, (1500, 1000)), (2000, (1500, 1000)), (601, (601, 401)), (1, (1, 1))]
)
def test_the_longer_side_is_as_wished_and_never_enlarged(
    tmp_path: Path, side: int | None, size: tuple[int, int]
) -> None:
    result, pixels = drawn(save_photograph(tmp_path / "a.jpg", size=(1500, 1000)), side)
    assert result == View(size, (1500, 1000))
    assert pixels.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("side", [None, 30])
def test_it_stands_upright(tmp_path: Path, scene: Image.Image, orientation: int, side: int | None) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    scene.save(tmp_path / "a.png", exif=exif)
    result, pixels = drawn(tmp_path / "a.png", side)
    with Image.open(tmp_path / "a.png") as image:
        upright = ImageOps.exif_transpose(image)
        if side:
            upright.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=None)
    assert result.size == upright.size
    assert difference(pixels, np.array(upright)) < (0.5 if side else 1e-9)


@pytest.mark.parametrize("rows", [1, 7, 40])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("side", [None, 45])
def test_the_strips_meet(
    tmp_path: Path, scene: Image.Image, monkeypatch: pytest.MonkeyPatch, rows: int, orientation: int, side: int | None
) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    scene.save(tmp_path / "a.jpg", exif=exif, quality=95)
    _, at_once = drawn(tmp_path / "a.jpg", side)
    monkeypatch.setattr(view, "_STRIP_PIXELS", rows * 60)
    _, in_strips = drawn(tmp_path / "a.jpg", side)
    assert np.abs(at_once.astype(int) - in_strips.astype(int)).max() <= 1


@pytest.mark.parametrize("side", [1400, 700, 320])
def test_the_scaled_view_is_the_same_picture(tmp_path: Path, side: int) -> None:
    path = save_photograph(tmp_path / "a.jpg", size=(1500, 1000))
    _, full = drawn(path, None)
    result, scaled = drawn(path, side)
    expected = Image.fromarray(full).resize(result.size, Image.Resampling.BICUBIC)
    assert difference(scaled, np.array(expected)) < 1.5


def in_mode(scene: Image.Image, mode: str) -> Image.Image:
    if mode == "I;16":
        return Image.fromarray(np.array(scene.convert("L")).astype(np.uint16) * 257)
    image = scene.convert(mode)
    if mode.endswith("A"):
        image.putalpha(Image.linear_gradient("L").resize(scene.size))
    return image


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_colours_are_those_that_the_network_sees(tmp_path: Path, scene: Image.Image, mode: str) -> None:
    path = tmp_path / "a.tif"
    in_mode(scene, mode).save(path)
    _, pixels = drawn(path, None)
    assert (pixels == decode(path, lambda width, height: (width, height)).pixels).all()


def test_profiles_count(tmp_path: Path, scene: Image.Image) -> None:
    scene.save(tmp_path / "a.png", icc_profile=ADOBE_RGB)
    _, pixels = drawn(tmp_path / "a.png", None)
    assert difference(pixels, np.array(scene)) > 3
    assert (pixels == decode(tmp_path / "a.png", lambda width, height: (width, height)).pixels).all()


def test_what_is_wrong_with_a_file_is_a_sentence(tmp_path: Path) -> None:
    path = save_photograph(tmp_path / "a.jpg", size=(400, 300))
    path.write_bytes(path.read_bytes()[:3000])
    for side in (None, 100):
        with pytest.raises(Unreadable, match="only partly copied"):
            drawn(path, side)


RAWS = {"_DSC2164.ARW": (5184, 3464), "test_raw.cr2": (4432, 3326)}


@pytest.mark.photos
@pytest.mark.parametrize("name", RAWS)
def test_a_raw_comes_as_its_preview_first_and_sharp_after(photographs: Path, name: str) -> None:
    path = photographs / "raw-and-heic" / name
    first, preview = drawn(path, 2560)
    assert max(first.size) in {1600, 1616}
    assert first.full_size == pytest.approx(RAWS[name], rel=0.01)
    last, developed = drawn(path, None)
    assert last == View(RAWS[name], RAWS[name])
    small = [np.array(Image.fromarray(each).convert("L").resize((32, 32))).ravel() for each in (preview, developed)]
    assert np.corrcoef(*small)[0, 1] > 0.8


@pytest.fixture
def chart(photographs: Path) -> Path:
    """A RAW of 1734 x 1156 pixels without a preview."""
    return photographs / "raw-and-heic" / "colorchart.dng"


@pytest.fixture
def previewed(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[int, int]], None]:
    def give(size: tuple[int, int]) -> None:
        monkeypatch.setattr(raw, "_preview", lambda _raw: Image.new("RGB", size, (1, 2, 3)))

    return give


@pytest.mark.photos
def test_a_preview_of_nearly_the_full_size_is_the_full_size(
    chart: Path, previewed: Callable[[tuple[int, int]], None]
) -> None:
    previewed((1720, 1147))
    result, pixels = drawn(chart, None)
    assert result == View((1720, 1147), (1720, 1147))
    assert (pixels == (1, 2, 3)).all()
    assert drawn(chart, 600)[0].full_size == (1720, 1147)


@pytest.mark.photos
def test_a_smaller_preview_is_not(chart: Path, previewed: Callable[[tuple[int, int]], None]) -> None:
    previewed((1200, 800))
    assert drawn(chart, None)[0] == View((1734, 1156), (1734, 1156))
    assert drawn(chart, 1500)[0] == View((1200, 800), (1734, 1156))


@pytest.mark.photos
def test_what_cannot_be_developed_in_full_is_developed_at_half_size(
    chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits.allowance, "picture_bytes", 20_000_000)
    assert drawn(chart, None)[0] == View((867, 578), (1734, 1156))


@pytest.mark.photos
@pytest.mark.parametrize("name", ["IMG_4682.HEIC", "test_live.HEIC"])
def test_heic(photographs: Path, name: str) -> None:
    path = photographs / "raw-and-heic" / name
    full, pixels = drawn(path, None)
    assert full == View((3024, 4032), (3024, 4032))
    scaled, small = drawn(path, 1440)
    assert scaled == View((1080, 1440), (3024, 4032))
    assert difference(small, np.array(Image.fromarray(pixels).resize((1080, 1440), Image.Resampling.BICUBIC))) < 1


@pytest.mark.photos
def test_real_orientations_are_all_alike(photographs: Path) -> None:
    for shape in ("Landscape", "Portrait"):
        views = [drawn(photographs / "orientation" / f"{shape}_{number}.jpg", 300)[1] for number in range(9)]
        assert all(each.shape == views[1].shape and difference(each, views[1]) < 12 for each in views)
