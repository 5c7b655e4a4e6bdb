"""The icons that are kept are what the drawing gives."""

from io import BytesIO
from pathlib import Path

import icons
import numpy as np
import pytest
from PIL import Image, ImageChops

from clipiqa_desktop.ui.window.app_icon import APP_ID, app_icon

WINDOWS, MACOS = icons.ICONS / "clipiqa-desktop.ico", icons.ICONS / "clipiqa-desktop.icns"
BARELY = 2  # of 255: versions of Qt round the edges differently


def opened(path: Path) -> Image.Image:
    return Image.open(BytesIO(path.read_bytes()))


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and np.asarray(ImageChops.difference(one, other)).mean() < BARELY


@pytest.mark.parametrize("side", icons.HICOLOR_SIDES)
def test_each_png_is_the_drawing_in_its_size(side):
    assert same(opened(icons.hicolor(side)), icons.drawn(side))


def test_there_is_no_png_that_the_drawing_did_not_give():
    assert set(icons.ICONS.rglob("*.png")) == {icons.hicolor(side) for side in icons.HICOLOR_SIDES}


@pytest.mark.parametrize("side", icons.ICO_SIDES)
def test_each_size_of_the_ico_is_drawn_for_itself(side):
    kept = opened(WINDOWS)
    kept.size = (side, side)
    assert same(kept.convert("RGBA"), icons.drawn(side))


def test_the_ico_holds_no_other_size():
    assert opened(WINDOWS).info["sizes"] == {(side, side) for side in icons.ICO_SIDES}


@pytest.mark.parametrize("side", icons.ICNS_SIDES)
def test_each_size_of_the_icns_is_drawn_for_itself(side):
    kept = opened(MACOS)
    points, scale = next((size[0], size[2]) for size in kept.info["sizes"] if size[0] * size[2] == side)
    assert same(kept.icns.getimage((points, points, scale)).convert("RGBA"), icons.drawn(side))


def test_the_icns_holds_no_other_size():
    assert {points * scale for points, _, scale in opened(MACOS).info["sizes"]} == set(icons.ICNS_SIDES)


def test_the_program_is_known_by_the_name_of_the_drawing():
    assert icons.DRAWING.stem == APP_ID


def test_the_window_wears_every_size(qapp):
    assert {size.width() for size in app_icon().availableSizes()} == set(icons.HICOLOR_SIDES)


def test_the_icon_is_legible_at_its_smallest():
    """Frame, sky and chosen range can be told apart in the 16 pixels of a title bar."""
    small = np.asarray(icons.drawn(16).convert("RGB")).astype(int)
    frame, sky, chosen = small[1, 8], small[3, 7], small[12, 9]
    assert min(frame) > 200
    assert max(sky) < 80
    assert chosen[0] - chosen[2] > 80
