"""Photographs are turned in the catalog and in sidecars, and their files stay as they are."""

import shutil
import subprocess
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from tools.marked import Marked

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.marks.orientations import orientation_after, quarters_between
from clipiqa_desktop.culling.turning import turn_command
from clipiqa_desktop.photos.packet import EMPTY, marked
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_edit import XmpFile
from clipiqa_desktop.photos.xmp_marks import XmpMarks

PIXELS = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)


def shown(orientation: int) -> np.ndarray:
    """What stored pixels look like to a program that heeds this orientation."""
    image = Image.fromarray(PIXELS)
    image.getexif()[0x0112] = orientation
    return np.asarray(ImageOps.exif_transpose(image))


@pytest.mark.parametrize(("stored", "quarters"), [*product(range(1, 9), range(4))])
def test_the_orientation_is_what_other_programs_show(stored: int, quarters: int) -> None:
    assert np.array_equal(shown(orientation_after(stored, quarters)), np.rot90(shown(stored), -quarters))


def test_a_command_is_taken_back_and_done_again(shoot: Marked) -> None:
    (shoot.folder / "a.jpg").write_bytes(b"a")
    shoot.walk()
    photo_id, turns, told = shoot.id("a.jpg"), shoot.catalog.turns, []
    command = turn_command(turns, [photo_id], 1, told.append)
    assert (command.words, command.do().changed, turns.of([photo_id])) == ("Turn right", True, {photo_id: 1})
    assert (command.undo().changed, turns.of([photo_id])) == (True, {photo_id: 0})
    assert (command.do().changed, turns.of([photo_id])) == (True, {photo_id: 1})
    assert told == [(photo_id,)] * 3
    turns.turn([photo_id], 1)
    assert not command.undo().changed
    assert turns.of([photo_id]) == {photo_id: 2}


def orientation_in(path: Path) -> list[tuple[str, ...]]:
    return XmpFile(path.read_bytes()).properties().get("tiff:Orientation", [])


def test_sidecars_say_it_once_somebody_has_turned_the_photograph(shoot: Marked) -> None:
    for name in ("a.cr2", "b.cr2"):
        (shoot.folder / name).write_bytes(name.encode())
    shoot.walk()
    originals, turns = shoot.originals(), shoot.catalog.turns
    shoot.mark("b.cr2", Mark(3))
    shoot.write("a.cr2", "b.cr2")
    assert orientation_in(shoot.folder / "b.xmp") == []
    ids = [shoot.id("a.cr2"), shoot.id("b.cr2")]
    turns.turn(ids, 1)
    shoot.write("a.cr2", "b.cr2")
    assert [orientation_in(shoot.folder / f"{name}.xmp") for name in "ab"] == [[("6",)], [("6",)]]
    turns.turn(ids, -1)
    shoot.write("a.cr2", "b.cr2")
    assert orientation_in(shoot.folder / "b.xmp") == [("1",)]
    assert shoot.catalog.marks.of(ids)[ids[1]] == Mark(3)
    assert shoot.originals() == originals


def test_the_orientation_of_the_file_is_the_beginning(shoot: Marked) -> None:
    (shoot.folder / "a.cr2").write_bytes(b"a")
    shoot.walk()
    photo_id = shoot.id("a.cr2")
    shoot.catalog.photos.store_glance(photo_id, "glance", {"orientation": 8})
    shoot.catalog.turns.turn([photo_id], 1)
    shoot.write("a.cr2")
    assert orientation_in(shoot.folder / "a.xmp") == [("1",)]


@pytest.mark.parametrize(("stored", "shown"), [*product(range(1, 9), range(1, 9))])
def test_the_quarters_between_two_orientations(stored: int, shown: int) -> None:
    quarters = quarters_between(stored, shown)
    assert quarters is None or orientation_after(stored, quarters) == shown
    assert (quarters is None) == ((stored in {2, 4, 5, 7}) != (shown in {2, 4, 5, 7}))


