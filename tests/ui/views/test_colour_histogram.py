"""The histogram of the colours in the corner of the loupe."""

import numpy as np
from PySide6.QtGui import QImage

from clipiqa_desktop.ui.views.colour_histogram import counted, place_in


def image_of(pixels):
    height, width = pixels.shape[:2]
    argb = np.dstack([pixels[..., ::-1], np.full((height, width), 255, np.uint8)]).copy()
    return QImage(argb.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def test_each_channel_is_counted_by_itself():
    pixels = np.zeros((10, 20, 3), np.uint8)
    pixels[..., 0], pixels[:5, :, 1], pixels[..., 2] = 255, 7, 128
    red, green, blue = counted(image_of(pixels))
    assert (red[255], blue[128], green[7], green[0]) == (200, 200, 100, 100)
    assert red.sum() == green.sum() == blue.sum() == 200


def test_of_a_large_one_so_many_pixels_are_counted_that_the_shares_hold():
    pixels = np.zeros((1500, 2100, 3), np.uint8)
    pixels[:, 1400:] = 200
    red, _, _ = counted(image_of(pixels))
    assert 100_000 < red.sum() < 1_000_000
    assert abs(red[200] / red.sum() - 1 / 3) < 0.01


def test_the_loupe_shows_it_on_a_key_and_no_other_view(bench, qtbot):
    bench.select("p0.jpg")
    bench.viewing.show_mode("loupe")
    bench.wait_for_full("p0.jpg")

    def corner():
        return bench.canvas.grab(place_in(bench.canvas.rect()).toRect()).toImage()

    without = corner()
    bench.viewing.toggle_histogram()
    assert bench.viewing.histogram
    assert corner() != without
    bench.viewing.toggle_histogram()
    assert corner() == without
    bench.viewing.toggle_histogram()
    bench.viewing.show_mode("compare")
    assert all(canvas._histogram is None for canvas in bench.page.canvases())
