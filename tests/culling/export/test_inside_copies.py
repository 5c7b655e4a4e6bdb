"""Copies that are TIFF, DNG, HEIC or PNG files hold their marks by ExifTool where it is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tools import exported_alone
from tools.children import wait_until
from tools.dngs import dng, mosaic
from tools.exported import Exported, hashes
from tools.pictures import save_photograph
from tools.rare_files import HEIC_10_BIT

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.files import PART
from clipiqa_desktop.culling.export.options import EXPORTED, SKIPPED, UPDATED, Result
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.photos import exiftool
from clipiqa_desktop.photos.decode import opened

NAMES = ("a.tif", "b.png", "c.dng", "d.heic")
RATED = "exiftool -a -s3 -XMP-xmp:Rating -XMP-xmp:Label -XMP-xmpDM:Pick -XMP-tiff:Orientation"
ALSO_RATED = "exiv2 -Pv -g Xmp.xmp.Rating -g Xmp.xmp.Label -g Xmp.xmpDM.pick -g Xmp.tiff.Orientation"
needs_exiftool = pytest.mark.skipif(
    exiftool.program() is None, reason="exiftool is not installed: that TIFF, DNG, HEIC and PNG hold marks is UNPROVED"
)


@pytest.fixture
def kinds(out: Exported) -> Exported:
    """One photograph of each kind."""
    folder = out.shoot.folder
    for number, name in enumerate(NAMES[:2]):
        save_photograph(folder / name, number)
    (folder / "c.dng").write_bytes(dng(mosaic(80, 120)))
    (folder / "d.heic").write_bytes(HEIC_10_BIT)
    out.shoot.settings = SidecarSettings(mode="on export")
    out.shoot.walk()
    return out


def exported(out: Exported, stars: int, *names: str) -> Result:
    for name in names or NAMES:
        out.shoot.mark(name, Mark(stars, PICK, "red"))
    return out.export(*(names or NAMES))


def states(result: Result) -> set[str]:
    assert result.reasons == []
    return {each.state for each in result.outcomes}


def said(words: str, path: Path) -> list[str]:
    program = words.split(maxsplit=1)[0]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: what it reads is UNPROVED here")
    done = subprocess.run([*words.split(), str(path)], capture_output=True, text=True, check=True)
    return sorted(filter(None, done.stdout.split("\n")))


def stars(path: Path) -> str:
    return said("exiftool -s3 -XMP-xmp:Rating", path)[0]


def pixels(path: Path) -> np.ndarray:
    with opened(path, full_size=True) as picture:
        return np.asarray(picture.image)


@needs_exiftool
@pytest.mark.parametrize("name", NAMES)
def test_other_programs_read_the_marks_of_a_copy_whose_pixels_are_those_of_the_original(
    kinds: Exported, name: str
) -> None:
    originals = kinds.shoot.originals()
    assert states(exported(kinds, 4, name)) == {EXPORTED}
    copy = kinds.target / name
    assert said(RATED, copy) == ["1", "4", "Red"]
    if name != "d.heic":  # exiv2 0.27 looks in another place of so small a file: see the photographs below
        assert said(ALSO_RATED, copy) == ["1", "4", "Red"]
    assert np.array_equal(pixels(copy), pixels(kinds.shoot.folder / name))
    assert kinds.shoot.originals() == originals
    assert copy.stat().st_mtime_ns == (kinds.shoot.folder / name).stat().st_mtime_ns


@needs_exiftool
@pytest.mark.parametrize("name", NAMES)
def test_other_programs_read_that_a_copy_was_turned(kinds: Exported, name: str) -> None:
    kinds.shoot.catalog.turns.turn([kinds.shoot.id(name)], 1)
    assert states(exported(kinds, 4, name)) == {EXPORTED}
    copy = kinds.target / name
    assert said(RATED, copy) == ["1", "4", "Red", "Rotate 90 CW"]
    if name != "d.heic":
        assert said(ALSO_RATED, copy) == ["1", "4", "6", "Red"]
    if name in {"a.tif", "c.dng"}:
        assert said("exiftool -n -s3 -IFD0:Orientation", copy) == ["6"]


@needs_exiftool
@pytest.mark.parametrize("name", ["IMG_4682.HEIC", "test_live.HEIC", "colorchart.dng"])
def test_other_programs_read_the_marks_of_photographs_of_cameras(kinds: Exported, photographs: Path, name: str) -> None:
    shutil.copy(photographs / "raw-and-heic" / name, kinds.shoot.folder / name)
    kinds.shoot.walk()
    assert states(exported(kinds, 4, name)) == {EXPORTED}
    for words in (RATED, ALSO_RATED):
        assert [each for each in said(words, kinds.target / name) if each in {"4", "Red"}] == ["4", "Red"]
    assert np.array_equal(pixels(kinds.target / name), pixels(kinds.shoot.folder / name))


@needs_exiftool
def test_a_copy_is_known_where_nothing_changed_and_marked_anew_in_its_place(kinds: Exported) -> None:
    assert states(exported(kinds, 4)) == {EXPORTED}
    first = hashes(kinds.target)
    assert states(exported(kinds, 4)) == {SKIPPED}
    assert hashes(kinds.target) == first
    assert states(exported(kinds, 2)) == {UPDATED}
    assert {stars(kinds.target / name) for name in NAMES} == {"2"}
    assert hashes(kinds.target).keys() == first.keys()


@needs_exiftool
def test_a_copy_that_another_program_changed_stays(kinds: Exported) -> None:
    exported(kinds, 4, "a.tif")
    copy = kinds.target / "a.tif"
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-XMP-xmp:Rating=1", copy], check=True)
    before = copy.read_bytes()
    result = exported(kinds, 5, "a.tif")
    assert copy.read_bytes() == before
    assert "is another version by now and stays as it is; this one is a-2.tif" in result.remarks[0].reason
    assert stars(kinds.target / "a-2.tif") == "5"


@needs_exiftool
def test_what_else_a_sidecar_says_goes_inside_and_what_stands_there_stays(kinds: Exported) -> None:
    subprocess.run(["exiftool", "-q", kinds.shoot.folder / "b.xmp", "-XMP-dc:Subject=sea"], check=True)
    own = ["exiftool", "-q", "-overwrite_original", "-XMP-dc:Title=own", kinds.shoot.folder / "a.tif"]
    subprocess.run(own, check=True)
    kinds.shoot.walk()
    exported(kinds, 3, "a.tif", "b.png")
    assert said("exiftool -s3 -XMP-dc:Title -XMP-xmp:Rating", kinds.target / "a.tif") == ["3", "own"]
    assert said("exiftool -s3 -XMP-dc:Subject -XMP-xmp:Rating", kinds.target / "b.png") == ["3", "sea"]


@needs_exiftool
@pytest.mark.parametrize("name", ["-delete%f.tif", "@all.tif", "$(x) ;`.tif", "é ü.tif"])
def test_names_are_never_taken_for_anything_else(kinds: Exported, name: str) -> None:
    save_photograph(kinds.shoot.folder / "n.tif", 5).rename(kinds.shoot.folder / name)
    kinds.shoot.walk()
    originals = kinds.shoot.originals()
    assert states(exported(kinds, 4, name)) == {EXPORTED}
    assert {path.suffix for path in kinds.target.iterdir()} == {".tif", ".xmp"}
    assert stars(kinds.target.resolve() / name) == "4"
    assert kinds.shoot.originals() == originals


def test_without_marks_a_copy_is_the_original_byte_for_byte(kinds: Exported) -> None:
    result = kinds.export()
    assert hashes(kinds.target) == kinds.shoot.originals()
    assert result.marks.in_words == "4 photographs without marks"


def test_without_exiftool_sidecars_say_the_marks_and_the_result_says_so(
    kinds: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photograph(kinds.shoot.folder / "e.jpg", 9)
    save_photograph(kinds.shoot.folder / "f.jpg", 8)
    kinds.shoot.walk()
    monkeypatch.setattr(exiftool, "program", lambda: None)
    result = exported(kinds, 4, *NAMES, "e.jpg")
    assert states(result) == {EXPORTED}
    assert result.marks.in_words == "marks in 5 sidecars, inside 1 file"
    assert result.marks.advice == (
        "4 TIFF, DNG, HEIC and PNG files hold their marks in sidecars: install ExifTool to have them inside"
    )
    assert kinds.export("f.jpg").marks.in_words == "1 photograph without marks"
    assert {name: hashes(kinds.target)[name] for name in NAMES} == {
        name: kinds.shoot.originals()[name] for name in NAMES
    }


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'Error: [minor] It is strange - ./a.tif' >&2; exit 1", "ExifTool refused it (It is strange)"),
        ("exit 0", "cannot be read back"),
        ('cp "$PWD/a.tif" "$PWD/$(ls -a | head -c 0)$8"', "reads back differently"),
        ("exec sleep 60", "ExifTool did not end"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="a script stands for the program")
def test_whatever_exiftool_does_the_copy_is_as_it_was_with_a_sidecar_and_a_sentence(
    kinds: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    program = tmp_path / "exiftool"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(exiftool, "program", lambda: str(program))
    monkeypatch.setattr(exiftool, "_LIMIT_S", 1.0)
    result = exported(kinds, 4, "a.tif")
    assert reason in result.remarks[0].reason
    assert hashes(kinds.target)["a.tif"] == kinds.shoot.originals()["a.tif"]
    assert sorted(hashes(kinds.target)) == ["a.tif", "a.xmp"]
    assert result.marks.in_words == "marks in 1 sidecar"


@needs_exiftool
def test_a_kill_loses_nothing_and_the_same_export_goes_on(kinds: Exported) -> None:
    originals = kinds.shoot.originals()
    for name in NAMES:
        kinds.shoot.mark(name, Mark(4, PICK, "red"))
    words = [sys.executable, exported_alone.__file__, kinds.shoot.folder.parent / "catalog.db", kinds.target, "copy"]
    for _ in NAMES:
        with subprocess.Popen(words) as program:
            parts = set(kinds.target.glob(f".*{PART}"))
            wait_until(
                lambda parts=parts, program=program: (
                    set(kinds.target.glob(f".*{PART}")) - parts or program.poll() is not None
                )
            )
            program.kill()
        for name in NAMES:
            if (kinds.target / name).exists():
                assert np.array_equal(pixels(kinds.target / name), pixels(kinds.shoot.folder / name))
    with subprocess.Popen(words) as program:
        assert program.wait() == 0
    assert kinds.shoot.originals() == originals
    assert {path.name for path in kinds.target.iterdir() if not path.name.startswith(".")} == {
        *NAMES,
        *(Path(name).with_suffix(".xmp").name for name in NAMES),
    }
    assert {stars(kinds.target / name) for name in NAMES} == {"4"}