def say(sidecar: Path, orientation: int) -> None:
    """As Lightroom does once a photograph is turned there."""
    sidecar.write_bytes(marked(EMPTY, XmpMarks(orientation=orientation), SidecarOptions(), datetime.now(UTC)))


def raw_of(shoot: Marked, orientation: int | None) -> int:
    """A photograph whose file stands so, or of which that is not known yet."""
    (shoot.folder / "a.cr2").write_bytes(b"a")
    shoot.walk()
    if orientation is not None:
        shoot.catalog.photos.store_glance(shoot.id("a.cr2"), "glance", {"orientation": orientation})
    return shoot.id("a.cr2")


def test_what_another_program_turned_stands_so_here(shoot: Marked) -> None:
    photo_id = raw_of(shoot, 8)
    say(shoot.folder / "a.xmp", 8)  # as the file stands
    assert shoot.read() == []
    say(shoot.folder / "a.xmp", 1)
    assert shoot.read() == [photo_id]
    assert shoot.catalog.turns.of([photo_id]) == {photo_id: 1}
    say(shoot.folder / "a.xmp", 7)  # mirrored, which is shown nowhere here
    assert shoot.read() == []
    assert shoot.catalog.turns.of([photo_id]) == {photo_id: 1}


@pytest.mark.parametrize("mirrored", [2, 4, 5, 7])
def test_what_was_mirrored_elsewhere_is_turned_here_once_it_is_mirrored_back(shoot: Marked, mirrored: int) -> None:
    photo_id = raw_of(shoot, 1)
    say(shoot.folder / "a.xmp", mirrored)
    assert shoot.read() == []
    say(shoot.folder / "a.xmp", 6)
    assert shoot.read() == [photo_id]
    assert shoot.catalog.turns.of([photo_id]) == {photo_id: 1}


def test_it_waits_until_the_file_has_been_looked_at(shoot: Marked) -> None:
    photo_id, turns = raw_of(shoot, None), shoot.catalog.sidecars.turns
    say(shoot.folder / "a.xmp", 3)
    assert (shoot.read(), turns.settle()) == ([], [])
    shoot.catalog.photos.store_glance(photo_id, "glance", {"orientation": 6})
    assert (turns.settle(), turns.settle()) == ([photo_id], [])
    assert shoot.catalog.turns.of([photo_id]) == {photo_id: 1}


def test_what_was_turned_here_since_stays_and_is_written(shoot: Marked) -> None:
    photo_id = raw_of(shoot, 1)
    say(shoot.folder / "a.xmp", 1)
    shoot.read()
    shoot.catalog.turns.turn([photo_id], 1)
    say(shoot.folder / "a.xmp", 3)
    assert shoot.read() == []
    shoot.write("a.cr2")
    assert orientation_in(shoot.folder / "a.xmp") == [("6",)]
    say(shoot.folder / "a.xmp", 8)
    assert shoot.read() == [photo_id]
    assert shoot.catalog.turns.of([photo_id]) == {photo_id: 3}


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool, the other program here, is not installed")
def test_another_program_reads_a_turn_and_turns_it_further(shoot: Marked) -> None:
    photo_id, sidecar = raw_of(shoot, 1), shoot.folder / "a.xmp"
    shoot.catalog.turns.turn([photo_id], 1)
    shoot.write("a.cr2")
    exiftool = partial(subprocess.run, check=True, capture_output=True, text=True)
    assert exiftool(["exiftool", "-s3", "-XMP-tiff:Orientation", str(sidecar)]).stdout.strip() == "Rotate 90 CW"
    exiftool(["exiftool", "-overwrite_original", "-XMP-tiff:Orientation=Rotate 180", str(sidecar)])
    assert shoot.read() == [photo_id]
    assert shoot.catalog.turns.of([photo_id]) == {photo_id: 2}
