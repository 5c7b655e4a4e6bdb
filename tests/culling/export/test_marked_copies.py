"""Copies that are JPEG files hold their marks, for Lightroom and Bridge look for them nowhere else."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tools.exported import Exported, hashes
from tools.pictures import save_photographs

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.options import EXPORTED, SKIPPED, UPDATED
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.photos.jpeg_xmp import embed_marks, read_embedded
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.xmp_marks import XmpMarks

_NOW = datetime(2026, 6, 14, tzinfo=UTC)


@pytest.fixture
def jpegs(out: Exported) -> Exported:
    save_photographs(out.shoot.folder, 2)
    out.shoot.settings = SidecarSettings(mode="on export")
    out.shoot.walk()
    return out


def first(out: Exported) -> str:
    return min(path.name for path in out.shoot.folder.glob("*.jpg"))


def exported(out: Exported, stars: int, **more: object) -> list[str]:
    out.shoot.mark(first(out), Mark(stars, PICK, "red"))
    return [each.state for each in out.export(first(out), **more).outcomes]


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def test_a_copy_holds_its_marks_and_every_pixel_and_the_original_is_not_touched(jpegs: Exported) -> None:
    name, originals = first(jpegs), jpegs.shoot.originals()
    assert exported(jpegs, 4) == [EXPORTED]
    copy = jpegs.target / name
    assert read_embedded(copy).marks == XmpMarks(4, "pick", "red")
    assert np.array_equal(pixels(copy), pixels(jpegs.shoot.folder / name))
    assert jpegs.shoot.originals() == originals


def test_a_copy_is_marked_anew_in_its_place_and_known_where_nothing_changed(jpegs: Exported) -> None:
    name = first(jpegs)
    exported(jpegs, 4)
    assert exported(jpegs, 4) == [SKIPPED]
    for stars in (2, 5):
        assert exported(jpegs, stars) == [UPDATED]
        assert read_embedded(jpegs.target / name).marks.stars == stars
    assert jpegs.names == [name, Path(name).with_suffix(".xmp").name]


def test_a_copy_that_another_program_marked_stays(jpegs: Exported) -> None:
    name = first(jpegs)
    exported(jpegs, 4)
    embed_marks(jpegs.target / name, XmpMarks(1), SidecarOptions(), _NOW)
    before = hashes(jpegs.target)[name]
    assert exported(jpegs, 5) == [EXPORTED]
    assert hashes(jpegs.target)[name] == before


def test_what_another_program_wrote_into_the_original_comes_along(jpegs: Exported) -> None:
    name = first(jpegs)
    exported(jpegs, 4)
    path = jpegs.shoot.folder / name
    embed_marks(path, XmpMarks(label="blue"), SidecarOptions(), _NOW)
    jpegs.shoot.walk()
    assert exported(jpegs, 3) == [UPDATED]
    assert read_embedded(jpegs.target / name).marks.stars == 3


def test_without_marks_a_copy_is_the_original_byte_for_byte(jpegs: Exported) -> None:
    name = first(jpegs)
    jpegs.export(name)
    assert hashes(jpegs.target) == {name: jpegs.shoot.originals()[name]}


@pytest.mark.parametrize("more", [{"way": "link"}, {"way": "move"}, {"sidecars": False}])
def test_links_moves_and_copies_without_sidecars_are_left_as_they_are(jpegs: Exported, more: dict) -> None:
    name = first(jpegs)
    before = jpegs.shoot.originals()[name]
    exported(jpegs, 4, **more)
    assert hashes(jpegs.target)[name] == before


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("exiftool -s3 -XMP-xmp:Rating -XMP-xmp:Label -XMP-tiff:Orientation", ["4", "Red", "Rotate 90 CW"]),
        ("exiv2 -Pv -g Xmp.xmp.Rating -g Xmp.xmp.Label -g Xmp.tiff.Orientation", ["4", "Red", "6"]),
    ],
)
def test_other_programs_read_them(jpegs: Exported, words: str, answer: list[str]) -> None:
    if shutil.which(words.split(maxsplit=1)[0]) is None:
        pytest.skip(f"{words.split(maxsplit=1)[0]}, the other program here, is not installed")
    photo_id = jpegs.shoot.id(first(jpegs))
    jpegs.shoot.catalog.turns.turn([photo_id], 1)
    exported(jpegs, 4)
    for path in (jpegs.target / first(jpegs), (jpegs.target / first(jpegs)).with_suffix(".xmp")):
        said = subprocess.run([*words.split(), str(path)], capture_output=True, text=True, check=True).stdout.split(
            "\n"
        )
        assert sorted(filter(None, said)) == sorted(answer)
