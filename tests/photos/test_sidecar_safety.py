"""Whatever happens while a sidecar is written, the old or the new one is there, whole."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from tools.sidecars import DARKTABLE, LIGHTROOM

from clipiqa_desktop.photos.sidecar import (
    SidecarOptions,
    UnusableSidecar,
    find_sidecar,
    read_sidecar,
    write_sidecar,
)
from clipiqa_desktop.photos.xmp_marks import XmpMarks

DEFAULTS = SidecarOptions()
NOW = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)
CHOICES = (XmpMarks(1, "reject", "red"), XmpMarks(5, "pick", "purple"), XmpMarks(0, "none", "none"))

WRITER = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.photos.sidecar import SidecarOptions, write_sidecar
choices = (XmpMarks(1, "reject", "red"), XmpMarks(5, "pick", "purple"), XmpMarks(0, "none", "none"))
print("ready", flush=True)
for marks in itertools.cycle(choices):
    write_sidecar(Path(sys.argv[1]), marks, SidecarOptions(), datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC))
"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_1.NEF"
    path.with_suffix(".xmp").write_text(LIGHTROOM, "utf-8")
    return path


def sound_ones(photo: Path) -> set[bytes]:
    """Every content that the sidecar can have while the choices are written over each other in any order."""
    path = photo.with_suffix(".xmp")
    unseen, seen = [path.read_bytes()], set()
    while unseen:
        start = unseen.pop()
        seen.add(start)
        for marks in CHOICES:
            path.write_bytes(start)
            write_sidecar(photo, marks, DEFAULTS, NOW)
            unseen += {path.read_bytes()} - seen
    path.write_text(LIGHTROOM, "utf-8")
    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_at_any_moment_leaves_a_whole_sidecar(photo: Path) -> None:
    sound, path, chance = sound_ones(photo), photo.with_suffix(".xmp"), random.Random(1)
    seen = set()
    for _ in range(25):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(photo)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 0.05))
            writer.kill()
        assert path.read_bytes() in sound
        seen.add(path.read_bytes())
    assert len(seen) > 1
    assert read_sidecar(path).marks.with_defaults() in {*CHOICES, XmpMarks(3, "pick", "green")}


def test_threads_that_write_and_read_at_once_see_whole_sidecars(photo: Path) -> None:
    sound, path, stop = sound_ones(photo), photo.with_suffix(".xmp"), Event()

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(100):
            write_sidecar(photo, chance.choice(CHOICES), DEFAULTS, NOW)

    def read() -> set[bytes]:
        seen = set()
        while not stop.is_set():
            seen.add(path.read_bytes())
        return seen

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        writers = [pool.submit(write, seed) for seed in range(4)]
        for writer in writers:
            writer.result()
        stop.set()
        assert set.union(*(reader.result() for reader in readers)) <= sound
    assert sorted(each.name for each in photo.parent.iterdir()) == ["IMG_1.xmp"]


def test_two_threads_do_not_lose_each_others_marks(photo: Path) -> None:
    path = photo.with_suffix(".xmp")
    for stars in range(40):
        marks = [
            XmpMarks(stars=stars % 6),
            XmpMarks(label=("red", "blue")[stars % 2]),
            XmpMarks(flag=("pick", "reject")[stars % 2]),
        ]
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda each: write_sidecar(photo, each, DEFAULTS, NOW), marks))
        assert read_sidecar(path).marks == XmpMarks(marks[0].stars, marks[2].flag, marks[1].label)


def when_written(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let another program act while the temporary file is written."""
    real = os.fsync

    def fsync(file: int) -> None:
        act()
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)


def test_what_another_program_writes_meanwhile_is_kept(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo.with_suffix(".xmp")
    others = LIGHTROOM.replace('crs:Exposure2012="+0.45"', 'crs:Exposure2012="-1.00"')
    when_written(monkeypatch, lambda: path.write_text(others, "utf-8"))
    write_sidecar(photo, XmpMarks(stars=1), DEFAULTS, NOW)
    assert 'crs:Exposure2012="-1.00"' in path.read_text("utf-8")
    assert read_sidecar(path).marks.stars == 1


def test_a_sidecar_that_never_rests_is_given_up(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo.with_suffix(".xmp")
    when_written(monkeypatch, lambda: path.write_bytes(path.read_bytes() + b"\n"))
    with pytest.raises(UnusableSidecar, match="being changed by another program"):
        write_sidecar(photo, XmpMarks(stars=1), DEFAULTS, NOW)
    assert path.read_text("utf-8").rstrip() == LIGHTROOM.rstrip()
    assert len(list(photo.parent.iterdir())) == 1


def test_a_full_disk_leaves_the_old_sidecar_and_nothing_else(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    when_written(monkeypatch, full)
    with pytest.raises(UnusableSidecar, match=r"could not be written and is as it was \(No space left on device\)"):
        write_sidecar(photo, XmpMarks(stars=1), DEFAULTS, NOW)
    assert photo.with_suffix(".xmp").read_text("utf-8") == LIGHTROOM
    assert len(list(photo.parent.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_permissions_stay(photo: Path, mode: int) -> None:
    path = photo.with_suffix(".xmp")
    path.chmod(mode)
    write_sidecar(photo, XmpMarks(stars=1), DEFAULTS, NOW)
    assert path.stat().st_mode & 0o777 == mode


def test_a_write_protected_sidecar_is_respected(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo.with_suffix(".xmp")
    path.chmod(0o444)
    # root may write everything
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UnusableSidecar, match="write-protected"):
        write_sidecar(photo, XmpMarks(stars=1), DEFAULTS, NOW)
    assert path.read_text("utf-8") == LIGHTROOM


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(photo: Path) -> None:
    path, elsewhere = photo.with_suffix(".xmp"), photo.with_name("elsewhere")
    elsewhere.mkdir()
    target = path.rename(elsewhere / "a.xmp")
    path.symlink_to(target)
    write_sidecar(photo, XmpMarks(stars=1), DEFAULTS, NOW)
    assert path.is_symlink()
    assert read_sidecar(target).marks.stars == 1


def test_a_name_of_255_bytes_is_no_hindrance(tmp_path: Path) -> None:
    photo = tmp_path / f"{'n' * 251}.NEF"
    photo.with_suffix(".xmp").write_text(DARKTABLE, "utf-8")
    write_sidecar(photo, XmpMarks(4, "pick"), DEFAULTS, NOW)
    assert read_sidecar(photo.with_suffix(".xmp")).marks == XmpMarks(4, "pick", "blue")


def test_a_name_that_leaves_no_room_for_another_suffix(tmp_path: Path) -> None:
    photo = tmp_path / f"{'a' * 251}.jpg"
    photo.write_bytes(b"photo")
    assert write_sidecar(photo, XmpMarks(3), DEFAULTS, NOW).name == f"{'a' * 251}.xmp"
    assert find_sidecar(photo) == photo.with_suffix(".xmp")
    photo.with_suffix(".xmp").unlink()
    with pytest.raises(UnusableSidecar, match=r"could not be written and is as it was \(.*[Nn]ame too long\)"):
        write_sidecar(photo, XmpMarks(3), SidecarOptions(full_name=True), NOW)
