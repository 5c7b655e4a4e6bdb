"""A catalog that is damaged, whichever page it is: what can be read is rescued, and a copy fills the gaps."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tools.stored import SHOOT

from clipiqa_desktop.__main__ import main
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.copies import copies, daily_copies, is_sound, keep_daily_copy
from clipiqa_desktop.catalog.database.schema import CatalogUnusable
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.rescue.rescue import put_right, rescue

pytestmark = pytest.mark.long

KEYS = ("quality",)
COUNT = 400
PAGE = 4096
Marks = dict[str, Mark]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of some hundred pages, all of whose photographs are marked; one file."""
    path = tmp_path_factory.mktemp("sound") / "catalog.db"
    with closing(Catalog(path, KEYS)) as catalog:
        catalog.folders.add_root(SHOOT)
        files = [FoundFile(SHOOT, f"photograph number {number}.jpg", 10, 1) for number in range(COUNT)]
        catalog.folders.record_listing(SHOOT, files)
        ids = [photo.id for photo in catalog.photos.in_folders(catalog.folders.below(SHOOT))]
        catalog.marks.set_fields({"stars": {id_: id_ % 5 + 1 for id_ in ids}, "label": dict.fromkeys(ids, "red")})
    return path


def marks_of(path: Path) -> Marks:
    with closing(Catalog(path, KEYS)) as catalog:
        photos = catalog.photos.in_folders(catalog.folders.below(SHOOT))
        known = catalog.marks.of([photo.id for photo in photos])
        return {photo.path.name: known[photo.id] for photo in photos if known[photo.id] != Mark()}


def pages_of(path: Path, *tables: str) -> set[int]:
    """The pages, from 0, that hold these tables and their indexes; as far as SQLite was built to tell."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute("SELECT pageno, name FROM dbstat").fetchall()
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell which page is whose")
        owners = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master"))
    return {number - 1 for number, name in rows if owners.get(name, name) in tables}


def zeros(_chance: random.Random) -> bytes:
    return bytes(PAGE)


def noise(chance: random.Random) -> bytes:
    return chance.randbytes(PAGE)


def other_page(chance: random.Random) -> bytes:
    """Looks like a page of a table, with cells that lead nowhere."""
    return bytes([13, 0, 0, 0, 200, 0, 10, 0]) + chance.randbytes(PAGE - 8)


def hurt(path: Path, page: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(content)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of nothing: to copy one is faster than to make one."""
    path = tmp_path_factory.mktemp("empty") / "catalog.db"
    Catalog(path, KEYS).close()
    return path


@pytest.mark.parametrize("damage", [zeros, noise, other_page])
def test_whichever_page_is_damaged_the_rest_is_rescued(
    sound: Path, empty: Path, tmp_path: Path, damage: Callable[[random.Random], bytes]
) -> None:
    expected, count = marks_of(sound), sound.stat().st_size // PAGE
    schema = pages_of(sound, "sqlite_master", "sqlite_schema") - {0}  # without an entry a table cannot be found
    matter = schema | pages_of(sound, "folders", "photos", "marks", "sqlite_sequence")
    chance = random.Random(0)
    for page in sorted({0} | matter | set(range(0, count, 5))):
        path = shutil.copy(sound, tmp_path / f"{page}.db")
        hurt(path, page, damage(chance))
        new, filled = (shutil.copy(empty, tmp_path / f"{name}-{page}.db") for name in ("new", "filled"))
        rescue(path, new, [], KEYS)
        found = marks_of(new)
        assert is_sound(new)
        assert found.items() <= expected.items()
        assert found == expected or page in matter
        if page in matter:
            rescue(path, filled, [sound], KEYS)
            assert marks_of(filled) == expected


def test_what_was_deleted_or_changed_since_the_copy_stays_so(sound: Path, tmp_path: Path) -> None:
    path = shutil.copy(sound, tmp_path / "catalog.db")
    with closing(Catalog(path, KEYS)) as catalog:
        ids = [photo.id for photo in catalog.photos.in_folders(catalog.folders.below(SHOOT))]
        catalog.marks.set_fields({"stars": dict.fromkeys(ids[:50], 0), "label": dict.fromkeys(ids[:50], "")})
    expected = marks_of(path)
    page = max(pages_of(path, "vectors", "pairs"))
    hurt(path, page, zeros(random.Random()))
    rescued = rescue(path, tmp_path / "new.db", [sound], KEYS)
    assert marks_of(tmp_path / "new.db") == expected
    assert (rescued.photographs, rescued.marked) == (COUNT, len(expected))
    assert f"{COUNT} photographs, {len(expected)} of them with marks" in rescued.in_words()


