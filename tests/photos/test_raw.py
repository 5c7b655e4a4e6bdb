import io
import shutil
import struct
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import rawpy
from PIL import Image

from clipiqa_desktop.photos.decode import Decoded
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.raw_exif import of_raw

Read = Callable[[Path], Decoded]


class FakeRaw:
    """What LibRaw would answer for a RAW file of 3000 x 2000, without a file of that size."""

    raw_type = rawpy.RawType.Flat

    def __init__(self, preview: Image.Image | None, flip: int = 0, tags: Image.Exif | None = None) -> None:
        self.sizes = SimpleNamespace(width=3000, height=2000, raw_width=3000, raw_height=2000, flip=flip)
        self.preview, self.tags, self.developed = preview, tags, False
        self.lens = SimpleNamespace(model="")
        self.other = SimpleNamespace(
            iso_speed=0.0, shutter_speed=0.0, aperture=0.0, focal_length=0.0, timestamp=datetime(1970, 1, 1)
        )

    def __enter__(self) -> "FakeRaw":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def extract_thumb(self) -> Any:
        if self.preview is None:
            raise rawpy.LibRawNoThumbnailError(b"No thumbnail in file")
        buffer = io.BytesIO()
        self.preview.save(buffer, "JPEG", quality=95, exif=self.tags or b"")
        return SimpleNamespace(format=rawpy.ThumbFormat.JPEG, data=buffer.getvalue())

    def postprocess(self, **_: object) -> np.ndarray:
        self.developed = True
        upright = (1500, 1000) if self.sizes.flip in {0, 3} else (1000, 1500)
        return np.full((upright[1], upright[0], 3), 77, np.uint8)


