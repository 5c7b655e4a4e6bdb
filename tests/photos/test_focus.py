"""How sharp a photograph is, where, and what counts: whatever the format, the turn and the size."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tools.blurring import Pixels, blurred, composed, disc, rounded, streak
from tools.dngs import dng, jpeg_preview, linear

from clipiqa_desktop.photos import limits
from clipiqa_desktop.photos.decode import opened
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.focus import Focus, measure_focus, summed_up

SCENE = composed(0)
NAN = np.nan


def measured(path: Path) -> Focus:
    with opened(path, full_size=True) as picture:
        return measure_focus(picture)


def one_corner(corner: tuple[int, int] = (0, 1)) -> Pixels:
    """A scene that is sharp in one corner alone: (bottom, right)."""
    soft = rounded(blurred(SCENE, disc(4)))
    height, width = soft.shape
    rows, columns = (
        slice(half * side, (half + 1) * side) for half, side in zip(corner, (height // 2, width // 2), strict=True)
    )
    soft[rows, columns] = SCENE[rows, columns]
    return soft


def save(path: Path, pixels: Pixels, orientation: int = 1, **more: object) -> Path:
    exif = Image.Exif()
    exif[274] = orientation
    Image.fromarray(pixels).convert("RGB").save(path, exif=exif, **more)
    return path


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.avif", "a.bmp"])
def test_every_format_says_the_same(tmp_path: Path, name: str) -> None:
    for kind, pixels in (("sharp", SCENE), ("soft", rounded(blurred(SCENE, disc(2))))):
        path = tmp_path / f"{kind} {name}"
        save(path, pixels) if name == "a.bmp" else save(path, pixels, quality=95)
    sharp, soft = measured(tmp_path / f"sharp {name}"), measured(tmp_path / f"soft {name}")
    assert sharp.sharpest == pytest.approx(0.4, abs=0.1)
    assert soft.sharpest > 1.6 * sharp.sharpest
    assert soft.quarter > 1.6 * sharp.quarter
    assert sharp.widths.shape == (4, 6)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "LAB", "I;16"])
def test_every_kind_of_colour_is_told(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(SCENE.astype(np.uint16) * 257)
    else:
        image = (
            Image.fromarray(SCENE).convert("RGB").convert(mode)
            if mode != "LAB"
            else Image.merge("LAB", (Image.fromarray(SCENE), *(Image.new("L", SCENE.shape[::-1], 128) for _ in "ab")))
        )
    image.save(tmp_path / "a.tif")
    assert measured(tmp_path / "a.tif").sharpest < 0.6


def save_turned(path: Path, pixels: Pixels, orientation: int) -> Path:
    """As it must lie to be turned upright."""
    turn = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    upright = Image.fromarray(pixels)
    return save(path, np.asarray(upright if turn is None else upright.transpose(Image.Transpose(turn))), orientation)


@pytest.mark.parametrize("orientation", range(2, 9))
def test_directions_are_those_of_the_upright_picture(tmp_path: Path, orientation: int) -> None:
    moved = rounded(blurred(SCENE, streak(12, 30)))
    upright, turned = (
        measured(save_turned(tmp_path / f"{each}.png", moved, each)).directions for each in (1, orientation)
    )
    assert np.abs(upright).min() > 0.05
    assert turned == pytest.approx(upright, abs=0.02)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.tif"])
def test_the_map_stands_upright(tmp_path: Path, orientation: int, name: str) -> None:
    found = measured(save_turned(tmp_path / name, one_corner(), orientation))
    assert found.widths.shape == (4, 6)
    assert np.nanmax(found.widths[:2, 3:]) < np.nanmin(found.widths[2:, :3])
    assert found.place[0] > 0.5 > found.place[1]


def test_the_sharpest_part_counts_where_nobody_says_which(tmp_path: Path) -> None:
    found = measured(save(tmp_path / "a.png", one_corner()))
    whole = measured(save(tmp_path / "b.png", SCENE))
    assert found.sharpest == pytest.approx(whole.sharpest, rel=0.15)
    assert found.quarter > whole.quarter


def with_subject(path: Path, pixels: Pixels, area: tuple[int, ...], **sides: int) -> Path:
    exif = Image.Exif()
    exif.get_ifd(34665).update({37396: area, 40962: sides.get("width"), 40963: sides.get("height")})
    for tag in [tag for tag, value in exif.get_ifd(34665).items() if value is None]:
        del exif.get_ifd(34665)[tag]
    Image.fromarray(pixels).convert("RGB").save(path, exif=exif, quality=95)
    return path


@pytest.mark.parametrize(
    ("area", "sides"),
    [
        ((100, 400), {}),
        ((100, 400, 120), {}),
        ((100, 400, 150, 120), {}),
        ((600, 2400, 900, 720), {"width": 4608, "height": 3072}),  # scaled since
    ],
)
def test_what_the_camera_says_counts(tmp_path: Path, area: tuple[int, ...], sides: dict[str, int]) -> None:
    pixels = one_corner((0, 1))
    soft = measured(with_subject(tmp_path / "a.jpg", pixels, area, **sides))  # the opposite corner
    anywhere = measured(save(tmp_path / "b.jpg", pixels, quality=95))
    assert soft.sharpest > 1.5 * anywhere.sharpest
    assert soft.place[0] < 0.5 < soft.place[1]
    assert soft.quarter == pytest.approx(anywhere.quarter)


MIDDLE = [(384, 256, 300, 200), (384, 256), (380, 260, 90)]
NONSENSE = [(), (1,), (0, 0), (9000, 20), (1, 2, 3, 4, 5)]


@pytest.mark.parametrize("area", [*MIDDLE, *NONSENSE])
def test_the_middle_and_nonsense_say_nothing(tmp_path: Path, area: tuple[int, ...]) -> None:
    found = measured(with_subject(tmp_path / "a.jpg", one_corner(), area))
    assert found.sharpest == measured(save(tmp_path / "b.jpg", one_corner(), quality=95)).sharpest


def test_without_edges_nothing_can_be_told(tmp_path: Path) -> None:
    sky = np.tile(np.linspace(120, 220, 900).astype(np.uint8), (600, 1))
    found = measured(save(tmp_path / "sky.jpg", sky))
    assert (found.sharpest, found.quarter, found.place) == (None, None, None)
    assert np.isnan(found.widths).all()
    assert measured(save(tmp_path / "night.png", np.zeros((300, 400), np.uint8))).sharpest is None


def test_the_place_is_where_most_is_sharp() -> None:
    widths = np.full((6, 8), 2.0, np.float32)
    widths[0, 0] = 0.4
    widths[3:5, 5:7] = 0.5
    found = summed_up(widths)
    assert found.place == (pytest.approx(5.5 / 8, abs=0.13), pytest.approx(4 / 6, abs=0.1))
    alone = summed_up(np.array([[NAN, NAN], [NAN, 1.5]], np.float32))
    assert (alone.sharpest, alone.quarter, alone.place) == (1.5, 1.5, (0.75, 0.75))


def test_a_small_preview_of_a_raw_does_not_stand_in_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.dng").write_bytes(dng(linear(600, 800), [jpeg_preview(Image.new("RGB", (200, 150)))]))
    with opened(tmp_path / "a.dng", full_size=True) as picture:
        full = picture.full_size
    assert measured(tmp_path / "a.dng").widths.shape == (round(full[1] / 128), round(full[0] / 128))


def test_a_picture_that_would_not_fit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.allowance, "picture_bytes", 100_000)
    with pytest.raises(Unreadable, match="memory"):
        measured(save(tmp_path / "a.png", SCENE))


def test_a_file_that_ends_early_is_told(tmp_path: Path) -> None:
    path = save(tmp_path / "a.jpg", SCENE, quality=95)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(Unreadable, match="ends too early"):
        measured(path)


@pytest.mark.photos
def test_a_real_heic_is_measured(photographs: Path) -> None:
    found = measured(photographs / "raw-and-heic" / "IMG_4682.HEIC")
    assert found.widths.shape == (32, 24)
    assert 0.3 < found.sharpest < found.quarter < 1.5


@pytest.mark.photos
def test_real_photographs_that_are_sharp_come_before_those_that_are_not(photographs: Path) -> None:
    scenes = {path.stem[:-2] for path in (photographs / "blur").iterdir()}
    for scene in scenes:
        found = {path.stem[-1]: measured(path).sharpest for path in (photographs / "blur").glob(f"{scene}_*")}
        assert found["S"] < min(found["F"], found["M"])