@pytest.mark.parametrize("length", [0, 100, PAGE, 10 * PAGE + 17])
def test_a_file_that_was_cut_off_is_filled_from_the_copy(sound: Path, tmp_path: Path, length: int) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(sound.read_bytes()[:length])
    rescue(path, tmp_path / "new.db", [sound], KEYS)
    assert marks_of(tmp_path / "new.db") == marks_of(sound)


@pytest.mark.parametrize("start", [b"", bytes(16), bytes(100), b"SQLite format 3\0" + bytes(84)])
def test_without_its_header_and_its_last_page_the_rest_is_rescued(sound: Path, tmp_path: Path, start: bytes) -> None:
    path, content = tmp_path / "catalog.db", sound.read_bytes()
    path.write_bytes(start + content[len(start) : -PAGE])
    rescued = rescue(path, tmp_path / "new.db", [], KEYS)
    found, expected = marks_of(tmp_path / "new.db"), marks_of(sound)
    assert found.items() <= expected.items()
    assert len(found) == rescued.marked
    assert len(found) + rescued.perhaps_marked == COUNT


def test_what_waits_in_the_wal_is_rescued_without_a_header(sound: Path, tmp_path: Path) -> None:
    path = shutil.copy(sound, tmp_path / "catalog.db")
    with closing(Catalog(path, KEYS)) as catalog:
        catalog.marks.set_fields({"stars": {1: 5}, "flag": {1: -1}})
        apart = tmp_path / "apart.db"
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{apart}{ending}")
    hurt(apart, 0, noise(random.Random(3))[:PAGE])
    rescue(apart, tmp_path / "new.db", [], KEYS)
    with closing(Catalog(tmp_path / "new.db", KEYS)) as catalog:
        assert catalog.marks.of([1]) == {1: Mark(5, -1, "red")}
    assert sorted(each.name for each in tmp_path.glob("new*")) == ["new.db"]


def test_entries_of_the_schema_longer_than_a_page_are_found(sound: Path, tmp_path: Path) -> None:
    path, keys = shutil.copy(sound, tmp_path / "catalog.db"), tuple(f"own_attribute_{number}" for number in range(300))
    Catalog(path, keys).close()
    hurt(path, 0, bytes(PAGE))
    rescue(path, tmp_path / "new.db", [], KEYS)
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(scores)")}
    assert set(keys) <= columns
    assert marks_of(tmp_path / "new.db") == marks_of(sound)


