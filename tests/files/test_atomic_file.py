import errno
import os
from pathlib import Path

import pytest

from clipiqa_desktop.files.atomic_file import contents, replace, sweep, way_out, written_whole
from clipiqa_desktop.files.regular_file import TooLarge

LEFT_OVER = [".clipiqa-0123456789abcdef.tmp", ".0123456789abcdef.tmp"]
OTHERS = [".0123456789ABCDEF.tmp", ".other-0123456789abcdef.tmp", "0123456789abcdef.tmp", ".0123456789abcdef.tmp.jpg"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def littered(tmp_path: Path) -> Path:
    """A folder in which old temporary files lie, ours and others'."""
    for name in (*LEFT_OVER, *OTHERS, ".clipiqa-1111111111111111.tmp"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    os.utime(tmp_path / ".clipiqa-1111111111111111.tmp")  # somebody writes it now
    (tmp_path / ".clipiqa-2222222222222222.tmp").mkdir()
    os.utime(tmp_path / ".clipiqa-2222222222222222.tmp", (0, 0))
    return tmp_path


def test_what_to_do_depends_on_what_was_wrong() -> None:
    assert way_out(OSError(errno.ENOSPC, "full")).startswith("free some space")
    assert way_out(OSError(errno.ENOENT, "none")) == "name a file in a folder that exists."


def test_after_an_error_the_older_file_is_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")

    def fail() -> None:
        with written_whole(target) as new:
            new.write_text("ne")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (names(tmp_path), target.read_text()) == (["a.csv"], "old")
    with written_whole(target) as new:
        new.write_text("new")
        assert target.read_text() == "old"
    assert (names(tmp_path), target.read_text()) == (["a.csv"], "new")


@pytest.mark.parametrize("how", ["write", "replace", "scan"])
def test_what_a_killed_program_left_is_swept_and_nothing_else(littered: Path, how: str) -> None:
    if how == "scan":
        with os.scandir(littered) as entries:
            sweep(entries)
    elif how == "write":
        with written_whole(littered / "a.csv") as new:
            new.touch()
    else:
        assert replace(littered / "a.csv", None, b"")
    stay = {*OTHERS, ".clipiqa-1111111111111111.tmp", ".clipiqa-2222222222222222.tmp"}
    assert set(names(littered)) - {"a.csv"} == stay


def test_a_file_is_replaced_only_while_it_holds_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    assert contents(path) is None
    assert replace(path, None, b"one")
    assert not replace(path, None, b"two")
    assert not replace(path, b"none", b"two")
    assert replace(path, b"one", b"two")
    assert (contents(path), names(tmp_path)) == (b"two", ["a.xmp"])
    with pytest.raises(TooLarge):
        contents(path, 2)


def test_a_file_is_replaced_where_there_are_no_permissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "on a card.xmp"
    path.write_bytes(b"old")

    def none_here(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", none_here)
    assert replace(path, b"old", b"new")
    assert path.read_bytes() == b"new"
