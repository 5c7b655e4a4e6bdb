"""A moved photograph is in its new place with everything that is known of it."""

import errno
import os
from pathlib import Path

import pytest
from tools.exported import Exported, contents, hashes, save
from tools.marked import Marked
from tools.sidecars import LIGHTROOM
from tools.stored import model, read, score

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export import files, transfer
from clipiqa_desktop.culling.export.options import EXPORTED, FAILED, SKIPPED
from clipiqa_desktop.indexing.find import find_photographs
from clipiqa_desktop.photos.sidecar import read_sidecar


def known(out: Exported) -> dict[str, int]:
    """Every photograph in its place that the catalog knows, by its path below the folder that all lie in."""
    catalog, base = out.shoot.catalog, out.shoot.folder.parent
    photos = catalog.photos.in_folders({folder.id for folder in catalog.folders.all()})
    return {str(photo.path.relative_to(base)): photo.id for photo in photos}


def walk(out: Exported, folder: Path) -> None:
    out.shoot.catalog.folders.add_root(folder)
    out.shoot.catalog.folders.record_listing(folder, find_photographs(folder))


@pytest.fixture(params=["same disk", "other disk"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "other disk":
        monkeypatch.setattr(transfer, "_is_copied", lambda *_: True)
    return str(request.param)


def test_a_moved_photograph_keeps_everything(out: Exported, disk: str) -> None:
    folder, catalog = out.shoot.folder, out.shoot.catalog
    save(folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    save(out.target, a_cr2="somebody else's")
    out.shoot.walk()
    photo_id = out.shoot.id("a.jpg")
    read(catalog, photo_id, iso=400)
    score(catalog, photo_id, model(catalog), [0.7])
    out.shoot.mark("a.jpg", Mark(5))
    before = hashes(folder)
    result = out.export("a.jpg", way="move")
    assert [each.state for each in result.outcomes] == [EXPORTED]
    assert result.remarks == []
    assert sorted(contents(folder)) == ["b.jpg"]
    assert out.names == ["a-2.cr2", "a-2.jpg", "a-2.xmp", "a.cr2"]
    assert hashes(out.target)["a-2.cr2"] == before["a.cr2"]
    assert known(out) == {"photos/b.jpg": out.shoot.id("b.jpg"), "picks/a-2.jpg": photo_id}
    assert catalog.photos.companions([photo_id]) == {photo_id: ["a-2.cr2"]}
    for folder in (out.shoot.folder, out.target):
        walk(out, folder)
    assert known(out)["picks/a-2.jpg"] == photo_id
    assert catalog.marks.of([photo_id])[photo_id] == Mark(5)
    assert catalog.scores.all(catalog.models.current())[photo_id] == pytest.approx((0.7,))
    assert catalog.sidecars.unread(catalog.folders.below(out.target), find_photographs(out.target)) == []


def test_a_walk_that_comes_between_takes_no_marks(out: Exported, monkeypatch: pytest.MonkeyPatch, disk: str) -> None:
    save(out.shoot.folder, a_jpg="jpeg")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(3))
    photo_id = out.shoot.id("a.jpg")
    monkeypatch.setattr(files, "sync_folder", lambda folder: walk(out, folder))
    out.export(way="move")
    out.shoot.walk()
    assert known(out) == {"picks/a.jpg": photo_id}
    assert out.shoot.catalog.marks.of([photo_id])[photo_id] == Mark(3)


def test_nothing_takes_the_place_of_a_photograph_that_may_come_back(out: Exported) -> None:
    save(out.target, a_jpg="gone soon")
    walk(out, out.target)
    (out.target / "a.jpg").unlink()
    walk(out, out.target)
    save(out.shoot.folder, a_jpg="jpeg")
    out.shoot.walk()
    out.export(way="move")
    assert out.names == ["a-2.jpg"]


@pytest.mark.parametrize("is_marked", [False, True])
def test_a_killed_move_goes_on_although_what_it_brought_was_found_there(out: Exported, is_marked: bool) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    save(out.target, a_jpg="jpeg")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(3))
    photo_id = out.shoot.id("a.jpg")
    walk(out, out.target)
    if is_marked:
        out.shoot.catalog.marks.store({known(out)["picks/a.jpg"]: Mark(1)})
    out.export_ids([photo_id], way="move")
    assert known(out)[f"picks/a{'-2' if is_marked else ''}.jpg"] == photo_id
    assert out.shoot.catalog.marks.of([photo_id])[photo_id] == Mark(3)
    assert contents(out.shoot.folder) == {}


@pytest.mark.parametrize("is_found", [False, True])
def test_a_killed_move_goes_on_although_it_was_marked_since(
    out: Exported, monkeypatch: pytest.MonkeyPatch, is_found: bool
) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    out.shoot.mark("a.jpg", Mark(3))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(files, "sync_folder", die)
        with pytest.raises(KeyboardInterrupt):
            out.export(way="move")
    assert out.names == ["a.cr2", "a.jpg", "a.xmp"]
    if is_found:
        Marked(out.target, out.shoot.catalog, out.shoot.settings).read()
    out.shoot.mark("a.jpg", Mark(5))
    photo_id = out.shoot.id("a.jpg")
    out.shoot.write("a.jpg")
    out.export("a.jpg", way="move")
    assert out.shoot.catalog.marks.of([photo_id])[photo_id] == Mark(5)
    assert out.names == ["a.cr2", "a.jpg", "a.xmp"]
    assert read_sidecar(out.target / "a.xmp").marks.stars == 5
    assert contents(out.shoot.folder) == {}


def test_a_sidecar_that_two_photographs_share_goes_with_the_last(out: Exported) -> None:
    save(out.shoot.folder, a_cr2="one", a_nef="two", a_xmp=LIGHTROOM)
    out.shoot.walk()
    out.export("a.cr2", way="move", sidecars=False)
    assert sorted(contents(out.shoot.folder)) == ["a.nef", "a.xmp"]
    assert out.names == ["a.cr2", "a.xmp"]
    out.export("a.nef", way="move")
    assert contents(out.shoot.folder) == {}


def test_what_two_photographs_share_goes_with_both_and_stays_for_a_third(out: Exported) -> None:
    save(out.shoot.folder, a_cr2="one", a_nef="two", a_wav="note")
    out.shoot.walk()
    save(out.shoot.folder, b_cr2="one", b_nef="two", b_png="three", b_wav="note")
    out.shoot.walk()
    result = out.export("a.cr2", "a.nef", "b.cr2", way="move")
    assert sorted(contents(out.shoot.folder)) == ["b.nef", "b.png", "b.wav"]
    assert result.outcomes[-1].reason == "At its old place b.wav stays too: other photographs there go by it."


def test_what_is_there_already_is_only_deleted_here(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    save(out.target, a_jpg="jpeg")
    out.shoot.walk()
    assert [each.state for each in out.export(way="move").outcomes] == [EXPORTED]
    assert contents(out.target) == {"a.jpg": "jpeg", "a.cr2": "raw"}
    assert contents(out.shoot.folder) == {}


def test_what_was_moved_there_before_stays_there(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", b_jpg="other")
    out.shoot.walk()
    ids = out.ids()
    out.export("a.jpg", way="move")
    walk(out, out.target)
    out.ids = lambda *_: ids  # type: ignore[method-assign]
    assert [each.state for each in out.export(way="move").outcomes] == [SKIPPED, EXPORTED]
    assert out.names == ["a.jpg", "b.jpg"]


def test_a_failed_move_leaves_everything_where_it_was(
    out: Exported, monkeypatch: pytest.MonkeyPatch, disk: str
) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", a_xmp=LIGHTROOM)
    out.shoot.walk()
    before, calls = contents(out.shoot.folder), []
    rename = files._rename_without_links

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links on this disk")

    def third_time_unlucky(file: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(errno.EIO, "the disk hums")
        rename(file, target)

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(files, "_rename_without_links", third_time_unlucky)
    result = out.export(way="move")
    assert [each.state for each in result.outcomes] == [FAILED]
    assert "the disk hums" in result.remarks[0].reason
    assert contents(out.shoot.folder) == before
    assert out.names == []
    assert list(known(out)) == ["photos/a.jpg"]


def test_an_original_that_cannot_be_deleted_is_told(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    unlink = Path.unlink

    def locked(path: Path, missing_ok: bool = False) -> None:
        if path == out.shoot.folder / "a.cr2":
            raise PermissionError(13, "locked")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", locked)
    assert out.export(way="move").remarks[0].reason == "It was moved, but at its old place a.cr2 could not be deleted."
    assert out.names == ["a.cr2", "a.jpg"]


def test_a_linked_photograph_is_copied_to_its_new_place(out: Exported) -> None:
    save(out.shoot.folder.parent / "elsewhere", a_jpg="jpeg")
    out.shoot.folder.joinpath("a.jpg").symlink_to("../elsewhere/a.jpg")
    out.shoot.walk()
    out.export(way="move")
    assert contents(out.target) == {"a.jpg": "jpeg"}
    assert not (out.target / "a.jpg").is_symlink()
    assert (out.shoot.folder.parent / "elsewhere" / "a.jpg").exists()


def saved_anew_after(monkeypatch: pytest.MonkeyPatch, out: Exported, name: str, content: str) -> None:
    """Another program saves a file when all of its shot was copied, before any original is deleted."""
    monkeypatch.setattr(
        files, "sync_folder", lambda _folder: [out.shoot.folder.joinpath(name).unlink(), save_as(out, name, content)]
    )


def save_as(out: Exported, name: str, content: str) -> None:
    out.shoot.folder.joinpath(name).write_text(content)


@pytest.mark.parametrize("name", ["a.jpg", "a.cr2", "a.xmp"])
@pytest.mark.parametrize("content", ["a longer version", "gpej"])
def test_a_version_that_was_saved_meanwhile_is_not_deleted(
    out: Exported, monkeypatch: pytest.MonkeyPatch, disk: str, name: str, content: str
) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="rawr", a_xmp=LIGHTROOM)
    out.shoot.walk()
    before = contents(out.shoot.folder)
    saved_anew_after(monkeypatch, out, name, content)
    result = out.export(way="move")
    assert [each.state for each in result.outcomes] == [FAILED]
    assert f'"{name}" was saved anew while it was moved' in result.remarks[0].reason
    assert contents(out.shoot.folder) == {**before, name: content}
    assert out.names == []
    assert list(known(out)) == ["photos/a.jpg"]


def test_what_is_saved_in_the_last_moment_stays_beside_the_moved_one(
    out: Exported, monkeypatch: pytest.MonkeyPatch, disk: str
) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw")
    out.shoot.walk()
    moved = out.shoot.catalog.relocation.moved
    monkeypatch.setattr(
        out.shoot.catalog.relocation, "moved", lambda *place: [moved(*place), saved_by_replacing(out, "a.jpg", "new!")]
    )
    assert out.export(way="move").remarks[0].reason == "It was moved, but at its old place a.jpg could not be deleted."
    assert contents(out.shoot.folder) == {"a.jpg": "new!"}
    assert contents(out.target)["a.jpg"] == "jpeg"


def saved_by_replacing(out: Exported, name: str, content: str) -> None:
    """As most programs save: a new file takes the name of the old one."""
    new = out.shoot.folder / "new"
    new.write_text(content)
    new.replace(out.shoot.folder / name)


def test_photographs_are_moved_into_a_folder_inside_their_own(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    out.shoot.walk()
    photo_id = out.shoot.id("a.jpg")
    out.target = out.shoot.folder / "picks"
    assert out.export("a.jpg", way="move").reasons == []
    assert contents(out.shoot.folder) == {"b.jpg": "other", "picks/a.cr2": "raw", "picks/a.jpg": "jpeg"}
    out.shoot.walk()
    assert out.shoot.id("picks/a.jpg") == photo_id
