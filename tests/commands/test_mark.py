import hashlib
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tools.command_line import clipiqa
from tools.pictures import save_photograph
from tools.sidecars import LIGHTROOM

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.photos.sidecar import read_sidecar
from clipiqa_desktop.photos.xmp_marks import XmpMarks
from clipiqa_desktop.settings import PAIR, Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_photograph(tmp_path / "shoot" / "a.jpg")
    save_photograph(tmp_path / "shoot" / "below" / "c.jpg")
    (tmp_path / "shoot" / "b.cr2").write_bytes(b"raw")
    (tmp_path / "shoot" / "b.jpg").write_bytes(b"jpeg")
    return tmp_path / "shoot"


def mark(folder: Path, *words: object) -> int:
    return main(["mark", *map(str, words), "--basedir", str(folder.parent / "base")])


def marked(folder: Path) -> dict[str, Mark]:
    """Every photograph that the catalog knows, by name."""
    with closing(Catalog(folder.parent / "base" / "catalog.db", KEYS)) as catalog:
        paths = {
            photo.id: photo.path for photo in catalog.photos.in_folders({each.id for each in catalog.folders.all()})
        }
        return {paths[id_].name: each for id_, each in catalog.marks.of(paths).items()}


def test_photographs_are_marked_without_a_word(folder: Path) -> None:
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in folder.rglob("*.*")}
    words = ["--stars", 4, "--flag", "pick", "--label", "red", "--xmp", "--basedir", folder.parent / "base"]
    result = clipiqa("mark", folder / "a.jpg", folder / "b.cr2", *words)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert marked(folder) == {"a.jpg": Mark(4, 1, "red"), "b.jpg": Mark(4, 1, "red")}
    assert read_sidecar(folder / "b.xmp").marks == read_sidecar(folder / "a.xmp").marks == XmpMarks(4, "pick", "red")
    assert before == {path: hashlib.sha256(path.read_bytes()).digest() for path in before}


def test_raw_and_jpeg_are_marked_apart_where_that_is_wanted(folder: Path) -> None:
    Settings(folder.parent / "base" / "settings.json").set(PAIR, False)
    assert mark(folder, folder / "b.cr2", "--stars", 3) == 0
    assert marked(folder) == {"a.jpg": Mark(), "b.cr2": Mark(3), "b.jpg": Mark()}


def test_what_is_not_named_stays(folder: Path) -> None:
    assert mark(folder, folder / "a.jpg", "--stars", 4, "--flag", "reject") == 0
    assert mark(folder, folder / "a.jpg", "--label", "blue", "--flag", "none") == 0
    assert marked(folder)["a.jpg"] == Mark(4, 0, "blue")
    assert not list(folder.glob("*.xmp"))


def test_from_inside_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "below")
    assert mark(folder, "c.jpg", "../a.jpg", "--stars", 1) == 0
    assert marked(folder) == {"a.jpg": Mark(1), "b.jpg": Mark(), "c.jpg": Mark(1)}