def test_no_page_of_the_schema_and_none_above_others_costs_a_mark_without_a_copy(sound: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        try:
            which = "pagetype = 'internal' OR name = 'sqlite_schema'"
            pages = [number for (number,) in connection.execute(f"SELECT pageno FROM dbstat WHERE {which}")]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell which page is whose")
    wanted = marks_of(sound)
    assert len(pages) > 4
    for page in pages:
        path = shutil.copy(sound, tmp_path / "catalog.db")
        hurt(path, page - 1, bytes(PAGE))
        rescue(path, tmp_path / f"new {page}.db", [], KEYS)
        assert marks_of(tmp_path / f"new {page}.db") == wanted, f"page {page}"


def test_photographs_whose_folder_is_lost_are_found_again(sound: Path, tmp_path: Path) -> None:
    path, wanted = shutil.copy(sound, tmp_path / "catalog.db"), marks_of(sound)
    for page in pages_of(path, "folders"):
        hurt(path, page, bytes(PAGE))
    rescued = rescue(path, tmp_path / "new.db", [], KEYS)
    assert rescued.placeless == COUNT
    assert f"Of {COUNT} the folder is lost: add it again" in rescued.in_words()
    with closing(Catalog(tmp_path / "new.db", KEYS)) as catalog:
        catalog.folders.add_root(SHOOT)
        files = [FoundFile(SHOOT, f"photograph number {number}.jpg", 10, 1) for number in range(COUNT)]
        catalog.folders.record_listing(SHOOT, files)
    assert marks_of(tmp_path / "new.db") == wanted


def test_sidecars_of_photographs_whose_marks_are_lost_are_read_again(sound: Path, tmp_path: Path) -> None:
    path = shutil.copy(sound, tmp_path / "catalog.db")
    with closing(Catalog(path, KEYS)) as catalog:
        for photo_id in range(1, COUNT + 1):
            catalog.sidecars.store_problem(photo_id, "a.xmp", "It says nothing.")
        catalog.connection.execute("UPDATE sidecars SET size = 1, mtime_ns = 1")
        catalog.connection.commit()
    hurt(path, max(pages_of(path, "marks")), bytes(PAGE))
    rescued = rescue(path, tmp_path / "new.db", [], KEYS)
    assert rescued.perhaps_marked
    assert "Marks that are in sidecars come back" in rescued.in_words()
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        known = {row[0] for row in connection.execute("SELECT photo_id FROM sidecars")}
        marked = {row[0] for row in connection.execute("SELECT photo_id FROM marks")}
    assert known == marked
    assert len(marked) == COUNT - rescued.perhaps_marked


def test_values_that_no_catalog_holds_are_not_rescued(sound: Path, tmp_path: Path) -> None:
    path, filled = shutil.copy(sound, tmp_path / "catalog.db"), tmp_path / "filled.db"
    with closing(sqlite3.connect(path)) as connection:
        for number, what in enumerate(("stars = -126", "label = 77", "flag = 'x'"), 1):
            connection.execute(f"UPDATE marks SET {what} WHERE photo_id = {number}")
        connection.execute("UPDATE photos SET name = 'a' || char(0) || '.jpg' WHERE id = 4")
        connection.execute("UPDATE photos SET captured = 1e300, camera = x'ff00' WHERE id = 5")
        connection.commit()
    hurt(path, max(pages_of(path, "vectors", "pairs")), zeros(random.Random()))
    rescued = rescue(path, tmp_path / "new.db", [], KEYS)
    assert len(marks_of(tmp_path / "new.db")) == rescued.marked == COUNT - 4
    assert "Of 3 others nobody can say whether there were marks" in rescued.in_words()
    with closing(Catalog(tmp_path / "new.db", KEYS)) as catalog:
        facts = catalog.photos.get(5).facts
        assert (facts["captured"], facts["camera"]) == (None, None)
    rescue(path, filled, [sound], KEYS)
    assert marks_of(filled) == marks_of(sound)


def test_an_emptied_file_with_copies_is_not_taken_for_a_new_catalog(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shutil.copy(sound, tmp_path / "catalog.db")
    keep_daily_copy(path)
    path.write_bytes(b"")
    with pytest.raises(CatalogUnusable, match="is damaged inside"):
        Catalog(path, KEYS)
    assert main(["rescue", "--basedir", str(tmp_path)]) == 0
    assert f"{COUNT} of them with marks" in capsys.readouterr().out
    assert marks_of(path) == marks_of(sound)


def test_the_command_puts_it_right_and_keeps_the_damaged_one(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shutil.copy(sound, tmp_path / "catalog.db")
    assert main(["rescue", "--basedir", str(tmp_path)]) == 0
    assert "is not damaged" in capsys.readouterr().out
    keep_daily_copy(path)
    hurt(path, max(pages_of(path, "marks")), noise(random.Random(1)))
    assert main(["rescue", "--basedir", str(tmp_path)]) == 0
    (kept,) = tmp_path.glob("catalog-damaged-*.db")
    said = capsys.readouterr().out
    assert said.startswith(f"Rescued: {COUNT} photographs, {COUNT} of them with marks")
    assert kept.name in said
    assert marks_of(path) == marks_of(sound)
    assert is_sound(path)


def test_nothing_to_read_and_no_copy_is_a_sentence_and_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(b"rubbish" * 1000)
    with pytest.raises(CatalogUnusable, match="there is no copy"):
        put_right(path, copies(path), KEYS)
    assert [each.name for each in tmp_path.iterdir()] == ["catalog.db"]
    assert path.read_bytes() == b"rubbish" * 1000


def test_one_copy_a_day_and_three_are_kept(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shutil.copy(sound, tmp_path / "catalog.db")
    for day in ("20260101", "20260101", "20260102", "20260103", "20260104"):
        monkeypatch.setattr("time.strftime", lambda _format, day=day: day)
        path.touch()
        keep_daily_copy(path)
    assert [each.name for each in daily_copies(path)] == [f"catalog-copy-2026010{day}.db" for day in (4, 3, 2)]
    assert marks_of(daily_copies(path)[0]) == marks_of(sound)


def test_copies_of_a_clock_that_was_ahead_are_not_in_the_way_of_newer_ones(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "catalog.db"))
    ahead = [Path(shutil.copy(sound, tmp_path / f"catalog-copy-2999010{day}.db")) for day in (1, 2, 3)]
    for each in ahead:
        os.utime(each, (2**33, 2**33))
    keep_daily_copy(path)
    today, *others = daily_copies(path)
    assert today not in ahead
    assert others == [ahead[2], ahead[1]]
    assert copies(path)[0] == today
    keep_daily_copy(path)
    assert daily_copies(path) == [today, *others]


def test_what_did_not_change_or_is_damaged_is_not_copied(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shutil.copy(sound, tmp_path / "catalog.db")
    keep_daily_copy(path)
    monkeypatch.setattr("time.strftime", lambda _format: "29990101")
    keep_daily_copy(path)
    assert len(daily_copies(path)) == 1
    hurt(path, 5, noise(random.Random(2)))
    path.touch()
    keep_daily_copy(path)
    assert len(daily_copies(path)) == 1
    assert not list(tmp_path.glob("*.tmp"))
