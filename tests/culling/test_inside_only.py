"""Files whose marks Lightroom and Bridge would find inside alone."""

from pathlib import Path

import pytest
from tools.marked import Marked
from tools.pictures import save_photograph

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.inside_only import counted, in_words, kind_of, marked_inside_only
from clipiqa_desktop.photos.packet import EMPTY


def found(shoot: Marked, *names: str, unmarked: str = "") -> dict[str, str]:
    """The kinds of those files that are found, by name."""
    shoot.walk()
    for name in {*names} - {unmarked}:
        shoot.mark(name, Mark(3))
    by_id = {shoot.id(name): name for name in names}
    return {
        by_id[each]: kind for each, kind in marked_inside_only(shoot.catalog, [*by_id], shoot.settings.options).items()
    }


def test_only_what_is_marked_and_has_neither_raw_nor_sidecar(shoot: Marked) -> None:
    names = ("alone.jpg", "unmarked.jpg", "has-sidecar.jpg", "has-raw.jpg", "scan.tif", "other.webp")
    for number, name in enumerate(names):
        save_photograph(shoot.folder / name, number)
    (shoot.folder / "has-raw.cr2").write_bytes(b"raw")
    (shoot.folder / "has-sidecar.xmp").write_bytes(EMPTY)
    assert found(shoot, *names, unmarked="unmarked.jpg") == {"alone.jpg": "JPEG", "scan.tif": "TIFF"}


def test_a_dng_is_no_raw_file_of_a_camera_beside_which_a_sidecar_is_read(shoot: Marked) -> None:
    for name in ("a.dng", "b.jpg", "b.dng", "c.cr3", "d.jpg", "d.dng"):
        (shoot.folder / name).write_bytes(b"raw")
    (shoot.folder / "d.xmp").write_bytes(EMPTY)
    assert found(shoot, "a.dng", "b.jpg", "c.cr3", "d.jpg") == {"a.dng": "DNG", "b.jpg": "DNG"}


@pytest.mark.parametrize(
    ("name", "kind"), [("A.JPG", "JPEG"), ("a.tiff", "TIFF"), ("a.hif", "HEIC"), ("a.png", "PNG"), ("a.nef", "")]
)
def test_the_kind_is_told_by_the_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_kinds_are_counted_in_words() -> None:
    assert in_words(counted({1: "TIFF"})) == "1 TIFF file"
    assert in_words(counted({1: "TIFF", 2: "DNG", 3: "TIFF", 4: "HEIC"})) == "1 DNG, 1 HEIC and 2 TIFF files"


def test_a_folder_that_is_gone_has_no_sidecars(shoot: Marked, tmp_path: Path) -> None:
    save_photograph(shoot.folder / "a.jpg", 1)
    shoot.walk()
    shoot.mark("a.jpg", Mark(3))
    photo_id = shoot.id("a.jpg")
    shoot.folder.rename(tmp_path / "elsewhere")
    assert marked_inside_only(shoot.catalog, [photo_id], shoot.settings.options) == {photo_id: "JPEG"}
