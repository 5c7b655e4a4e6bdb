"""Marks inside a JPEG: written without a pixel changing, and with everything else in the file as it was."""

import hashlib
import io
import os
import shutil
import struct
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tools.pictures import save_photograph
from tools.sidecars import LIGHTROOM, packet

from clipiqa_desktop.photos.jpeg_segments import NotJpeg, read_segments
from clipiqa_desktop.photos.jpeg_xmp import embed_marks, read_embedded
from clipiqa_desktop.photos.sidecar import MalformedSidecar, UnusableSidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks

DEFAULTS = SidecarOptions()
NOW = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"


def embed(photo: Path, marks: XmpMarks) -> None:
    embed_marks(photo, marks, DEFAULTS, NOW)


def app(number: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, 0xE0 + number, len(payload) + 2) + payload


def with_segments(photo: Path, *segments: bytes) -> Path:
    """The same photograph with these segments behind its JFIF segment."""
    jpeg = photo.read_bytes()
    photo.write_bytes(jpeg[:20] + b"".join(segments) + jpeg[20:])
    return photo


def parts(photo: Path) -> tuple[list[bytes], bytes]:
    """What the segments hold but for XMP, and all from the scan on."""
    jpeg = photo.read_bytes()
    segments = list(read_segments(io.BytesIO(jpeg)))
    return [each.payload for each in segments if not each.is_xmp], jpeg[segments[-1].start :]


def pixels(photo: Path) -> np.ndarray:
    with Image.open(photo) as picture:
        return np.asarray(picture)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    exif = Image.Exif()
    exif[0x0110] = "Camera"
    path = tmp_path / "a.jpg"
    with Image.open(save_photograph(tmp_path / "plain.jpg")) as picture:
        picture.save(path, exif=exif, icc_profile=b"profile" * 30, progressive=True)
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return save_photograph(tmp_path / "a.jpg")


marks = st.builds(
    XmpMarks,
    st.integers(0, 5),
    st.sampled_from(["pick", "reject", "none"]),
    st.sampled_from(["red", "yellow", "green", "blue", "purple", "none"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(steps=st.lists(marks, min_size=1, max_size=4))
def test_any_marks_are_read_back_and_pixels_and_scan_stay(photo: Path, steps: list[XmpMarks]) -> None:
    before, shown = parts(photo), pixels(photo)
    for step in steps:
        embed(photo, step)
        assert read_embedded(photo).marks.with_defaults() == step
        assert parts(photo) == before
    assert np.array_equal(pixels(photo), shown)
    with Image.open(photo) as picture:
        assert picture.getexif()[0x0110] == "Camera"


def test_the_packet_stands_behind_exif_and_later_marks_keep_the_size(photo: Path) -> None:
    embed(photo, XmpMarks(3))
    with photo.open("rb") as file:
        segments = list(read_segments(file))
    first = [each.payload[:5] for each in segments[:3]]
    assert XMP[:5] in first
    assert b"Exif\0" in first[: first.index(XMP[:5])]
    size = photo.stat().st_size
    embed(photo, XmpMarks(5, "pick", "purple"))
    embed(photo, XmpMarks(0, "none", "none"))
    assert photo.stat().st_size == size


def test_a_packet_that_is_there_is_edited_and_the_rest_of_it_stays(plain: Path) -> None:
    extended = app(1, EXTENSION + b"0" * 40)
    with_segments(plain, app(1, XMP + LIGHTROOM.encode()), extended)
    embed(plain, XmpMarks(5, "reject"))
    assert read_embedded(plain).marks == XmpMarks(5, "reject", "green")
    assert b'crs:Exposure2012="+0.45"' in plain.read_bytes()
    assert extended in plain.read_bytes()
    assert plain.read_bytes().count(XMP) == 1


def test_a_packet_that_a_camera_ended_with_a_zero_is_read_and_edited(plain: Path) -> None:
    with_segments(plain, app(1, XMP + LIGHTROOM.encode() + b"\0"))
    before = read_embedded(plain).marks
    embed(plain, XmpMarks(5, "reject"))
    assert (before.label, read_embedded(plain).marks) == ("green", XmpMarks(5, "reject", "green"))
    assert plain.read_bytes().count(XMP) == 1


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_exiftool_reads_it(photo: Path) -> None:
    embed(photo, XmpMarks(4, "pick", "red"))
    words = ["exiftool", "-s3", "-XMP-xmp:Rating", "-XMP-xmp:Label", "-XMP-xmpDM:Pick", "-validate", "-warning", photo]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split("\n")
    assert told[:3] == ["4", "Red", "1"]
    assert "XMP" not in " ".join(told[3:])


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_what_exiftool_wrote_is_read(plain: Path) -> None:
    words = ["exiftool", "-q", "-overwrite_original", "-XMP-xmp:Rating=3", "-XMP-xmp:Label=Blue", plain]
    subprocess.run(words, check=True)
    assert read_embedded(plain).marks == XmpMarks(3, None, "blue")
    size = plain.stat().st_size
    embed(plain, XmpMarks(4))
    assert read_embedded(plain).marks == XmpMarks(4, None, "blue")
    assert plain.stat().st_size == size


def test_no_marks_and_the_same_marks_write_nothing(photo: Path) -> None:
    def state() -> tuple[str, int, int]:
        status = photo.stat()
        return hashlib.sha256(photo.read_bytes()).hexdigest(), status.st_mtime_ns, status.st_ino

    before = state()
    embed(photo, XmpMarks(0, "none", "none"))
    assert state() == before
    embed(photo, XmpMarks(2))
    before = state()
    embed(photo, XmpMarks(2))
    assert state() == before
    assert [path.name for path in photo.parent.iterdir() if path.name.startswith(".")] == []


def test_a_jpeg_without_marks_says_nothing(plain: Path) -> None:
    state = read_embedded(plain)
    assert state.marks == XmpMarks()
    assert (state.size, state.mtime_ns) == (plain.stat().st_size, plain.stat().st_mtime_ns)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda _: b"\x89PNG\r\n", "is no JPEG"),
        (lambda _: b"", "is no JPEG"),
        (lambda jpeg: jpeg[:30], "is a damaged JPEG"),
        (lambda jpeg: jpeg[:20] + b"\0" * 50 + jpeg[20:], "is a damaged JPEG"),
        (lambda jpeg: jpeg[:-200], "is a JPEG without an end"),
        (lambda jpeg: jpeg[:2] + app(0xE, b"") * 10_001 + jpeg[2:], "is a JPEG of more pieces than any program writes"),
        (lambda jpeg: jpeg[:2] + b"\xff" * 100_000 + jpeg[2:], "is a damaged JPEG"),
    ],
)
def test_what_is_no_sound_jpeg_is_refused(plain: Path, damage: object, told: str) -> None:
    plain.write_bytes(damage(plain.read_bytes()))
    before = plain.read_bytes()
    with pytest.raises(MalformedSidecar, match=f'"a.jpg" {told}'):
        embed(plain, XmpMarks(1))
    assert plain.read_bytes() == before