def test_a_photograph_that_came_later_is_found(folder: Path) -> None:
    mark(folder, folder / "below" / "c.jpg", "--stars", 1)
    mark(folder, folder / "a.jpg", "--stars", 1)
    save_photograph(folder / "new.jpg")
    assert mark(folder, folder / "new.jpg", "--stars", 2) == 0
    assert marked(folder)["new.jpg"] == Mark(2)
    assert marked(folder)["c.jpg"] == Mark(1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["a.jpg", "--stars", "6"], "--stars 6 is unknown: it is one of 0, 1, 2, 3, 4, 5."),
        (["a.jpg", "--flag", "up"], "--flag up is unknown: it is one of pick, reject, none."),
        (["a.jpg", "--label", ""], "is unknown: it is one of red, yellow, green, blue, purple, none."),
        (["a.jpg"], "Nothing to do"),
        (["no.jpg", "notes.txt", "--stars", "1"], "no.jpg does not exist"),
        (["notes.txt", "--stars", "1"], "notes.txt is no photograph"),
        (["folder.jpg", "--stars", "1"], "folder.jpg is no file"),
        (["a" * 300 + ".jpg", "--stars", "1"], "does not exist"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_marks_nothing(
    folder: Path, words: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "notes.txt").touch()
    (folder / "folder.jpg").mkdir()
    monkeypatch.chdir(folder)
    assert mark(folder, *words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err
    assert len(printed.err.splitlines()) == 1
    assert set(marked(folder).values()) <= {Mark()}


def test_good_files_are_marked_and_bad_ones_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mark(folder, folder / "no.jpg", folder / "a.jpg", folder / "notes.txt", "--stars", 2) == 1
    assert marked(folder)["a.jpg"] == Mark(2)
    assert capsys.readouterr().err.splitlines() == [
        f"{folder}/no.jpg does not exist: name a photograph's file.",
        f"{folder}/notes.txt is no photograph: name a photograph's file.",
    ]


def test_a_sidecar_that_cannot_be_written_is_told_and_the_others_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.xmp").write_text("<broken")
    assert mark(folder, folder / "a.jpg", folder / "b.jpg", "--stars", 3, "--xmp") == 1
    assert 'The sidecar "a.xmp" is damaged' in capsys.readouterr().err
    assert read_sidecar(folder / "b.xmp").marks.stars == 3
    assert marked(folder)["a.jpg"] == Mark(3)


def test_what_the_sidecar_said_before_is_kept(folder: Path) -> None:
    (folder / "a.xmp").write_text(LIGHTROOM)
    assert mark(folder, folder / "a.jpg", "--label", "red", "--xmp") == 0
    assert marked(folder)["a.jpg"] == Mark(3, 1, "red")
    assert 'crs:Exposure2012="+0.45"' in (folder / "a.xmp").read_text()


LOOP = """
import sys
from clipiqa_desktop.__main__ import main
base, word, value, *files = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
for file in files:
    assert main(["mark", file, word, value, "--basedir", base]) == 0
"""


def test_three_commands_side_by_side_lose_no_mark(tmp_path: Path) -> None:
    folder, base = tmp_path / "shoot", tmp_path / "base"
    folder.mkdir()
    files = [folder / f"{number}.jpg" for number in range(60)]
    for file in files:
        file.write_bytes(b"jpeg")
    assert main(["mark", str(files[0]), "--stars", "0", "--basedir", str(base)]) == 0
    words = (("--stars", "4"), ("--flag", "reject"), ("--label", "blue"))
    loops = [
        subprocess.Popen(
            [sys.executable, "-c", LOOP, base, *each, *files], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for each in words
    ]
    for loop in loops:
        assert loop.stdout.readline() == "ready\n"
    for loop in loops:
        loop.stdin.write("go\n")
        loop.stdin.flush()
    for loop in loops:
        loop.communicate(timeout=120)
    assert [loop.returncode for loop in loops] == [0, 0, 0]
    assert marked(folder) == {file.name: Mark(4, -1, "blue") for file in files}


def test_many_files_are_looked_up_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1200):
        (folder / "below" / f"{number}.jpg").write_bytes(b"jpeg")
    files = [*folder.glob("*.jpg"), *folder.rglob("below/*.jpg")]
    statements: list[str] = []
    opened = Catalog.__init__

    def watched(self: Catalog, *arguments: Any) -> None:
        opened(self, *arguments)
        self.connection.set_trace_callback(statements.append)

    mark(folder, *files, "--stars", 1)
    monkeypatch.setattr(Catalog, "__init__", watched)
    assert mark(folder, *files, "--flag", "pick") == 0
    assert len([each for each in statements if each.lstrip().startswith("SELECT")]) < 10
    assert [each for each in statements if each.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert set(marked(folder).values()) == {Mark(1, 1)}
