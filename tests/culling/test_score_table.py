import csv
import io
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tools.stored import SHOOT, ids, listed, model, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.cut import COLUMNS
from clipiqa_desktop.culling.score_table import ScoreRow, score_rows, write_csv

KEYS = ("quality", "happy")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path / "catalog.db", KEYS)) as opened:
        yield opened


def test_rows_are_the_photographs_below_the_folders_by_path(catalog: Catalog) -> None:
    listed(catalog, "b.jpg", "a.jpg", "day/c.jpg", "new.jpg")
    listed(catalog, "other.jpg", root=Path("/other"))
    a, photos = model(catalog), ids(catalog)
    for name in ("a.jpg", "b.jpg", "c.jpg", "other.jpg"):
        score(catalog, photos[name], a, (0.5, 0.25))
    catalog.photos.store_error(photos["b.jpg"], None, "the disk did not answer")
    assert score_rows(catalog, [SHOOT, SHOOT / "day"], "off") == [
        ScoreRow(SHOOT / "a.jpg", (0.5, 0.25), ""),
        ScoreRow(SHOOT / "b.jpg", (None, None), "the disk did not answer"),
        ScoreRow(SHOOT / "day/c.jpg", (0.5, 0.25), ""),
        ScoreRow(SHOOT / "new.jpg", (None, None), ""),
    ]
    assert score_rows(catalog, [Path("/nowhere")], "off") == []


def test_the_table_names_weights_only_where_they_are_not_openais(catalog: Catalog) -> None:
    rows = [ScoreRow(SHOOT / "a.jpg", (0.5, None), ""), ScoreRow(SHOOT / "b.jpg", (None, None), 'a "bad" file')]
    openai = catalog.models.make_current("openai", "", "", 100.0)
    for network, column, cell in ((openai, "", ""), (None, "", ""), (model(catalog), ",weights", ",label of a")):
        file = io.StringIO()
        write_csv(file, KEYS, rows, network)
        assert file.getvalue() == (
            f"path,quality,happy,error,stack,stack_kind,stack_place,suggestion,reasons{column}\n"
            f'/shoot/a.jpg,0.500000,,,,,,,{cell}\n/shoot/b.jpg,,,"a ""bad"" file",,,,,{cell}\n'
        )


@pytest.mark.parametrize(
    ("name", "shown"),
    [("two\nlines, one.jpg", "two\nlines, one.jpg"), (os.fsdecode(b"caf\xe9.jpg"), "caf\ufffd.jpg")],
)
def test_any_name_makes_a_readable_table(name: str, shown: str) -> None:
    file = io.StringIO()
    write_csv(file, KEYS, [ScoreRow(SHOOT / name, (0.5, 0.5), "")], None)
    file.getvalue().encode()
    _, row = csv.reader(io.StringIO(file.getvalue()))
    assert row[0] == f"/shoot/{shown}"


def test_own_attributes_stand_under_their_titles(catalog: Catalog) -> None:
    catalog.own_attributes.add("Élan, pure", ("Elegant photo.", "Clumsy photo."))
    listed(catalog, "a.jpg")
    network = model(catalog)
    score(catalog, ids(catalog)["a.jpg"], network, (0.25, 0.5, 0.75))
    file = io.StringIO()
    write_csv(file, catalog.scores.headings, score_rows(catalog, [SHOOT], "off"), None)
    head, line = csv.reader(io.StringIO(file.getvalue()))
    assert head == ["path", *KEYS, "Élan, pure", "error", *COLUMNS]
    assert line == [str(SHOOT / "a.jpg"), "0.250000", "0.500000", "0.750000", *[""] * 6]
