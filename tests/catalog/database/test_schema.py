import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations
from tools.stored import SHOOT, before_the_stages, ids, listed, model, read, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database import schema
from clipiqa_desktop.catalog.database.schema import CatalogUnusable, open_database, transaction
from clipiqa_desktop.catalog.marks.marks import Mark


@pytest.fixture(autouse=True)
def new_catalogs() -> None:
    """Each is made by the migrations: they are what is tested here."""


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Migrations]:
    """While it is used, the program knows one more migration than today."""
    migrations = Migrations("clipiqa-desktop")
    migrations._migrations.extend(schema.migrations._migrations)

    @migrations()
    def from_the_future(database: Database) -> None:
        database.execute("ALTER TABLE photos ADD COLUMN smell INTEGER")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "migrations", migrations)
        yield migrations


def create(path: Path) -> None:
    with closing(Catalog(path, ("quality",))) as catalog:
        catalog.folders.add_root(Path("/shoot"))


def columns_of(path: Path, table: str) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def test_a_fresh_catalog_is_made_with_its_folders_and_kept_in_wal_mode(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "inside" / "catalog.db"
    with closing(Catalog(path, ("quality",))) as catalog:
        assert catalog.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert catalog.folders.all() == []


def test_a_reopened_catalog_holds_what_it_held(tmp_path: Path) -> None:
    create(tmp_path / "catalog.db")
    with closing(Catalog(tmp_path / "catalog.db", ("quality", "happy"))) as catalog:
        assert catalog.folders.roots() == [Path("/shoot")]
    assert list(tmp_path.iterdir()) == [tmp_path / "catalog.db"]


def test_a_catalog_that_was_read_while_nobody_might_write_to_it_is_written_to_again_once_somebody_may(
    tmp_path: Path,
) -> None:
    path, beside = tmp_path / "catalog.db", [tmp_path / "catalog.db-wal", tmp_path / "catalog.db-shm"]
    create(path)
    for each in beside:  # as SQLite leaves them where it might only read
        each.touch()
        each.chmod(0o444)
    with closing(Catalog(path, ("quality",))):
        assert all(each.stat().st_mode & stat.S_IWUSR for each in beside)


def test_beside_a_catalog_that_may_only_be_read_nothing_is_made_writable(tmp_path: Path) -> None:
    path, shm = tmp_path / "catalog.db", tmp_path / "catalog.db-shm"
    create(path)
    with closing(Catalog(path, ("quality",))):
        path.chmod(0o444)
        shm.chmod(0o444)
        with closing(Catalog(path, ("quality",))):
            assert not shm.stat().st_mode & stat.S_IWUSR


def test_a_newer_catalog_is_refused_and_left_alone(tmp_path: Path, newer: Migrations) -> None:
    path = tmp_path / "catalog.db"
    create(path)
    newer._migrations.pop()
    before = path.read_bytes()
    with pytest.raises(CatalogUnusable, match="written by a newer version of this program: install that version"):
        open_database(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"this was never a database " * 100, b"\0" * 5000])
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(content)
    with pytest.raises(CatalogUnusable, match=r"cannot be opened \(file is not a database\)"):
        open_database(path)
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CatalogUnusable, match="cannot be opened"):
        open_database(tmp_path / "file" / "catalog.db")


def test_a_copy_is_kept_before_an_older_catalog_is_changed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "catalog.db"
    create(path)
    request.getfixturevalue("newer")
    create(path)
    create(path)
    (copy,) = tmp_path.glob("catalog-before-update-*.db")
    assert "smell" in columns_of(path, "photos")
    assert "smell" not in columns_of(copy, "photos")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT path FROM folders").fetchall() == [("/shoot",)]


def test_columns_of_scores_are_added_in_the_same_step_as_migrations(tmp_path: Path, newer: Migrations) -> None:
    path = tmp_path / "catalog.db"
    last = newer._migrations.pop()
    create(path)
    newer._migrations.append(last)
    with pytest.raises(CatalogUnusable, match="duplicate column"):
        Catalog(path, ("quality", "cosy", "cosy"))
    assert "smell" not in columns_of(path, "photos")
    assert "cosy" not in columns_of(path, "scores")
    with closing(Catalog(path, ("quality", "cosy"))) as catalog:
        assert catalog.scores.all(None) == {}
    assert "smell" in columns_of(path, "photos")
    assert {"quality", "cosy"} <= columns_of(path, "scores")


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, newer: Migrations) -> None:
    path = tmp_path / "catalog.db"
    last = newer._migrations.pop()
    create(path)
    newer._migrations.append(last)

    @newer()
    def broken(database: Database) -> None:
        database.execute("CREATE TABLE half_done (id INTEGER)")
        database.execute("ALTER TABLE no_such_table ADD COLUMN a")

    with pytest.raises(CatalogUnusable, match="no_such_table"):
        open_database(path)
    assert "smell" not in columns_of(path, "photos")