@pytest.fixture
def read_fake(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> Callable[[FakeRaw], Decoded]:
    def read_it(raw: FakeRaw) -> Decoded:
        (tmp_path / "a.nef").write_bytes(b"\1")
        monkeypatch.setattr(rawpy, "imread", lambda _: raw)
        return read(tmp_path / "a.nef")

    return read_it


def orientation(value: int) -> Image.Exif:
    tags = Image.Exif()
    tags[274] = value
    return tags


def landscape() -> Image.Image:
    """1200 x 800, its top (as the camera was held) marked red."""
    image = Image.new("RGB", (1200, 800), "blue")
    image.paste("red", (0, 0, 1200, 100))
    return image


def red_edge(pixels: np.ndarray) -> str:
    edges = {"top": pixels[5], "bottom": pixels[-5], "left": pixels[:, 5], "right": pixels[:, -5]}
    return max(edges, key=lambda edge: float(edges[edge][..., 0].mean()))


@pytest.mark.parametrize(("flip", "edge", "stored"), [(0, "top", 1), (3, "bottom", 3), (5, "left", 8), (6, "right", 6)])
def test_a_preview_without_orientation_is_turned_as_the_file_says(
    read_fake: Callable[[FakeRaw], Decoded], flip: int, edge: str, stored: int
) -> None:
    decoded = read_fake(FakeRaw(landscape(), flip))
    assert red_edge(decoded.pixels) == edge
    assert decoded.facts.orientation == stored
    assert (decoded.facts.width > decoded.facts.height) == (flip in {0, 3})


def test_a_preview_with_orientation_is_turned_once(read_fake: Callable[[FakeRaw], Decoded]) -> None:
    assert red_edge(read_fake(FakeRaw(landscape(), 6, orientation(6))).pixels) == "right"


def test_a_preview_stored_upright_is_left_alone(read_fake: Callable[[FakeRaw], Decoded]) -> None:
    portrait = landscape().transpose(Image.Transpose.ROTATE_270)
    assert red_edge(read_fake(FakeRaw(portrait, 6)).pixels) == "right"


def test_a_preview_cropped_in_the_camera_is_not_stretched(read_fake: Callable[[FakeRaw], Decoded]) -> None:
    decoded = read_fake(FakeRaw(Image.new("RGB", (1600, 900))))
    assert (decoded.facts.width, decoded.facts.height) == (3000, 2000)
    height, width, _ = decoded.pixels.shape
    assert width / height == pytest.approx(16 / 9, abs=0.01)


@pytest.mark.parametrize("preview", [None, Image.new("RGB", (640, 427))])
def test_without_a_large_preview_the_file_is_developed(
    read_fake: Callable[[FakeRaw], Decoded], preview: Image.Image | None
) -> None:
    raw = FakeRaw(preview, flip=6)
    decoded = read_fake(raw)
    assert raw.developed
    assert decoded.pixels.shape == (768, 512, 3)
    assert (decoded.pixels == 77).all()


def test_the_previews_facts_stand_in(read_fake: Callable[[FakeRaw], Decoded]) -> None:
    tags = orientation(1)
    tags[271], tags[272] = "FUJIFILM", "X-T5"
    assert read_fake(FakeRaw(landscape(), 0, tags)).facts.camera == "FUJIFILM X-T5"


def test_a_raw_beyond_the_limit(read_fake: Callable[[FakeRaw], Decoded]) -> None:
    raw = FakeRaw(landscape())
    raw.sizes.width, raw.sizes.height = 20000, 15000
    with pytest.raises(Unreadable, match="300 megapixels"):
        read_fake(raw)


def test_the_boxes_of_a_cr3() -> None:
    main, shot = Image.Exif(), Image.Exif()
    main[272], shot[34855] = "Canon EOS R5", 800
    boxes = b"".join(
        struct.pack(">I", len(block) + 8) + name + block
        for name, block in ((b"CMT1", main.tobytes()[6:]), (b"CMT2", shot.tobytes()[6:]))
    )
    said = of_raw(io.BytesIO(b"\0\0\0\x18ftypcrx " + bytes(12) + boxes))
    assert said.fields[272] == "Canon EOS R5"
    assert said.fields[34855] == 800
    assert not said.has_position


REAL = {"_DSC2164.ARW": (5184, 3464), "test_raw.cr2": (4432, 3326), "colorchart.dng": (1734, 1156)}


@pytest.mark.photos
@pytest.mark.parametrize("name", REAL)
def test_previews_look_like_the_development(photographs: Path, read: Read, name: str) -> None:
    path = photographs / "raw-and-heic" / name
    decoded = read(path)
    with rawpy.imread(str(path)) as raw:
        developed = Image.fromarray(raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8))
    height, width, _ = decoded.pixels.shape
    ours, theirs = (
        np.asarray(image.convert("L").resize((32, 32))).ravel()
        for image in (Image.fromarray(decoded.pixels), developed)
    )
    assert (decoded.facts.width, decoded.facts.height) == REAL[name]
    assert (width > height) == (developed.width > developed.height)
    assert np.corrcoef(ours, theirs)[0, 1] > 0.8


@pytest.mark.photos
@pytest.mark.parametrize("name", ["_DSC2164.ARW", "test_raw.cr2", "colorchart.dng"])
@pytest.mark.parametrize("part", [0.1, 0.6, 0.99])
def test_a_half_copied_raw_is_refused_although_its_preview_is_whole(
    tmp_path: Path, photographs: Path, read: Read, name: str, part: float
) -> None:
    path = tmp_path / name
    shutil.copyfile(photographs / "raw-and-heic" / name, path)
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * part))
    with pytest.raises(Unreadable, match="only partly copied"):
        read(path)


@pytest.mark.photos
def test_facts_of_a_real_raw(photographs: Path, read: Read) -> None:
    facts = read(photographs / "raw-and-heic" / "_DSC2164.ARW").facts
    assert (facts.camera, facts.lens) == ("SONY ILCE-7RM3", "E 55-210mm F4.5-6.3 OSS")
    assert (facts.iso, facts.aperture, facts.focal_length_mm, facts.flash) == (3200, 6.3, 129.0, False)
    assert (facts.captured, facts.utc_offset_minutes, facts.has_gps) == (1531271927.0, 0, False)
