"""A move that was killed before its last deletion is ended later, and nothing that changed meanwhile is deleted."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tools.exported import Exported, contents, save

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export import exporting
from clipiqa_desktop.culling.export.leftovers import finish_moves
from clipiqa_desktop.photos.sidecar import read_sidecar


class Killed(BaseException):
    pass


@pytest.fixture
def killed(out: Exported, monkeypatch: pytest.MonkeyPatch) -> Exported:
    """A photograph with its RAW file and its sidecar is moved, and the program dies before anything is deleted."""
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(2))

    def die(*_: object) -> list[Path]:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "delete_originals", die)
        with pytest.raises(Killed):
            out.export("a.jpg", way="move")
    assert sorted(contents(out.shoot.folder)) == ["a.cr2", "a.jpg", "a.xmp", "b.jpg"]
    return out


def test_the_next_export_ends_it(killed: Exported) -> None:
    assert killed.export("b.jpg", way="move").stays == []
    assert contents(killed.shoot.folder) == {}
    assert killed.names == ["a.cr2", "a.jpg", "a.xmp", "b.jpg"]


def test_also_where_the_sidecar_says_other_marks_by_now(killed: Exported) -> None:
    photo_id = killed.shoot.catalog.photos.at(killed.target / "a.jpg")
    assert photo_id
    killed.shoot.catalog.marks.store({photo_id: Mark(5)})
    sidecar = killed.target / "a.xmp"
    sidecar.write_text(sidecar.read_text().replace('xmp:Rating="2"', 'xmp:Rating="5"'))
    assert finish_moves(killed.shoot.catalog) == []
    assert sorted(contents(killed.shoot.folder)) == ["b.jpg"]
    assert read_sidecar(sidecar).marks.stars == 5


def changed(path: Path) -> None:
    path.write_text("gpej")


def with_its_time(path: Path) -> None:
    status = path.stat()
    path.unlink()  # the moved file may be another name of the same
    path.write_text("gpej")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("edit", [changed, with_its_time])
@pytest.mark.parametrize("side", ["here", "there"])
def test_what_was_changed_since_stays_and_that_is_said(
    killed: Exported, edit: Callable[[Path], None], side: str
) -> None:
    original = killed.shoot.folder / "a.jpg"
    content = original.read_bytes()
    original.unlink()
    original.write_bytes(content)
    os.utime(original, ns=(0, (killed.target / "a.jpg").stat().st_mtime_ns))
    edit(original if side == "here" else killed.target / "a.jpg")
    before = original.read_bytes()
    result = killed.export("b.jpg")
    ((path, reason), *_) = result.stays
    assert (path, reason.split(":")[0]) == (original, "It stays at its old place although it was moved")
    assert original.read_bytes() == before
    assert killed.export("b.jpg").stays == []


def test_what_another_photograph_goes_by_stays(killed: Exported) -> None:
    save(killed.shoot.folder, a_nef="came later")
    ((path, reason),) = finish_moves(killed.shoot.catalog)
    assert (path.name, reason.endswith("other photographs there go by it.")) == ("a.xmp", True)
    assert sorted(contents(killed.shoot.folder)) == ["a.nef", "a.xmp", "b.jpg"]


def test_a_disk_that_is_not_there_is_waited_for(killed: Exported) -> None:
    for folder in (killed.target, killed.shoot.folder):
        folder.rename(folder.with_name("away"))
        assert finish_moves(killed.shoot.catalog) == []
        folder.with_name("away").rename(folder)
    assert "a.jpg" in contents(killed.shoot.folder)
    assert finish_moves(killed.shoot.catalog) == []
    assert sorted(contents(killed.shoot.folder)) == ["b.jpg"]


def test_a_place_that_is_the_same_by_now_is_left_alone(killed: Exported) -> None:
    folder = killed.shoot.folder
    for name in ("a.jpg", "a.cr2", "a.xmp"):
        (folder / name).unlink()
    (folder / "b.jpg").unlink()
    folder.rmdir()
    folder.symlink_to(killed.target)
    assert finish_moves(killed.shoot.catalog) == []
    assert killed.names == ["a.cr2", "a.jpg", "a.xmp"]
