"""TIFF in every form that cameras, scanners and editors write: shown in its colours, or refused by name."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tools.tiffs import LONG, SHORT, SUB_DIRECTORIES, pixels, tiff

from clipiqa_desktop.photos.decode import Decoded
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.picture import read_facts

Read = Callable[[Path], Decoded]

COLOUR = (204, 102, 51)
LAYOUTS = [
    {"big": big, "planar": planar, "tile": tile, "packed": packed}
    for big, planar, tile, packed in product((False, True), (False, True), (None, 16), (False, True))
]
INTERLEAVED = [layout for layout in LAYOUTS if not layout["planar"]]


def uniform(parts: tuple[float, ...], dtype: type, white: float) -> np.ndarray:
    samples = (np.array(parts) * white).astype(dtype)
    if dtype is np.uint16:
        # both bytes the same would hide that they are exchanged
        samples &= 0xFF10
    return np.broadcast_to(samples, (40, 60, len(parts)))


RGB = (0.8, 0.4, 0.2)
SHOWN: dict[str, tuple[np.ndarray, int, int | None, tuple[int, int, int]]] = {
    "8 bit": (uniform(RGB, np.uint8, 255), 2, None, COLOUR),
    "16 bit": (uniform(RGB, np.uint16, 65535), 2, None, COLOUR),
    "8 bit with alpha": (uniform((*RGB, 0.5), np.uint8, 255), 2, 2, (230, 179, 153)),
    "16 bit with alpha": (uniform((*RGB, 0.5), np.uint16, 65535), 2, 2, (230, 179, 153)),
    "8 bit with something else": (uniform((*RGB, 1), np.uint8, 255), 2, 0, COLOUR),
    "16 bit with alpha worked in": (uniform((0.4, 0.2, 0.1, 0.5), np.uint16, 65535), 2, 1, (230, 179, 153)),
    "CMYK": (uniform((0.2, 0.6, 0.8, 0), np.uint8, 255), 5, None, COLOUR),
    "CMYK of 16 bit": (uniform((0.2, 0.6, 0.8, 0), np.uint16, 65535), 5, None, COLOUR),
}
SHOWN_INTERLEAVED = {
    "grey": (uniform((0.5,), np.uint8, 255), 1, None, (127, 127, 127)),
    "grey of 16 bit": (uniform((0.5,), np.uint16, 65535), 1, None, (127, 127, 127)),
    "grey, inverted": (uniform((0.25,), np.uint8, 255), 0, None, (192, 192, 192)),
    "grey with alpha": (uniform((0.5, 1), np.uint8, 255), 1, 2, (127, 127, 127)),
    "LAB": (np.broadcast_to(np.array([128, 20, 236], np.uint8), (40, 60, 3)), 8, None, (140, 108, 154)),
}


def assert_shown(path: Path, read: Read, kind: Any, layouts: list[dict[str, Any]]) -> None:
    samples, photometric, extra, colour = kind
    for layout in layouts:
        path.write_bytes(tiff(pixels(samples, photometric, extra=extra, **layout), layout["big"]))
        decoded = read(path)
        assert decoded.pixels.reshape(-1, 3).mean(0) == pytest.approx(colour, abs=1), layout
        assert decoded.pixels.std((0, 1)).max() == 0, layout


@pytest.mark.parametrize("kind", SHOWN)
def test_in_strips_tiles_and_planes_packed_or_not_in_both_byte_orders(tmp_path: Path, read: Read, kind: str) -> None:
    assert_shown(tmp_path / "a.tif", read, SHOWN[kind], LAYOUTS)


@pytest.mark.parametrize("kind", SHOWN_INTERLEAVED)
def test_what_has_no_planes(tmp_path: Path, read: Read, kind: str) -> None:
    assert_shown(tmp_path / "a.tif", read, SHOWN_INTERLEAVED[kind], INTERLEAVED)


def test_floating_point_grey(tmp_path: Path, read: Read) -> None:
    kind = (uniform((0.5,), np.float32, 1), 1, None, (128, 128, 128))
    layouts = [layout for layout in INTERLEAVED if not (layout["big"] and layout["packed"])]
    assert_shown(tmp_path / "a.tif", read, kind, layouts)


REFUSED = {
    "floating-point numbers": (uniform(RGB, np.float32, 1), 2, {}),
    "floating-point numbers ": (uniform((0.5,), np.float32, 1), 1, {"big": True, "packed": True}),
    "whole numbers of 32 bits": (uniform((0.5,), np.uint32, 2**32 - 1), 1, {}),
    "LAB colours of more than 8 bits or in planes": (uniform(RGB, np.uint16, 65535), 8, {}),
    "LAB colours of more than 8 bits or in planes ": (uniform(RGB, np.uint8, 255), 8, {"planar": True}),
    "grey with transparency, of more than 8 bits or in planes": (uniform((0.5, 1), np.uint16, 65535), 1, {"extra": 2}),
    "inverted grey of more than 8 bits": (uniform((0.5,), np.uint16, 65535), 0, {}),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_would_come_out_wrong_is_refused_by_name(tmp_path: Path, read: Read, kind: str) -> None:
    samples, photometric, layout = REFUSED[kind]
    (tmp_path / "a.tif").write_bytes(tiff(pixels(samples, photometric, **layout), layout.get("big", False)))
    sentence = (
        f"Its pixels are kept as {kind.strip()}, which is not supported; save it as a TIFF of 8 or 16 bits in RGB"
    )
    with pytest.raises(Unreadable, match=sentence):
        read(tmp_path / "a.tif")


def test_what_pillow_does_not_know_is_not_called_damaged_alone(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.tif").write_bytes(tiff(pixels(uniform((0.5,) * 6, np.uint8, 255), 8)))
    with pytest.raises(Unreadable, match="in a form that is not supported, or it is damaged; save it as a TIFF"):
        read(tmp_path / "a.tif")


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "zstd"])
def test_compressions(tmp_path: Path, read: Read, compression: str) -> None:
    Image.new("RGB", (60, 40), COLOUR).save(tmp_path / "a.tif", compression=compression)
    assert read(tmp_path / "a.tif").pixels.reshape(-1, 3).mean(0) == pytest.approx(COLOUR, abs=1)


def test_the_first_page_counts_in_large_files_too(tmp_path: Path, read: Read) -> None:
    pages = [Image.new("RGB", (60, 40), COLOUR), Image.new("RGB", (300, 200))]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:], big_tiff=True)
    decoded = read(tmp_path / "a.tif")
    assert decoded.pixels.shape == (40, 60, 3)
    assert (decoded.pixels == COLOUR).all()


def test_fax_palette_and_video_colours(tmp_path: Path, read: Read) -> None:
    Image.new("1", (60, 40), 1).save(tmp_path / "fax.tif", compression="group4")
    Image.new("RGB", (60, 40), COLOUR).convert("P").save(tmp_path / "palette.tif")
    Image.new("YCbCr", (60, 40), (128, 100, 160)).save(tmp_path / "video.tif")
    for name, colour in (("fax", (255, 255, 255)), ("palette", COLOUR), ("video", (172, 114, 78))):
        assert read(tmp_path / f"{name}.tif").pixels.reshape(-1, 3).mean(0) == pytest.approx(colour, abs=1)


def save_pages(path: Path, *sizes: tuple[int, int], **first: Any) -> None:
    """Pages of these sizes, each in a grey of its own: 40, 80 and so on."""
    pages = [Image.new("RGB", size, (40 * number,) * 3) for number, size in enumerate(sizes, 1)]
    for page in pages[1:]:
        page.encoderinfo = {name: Image.Exif() for name in first}
    pages[0].save(path, save_all=True, append_images=pages[1:], **first)


@pytest.mark.parametrize(
    ("sizes", "grey"),
    [
        ([(30, 20), (90, 60)], 80),
        ([(90, 60), (30, 20)], 40),
        ([(30, 20), (90, 60), (60, 40)], 80),
        ([(90, 60), (60, 90)], 40),
        ([(16, 16), (15, 15), (14, 14), (90, 60)], 160),
    ],
)
def test_the_largest_page_is_the_photograph(tmp_path: Path, read: Read, sizes: list[Any], grey: int) -> None:
    path = tmp_path / "a.tif"
    save_pages(path, *sizes)
    decoded = read(path)
    width, height = sizes[grey // 40 - 1]
    assert (decoded.facts.width, decoded.facts.height) == (width, height)
    assert decoded.pixels.shape == (height, width, 3)
    assert set(decoded.pixels.ravel().tolist()) == {grey}


def test_facts_of_the_first_page_hold_for_the_largest_but_for_its_turn(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "a.tif"
    exif = Image.Exif()
    exif[272], exif[274] = "Scanner", 6
    save_pages(path, (30, 20), (90, 60), exif=exif)
    facts = read(path).facts
    assert (facts.camera, facts.width, facts.height) == ("Scanner", 90, 60)


def test_a_chain_of_pages_that_breaks_off_costs_the_pages_behind_it(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "a.tif"
    save_pages(path, (30, 20))
    stored = bytearray(path.read_bytes())
    at = int.from_bytes(stored[4:8], "little")
    end = at + 2 + 12 * int.from_bytes(stored[at : at + 2], "little")
    for following in (at, len(stored) + 100, 1):
        stored[end : end + 4] = following.to_bytes(4, "little")
        path.write_bytes(stored)
        assert set(read(path).pixels.ravel().tolist()) == {40}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("big", [False, True])
def test_the_largest_page_may_lie_in_a_sub_directory(tmp_path: Path, read: Read, packed: bool, big: bool) -> None:
    small, large = (np.full((*size, 3), grey, np.uint8) for size, grey in (((20, 30), 40), ((60, 90), 160)))
    below = pixels(large, 2, packed=packed, big=big)
    sensor = pixels(np.zeros((100, 200, 1), np.uint8), 32803, big=big)
    first = replace(pixels(small, 2, big=big, more={274: (SHORT, [6])}), below={SUB_DIRECTORIES: [below, sensor]})
    path = tmp_path / "a.tif"
    path.write_bytes(tiff(first, big))
    decoded = read(path)
    assert (decoded.facts.width, decoded.facts.height, decoded.facts.orientation) == (60, 90, 6)
    assert decoded.pixels.reshape(-1, 3).mean(0) == pytest.approx((160,) * 3, abs=1)
    assert read_facts(path) == decoded.facts


def test_a_small_or_broken_sub_directory_is_not_the_photograph(tmp_path: Path, read: Read) -> None:
    large, small = (np.full((*size, 3), grey, np.uint8) for size, grey in (((60, 90), 160), ((20, 30), 40)))
    path = tmp_path / "a.tif"
    path.write_bytes(tiff(replace(pixels(large, 2), below={SUB_DIRECTORIES: [pixels(small, 2)]})))
    assert read(path).facts.width == 90
    broken = pixels(large, 2, more={SUB_DIRECTORIES: (LONG, [10**6])})
    path.write_bytes(tiff(broken))
    assert read(path).facts.width == 90
