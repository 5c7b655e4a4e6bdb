"""Kills the program at random moments while files move, and while a catalog is brought up to date: nothing is lost."""

import gzip
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from indexing.test_kill import kill_at, sound_copy, started
from tools import indexed_alone
from tools.children import PATIENCE_S
from tools.pictures import save_photographs
from tools.shoot import Shoot, opened_shoot

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.perception.attributes import KEYS

pytestmark = pytest.mark.long

PHOTOGRAPHS, KILLS, UPDATES = 12, 8, 6
EARLIER = Path(__file__).parents[1] / "commands" / "earlier" / "2026-11.db.gz"
OPEN = (
    "import sys, pathlib; from clipiqa_desktop.catalog.catalog import Catalog; Catalog(pathlib.Path(sys.argv[1]), ())"
)


def marks_by_content(shoot: Shoot) -> dict[str, Mark]:
    """The marks of all photographs that were read, also of those that are gone."""
    rows = shoot.catalog.connection.execute("SELECT id, fingerprint FROM photos WHERE fingerprint NOT NULL").fetchall()
    marks = shoot.catalog.marks.of([id_ for id_, _ in rows])
    return {content: marks[id_] for id_, content in rows if marks[id_] != Mark()}


def shuffle(folder: Path, chance: random.Random) -> None:
    """Every file lies elsewhere and has another name afterwards."""
    for number, path in enumerate(sorted(folder.rglob("*.jpg"))):
        target = folder / chance.choice("abc") / f"{chance.random()}-{number}.jpg"
        target.parent.mkdir(exist_ok=True)
        path.rename(target)


def index_all(place: Path) -> None:
    subprocess.run([sys.executable, indexed_alone.__file__, place], check=True, stdout=subprocess.DEVNULL)


def test_no_mark_is_lost_however_often_it_dies_while_files_move(tmp_path: Path) -> None:
    chance, place = random.Random(1207), tmp_path / "killed"
    save_photographs(place / "photos", PHOTOGRAPHS)
    index_all(place)
    with opened_shoot(place) as shoot:
        ids = [photo.id for photo in shoot.photos().values()]
        shoot.catalog.marks.store({id_: Mark(1 + number % 5, 1, "red") for number, id_ in enumerate(ids)})
        before = marks_by_content(shoot)
    assert len(before) == PHOTOGRAPHS
    for _ in range(KILLS):
        shuffle(place / "photos", chance)
        kill_at(place, 0, chance.uniform(0.2, 1.5))
        with opened_shoot(sound_copy(place)) as left:
            assert marks_by_content(left) == before
            assert left.catalog.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    index_all(place)
    with opened_shoot(place) as shoot:
        assert {photo.path for photo in shoot.photos().values()} == set((place / "photos").rglob("*.jpg"))
        assert marks_by_content(shoot) == before


def kept(catalog: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(catalog)) as connection:
        columns = "photos.id, folder_id, name, size, mtime_ns, gone, fingerprint, captured, camera, stars, flag, label"
        return connection.execute(
            f"SELECT {columns} FROM photos LEFT JOIN marks ON photo_id = photos.id ORDER BY photos.id"
        ).fetchall()


def test_an_update_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(12)
    for number in range(UPDATES):
        path = tmp_path / str(number) / "catalog.db"
        path.parent.mkdir()
        path.write_bytes(gzip.decompress(EARLIER.read_bytes()))
        before = kept(path)
        with started("-c", OPEN, path) as program:
            time.sleep(chance.uniform(0.1, 1.2))
            program.kill()
            program.communicate(timeout=PATIENCE_S)
        assert kept(path) == before
        with closing(Catalog(path, KEYS)) as catalog:
            assert catalog.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert catalog.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert kept(path) == before