@pytest.mark.parametrize(
    ("segments", "told"),
    [
        ([app(1, XMP + b"<broken")], "The XMP in the photograph"),
        ([app(1, XMP + packet("", f"<!--{'x' * 64800}-->").encode())], "larger than the 64 KB"),
        ([app(2, b"MPF\0" + b"0" * 40)], "holds several pictures"),
    ],
)
def test_what_could_do_harm_is_refused(plain: Path, segments: list[bytes], told: str) -> None:
    with_segments(plain, *segments)
    before = plain.read_bytes()
    with pytest.raises(UnusableSidecar, match=told):
        embed(plain, XmpMarks(5, "pick", "purple"))
    assert plain.read_bytes() == before


def test_a_disk_that_refuses_is_a_sentence(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = plain.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableSidecar, match=r"left as it was, because the disk refused \(No space left on device\)"):
        embed(plain, XmpMarks(1))
    plain.rename(plain.with_name("b.jpg"))
    with pytest.raises(UnusableSidecar, match="the disk refused"):
        read_embedded(plain)
    assert plain.with_name("b.jpg").read_bytes() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(at=st.integers(0, 700), byte=st.integers(0, 255))
def test_damage_is_found_or_harmless(plain: Path, at: int, byte: int) -> None:
    jpeg = bytearray(plain.read_bytes())
    jpeg[at] = byte
    damaged = plain.with_name("damaged.jpg")
    damaged.write_bytes(jpeg)
    try:
        embed(damaged, XmpMarks(5))
    except UnusableSidecar:
        assert damaged.read_bytes() == jpeg
    else:
        assert read_embedded(damaged).marks.stars == 5


def test_random_bytes_are_no_segments() -> None:
    with pytest.raises(NotJpeg):
        list(read_segments(io.BytesIO(b"\xff\xd8\xff\xff\xff")))


@pytest.mark.skipif(os.name == "nt", reason="owners and attributes are others there")
def test_owner_attributes_and_times_stay(photo: Path) -> None:
    os.utime(photo, ns=(1_600_000_000_123_456_789, 1_500_000_000_123_456_789))
    photo.chmod(0o640)
    kept = {}
    try:
        os.setxattr(photo, "user.tag", b"holiday")
        kept["user.tag"] = b"holiday"
    except OSError:
        pass  # a file system without them
    before = photo.stat()
    embed_marks(photo, XmpMarks(4), DEFAULTS, NOW)
    after = photo.stat()
    assert read_embedded(photo).marks.stars == 4
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert after.st_mtime_ns == before.st_mtime_ns
    assert {name: os.getxattr(photo, name) for name in kept} == kept


def test_a_hard_link_is_said_and_not_broken(photo: Path) -> None:
    other = photo.with_name("other.jpg")
    os.link(photo, other)
    before = photo.read_bytes()
    with pytest.raises(UnusableSidecar, match=r"another name elsewhere \(a hard link\)"):
        embed_marks(photo, XmpMarks(4), DEFAULTS, NOW)
    assert photo.samefile(other)
    assert photo.read_bytes() == before
    embed_marks(photo, XmpMarks(), DEFAULTS, NOW)
