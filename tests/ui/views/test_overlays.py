"""Clipping and focus peaking."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from clipiqa_desktop.ui.views.overlays import Overlays, drawn

RED, BLUE = "#e5342f", "#3d7bff"


def frame_of(pixels: np.ndarray) -> QImage:
    """Pixels (height, width, 3) as a frame."""
    height, width = pixels.shape[:2]
    argb = np.full((height, width, 4), 255, np.uint8)
    argb[..., :3] = pixels[..., ::-1]
    return QImage(argb.tobytes(), width, height, width * 4, QImage.Format.Format_RGB32).copy()


def flat(colour, size=(6, 5)) -> QImage:
    return frame_of(np.full((*size, 3), colour, np.uint8))


@pytest.mark.parametrize(
    ("colour", "name", "alpha"),
    [
        ((255, 255, 255), RED, 255),
        ((255, 255, 90), RED, 0xB0),
        ((90, 255, 90), RED, 0x70),
        ((0, 0, 0), BLUE, 255),
        ((0, 0, 90), BLUE, 0xB0),
        ((0, 90, 90), BLUE, 0x70),
        ((255, 0, 0), RED, 0x70),
    ],
)
def test_clipped_channels_are_marked_the_more_the_stronger(colour, name, alpha):
    pixel = drawn(flat(colour), clipping=True, peaking=False).pixelColor(2, 2)
    assert (pixel.name(), pixel.alpha()) == (name, alpha)


@pytest.mark.parametrize("colour", [(128, 128, 128), (250, 250, 250), (5, 5, 5), (250, 5, 128)])
def test_what_is_not_clipped_is_left_alone(colour):
    assert drawn(flat(colour), clipping=True, peaking=True).pixelColor(2, 2).alpha() == 0


def test_sharp_edges_are_marked_and_soft_ones_are_not():
    across = np.arange(400)
    sharp = np.where(across < 200, 40, 200)
    soft = np.clip(40 + (across - 150) * 1.6, 40, 200)
    line = np.stack([sharp, soft]).repeat(150, axis=0)  # also longer than one stripe
    overlay = drawn(frame_of(line[..., None].repeat(3, axis=2).astype(np.uint8)), clipping=False, peaking=True)
    marked = np.array([[overlay.pixelColor(x, y).alpha() > 0 for x in range(400)] for y in (10, 128, 290)])
    assert marked[0, 195:205].any()
    assert marked[1, 195:205].any()
    assert not marked[0, :190].any()
    assert not marked[2].any()


def test_stripes_leave_no_seam():
    pixels = np.random.default_rng(0).integers(0, 256, (300, 64, 3), np.uint8)
    whole = drawn(frame_of(pixels), clipping=False, peaking=True)
    part = drawn(frame_of(pixels[100:160]), clipping=False, peaking=True)
    for y in range(10, 50):
        assert all(whole.pixel(x, 100 + y) == part.pixel(x, y) for x in range(64))


@pytest.fixture
def overlays(qapp):
    made = Overlays()
    yield made
    made.close()


def test_an_overlay_is_made_once_and_beside(overlays, qtbot):
    frame = flat((255, 255, 255))
    assert overlays.of(frame) is None
    overlays.switch(clipping=True, peaking=False)
    assert overlays.of(frame) is None
    with qtbot.waitSignal(overlays.changed):
        pass
    first = overlays.of(frame)
    assert first is not None
    assert first.size() == frame.size()
    assert overlays.of(frame) is first
    overlays.switch(clipping=False, peaking=False)
    assert overlays.of(frame) is None


def test_what_was_asked_for_last_is_made_first(overlays, qtbot):
    frames = [flat((255, 255, 255), (700, 700)) for _ in range(30)]
    overlays.switch(clipping=True, peaking=True)
    for frame in frames:
        overlays.of(frame)
    qtbot.waitUntil(lambda: overlays.of(frames[-1]) is not None)
    assert overlays.of(frames[2]) is None  # forgotten: many others were asked for after it


def test_they_stay_on_from_photograph_to_photograph(bench, qtbot):
    bench.select("p1.jpg")
    bench.viewing.show_mode("loupe")
    bench.wait_for_full("p1.jpg")
    bench.viewing.toggle_peaking()
    bench.viewing.toggle_clipping()
    bench.press(Qt.Key.Key_Right)
    assert (bench.viewing.clipping, bench.viewing.peaking) == (True, True)
    bench.viewing.show_mode("compare")
    assert (bench.viewing.clipping, bench.viewing.peaking) == (True, True)
    bench.viewing.toggle_peaking()
    bench.viewing.toggle_clipping()
    assert (bench.viewing.clipping, bench.viewing.peaking) == (False, False)


def test_they_are_seen_on_the_photograph(shoot, open_bench, qtbot, tmp_path):
    ids = shoot(2)
    bench = open_bench()
    path = bench.library.catalog.photos.get(ids[0]).path
    from PIL import Image

    Image.new("RGB", (1800, 1200), (255, 255, 255)).save(path)
    bench.select("p0.jpg")
    bench.viewing.show_mode("loupe")
    bench.wait_for_full("p0.jpg")
    middle = bench.canvas.rect().center()
    assert bench.canvas.grab().toImage().pixelColor(middle).name() == "#ffffff"
    bench.viewing.toggle_clipping()
    qtbot.waitUntil(lambda: bench.canvas.grab().toImage().pixelColor(middle).name() == RED)
    bench.viewing.toggle_clipping()
    assert bench.canvas.grab().toImage().pixelColor(middle).name() == "#ffffff"
