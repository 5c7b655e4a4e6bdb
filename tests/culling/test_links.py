"""Links that lead out of a shoot: what happens to what they lead to is said, and nothing is taken away out there."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tools.exported import Exported, contents, save
from tools.pictures import save_photograph
from tools.trash_bin import own_trash

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.links import Outside
from clipiqa_desktop.culling.trash import trash
from clipiqa_desktop.photos.jpeg_xmp import read_embedded
from clipiqa_desktop.photos.sidecar import read_sidecar


@pytest.fixture
def archive(out: Exported) -> Path:
    """Two photographs elsewhere: the shoot has a link to the first, and one to the folder of the second."""
    place = out.shoot.folder.parent / "archive"
    save(place, old_jpg="old")
    save(place / "day", far_jpg="far", far_xmp="sidecar")
    save(out.shoot.folder, own_jpg="own")
    out.shoot.folder.joinpath("old.jpg").symlink_to("../archive/old.jpg")
    out.shoot.folder.joinpath("day").symlink_to(place / "day", target_is_directory=True)
    out.shoot.walk()
    return place


@pytest.mark.parametrize("way", ["copy", "link"])
def test_the_content_comes_and_that_is_said(out: Exported, archive: Path, way: str) -> None:
    before = contents(archive)
    result = out.export("old.jpg", "own.jpg", way=way, sidecars=False)
    assert contents(out.target) == {"old.jpg": "old", "own.jpg": "own"}
    assert not (out.target / "old.jpg").is_symlink()
    (remark,) = result.remarks
    assert remark.photo.name == "old.jpg"
    said = {"copy": "The content of a link was brought", "link": "The hard link is to what a link leads to"}
    assert said[way] in remark.reason
    assert str(archive / "old.jpg") in remark.reason
    assert contents(archive) == before


@pytest.mark.parametrize("way", ["copy", "link"])
def test_what_comes_out_of_a_linked_folder_is_said_too(out: Exported, archive: Path, way: str) -> None:
    before = contents(archive)
    result = out.export("day/far.jpg", "own.jpg", way=way, sidecars=False)
    (remark,) = result.remarks
    said = {"copy": "It was brought from", "link": "The hard link is to a file in"}
    assert remark.reason == (
        f"{said[way]} {archive / 'day'}, outside of the folders that were added: a link leads there."
    )
    assert contents(archive) == before


def test_marks_of_what_lies_behind_a_link_are_written_there_and_that_is_said_once(out: Exported, archive: Path) -> None:
    shoot = out.shoot
    shoot.mark("day/far.jpg", Mark(3))
    (archive / "day" / "far.xmp").unlink()
    (written,) = shoot.write("day/far.jpg")
    assert written.trouble == (
        f'"far.xmp" was written through a link, out of the folders that were added: it lies in {archive / "day"}.'
    )
    assert read_sidecar(archive / "day" / "far.xmp").marks.stars == 3
    assert [each.trouble for each in shoot.write("day/far.jpg")] == [""], "nothing was written, nothing is to be said"


def test_marks_inside_a_jpeg_behind_a_link_are_said_where_they_were_written(out: Exported, archive: Path) -> None:
    shoot = out.shoot
    shoot.settings = replace(shoot.settings, embed=True)
    save_photograph(archive / "new.jpg")
    (shoot.folder / "new.jpg").symlink_to(archive / "new.jpg")
    save_photograph(shoot.folder / "here.jpg")
    shoot.walk()
    shoot.mark("here.jpg", Mark(2))
    assert [each.trouble for each in shoot.write("new.jpg", "here.jpg")] == ["", ""]
    shoot.mark("new.jpg", Mark(4))
    (written,) = shoot.write("new.jpg")
    assert str(archive) in written.elsewhere
    assert (shoot.folder / "new.jpg").is_symlink()
    assert read_embedded(archive / "new.jpg").marks.stars == 4


def test_a_move_takes_the_link_and_leaves_the_file(out: Exported, archive: Path) -> None:
    before = contents(archive)
    result = out.export("old.jpg", way="move")
    assert "the file stays where it is" in result.remarks[0].reason
    assert (out.names, (out.shoot.folder / "old.jpg").is_symlink()) == (["old.jpg"], False)
    assert contents(archive) == before


def test_a_move_out_of_a_linked_folder_is_refused_in_a_sentence(out: Exported, archive: Path) -> None:
    before = contents(archive)
    result = out.export("day/far.jpg", way="move")
    (remark,) = result.remarks
    assert remark.reason.startswith("It is not moved: a link leads to it, out of the folders that were added.")
    assert str(archive / "day") in remark.reason
    assert contents(archive) == before
    assert not contents(out.target)


def test_what_lies_in_another_folder_that_was_added_is_no_stranger(out: Exported, archive: Path) -> None:
    out.shoot.catalog.folders.add_root(archive)
    assert not any("link" in remark.reason for remark in out.export("day/far.jpg", way="move").remarks)
    assert sorted(contents(archive)) == ["old.jpg"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="would fill the system's own trash")
def test_the_trash_takes_links_alone(
    out: Exported, archive: Path, own_places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trash_bin = own_trash(own_places, monkeypatch)
    before = contents(archive)
    result = trash(out.shoot.catalog, out.ids("old.jpg", "day/far.jpg"))
    assert result.links == [out.shoot.folder / "old.jpg"]
    ((path, reason),) = result.failed
    assert path == out.shoot.folder / "day" / "far.jpg"
    assert "a link leads to it, out of the folders that were added" in reason
    assert (trash_bin / "files" / "old.jpg").is_symlink()
    assert contents(archive) == before


def test_a_root_that_is_a_link_itself_is_the_shoot(tmp_path: Path) -> None:
    save(tmp_path / "disk", a_jpg="a")
    (tmp_path / "shoot").symlink_to(tmp_path / "disk")
    (tmp_path / "shoot" / "b.jpg").symlink_to("a.jpg")
    (tmp_path / "disk 2").mkdir()
    (tmp_path / "shoot" / "c.jpg").symlink_to(tmp_path / "disk 2" / "c.jpg")
    outside = Outside([tmp_path / "shoot"])
    files = [tmp_path / "shoot" / name for name in ("a.jpg", "b.jpg", "c.jpg")]
    assert outside.behind(files) == []
    assert outside.linked(files) == files[2:]
