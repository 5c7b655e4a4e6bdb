"""The pictures of the manual: `python tests/tools/manual_pictures.py`, on a screen or under `xvfb-run`.

The shoot is made here, landscapes of a few ridges each, and its scores come from an untrained network: nobody's
photograph is shown, and the window says so. To be run again whenever the window looks otherwise.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

if TYPE_CHECKING:  # what the child processes, which import this file, have no memory for
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from clipiqa_desktop.ui.attributes.row import RowWidget
    from clipiqa_desktop.ui.main_window import MainWindow

HELP = Path(__file__).parents[2] / "resources" / "help"
SIZE = 1500, 1000
MOODS = (  # top of the sky, bottom of the sky, nearest ridge
    ((40, 90, 170), (240, 200, 150), (18, 40, 34)),
    ((20, 24, 60), (235, 110, 60), (20, 14, 30)),
    ((120, 170, 215), (230, 238, 242), (30, 66, 60)),
    ((70, 60, 110), (250, 180, 170), (40, 26, 52)),
    ((60, 120, 140), (200, 225, 205), (16, 52, 40)),
    ((100, 110, 120), (215, 215, 210), (34, 38, 42)),
)
FRAMES = 3, 1, 2, 1, 1, 4, 1, 1, 2, 1, 1, 3, 1, 2, 1, 1, 1
_PATIENCE_S = 600.0


def landscape(seed: int) -> Image.Image:
    """Ridges in the haze under a sky with a sun; every seed another one, in one of six moods."""
    chance = np.random.default_rng(seed)
    width, height = SIZE
    top, bottom, near = (np.array(colour, np.float32) for colour in MOODS[seed % len(MOODS)])
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None] ** 0.8
    pixels = np.repeat(top + (bottom - top) * down, width, axis=1)
    _add_sun(pixels, chance)
    for layer in range(5):
        share = (layer + 1) / 5
        ridge = height * (0.42 + 0.11 * layer) + _ridge(chance, width) * height * (0.11 - 0.012 * layer)
        inside = np.arange(height)[:, None] > ridge[None, :]
        grain = chance.normal(0, 5 * share, (height, width, 1)).astype(np.float32)
        colour = bottom * (1 - share) + near * share
        pixels = np.where(inside[..., None], colour + grain, pixels)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _add_sun(pixels: NDArray[np.float32], chance: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    x, y, radius = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.15, 0.4), height * 0.045
    rows, columns = np.ogrid[:height, :width]
    distance = np.hypot(rows - y, columns - x).astype(np.float32)[..., None]
    glow = 1 / (1 + (distance / (3 * radius)) ** 2)
    pixels += glow * np.array([120, 95, 60], np.float32)
    pixels[distance[..., 0] < radius] = 255


def _ridge(chance: np.random.Generator, width: int) -> NDArray[np.float32]:
    """Between about -1 and 1: waves of ever smaller length and height."""
    across, line = np.linspace(0, 1, width), np.zeros(width)
    for octave in range(7):
        waves = 1.7 * 2**octave
        line += np.sin(2 * np.pi * (waves * across + chance.uniform())) / 1.9**octave
    return line.astype(np.float32) / 1.6


def save_shoot(folder: Path) -> list[Path]:
    """One to four frames of each landscape, half an hour apart: some softer, some upright."""
    folder.mkdir(parents=True)
    files: list[Path] = []
    for number, seed in enumerate(seed for seed, frames in enumerate(FRAMES) for _ in range(frames)):
        picture = landscape(seed)
        if number % 2:
            picture = picture.filter(ImageFilter.GaussianBlur(number % 6))
        if number % 9 == 4:
            picture = picture.crop((400, 0, 1060, 1000))
        exif = Image.Exif()
        moment = f"2026:06:14 {6 + seed // 2:02}:{seed % 2 * 30 + 4:02}:{10 + number:02}"
        exif[0x0110], exif[0x0132] = "Camera", moment
        exif.get_ifd(0x8769).update(
            {
                0x9003: moment,
                0x8827: 100 * 2 ** (seed % 4),
                0x829A: 1 / 500,
                0x829D: 5.6,
                0x920A: 35.0,
            }
        )
        files.append(folder / f"DSC_{400 + number:04}.JPG")
        picture.save(files[-1], quality=92, exif=exif)
    return files


def main() -> None:
    """Makes the shoot, looks at it, and takes the pictures."""
    from PySide6.QtWidgets import QApplication

    from clipiqa_desktop.app import make_window, start_work
    from clipiqa_desktop.perception.untrained import save_untrained
    from clipiqa_desktop.places import own_places

    QApplication([])
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        save_shoot(home / "Mountains 2026")
        weights = save_untrained(home / "untrained.safetensors")
        window = make_window(own_places(home / "own"), weights, "cpu", "fp32")
        try:
            window.resize(1280, 800)
            window.tour.end()
            window.show()
            start_work(window, [home / "Mountains 2026"])
            _wait(lambda: window.indexing.running)
            _wait(lambda: not window.indexing.running)
            _take_pictures(window)
        finally:
            window.close()
            window.library.catalog.close()


def _take_pictures(window: "MainWindow") -> None:
    from PySide6.QtCore import QRect

    window.tour.end()
    _mark(window)
    window.grid.setFocus()
    _row(window, "Sharpness").button.click()
    _settle()
    _save(window, "window.jpg")
    brightness = _row(window, "Brightness").histogram
    low, high = brightness._low, brightness._high
    brightness.range_changed.emit(low + 0.2 * (high - low), low + 0.85 * (high - low))
    _settle()
    _save(window.right, "panel.jpg", QRect(0, 0, window.right.width(), 470))
    window.filters.clear()
    window.viewing.show_mode("loupe")
    window.view._set_panels(left=False, right=False)
    window.resize(1000, 720)
    window.viewing.toggle_clipping()
    _settle(3.0)
    _save(window, "loupe.jpg")


def _mark(window: "MainWindow") -> None:
    from clipiqa_desktop.culling.marking import with_flag, with_label, with_stars

    ids: Sequence[int] = window.library.ids.tolist()
    for step, words, changing in (
        (3, "Pick", with_flag(1)),
        (7, "Reject", with_flag(-1)),
        (4, "3 stars", with_stars(3)),
        (5, "5 stars", with_stars(5)),
        (6, "Green label", with_label("green")),
    ):
        window.library.mark(ids[step::step], words, changing)


def _row(window: "MainWindow", title: str) -> "RowWidget":
    from clipiqa_desktop.ui.attributes.row import RowWidget

    return next(each for each in window.right.findChildren(RowWidget) if each.button.text() == title)


def _save(widget: "QWidget", name: str, part: "QRect | None" = None) -> None:
    from PySide6.QtGui import QImage

    pixmap = widget.grab(part) if part else widget.grab()
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)
    width, height = image.width(), image.height()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())[:, : 3 * width]
    picture = Image.fromarray(rows.reshape(height, width, 3).copy())
    picture.save(HELP / name, quality=78, subsampling=0, optimize=True)


def _settle(seconds: float = 1.0) -> None:
    """Until thumbnails and frames are painted."""
    end = time.monotonic() + seconds
    _wait(lambda: time.monotonic() > end)


def _wait(done: Callable[[], bool]) -> None:
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + _PATIENCE_S
    while not done():
        if time.monotonic() > end:
            raise SystemExit("The shoot was not looked at in time.")
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main()
