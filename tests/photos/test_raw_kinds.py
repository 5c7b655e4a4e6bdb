"""RAW files of kinds that only some cameras write, composed as DNG."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rawpy
from PIL import Image
from tools.dngs import bitmap_preview, dng, jpeg_preview, linear, mosaic
from tools.tiffs import Directory

from clipiqa_desktop.photos.decode import Decoded

Read = Callable[[Path], Decoded]

EDGES = {1: "top", 3: "bottom", 6: "right", 8: "left"}


def marked(width: int = 1200, height: int = 800) -> Image.Image:
    """Blue, its top (as the camera was held) red."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width, height // 4))
    return image


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def edge(pixels: np.ndarray, channel: int = 0) -> str:
    edges = {"top": pixels[5], "bottom": pixels[-5], "left": pixels[:, 5], "right": pixels[:, -5]}
    return max(edges, key=lambda name: float(edges[name][..., channel].mean()))


@pytest.mark.parametrize("orientation", EDGES)
@pytest.mark.parametrize(
    "previews",
    [[], [jpeg_preview(marked(240, 160))], [bitmap_preview(marked(240, 160))]],
    ids=["no preview", "a small one", "a small bitmap"],
)
def test_a_development_stands_upright(tmp_path: Path, read: Read, previews: list[Directory], orientation: int) -> None:
    decoded = read(saved(tmp_path / "a.dng", dng(mosaic(), previews, orientation)))
    # a light strip, and grey throughout: no preview's colours
    assert edge(decoded.pixels) == EDGES[orientation]
    assert float(np.ptp(decoded.pixels.astype(int), axis=2).max()) <= 2
    assert (decoded.facts.width > decoded.facts.height) == (orientation < 5)
    assert decoded.facts.orientation == orientation


@pytest.mark.parametrize("orientation", EDGES)
@pytest.mark.parametrize("preview", [jpeg_preview, bitmap_preview])
def test_a_large_preview_is_shown_upright_in_its_colours(
    tmp_path: Path, read: Read, preview: Callable[[Image.Image], Directory], orientation: int
) -> None:
    path = saved(tmp_path / "a.dng", dng(mosaic(), [preview(marked())], orientation))
    with rawpy.imread(str(path)) as raw:
        wanted = rawpy.ThumbFormat.JPEG if preview is jpeg_preview else rawpy.ThumbFormat.BITMAP
        assert raw.extract_thumb().format == wanted
    decoded = read(path)
    assert edge(decoded.pixels) == EDGES[orientation]
    assert decoded.pixels[..., 1].max() <= 40
    assert decoded.facts.captured is None


def test_the_largest_preview_is_taken(tmp_path: Path, read: Read) -> None:
    previews = [bitmap_preview(Image.new("RGB", (240, 160), "lime")), jpeg_preview(marked())]
    assert edge(read(saved(tmp_path / "a.dng", dng(mosaic(), previews))).pixels) == "top"


def test_a_camera_of_four_colours(tmp_path: Path, read: Read) -> None:
    path = saved(tmp_path / "a.dng", dng(mosaic(colours=4)))
    with rawpy.imread(str(path)) as raw:
        assert raw.num_colors == 4
    assert read(path).pixels.shape == (512, 768, 3)


@pytest.mark.parametrize("samples", [1, 3])
def test_a_camera_without_colours_and_a_file_without_mosaic(tmp_path: Path, read: Read, samples: int) -> None:
    decoded = read(saved(tmp_path / "a.dng", dng(linear(samples=samples))))
    assert decoded.pixels.shape == (512, 768, 3)
    assert (decoded.pixels[..., 0] == decoded.pixels[..., 1]).all()
    assert (decoded.facts.width, decoded.facts.height) == (1200, 800)
