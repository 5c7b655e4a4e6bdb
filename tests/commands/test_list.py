import os
import shlex
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from tools.command_line import PROGRAM, clipiqa, table
from tools.known_shoot import save_shoot

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.perception.attributes import KEYS


@pytest.fixture
def place(tmp_path: Path) -> Path:
    save_shoot(tmp_path / "shoot", tmp_path / "base" / "catalog.db")
    return tmp_path


def run(place: Path, words: str) -> int:
    return main(["list", *shlex.split(words), "--basedir", str(place / "base")])


def listed(place: Path, words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The photographs' letters in the order in which they were printed."""
    assert run(place, words) == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert all(path.is_file() and path.is_absolute() for path in paths)
    return "".join(path.stem for path in paths)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "cbad"),
        ("--min sharpness=0.6", "ba"),
        ("--max sharpness=0.6", "cb"),
        ("--min sharpness=0.5 --max sharpness=0.7", "b"),
        ("--min iso=200", "cb"),
        ("--min shutter=1/125 --max shutter=1/125 --max aperture=2.8", "cba"),
        ("--max shutter=0.001", ""),
        ("--min captured=2024-06-15", "ba"),
        ("--max captured=2024-06-14", "c"),
        ("--max captured=2024-06-15", "cba"),
        ("--max captured=2024-06-15T00:00", "cb"),
        ("--stars '>=3'", "ba"),
        ("--stars 3", "b"),
        ("--stars '=0'", "cd"),
        ("--stars '<= 3'", "cbd"),
        ("--min stars=4", "a"),
        ("--flag reject", "d"),
        ("--flag none", "cb"),
        ("--flag pick --label red", "a"),
        ("--label none", "cbd"),
        ("--sort sharpness", "cbad"),
        ("--sort sharpness:desc", "abcd"),
        ("--sort name:desc", "dcba"),
        ("--sort aperture --sort iso:desc --flag none", "cb"),
        ("--stars '>=3' --sort stars:asc --min iso=1", "ba"),
    ],
)
def test_filters_and_sort_keys(place: Path, words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(place, words, capsys) == told


def test_folders(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed(place, f"{place}/shoot/below", capsys) == "cd"
    assert listed(place, f"{place}", capsys) == "cbad"
    monkeypatch.chdir(place / "shoot" / "below")
    assert listed(place, ".. .", capsys) == "cbad"
    assert listed(place, ". --min iso=1", capsys) == "c"


def test_an_attribute_of_ones_own(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Catalog(place / "base" / "catalog.db", KEYS)) as catalog:
        key = catalog.own_attributes.add("Elegant", ("Elegant photo.", "Clumsy photo.")).key
        catalog.connection.execute(f'UPDATE scores SET "{key}" = photo_id / 10.0')
    in_order = listed(place, f"--sort {key} --min {key}=0.01", capsys)
    assert in_order == listed(place, "--sort elegant --min Elegant=0.01", capsys)
    assert sorted(in_order) == ["a", "b", "c"]
    run(place, f"--csv {place}/table.csv")
    assert {row["Elegant"] == "" for row in table((place / "table.csv").read_text())} == {True, False}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "--min beauty=0.5",
            "there is no beauty; the keys are focus, eye_focus, eyes_open, faces,",
        ),
        ("--sort beauty", "there is no beauty"),
        ("--min name=a", "there is no name"),
        ("--min sharpness", "write --min KEY=VALUE"),
        ("--min sharpness=1.5", "--min sharpness=1.5 makes no sense: it is a number from 0 to 1"),
        ("--max sharpness=nan", "a number from 0 to 1"),
        ("--min stars=6", "a number from 0 to 5"),
        ("--max shutter=1/0", "a number from"),
        ("--min captured=yesterday", "a time is like 2024-06-15"),
        ("--min captured=2024-06-15T18:00+02:00", "a time is like 2024-06-15"),
        ("--min iso=800 --max iso=100", "leaves nothing"),
        ("--stars '>3'", "--stars >3 makes no sense"),
        ("--stars six", "--stars six makes no sense"),
        ("--flag up", "--flag up is unknown: it is one of pick, reject, none."),
        ("--label pink", "--label pink is unknown"),
        ("/nowhere", "/nowhere does not exist, and was never looked through: check how it is written."),
        ("--csv /nowhere/table.csv", "/nowhere/table.csv cannot be written"),
    ],
)
def test_what_cannot_be_is_one_sentence(place: Path, words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize("target", ["-", *(["/dev/stdout"] if os.name == "posix" else [])])
def test_the_table_goes_to_the_standard_output_too(place: Path, target: str) -> None:
    words = ["--sort", "name", "--basedir", place / "base"]
    printed = clipiqa("list", "--csv", target, *words, cwd=place)
    assert (printed.returncode, printed.stderr) == (0, "")
    clipiqa("list", "--csv", "./-", *words, cwd=place)
    assert printed.stdout == (place / "-").read_text(encoding="utf-8")


def test_the_table_of_everything(place: Path) -> None:
    words = ["--sort", "name", "--csv", place / "table.csv", "--basedir", place / "base"]
    result = clipiqa("list", *words)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    first, *_, last = table((place / "table.csv").read_text(encoding="utf-8"))
    assert list(first)[:5] == ["path", "companions", "stars", "flag", "label"]
    assert list(first)[-13:-9] == ["blown", "blocked", "luminance", "focus"]
    assert list(first)[-9:-4] == ["stack", "stack_kind", "stack_place", "suggestion", "reasons"]
    assert list(first)[-4:] == ["eye_focus", "eyes_open", "faces", "weights"]
    assert (
        first.items()
        >= {
            "path": str(place / "shoot" / "a.jpg"),
            "companions": "a.cr2",
            "stars": "5",
            "flag": "pick",
            "label": "red",
            "iso": "100",
            "shutter_s": "0.008",
            "captured": "2024-06-15T18:42:31.250",
            "camera": "",
            "sharpness": "0.900000",
            "aesthetic": "0.500000",
            "error": "",
            "weights": "label of a",
        }.items()
    )
    assert last.items() >= {"stars": "0", "flag": "reject", "sharpness": "", "error": "damaged"}.items()


@pytest.mark.skipif(os.name == "nt", reason="names of other bytes, or with line breaks, are no names there")
def test_strange_names_take_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "shoot"
    save_shoot(folder, tmp_path / "base" / "catalog.db")
    for name in (b"two\nlines.jpg", b"byte\xff.jpg"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"?")
    assert main(["mark", str(folder / "two\nlines.jpg"), "--stars", "1", "--basedir", str(tmp_path / "base")]) == 0
    result = clipiqa("list", "--stars", "<=1", "--sort", "name:desc", "--basedir", tmp_path / "base")
    assert [Path(line).name for line in result.stdout.splitlines()] == [
        "two\ufffdlines.jpg",
        "d.jpg",
        "c.jpg",
        "byte\ufffd.jpg",
    ]
    clipiqa("list", "--csv", tmp_path / "table.csv", "--basedir", tmp_path / "base")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        assert "two\nlines.jpg" in {Path(row["path"]).name for row in table(file.read())}


def test_nothing_matches(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--stars 2") == 0
    assert capsys.readouterr() == ("", "No photograph matches.\n")


def test_what_is_not_there_now_is_not_printed_and_that_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "shoot" / "b.jpg").unlink()
    assert listed(place, "", capsys) == "cad"
    run(place, "")
    assert capsys.readouterr().err.startswith("1 photograph is not there now and left out")


@pytest.mark.skipif(os.name == "nt", reason="names of other bytes, or with line breaks, are no names there")
def test_paths_for_machines(tmp_path: Path) -> None:
    folder = tmp_path / "shoot"
    save_shoot(folder, tmp_path / "base" / "catalog.db")
    names = [b"two\nlines.jpg", b"byte\xff.jpg", "cafe\u0301.jpg".encode(), b"a.jpg"]
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"?")
    assert main(["mark", str(folder / "two\nlines.jpg"), "--stars", "1", "--basedir", str(tmp_path / "base")]) == 0
    words = [*PROGRAM, "list", "--sort", "name:desc", "--print0", "--basedir", tmp_path / "base", folder.as_uri()]
    *paths, last = subprocess.run(words, capture_output=True, check=True).stdout.split(b"\0")
    assert last == b""
    assert {path.rpartition(b"/")[2] for path in paths} == {*names, b"b.jpg", b"c.jpg", b"d.jpg"}
    assert all(Path(os.fsdecode(path)).exists() for path in paths)


def test_where_nothing_is_scored_it_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Catalog(place / "base" / "catalog.db", KEYS)) as catalog:
        catalog.models.make_current("other weights", "", "", 100.0)
    assert run(place, "--min sharpness=0.1") == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("No photograph is scored yet: run `clipiqa-desktop score")
    assert run(place, "--stars 2") == 0
    assert capsys.readouterr().err == "No photograph matches.\n"
