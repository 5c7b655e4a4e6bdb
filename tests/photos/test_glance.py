"""What a glance finds in the head of each container, composed as they are documented, and in real files."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tools.camera_files import Shot, arw, camera_dng, camera_jpeg, cr3, halves, jpeg, noise, raf, rw2, with_bars

from clipiqa_desktop.photos import decode, glance
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.glance import look_at
from clipiqa_desktop.photos.head import MOST_BYTES, Head, TooFar

PICTURE = halves()
BARRED = with_bars(PICTURE)
CONTAINERS: dict[str, tuple[str, Callable[[Shot], bytes]]] = {
    "jpeg": ("a.jpg", lambda shot: camera_jpeg(PICTURE, shot, BARRED)),
    "mpf": ("a.jpg", lambda shot: camera_jpeg(PICTURE, shot, None, PICTURE)),
    "dng": ("a.dng", lambda shot: camera_dng(PICTURE, shot)),
    "arw": ("a.arw", lambda shot: arw(PICTURE, shot, BARRED)),
    "raf": ("a.raf", lambda shot: raf(PICTURE, shot, BARRED)),
    "rw2": ("a.rw2", lambda shot: rw2(PICTURE, shot, BARRED)),
    "cr3": ("a.cr3", lambda shot: cr3(PICTURE, shot, BARRED)),
}


def opened(picture: bytes | None) -> Image.Image:
    assert picture is not None
    return Image.open(io.BytesIO(picture))


def is_near(pixel: tuple[int, ...], colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 80 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", CONTAINERS)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_every_container_tells_facts_and_a_picture_upright_without_bars(
    tmp_path: Path, kind: str, orientation: int
) -> None:
    name, made = CONTAINERS[kind]
    (tmp_path / name).write_bytes(made(Shot(orientation=orientation)))
    found = look_at(tmp_path / name)
    facts, picture = found.facts, opened(found.picture)
    assert facts.orientation == orientation
    assert (facts.captured, facts.camera, facts.serial) == (1714979289.25, "Canon EOS R6", "1234")
    assert (facts.shutter_s, facts.aperture, facts.iso, facts.focal_length_mm) == (0.004, 2.8, 400, 35.0)
    assert (facts.lens, facts.exposure_mode) == ("A lens 35mm", 0)
    width, height = picture.size
    assert max(width, height) <= 320
    assert width / height == pytest.approx(1.5, rel=0.03)
    assert is_near(picture.getpixel((4, height // 2)), (255, 0, 0))
    assert is_near(picture.getpixel((width - 5, height // 2)), (0, 0, 255))
    assert is_near(picture.getpixel((width // 4, 1)), (255, 0, 0))
    assert is_near(picture.getpixel((width // 4, height - 2)), (255, 0, 0))


@pytest.mark.parametrize("kind", CONTAINERS)
def test_no_more_is_read_than_may_be(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[Head] = []
    monkeypatch.setattr(glance, "Head", lambda *of: heads.append(Head(*of)) or heads[-1])
    name, made = CONTAINERS[kind]
    (tmp_path / name).write_bytes(made(Shot()))
    look_at(tmp_path / name)
    (head,) = heads
    assert head.bytes_read <= MOST_BYTES
    assert head.requests <= 4


@pytest.mark.parametrize("kind", ["jpeg", "mpf", "dng"])
def test_the_facts_are_those_that_reading_finds(tmp_path: Path, kind: str) -> None:
    name, made = CONTAINERS[kind]
    (tmp_path / name).write_bytes(made(Shot(orientation=6, mode=2)))
    assert look_at(tmp_path / name).facts == decode.read_facts(tmp_path / name)


def test_the_smallest_picture_that_fills_a_cell_is_taken(tmp_path: Path) -> None:
    tiny = halves((90, 60))
    for thumbnail, preview, side in ((BARRED, PICTURE, 160), (tiny, PICTURE, 320), (tiny, None, 90)):
        (tmp_path / "a.jpg").write_bytes(camera_jpeg(PICTURE, Shot(), thumbnail, preview))
        assert max(opened(look_at(tmp_path / "a.jpg").picture).size) == side


def test_a_dark_photograph_keeps_its_edges(tmp_path: Path) -> None:
    night = Image.new("RGB", (600, 400), (5, 5, 5))
    small = night.resize((150, 100))
    (tmp_path / "a.jpg").write_bytes(camera_jpeg(night, Shot(), small))
    assert opened(look_at(tmp_path / "a.jpg").picture).size == (150, 100)


def test_a_preview_that_is_too_large_to_be_fetched_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(camera_jpeg(PICTURE, Shot(), None, noise((1600, 1000))))
    found = look_at(tmp_path / "a.jpg")
    assert found.picture is None
    assert found.facts.serial == "1234"


def test_what_has_nothing_embedded_tells_its_facts(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(PICTURE))
    for kind in ("png", "webp", "tif", "gif", "bmp"):
        PICTURE.save(tmp_path / f"a.{kind}")
    for path in tmp_path.iterdir():
        found = look_at(path)
        assert (found.facts.width, found.facts.height, found.picture) == (600, 400, None)


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_file_cut_anywhere_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    name, made = CONTAINERS[kind]
    content, refused = made(Shot()), list[Exception]()
    for end in range(1, min(len(content), 6000), 97):
        (tmp_path / name).write_bytes(content[:end])
        try:
            found = look_at(tmp_path / name)
        except Exception as error:  # noqa: BLE001 (as the child process does)
            refused.append(error)
        else:
            assert found.facts.width in {0, 600}
    assert refused
    assert not [error for error in refused if isinstance(error, (RecursionError, MemoryError))]


def test_a_pipe_named_like_a_photograph_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    with pytest.raises(Unreadable, match="pipe"):
        look_at(tmp_path / "a.jpg")


def test_a_head_reads_no_more_than_it_may_and_nothing_twice() -> None:
    content = bytes(range(256)) * 4096
    head = Head(io.BytesIO(content), len(content))  # type: ignore[arg-type]
    assert head.take(100, 50) == content[100:150]
    assert (head.requests, head.bytes_read) == (1, 65536)
    assert head.take(65000, 2000) == content[65000:67000]
    assert (head.requests, head.bytes_read) == (2, 67000)
    head.seek(900_000)
    assert head.read(10) == content[900_000:900_010]
    assert head.take(len(content) - 5, 50) == content[-5:]
    with pytest.raises(TooFar):
        head.take(200_000, MOST_BYTES)
    assert head.bytes_read <= MOST_BYTES


def real(kind: str) -> list[Path]:
    folder = os.environ.get("CLIPIQA_PHOTOS")
    return sorted(Path(folder).rglob(kind)) if folder else []


@pytest.mark.parametrize(
    "path", [*real("*.HEIC"), *real("IMG_10*.JPG"), *real("series/*1.jpg")], ids=lambda path: path.name
)
def test_real_files_tell_the_same_as_when_they_are_read(path: Path) -> None:
    found = look_at(path)
    assert found.facts == decode.read_facts(path)
    if path.suffix == ".HEIC":
        assert opened(found.picture).size == (240, 320)
