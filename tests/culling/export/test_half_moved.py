"""A move that was killed before the catalog knew of it is taken back, whatever comes next."""

import os
from pathlib import Path

import pytest
from tools.exported import Exported, contents, save
from tools.marked import Marked

from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export import exporting, files, transfer
from clipiqa_desktop.culling.export.earlier import EarlierExports
from clipiqa_desktop.culling.export.leftovers import finish_moves, told_of_moves
from clipiqa_desktop.culling.export.renaming import read_template

HERE = {"a.jpg": "jpeg", "a.cr2": "raw", "b.jpg": "other"}
X, Y = (read_template(f"{letter}_{{counter}}").names for letter in "xy")


class Killed(BaseException):
    pass


@pytest.fixture(params=["one disk", "two disks", "no hard links"])
def moving(out: Exported, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Exported:
    """A photograph with its RAW file, and another one."""
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    out.shoot.walk()
    if request.param == "two disks":
        monkeypatch.setattr(transfer, "_is_copied", lambda *_: True)
    elif request.param == "no hard links":
        monkeypatch.setattr(files, "appear", files._rename_without_links)
    return out


def kill(out: Exported, step: str, **more: object) -> None:
    """Moves a.jpg, and dies after the first file, after the last, or while the name of the second is taken."""

    def die(*_: object) -> None:
        raise Killed

    def second(*about: object) -> None:
        if any(not path.name.startswith(".") for path in out.target.iterdir()):
            if step == "name taken":
                about[2].touch()
            die()
        place(*about)

    place = transfer._place
    with pytest.MonkeyPatch.context() as patch:
        if step == "last file":
            patch.setattr(exporting, "verified_originals", die)
        else:
            patch.setattr(transfer, "_place", second)
        patch.setattr(transfer, "_take_back", lambda _placed: None)  # who is killed takes nothing back
        patch.setattr(EarlierExports, "end", lambda _self: None)
        with pytest.raises(Killed):
            out.export("a.jpg", way="move", **more)


@pytest.mark.parametrize("step", ["first file", "name taken", "last file"])
def test_the_next_start_takes_it_back_and_says_so(moving: Exported, step: str) -> None:
    kill(moving, step, names=X)
    ((path, sentence),) = finish_moves(moving.shoot.catalog)
    assert path == moving.shoot.folder / "a.jpg"
    assert sentence.endswith("was interrupted: it lies at its old place again.")
    assert contents(moving.shoot.folder) == HERE
    assert contents(moving.target) == {}
    assert finish_moves(moving.shoot.catalog) == []


@pytest.mark.parametrize("step", ["first file", "name taken", "last file"])
@pytest.mark.parametrize("other", ["template", "target"])
def test_a_move_to_elsewhere_or_under_other_names_leaves_no_second_copy(
    moving: Exported, step: str, other: str, tmp_path: Path
) -> None:
    kill(moving, step, names=X)
    first = moving.target
    if other == "target":
        moving.target = tmp_path / "elsewhere"
    result = moving.export(way="move", names=Y)
    assert [path.name for path, _sentence in result.stays] == ["a.jpg"]
    assert contents(moving.shoot.folder) == {}
    assert contents(moving.target) == {"y_0001.jpg": "jpeg", "y_0001.cr2": "raw", "y_0002.jpg": "other"}
    assert other == "template" or contents(first) == {}


def test_what_a_walk_found_of_it_is_gone_and_not_moved_itself(moving: Exported) -> None:
    kill(moving, "last file", names=X)
    Marked(moving.target, moving.shoot.catalog, moving.shoot.settings).walk()
    catalog = moving.shoot.catalog
    every = [photo.id for photo in catalog.photos.in_folders({folder.id for folder in catalog.folders.all()})]
    assert len(every) == 3
    result = moving.export_ids(every, way="move", names=Y)
    assert [outcome.state for outcome in result.outcomes] == ["exported", "exported"]
    assert sorted(contents(moving.target)) == ["y_0001.cr2", "y_0001.jpg", "y_0002.jpg"]


@pytest.mark.parametrize("change", ["edited", "marked"])
def test_what_somebody_changed_since_stays_and_that_is_said(out: Exported, change: str) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    out.shoot.walk()
    kill(out, "last file", names=X)
    there = out.target / "x_0001.jpg"
    if change == "edited":
        there.unlink()  # it may be another name of the original
        there.write_text("edited")
    else:
        Marked(out.target, out.shoot.catalog, out.shoot.settings).walk()
        found = out.shoot.catalog.photos.at(there)
        assert found
        out.shoot.catalog.marks.store({found: Mark(4)})
    ((_path, sentence),) = finish_moves(out.shoot.catalog)
    assert "x_0001.jpg" in sentence
    assert contents(out.shoot.folder) == HERE
    assert there.exists()
    assert finish_moves(out.shoot.catalog) == []


def test_a_disk_that_is_away_is_waited_for(out: Exported) -> None:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    out.shoot.walk()
    kill(out, "last file", names=X)
    away = out.target.rename(out.target.with_name("unplugged"))
    assert finish_moves(out.shoot.catalog) == []
    away.rename(out.target)
    assert len(finish_moves(out.shoot.catalog)) == 1
    assert contents(out.target) == {}


def test_a_move_that_fails_leaves_nothing_to_be_taken_back(out: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out.shoot.folder, a_jpg="jpeg")
    out.shoot.walk()

    def fail(*_: object) -> None:
        raise OSError(5, os.strerror(5))

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "verified_originals", fail)
        out.export(way="move")
    save(out.target, a_jpg="jpeg")  # the person did it by hand
    assert finish_moves(out.shoot.catalog) == []
    assert contents(out.target) == {"a.jpg": "jpeg"}


def test_what_came_of_moves_is_one_sentence() -> None:
    one, two = (Path("a") / "one.jpg", "It stays."), (Path("two.jpg"), "It stays.")
    assert told_of_moves([one]) == "one.jpg: It stays."
    assert told_of_moves([one, two]).endswith("of 1 photograph more: the log names them.")
