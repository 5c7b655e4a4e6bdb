"""A cut without a window: what is told, and what is set only when it is asked for."""

import shlex
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tools.command_line import table
from tools.stored import ids, listed, model, read, score

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.photos.signature import LENGTH, SIGNATURE_VERSION

SECONDS = {"a.jpg": 0.0, "b.jpg": 0.5, "c.jpg": 1.0, "d.jpg": 600.0, "e.jpg": 1200.0}
WIDTHS = {"a.jpg": 0.9, "b.jpg": 0.5, "c.jpg": 0.75, "d.jpg": 0.5, "e.jpg": 4.0}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A burst a, b, c of which b is sharp, a single d, and e that is soft."""
    (tmp_path / "shoot").mkdir()
    for name in SECONDS:
        (tmp_path / "shoot" / name).write_text(name)
    with catalog_at(tmp_path) as catalog:
        listed(catalog, *SECONDS, root=tmp_path / "shoot")
        network, look = model(catalog), np.random.default_rng(0).integers(0, 250, LENGTH).astype(np.uint8).tobytes()
        for place, (name, photo_id) in enumerate(ids(catalog).items()):
            read(catalog, photo_id, captured=SECONDS[name])
            score(catalog, photo_id, network, [0.9 - 0.1 * place] * len(KEYS))
            catalog.signatures.store(photo_id, SIGNATURE_VERSION, look)
            tiles = np.full((4, 6), WIDTHS[name], np.float32)
            catalog.focus.store(photo_id, VERSION, FocusNumbers(WIDTHS[name], WIDTHS[name], 0.5, 0.5), tiles)
    return tmp_path


def catalog_at(place: Path) -> closing[Catalog]:
    (place / "base").mkdir(exist_ok=True)
    return closing(Catalog(place / "base" / "catalog.db", KEYS))


def flags(place: Path) -> dict[str, int]:
    with catalog_at(place) as catalog:
        known = ids(catalog)
        marks = catalog.marks.of(known.values())
        return {name[0]: marks[photo_id].flag for name, photo_id in known.items() if marks[photo_id].flag}


def run(place: Path, words: str) -> int:
    name, *rest = shlex.split(words)
    return main([name, *rest, "--basedir", str(place / "base")])


def test_it_tells_and_marks_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, f"suggest {place}/shoot") == 0
    told = capsys.readouterr()
    assert [line.split("\t") for line in told.out.splitlines()] == [
        ["reject", f"{place}/shoot/a.jpg", "softer than the best"],
        ["pick", f"{place}/shoot/b.jpg", "sharpest of 3"],
        ["reject", f"{place}/shoot/c.jpg", "softer than the best"],
        ["pick", f"{place}/shoot/d.jpg", "only one, in focus"],
        ["reject", f"{place}/shoot/e.jpg", "nothing in focus"],
    ]
    assert told.err == "Would pick 2 and reject 3 of 5 photographs; nothing is marked without --apply.\n"
    assert flags(place) == {}


def test_apply_sets_flags_and_leaves_those_of_the_person(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with catalog_at(place) as catalog:
        known = ids(catalog)
        catalog.marks.store({known["e.jpg"]: Mark(0, 1), known["c.jpg"]: Mark(4), known["d.jpg"]: Mark(2)})
    assert run(place, f"suggest {place}/shoot --apply") == 0
    assert flags(place) == {"a": -1, "b": 1, "d": 1, "e": 1}
    assert capsys.readouterr().err == "Picked 2 and rejected 1 of 5 photographs.\n"


def test_so_many_and_by_what(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, picked in (("--keep 0", ""), ("--keep 1 --best-by quality", "b"), ("--best-by quality:asc", "bd")):
        assert run(place, f"suggest {place}/shoot {words}") == 0
        lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        assert "".join(Path(path).stem for what, path, _ in lines if what == "pick") == picked


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--keep many", "--keep many makes no sense"),
        ("--best-by charm", "--best-by charm: there is no charm; the keys are"),
    ],
)
def test_what_makes_no_sense_is_said(place: Path, words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, f"suggest {place}/shoot {words}") == 2
    assert told in capsys.readouterr().err
    assert flags(place) == {}


def test_a_folder_that_was_never_looked_through(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "suggest /elsewhere") == 2
    assert "was never looked through" in capsys.readouterr().err


def test_list_leaves_out_what_is_worse(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "list --best-of-stacks") == 0
    assert [Path(line).stem for line in capsys.readouterr().out.splitlines()] == ["b", "d", "e"]


def test_the_table_says_stacks_and_suggestions(place: Path) -> None:
    assert run(place, f"list --sort name --csv {place}/table.csv") == 0
    rows = table((place / "table.csv").read_text(encoding="utf-8"))
    told = [[row[key] for key in ("stack_kind", "stack_place", "suggestion", "reasons")] for row in rows]
    assert told == [
        ["burst", "3", "reject", "softer than the best"],
        ["burst", "1", "pick", "sharpest of 3"],
        ["burst", "2", "reject", "softer than the best"],
        ["", "", "pick", "only one, in focus"],
        ["", "", "reject", "nothing in focus"],
    ]
    assert len({row["stack"] for row in rows[:3]}) == 1
    assert rows[3]["stack"] == ""


def test_stacks_are_as_strict_as_the_setting(place: Path) -> None:
    (place / "base" / "config").mkdir(parents=True, exist_ok=True)
    from clipiqa_desktop.places import own_places
    from clipiqa_desktop.settings import STACKS, Settings

    Settings(own_places(place / "base").settings).set(STACKS, "off")
    assert run(place, f"list --csv {place}/table.csv") == 0
    rows = table((place / "table.csv").read_text(encoding="utf-8"))
    assert {row["stack"] for row in rows} == {""}
