"""A catalog that is damaged inside is told from everything else that may go wrong with it."""

import random
import sqlite3
from pathlib import Path

import pytest
from tools.command_line import clipiqa, said
from tools.known_shoot import save_shoot

from clipiqa_desktop.catalog.database.damage import cannot_write, damage_sentence, is_damage, is_damaged
from clipiqa_desktop.places import own_places

CATALOG = Path("/nowhere/catalog.db")


def hurt(path: Path, seed: int) -> None:
    """Overwrites some pages of a file."""
    chance, content = random.Random(seed), bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        if chance.random() < 0.7:
            at = page + chance.randrange(0, 3000)
            content[at : at + 900] = bytes(chance.randrange(256) for _ in range(900))
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(3))
def test_a_command_on_a_damaged_catalog_says_so_in_one_sentence(tmp_path: Path, seed: int) -> None:
    base = tmp_path / "base"
    base.mkdir()
    save_shoot(tmp_path / "shoot", base / "catalog.db")
    (base / "catalog-before-update-20260101-000000.db").touch()
    hurt(base / "catalog.db", seed)
    ran = clipiqa("list", "--basedir", base)
    assert ran.returncode in {0, 2}, ran.stderr
    for sentence in said(ran):
        assert "is damaged" in sentence or "cannot be opened" in sentence
    assert not list((base / "logs" / "crashes").glob("*crash*"))


def test_damage_is_told_from_a_full_disk(tmp_path: Path) -> None:
    save_shoot(tmp_path / "shoot", tmp_path / "catalog.db")
    assert not is_damaged(tmp_path / "catalog.db")
    assert not is_damaged(tmp_path / "none.db")
    (tmp_path / "catalog.db").write_bytes(b"rubbish" * 1000)
    assert is_damaged(tmp_path / "catalog.db")
    with pytest.raises(sqlite3.DatabaseError) as raised:
        sqlite3.connect(tmp_path / "catalog.db").execute("SELECT 1 FROM photos")
    assert is_damage(raised.value)
    assert "damaged inside" in cannot_write(raised.value, CATALOG)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert "the disk is full" in cannot_write(full, CATALOG)
    assert "full?" not in cannot_write(sqlite3.OperationalError("no such table: photos"), CATALOG)
    assert f"`clipiqa-desktop rescue --basedir {tmp_path}`" in damage_sentence(tmp_path / "catalog.db")
    assert "`clipiqa-desktop rescue`" in damage_sentence(own_places().catalog)