def test_a_catalog_from_before_the_stages_keeps_all_and_has_the_new_ones_to_do(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    with closing(Catalog(path, ("quality",))) as catalog:
        listed(catalog, "a.jpg")
        photo = ids(catalog)["a.jpg"]
        read(catalog, photo, camera="Leica")
        score(catalog, photo, model(catalog), (0.75,))
        catalog.marks.store({photo: Mark(4)})
        before_the_stages(catalog.connection)
    with closing(Catalog(path, ("quality",))) as catalog:
        folders, current = catalog.folders.below(SHOOT), catalog.models.current()
        assert current
        assert catalog.scores.all(current) == {photo: (0.75,)}
        assert catalog.marks.of([photo]) == {photo: Mark(4)}
        assert catalog.photos.get(photo).facts["camera"] == "Leica"
        assert catalog.photos.unread(folders, "decoder") == catalog.scores.unencoded(folders, current, "decoder") == []
        assert [task.id for task in catalog.photos.unglanced(folders, "glance")] == [photo]
        assert [task.id for task in catalog.measures.unfinished(folders, "measure", "decoder")] == [photo]
    (copy,) = tmp_path.glob("catalog-before-update-*.db")
    assert "glance" not in columns_of(copy, "photos")


def test_two_programs_start_on_a_new_catalog_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as programs:
        list(programs.map(create, [tmp_path / "catalog.db"] * 4))
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as catalog:
        assert catalog.folders.roots() == [Path("/shoot")]


def test_a_new_catalog_that_another_program_is_making_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(schema.time, "sleep", lambda _s: other.in_transaction and other.execute("COMMIT"))
        create(path)
    with closing(Catalog(path, ("quality",))) as catalog:
        assert catalog.folders.roots() == [Path("/shoot")]


def test_a_catalog_that_another_program_holds_for_long_is_no_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.db"
    create(path)
    monkeypatch.setattr(schema, "WAIT_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CatalogUnusable, match=r"another program holds it\. Wait") as raised:
            open_database(path)
    assert "full" not in str(raised.value)
    create(path)


def test_opening_is_tried_again_whichever_statement_another_program_stands_in_the_way_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[None] = []

    def missing(_database: Database, _scores: object) -> list[str]:
        tries.append(None)
        if len(tries) < 3:
            error = sqlite3.OperationalError("locking protocol")
            error.sqlite_errorcode = sqlite3.SQLITE_PROTOCOL
            raise error
        return []

    create(tmp_path / "catalog.db")
    monkeypatch.setattr(schema, "_missing", missing)
    open_database(tmp_path / "catalog.db", ("quality",)).conn.close()
    assert len(tries) == 3


def test_two_connections_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    create(path)

    def write(name: str) -> None:
        with closing(Catalog(path, ("quality",))) as catalog:
            for number in range(50):
                catalog.folders.add_root(Path(f"/{name}/{number}"))

    with ThreadPoolExecutor(2) as programs:
        list(programs.map(write, ("a", "b")))
    with closing(Catalog(path, ("quality",))) as catalog:
        assert len(catalog.folders.roots()) == 101


def test_a_transaction_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with closing(Catalog(tmp_path / "catalog.db", ("quality",))) as catalog:
        with pytest.raises(sqlite3.IntegrityError):
            add_a_good_and_a_bad_folder(Database(catalog.connection))
        assert catalog.folders.all() == []
        catalog.folders.add_root(Path("/other"))
        assert catalog.folders.roots() == [Path("/other")]


def add_a_good_and_a_bad_folder(database: Database) -> None:
    with transaction(database):
        for path in ("/shoot", None):
            database.execute("INSERT INTO folders (path) VALUES (?)", (path,))


def test_only_kinds_whose_colours_are_understood_now_are_read_anew_and_keep_their_scores_until_then(
    tmp_path: Path, newer: Migrations
) -> None:
    path, names = tmp_path / "catalog.db", ("a.png", "b.HEIC", "c.tif", "d.jpg", "e.cr2", "png.jpg")
    at = next(place for place, each in enumerate(newer._migrations) if each.name == "colours_told_by_numbers")
    step = newer._migrations.pop(at)
    with closing(Catalog(path, ("quality", "happy", "scary"))) as catalog:
        listed(catalog, *names)
        network, known = model(catalog), ids(catalog)
        for photo_id in known.values():
            read(catalog, photo_id)
            score(catalog, photo_id, network)
    newer._migrations.insert(at, step)
    with closing(Catalog(path, ("quality", "happy", "scary"))) as catalog:
        folders = catalog.folders.below(SHOOT)
        for tasks in (catalog.photos.unread(folders, "decoder"), catalog.scores.unencoded(folders, network, "decoder")):
            assert sorted(task.path.name for task in tasks) == ["a.png", "b.HEIC", "c.tif"]
        assert catalog.scores.all(network).keys() == set(known.values())
