"""Stars that a camera, a phone or an editor wrote into the photograph itself."""

import hashlib
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from tools.dngs import dng, linear
from tools.pictures import save_photograph
from tools.shoot import Shoot
from tools.sidecars import packet
from tools.tiffs import BYTE, SHORT, Directory

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.photos.jpeg_xmp import embed_marks
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks

LONG_AGO, FAR_OFF = 1_000_000_000, 4_000_000_000
FOUR_AND_RED = packet('xmp:Rating="4" xmp:Label="Red"').encode()


def rated(path: Path, marks: XmpMarks, when: float = LONG_AGO) -> Path:
    """A JPEG whose own XMP, of that time, says these marks."""
    save_photograph(path)
    embed_marks(path, marks, SidecarOptions(), datetime.fromtimestamp(when, UTC))
    os.utime(path, (when, when))
    return path


def mark(shoot: Shoot, name: str = "a.jpg") -> Mark:
    photo = shoot.photos()[name].id
    return shoot.catalog.marks.of([photo])[photo]


def put(shoot: Shoot, given: Mark) -> None:
    shoot.catalog.marks.store({shoot.photos()["a.jpg"].id: given})


def test_they_are_there_when_the_photograph_was_read_and_nothing_is_written(shoot: Shoot) -> None:
    photo = rated(shoot.folder / "a.jpg", XmpMarks(4, "pick", "blue"))
    before = hashlib.sha256(photo.read_bytes()).digest()
    shoot.index()
    assert mark(shoot) == Mark(4, 1, "blue")
    assert hashlib.sha256(photo.read_bytes()).digest() == before
    assert [path.name for path in shoot.folder.iterdir()] == ["a.jpg"]


@pytest.mark.parametrize("suffix", ["jpg", "tif", "webp", "png", "dng"])
def test_every_format_that_carries_xmp(shoot: Shoot, suffix: str) -> None:
    path = shoot.folder / f"a.{suffix}"
    if suffix == "dng":
        plain = linear(120, 160)
        path.write_bytes(dng(Directory({**plain.entries, 700: (BYTE, FOUR_AND_RED)}, plain.strips)))
    elif suffix == "png":
        Image.new("RGB", (96, 64)).save(path, pnginfo=_png_text(FOUR_AND_RED.decode()))
    else:
        Image.new("RGB", (96, 64)).save(path, **{"tiffinfo": {700: FOUR_AND_RED}} if suffix == "tif" else _xmp())
    shoot.index()
    assert mark(shoot, path.name) == Mark(4, 0, "red")


def _xmp() -> dict[str, bytes]:
    return {"xmp": FOUR_AND_RED}


def _png_text(text: str) -> object:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", text)
    return info


@pytest.mark.parametrize("suffix", ["jpg", "tif", "dng"])
def test_exifs_own_stars_count_where_xmp_says_none(shoot: Shoot, suffix: str) -> None:
    path = shoot.folder / f"a.{suffix}"
    exif = Image.Exif()
    exif[18246] = 3
    if suffix == "dng":
        plain = linear(120, 160)
        path.write_bytes(dng(Directory({**plain.entries, 18246: (SHORT, [3])}, plain.strips)))
    else:
        Image.new("RGB", (96, 64)).save(path, exif=exif)
    shoot.index()
    assert mark(shoot, path.name) == Mark(3)


@pytest.mark.parametrize(("percent", "stars"), [(1, 1), (25, 2), (50, 3), (75, 4), (99, 5)])
def test_windows_per_cents_count_where_nothing_else_is_said(shoot: Shoot, percent: int, stars: int) -> None:
    exif = Image.Exif()
    exif[18249] = percent
    Image.new("RGB", (96, 64)).save(shoot.folder / "a.jpg", exif=exif)
    shoot.index()
    assert mark(shoot) == Mark(stars)


def test_xmp_counts_more_than_exif(shoot: Shoot) -> None:
    exif = Image.Exif()
    exif[18246] = 3
    Image.new("RGB", (96, 64)).save(shoot.folder / "a.jpg", exif=exif, xmp=FOUR_AND_RED)
    shoot.index()
    assert mark(shoot) == Mark(4, 0, "red")


def test_a_sidecar_speaks_for_the_photograph_also_when_it_is_gone(shoot: Shoot) -> None:
    photo = rated(shoot.folder / "a.jpg", XmpMarks(4, None, "blue"))
    photo.with_suffix(".xmp").write_text(packet('xmp:Rating="2"'))
    shoot.index()
    assert mark(shoot) == Mark(2)
    photo.with_suffix(".xmp").unlink()
    shoot.catalog.photos.forget_readings([shoot.photos()["a.jpg"].id])
    assert shoot.index() == ["a.jpg"]
    assert mark(shoot) == Mark(2)


def test_a_sidecar_that_comes_later_is_followed(shoot: Shoot) -> None:
    photo = rated(shoot.folder / "a.jpg", XmpMarks(4, None, "blue"))
    shoot.index()
    photo.with_suffix(".xmp").write_text(packet('xmp:Rating="1" xmp:Label="Red"'))
    shoot.index()
    assert mark(shoot) == Mark(1, 0, "red")


def test_the_persons_mark_stays_where_the_file_is_older(shoot: Shoot) -> None:
    photo = rated(shoot.folder / "a.jpg", XmpMarks(4))
    shoot.index()
    put(shoot, Mark(2, 1, "red"))
    os.utime(photo, (LONG_AGO + 1, LONG_AGO + 1))
    assert shoot.index() == [], "only its times changed"
    assert mark(shoot) == Mark(2, 1, "red")
    rated(photo, XmpMarks(5), LONG_AGO + 2)
    assert shoot.index() == ["a.jpg"]
    assert mark(shoot) == Mark(2, 1, "red")
    assert [(each.field, each.kept_ours) for each in shoot.catalog.conflicts.all()] == [("stars", True)]


def test_what_another_program_writes_into_the_file_is_followed(shoot: Shoot) -> None:
    photo = rated(shoot.folder / "a.jpg", XmpMarks(4))
    shoot.index()
    put(shoot, Mark(4, 1))
    rated(photo, XmpMarks(5), time.time() + 60)
    shoot.index()
    assert mark(shoot) == Mark(5, 1)
    assert shoot.catalog.conflicts.all() == []


def test_a_file_that_says_nothing_any_more_takes_nothing_away(shoot: Shoot) -> None:
    photo = rated(shoot.folder / "a.jpg", XmpMarks(4))
    shoot.index()
    save_photograph(photo, seed=5)
    os.utime(photo, (FAR_OFF, FAR_OFF))
    assert shoot.index() == ["a.jpg"]
    assert mark(shoot) == Mark(4)


def test_damaged_xmp_is_no_trouble(shoot: Shoot) -> None:
    Image.new("RGB", (96, 64)).save(shoot.folder / "a.jpg", xmp=FOUR_AND_RED[:150])
    shoot.index()
    assert (mark(shoot), shoot.errors(), shoot.catalog.sidecars.problems()) == (Mark(), {}, [])


def test_a_photograph_that_moved_keeps_its_marks(shoot: Shoot) -> None:
    photo = rated(shoot.folder / "a.jpg", XmpMarks(4))
    shoot.index()
    put(shoot, Mark(1))
    (shoot.folder / "deep").mkdir()
    photo.rename(shoot.folder / "deep" / "b.jpg")
    shoot.index()
    assert mark(shoot, "b.jpg") == Mark(1)
