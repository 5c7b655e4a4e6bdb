"""`clipiqa-desktop clock`, and what list says afterwards."""

import csv
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tools.stored import ids, listed, read

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.moments import SECONDS
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.places import own_places

MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    """A catalog of two cameras; of n.jpg and c.jpg, which are of one moment, c.jpg says to be an hour later."""
    shoot, places = tmp_path / "shoot", own_places(tmp_path)
    places.catalog.parent.mkdir(parents=True, exist_ok=True)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        listed(catalog, "n.jpg", "n2.jpg", "c.jpg", root=shoot)
        for name, photo in ids(catalog).items():
            camera, moment = ("Canon EOS R6", 3600.0) if name[0] == "c" else ("NIKON D750", 5.0 * len(name[:-4]) - 5)
            read(catalog, photo, camera=camera, captured=moment)
    return shoot


def clock(shoot: Path, *words: str | Path) -> int:
    return main(["clock", *map(str, words), "--basedir", str(shoot.parent)])


def lines(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_cameras_are_listed_with_their_times(shoot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clock(shoot) == 0
    assert lines(capsys) == [
        ["NIKON D750", "2", "1970-01-01T00:00:00.000", "1970-01-01T00:00:05.000", "0:00:00"],
        ["Canon EOS R6", "1", "1970-01-01T01:00:00.000", "1970-01-01T01:00:00.000", "0:00:00"],
    ]


@pytest.mark.parametrize(
    "words", [("--camera", "Canon EOS R6", "--shift=-1:00:00"), ("--same", "shoot/n.jpg", "shoot/c.jpg")]
)
def test_a_clock_is_put_right_and_the_table_says_the_corrected_time(
    shoot: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(shoot.parent)
    assert clock(shoot, shoot, *words) == 0
    assert lines(capsys)[1][-1] == f"{MINUS}1:00:00"
    table = shoot.parent / "table.csv"
    assert main(["list", "--csv", str(table), "--basedir", str(shoot.parent)]) == 0
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert [(Path(row["path"]).name, row["captured"]) for row in rows] == [
        ("c.jpg", "1970-01-01T00:00:00.000"),
        ("n.jpg", "1970-01-01T00:00:00.000"),
        ("n2.jpg", "1970-01-01T00:00:05.000"),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--camera", "Canon EOS R6"), "together with --shift"),
        (("--camera", "Canon EOS R6", "--shift", "soon"), "--shift soon makes no sense"),
        (("--camera", "Leica", "--shift", "1:00"), "the cameras are NIKON D750; Canon EOS R6"),
        (("--same", "a.jpg", "b.jpg"), "a.jpg is not known"),
        (("/no/such/folder",), "does not exist"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    shoot: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert clock(shoot, *words) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("--shift", "-0:59:43"), ("--shift=-0:59:43",), ("--shift", "\N{MINUS SIGN}0:59:43")]
)
def test_a_shift_back_is_written_as_it_is_thought_and_replaces_the_one_before(
    shoot: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert clock(shoot, "--camera", "Canon EOS R6", "--shift", "+2:00:00") == 0
    assert clock(shoot, "--camera", "Canon EOS R6", *words) == 0
    assert lines(capsys)[-1][-1] == f"{MINUS}0:59:43"


def test_a_shift_beyond_all_dates_leaves_no_time_and_can_be_put_right(
    shoot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Catalog(own_places(shoot.parent).catalog, KEYS)) as catalog:
        read(catalog, ids(catalog)["c.jpg"], camera="Canon EOS R6", captured=SECONDS.stop - 1.0)
    assert clock(shoot, "--camera", "Canon EOS R6", "--shift", "+48:00:00") == 0
    assert lines(capsys)[-1] == ["Canon EOS R6", "1", "", "", "+2 d 0:00:00"]
    table = shoot.parent / "table.csv"
    assert main(["list", "--csv", str(table), "--basedir", str(shoot.parent)]) == 0
    rows = {Path(row["path"]).name: row["captured"] for row in csv.DictReader(table.read_text("utf-8").splitlines())}
    assert rows["c.jpg"] == ""
    assert clock(shoot, "--camera", "Canon EOS R6", "--shift", "-24:00:00") == 0
    assert lines(capsys)[-1][2] == "9999-12-30T23:59:59.000"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_list_that_cannot_be_written_is_a_sentence(shoot: Path) -> None:
    words = [sys.executable, "-m", "clipiqa_desktop", "clock", "--basedir", str(shoot.parent)]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "clipiqa-desktop: The list cannot be written: No space left on device.\n"
