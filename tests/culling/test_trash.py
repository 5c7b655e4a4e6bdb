"""What goes to the trash is whole, and comes back with everything."""

import os
import platform
import sys
from pathlib import Path

import pytest
from tools.exported import contents, hashes, save
from tools.marked import Marked
from tools.stored import ids, model, read, score
from tools.trash_bin import own_trash

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export.options import Progress
from clipiqa_desktop.culling.trash import Trashed, can_restore, restore, trash, trash_name
from clipiqa_desktop.mark_words import REJECT

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="would fill the system's own trash")


@pytest.fixture
def trash_bin(own_places: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return own_trash(own_places, monkeypatch)


def test_a_whole_photograph_goes_and_comes_back(shoot: Marked, trash_bin: Path) -> None:
    catalog = shoot.catalog
    save(shoot.folder, a_jpg="jpeg", a_cr2="raw", a_mov="movie", a_xmp="sidecar", b_jpg="other")
    shoot.walk()
    photo_id = shoot.id("a.jpg")
    read(catalog, photo_id)
    score(catalog, photo_id, model(catalog), [0.5])
    shoot.mark("a.jpg", Mark(2, REJECT))
    before = hashes(shoot.folder)
    result = trash(catalog, [photo_id])
    assert (len(result.done), result.failed) == (1, [])
    assert contents(shoot.folder) == {"b.jpg": "other"}
    assert sorted(contents(trash_bin / "files").values()) == ["jpeg", "movie", "raw", "sidecar"]
    assert "a.jpg" not in ids(catalog)
    shoot.walk()
    assert restore(catalog, result.done).failed == []
    assert hashes(shoot.folder) == before
    assert contents(trash_bin) == {}
    assert ids(catalog)["a.jpg"] == photo_id
    assert not shoot.walk()
    assert shoot.marked("a.jpg") == Mark(2, REJECT)
    assert catalog.scores.all(catalog.models.current())[photo_id] == (0.5,)
    assert catalog.photos.companions([photo_id]) == {photo_id: ["a.cr2", "a.mov"]}


def test_what_comes_back_overwrites_nothing(shoot: Marked, trash_bin: Path) -> None:
    save(shoot.folder, a_jpg="jpeg", a_cr2="raw")
    shoot.walk()
    result = trash(shoot.catalog, [shoot.id("a.jpg")])
    save(shoot.folder, a_jpg="a new one")
    back = restore(shoot.catalog, result.done)
    assert back.done == []
    assert back.failed == [
        (shoot.folder / "a.jpg", "Another file of this name is there now; the trashed one stays in the trash.")
    ]
    assert contents(shoot.folder) == {"a.jpg": "a new one", "a.cr2": "raw"}
    assert "jpeg" in contents(trash_bin / "files").values()


def test_of_two_with_the_same_name_the_last_comes_back(shoot: Marked, trash_bin: Path) -> None:
    for content in ("first", "second"):
        save(shoot.folder, a_jpg=content)
        shoot.walk()
        result = trash(shoot.catalog, [shoot.id("a.jpg")])
    assert restore(shoot.catalog, result.done).failed == []
    assert contents(shoot.folder) == {"a.jpg": "second"}
    assert restore(shoot.catalog, [Trashed(1, (shoot.folder / "z.jpg",))]).failed == [
        (shoot.folder / "z.jpg", "It is not in the trash any more.")
    ]


def test_what_editors_keep_beside_it_goes_along_and_comes_back(shoot: Marked, trash_bin: Path) -> None:
    save(shoot.folder, a_jpg="jpeg", a_AAE="edit", a_jpg_pp3="edit", b_jpg="other", b_AAE="of the other")
    shoot.walk()
    result = trash(shoot.catalog, [shoot.id("a.jpg")])
    assert sorted(contents(shoot.folder)) == ["b.AAE", "b.jpg"]
    restore(shoot.catalog, result.done)
    assert sorted(contents(shoot.folder)) == ["a.AAE", "a.jpg", "a.jpg.pp3", "b.AAE", "b.jpg"]


def test_what_stays_because_others_go_by_it_is_said(shoot: Marked, trash_bin: Path) -> None:
    save(shoot.folder, a_cr2="one", a_nef="two", a_wav="shared")
    shoot.walk()
    assert trash(shoot.catalog, [shoot.id("a.cr2")]).kept == [shoot.folder / "a.wav"]


def test_a_shared_sidecar_goes_with_the_last(shoot: Marked, trash_bin: Path) -> None:
    save(shoot.folder, a_cr2="one", a_nef="two", a_xmp="shared")
    shoot.walk()
    one, two = shoot.id("a.cr2"), shoot.id("a.nef")
    trash(shoot.catalog, [one])
    assert sorted(contents(shoot.folder)) == ["a.nef", "a.xmp"]
    trash(shoot.catalog, [one, two])
    assert contents(shoot.folder) == {}


def test_a_file_that_is_refused_keeps_the_whole_photograph(
    shoot: Marked, trash_bin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from send2trash import plat_other

    send = plat_other.send2trash

    def refusing(path: Path) -> None:
        if path.suffix == ".cr2":
            raise PermissionError(13, "Permission denied")
        send(path)

    monkeypatch.setattr("send2trash.send2trash", refusing)
    save(shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    shoot.walk()
    result = trash(shoot.catalog, [shoot.id("a.jpg"), shoot.id("b.jpg")])
    assert [each.files for each in result.done] == [(shoot.folder / "b.jpg",)]
    assert result.failed[0][0] == shoot.folder / "a.cr2"
    assert "stays where it is: Permission denied." in result.failed[0][1]
    assert contents(shoot.folder) == {"a.jpg": "jpeg", "a.cr2": "raw"}
    assert list(ids(shoot.catalog)) == ["a.jpg"]


def test_it_can_be_stopped(shoot: Marked, trash_bin: Path) -> None:
    save(shoot.folder, a_jpg="1", b_jpg="2", c_jpg="3")
    shoot.walk()
    told: list[Progress] = []
    result = trash(shoot.catalog, sorted(ids(shoot.catalog).values()), told.append, lambda: len(told) == 2)
    assert result.cancelled
    assert len(result.done) == 2
    assert list(contents(shoot.folder)) == ["c.jpg"]


def test_names_of_other_bytes(shoot: Marked, trash_bin: Path) -> None:
    name = os.fsdecode(b"100% \xff: [x]=y;\n.jpg")
    (shoot.folder / name).write_text("strange")
    shoot.walk()
    result = trash(shoot.catalog, [shoot.id(name)])
    assert contents(shoot.folder) == {}
    assert restore(shoot.catalog, result.done).failed == []
    assert list(contents(shoot.folder)) == [name]


def test_another_disk_has_a_trash_of_its_own(shoot: Marked, trash_bin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from send2trash import plat_other

    disk = str(shoot.folder.parent)
    is_mount, path_is_mount = os.path.ismount, Path.is_mount
    monkeypatch.setattr(os.path, "ismount", lambda path: os.fsdecode(path) == disk or is_mount(path))
    monkeypatch.setattr(Path, "is_mount", lambda path: str(path) == disk or path_is_mount(path))
    monkeypatch.setattr(plat_other, "get_dev", lambda path: 1 if os.fsdecode(path).startswith(disk) else 2)
    save(shoot.folder, a_jpg="jpeg")
    shoot.walk()
    result = trash(shoot.catalog, [shoot.id("a.jpg")])
    assert (Path(disk) / f".Trash-{os.getuid()}" / "files" / "a.jpg").exists()
    assert restore(shoot.catalog, result.done).failed == []
    assert contents(shoot.folder) == {"a.jpg": "jpeg"}


@pytest.mark.parametrize(("system", "name"), [("Windows", "Recycle Bin"), ("Darwin", "Trash"), ("Linux", "trash")])
def test_what_the_system_calls_it(system: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    assert (trash_name(), can_restore()) == (name, system == "Linux")
