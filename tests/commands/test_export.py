import hashlib
import os
import shlex
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from tools.children import wait_until
from tools.command_line import PATIENCE_S, PROGRAM, clipiqa
from tools.exported import contents
from tools.known_shoot import save_shoot

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.export import exporting
from clipiqa_desktop.perception.attributes import KEYS


@pytest.fixture
def place(tmp_path: Path) -> Path:
    save_shoot(tmp_path / "shoot", tmp_path / "base" / "catalog.db")
    return tmp_path


def run(place: Path, words: str) -> int:
    return main(["export", str(place / "picks"), *shlex.split(words), "--basedir", str(place / "base")])


def names(folder: Path) -> str:
    return " ".join(sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.is_file()))


def test_what_matches_is_copied_with_its_twin_and_marks(place: Path) -> None:
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in (place / "shoot").rglob("*.*")}
    result = clipiqa("export", place / "picks", "--stars", ">=3", "--basedir", place / "base")
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == f"2 of 2 photographs are in {place}/picks.\nMarks in 2 sidecars.\n"
    assert names(place / "picks") == "a.cr2 a.jpg a.xmp b.jpg b.xmp"
    assert before == {path: hashlib.sha256(path.read_bytes()).digest() for path in before}
    result = clipiqa("export", place / "picks", "--min", "stars=0", "--basedir", place / "base")
    assert result.stderr == (
        f"4 of 4 photographs are in {place}/picks; 2 were there already.\n"
        "Marks in 3 sidecars, 1 photograph without marks.\n"
    )


def test_folders_and_the_three_ways(place: Path) -> None:
    assert run(place, f"--folder {place}/shoot/below --flag none --link") == 0
    assert (place / "picks" / "c.jpg").samefile(place / "shoot" / "below" / "c.jpg")
    assert run(place, "--flag reject --move") == 0
    assert names(place / "picks") == "c.jpg d.jpg d.xmp"
    assert not (place / "shoot" / "below" / "d.jpg").exists()
    assert run(place, f"--folder {place}/shoot/below --folder {place}/shoot --copy --keep-folders") == 0
    assert names(place / "picks") == "a.cr2 a.jpg a.xmp b.jpg b.xmp below/c.jpg c.jpg d.jpg d.xmp"


@pytest.mark.parametrize("which", ["", "--folder SHOOT"])
def test_a_move_that_was_killed_after_its_last_photograph_is_merely_ended(
    place: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    words = f"--flag pick --move --rename x_{{counter}} {which.replace('SHOOT', str(place / 'shoot'))}"

    def die(*_: object) -> list[Path]:
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "delete_originals", die)
        with pytest.raises(SystemExit):
            run(place, words)
    left = names(place / "shoot")
    assert run(place, words) == 0
    assert len(names(place / "shoot").split()) < len(left.split())
    assert names(place / "picks") == "x_0001.cr2 x_0001.jpg x_0001.xmp"
    assert run(place, words) == 2  # it has ended


def test_a_photograph_moved_inside_the_library_keeps_its_marks(place: Path) -> None:
    with closing(Catalog(place / "base" / "catalog.db", KEYS)) as catalog:
        catalog.folders.add_root(place)
    assert run(place, "--flag pick --move") == 0
    assert run(place, "--flag pick --move") == 2  # it lies there
    with closing(Catalog(place / "base" / "catalog.db", KEYS)) as catalog:
        photo_id = catalog.photos.at(place / "picks" / "a.cr2")
        assert photo_id
        assert catalog.marks.of([photo_id])[photo_id] == Mark(5, 1, "red")
        assert photo_id in catalog.scores.all(catalog.models.current())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--min beauty=1", "there is no beauty"),
        ("--folder /nowhere", "/nowhere does not exist"),
        ("--stars 2", "No photograph matches: nothing is exported."),
        ("../shoot", "already"),
        ("../shoot/below/picks", "lies inside"),
        ("../shoot/a.jpg", "is not a folder"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_exports_nothing(
    place: Path, words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(place / "shoot")
    target = place / "picks" / words if words.startswith("..") else place / "picks"
    options = [] if words.startswith("..") else shlex.split(words)
    folders = ["--folder", str(place / "shoot" / "below")] if "below" in words else ["--flag", "pick"] * (not options)
    assert main(["export", str(target), *options, *folders, "--basedir", str(place / "base")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err
    assert len(printed.err.splitlines()) == 1
    assert contents(place / "shoot") == before
    assert not (place / "picks").exists()


def test_two_ways_at_once_are_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        run(place, "--copy --move")
    assert raised.value.code == 2


def test_one_that_fails_is_told(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir

    def refusing(path: Path, *rest: object, **more: object) -> None:
        if path.name == "below" and path.parent.name == "picks":
            raise PermissionError(13, "Permission denied")
        mkdir(path, *rest, **more)

    monkeypatch.setattr(Path, "mkdir", refusing)
    assert run(place, "--keep-folders --flag none") == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == f"{place}/shoot/below/c.jpg: It was not exported: Permission denied."
    assert told[-2:] == [f"1 of 2 photographs is in {place}/picks.", "Marks in 1 sidecar."]


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C reaches a whole group of processes there")
def test_ctrl_c_leaves_whole_photographs(place: Path) -> None:
    for name in ("a.jpg", "b.jpg", "below/c.jpg"):
        with (place / "shoot" / name).open("r+b") as file:
            file.truncate(150_000_000)
    words = [*PROGRAM, "export", place / "picks", "--basedir", place / "base", "--sort", "name"]
    with subprocess.Popen([str(word) for word in words], stderr=subprocess.PIPE, text=True) as program:
        wait_until((place / "picks" / "a.jpg").exists)
        program.send_signal(signal.SIGINT)
        _, told = program.communicate(timeout=PATIENCE_S)
    assert program.returncode == 130
    assert told.splitlines()[-1] == "Stopped: the same command goes on from here."
    assert names(place / "picks") in {"a.cr2 a.jpg a.xmp", "a.cr2 a.jpg a.xmp b.jpg b.xmp"}


def test_names_by_a_template(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--flag pick --rename 'pick {counter:01}'") == 0
    assert names(place / "picks") == "pick 01.cr2 pick 01.jpg pick 01.xmp"
    assert run(place, "--rename {beauty}") == 2
    assert "there is no {beauty}" in capsys.readouterr().err
