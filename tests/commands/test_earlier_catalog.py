"""A catalog that an earlier version wrote opens, is brought up to date, and answers what it answered then.

`earlier/2026-11.db.gz` was written by the program as it was in November 2026, before there were stages: six small
pictures, one of them damaged, three of them marked, scored by a stand-in for the network, and an attribute of the
person's own. Only the prompts' vectors were blanked, to keep it small. `earlier/2026-11.csv` is what `list --csv
--sort quality:desc` wrote then.
"""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tools.command_line import clipiqa, table

EARLIER = Path(__file__).with_name("earlier")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The folder of an earlier catalog, with files where it says that the photographs lie."""
    for path in (Path(row["path"]) for row in table((EARLIER / "2026-11.csv").read_text("utf-8"))):
        file = tmp_path / path.relative_to("/photographs")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    base = tmp_path / "base"
    base.mkdir()
    catalog = base / "catalog.db"
    catalog.write_bytes(gzip.decompress((EARLIER / "2026-11.db.gz").read_bytes()))
    with closing(sqlite3.connect(catalog)) as connection, connection:
        connection.execute("UPDATE folders SET path = replace(path, '/photographs', ?)", (str(tmp_path),))
    return base


def test_the_same_table_as_then(base: Path, tmp_path: Path) -> None:
    before = (EARLIER / "2026-11.csv").read_text("utf-8").replace("/photographs", str(tmp_path))
    ran = clipiqa("list", "--basedir", base, "--sort", "quality:desc", "--csv", tmp_path / "now.csv")
    assert (ran.returncode, ran.stdout) == (0, "")
    (kept,) = base.glob("catalog-before-update-*.db")
    assert f"was of an earlier version and is up to date now; as it was it is kept as {kept.name}." in ran.stderr
    now, then = table((tmp_path / "now.csv").read_text("utf-8")), table(before)
    assert [{name: row[name] for name in then[0]} for row in now] == then
    assert [name for name in now[0] if name in then[0]] == list(then[0])


def test_the_same_photographs_in_the_same_order(base: Path, tmp_path: Path) -> None:
    ran = clipiqa("list", "--basedir", base, "--min", "elegant=0.911", "--sort", "captured")
    assert ran.stdout.splitlines() == [
        str(tmp_path / "shoot" / name) for name in ("DSC_1.jpg", "DSC_10.jpg", "second/a.jpg", "second/b.png")
    ]
    ran = clipiqa("list", "--basedir", base, "--stars", ">=2", "--sort", "stars:desc")
    assert ran.stdout.splitlines() == [str(tmp_path / "shoot" / name) for name in ("DSC_1.jpg", "second/a.jpg")]


def test_a_copy_is_kept_as_it_was(base: Path, tmp_path: Path) -> None:
    (tmp_path / "then.db").write_bytes((base / "catalog.db").read_bytes())
    clipiqa("list", "--basedir", base)
    (copy,) = base.glob("catalog-before-update-*.db")
    assert dump(copy) == dump(tmp_path / "then.db")


def dump(catalog: Path) -> list[str]:
    with closing(sqlite3.connect(catalog)) as connection:
        return list(connection.iterdump())
