"""What stands in the way is one sentence before anything is done."""

import errno
import os
import shutil
import tempfile
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from tools.card import like_a_card
from tools.exported import Exported, contents, save

from clipiqa_desktop.errors import UserError

WAYS = ("copy", "move", "link")


@pytest.fixture
def filled(out: Exported) -> Exported:
    save(out.shoot.folder, a_jpg="jpeg", a_cr2="raw", b_jpg="other")
    out.shoot.walk()
    return out


def refused(out: Exported, way: str) -> str:
    """The sentence, after making sure that it is one and that nothing was done."""
    base = out.shoot.folder.parent
    before = {path: path.stat().st_mtime_ns for path in base.rglob("*") if path.is_relative_to(out.shoot.folder)}
    files = {path for path in base.rglob("*") if ".db" not in path.name}
    with pytest.raises(UserError) as raised:
        out.export(way=way)
    assert {path: path.stat().st_mtime_ns for path in before if path.is_file()}.items() <= before.items()
    assert {path for path in base.rglob("*") if ".db" not in path.name} == files
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("way", WAYS)
def test_the_folder_itself_or_one_inside_it(filled: Exported, way: str) -> None:
    folder = filled.shoot.folder
    filled.target = folder
    assert "lie in" in refused(filled, way)
    if way == "move":
        return  # what is moved into a folder inside is no second photograph
    for inside in (folder / "picks", folder / "new" / "picks", folder / ".." / folder.name / "picks"):
        filled.target = inside
        assert "lies inside" in refused(filled, way)
    (folder.parent / "other name").symlink_to(folder)
    filled.target = folder.parent / "other name" / "picks"
    assert "lies inside" in refused(filled, way)


@pytest.mark.parametrize("way", ["copy", "link"])
def test_the_own_folder_of_some_of_them(out: Exported, way: str) -> None:
    one, other = out.shoot.folder / "one", out.shoot.folder / "other"
    save(one, a_jpg="first")
    save(other, b_jpg="the second")
    out.shoot.walk()
    out.target = one
    assert "is the own folder of" in refused(out, way)


@pytest.mark.parametrize("way", ["copy", "link"])
def test_a_folder_of_copies_that_was_looked_through_meanwhile_is_gone_on_with(out: Exported, way: str) -> None:
    one, picks = out.shoot.folder / "one", out.shoot.folder / "picks"
    save(one, a_jpg="first", b_jpg="the second")
    save(picks, a_jpg="first")
    out.shoot.walk()
    out.target = picks
    assert not out.export(way=way).stopped
    assert out.names == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize("way", WAYS)
def test_a_file(filled: Exported, way: str) -> None:
    save(filled.target.parent, picks="a file")
    assert "is not a folder" in refused(filled, way)
    filled.target /= "below"
    assert "is not a folder" in refused(filled, way)


@pytest.mark.parametrize("way", WAYS)
def test_a_photograph_that_is_not_there(filled: Exported, way: str) -> None:
    (filled.shoot.folder / "b.jpg").unlink()
    assert "1 photograph cannot be found" in refused(filled, way)
    shutil.rmtree(filled.shoot.folder)
    assert "is not there now (2 photographs): connect its disk" in refused(filled, way)


def read_only(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    opened = tempfile.TemporaryFile

    def refusing(*words: object, dir: Path, **options: object) -> object:  # noqa: A002
        if dir == folder:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(*words, dir=dir, **options)

    monkeypatch.setattr(tempfile, "TemporaryFile", refusing)


@pytest.mark.parametrize("way", WAYS)
def test_a_read_only_target(filled: Exported, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.target.mkdir()
    read_only(monkeypatch, filled.target)
    assert "Nothing can be written to" in refused(filled, way)


def test_a_locked_card_lets_nothing_be_moved_but_copied(filled: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    read_only(monkeypatch, filled.shoot.folder)
    assert "Nothing can be moved out of" in refused(filled, "move")
    filled.export()
    assert filled.names == ["a.cr2", "a.jpg", "b.jpg"]


def test_too_little_room(filled: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100, 89, 11))
    assert "has room for 11 bytes, but 12 bytes are needed" in refused(filled, "copy")
    save(filled.target, a_cr2="raw")
    filled.export()
    assert contents(filled.target) == contents(filled.shoot.folder)


def test_moving_and_linking_on_one_disk_needs_no_room(filled: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100, 100, 0))
    for way in ("link", "move"):
        assert not filled.export(way=way).stopped
    assert filled.names == ["a.cr2", "a.jpg", "b.jpg"]


def test_nothing_at_all(out: Exported) -> None:
    out.shoot.walk()
    assert refused(out, "copy") == "There is no photograph to export: choose others."


@pytest.mark.skipif(os.name == "nt", reason="such files cannot be there")
def test_what_is_there_under_other_characters_or_in_an_earlier_version_needs_little_room(
    out: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(out.shoot.folder, **{"1:2_cr2": "raw", "1:2_xmp": "a long sidecar", "c_xmp": "six", "c_cr2": "other"})
    out.shoot.settings = replace(out.shoot.settings, mode="off")
    out.shoot.walk()
    save(out.target, c_cr2="other", c_xmp="s")
    (out.target / "1_2.cr2").write_text("raw")
    like_a_card(out.target, monkeypatch)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100, 89, 11))
    with pytest.raises(UserError, match="room for 11 bytes, but 16 bytes are needed"):
        out.export(replacing=True)
