"""The catalog's tables, and how an older catalog becomes a newer one."""

import sqlite3
import stat
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.copies import keep_before_update, was_emptied
from clipiqa_desktop.catalog.database.damage import damage_sentence
from clipiqa_desktop.catalog.database.diagnosis import diagnosis, is_busy
from clipiqa_desktop.catalog.database.migrations import migrations
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import is_there

WAIT_S = 30.0  # so long one waits for another program that writes
# The catalog holds 64 bits, which end in the year 2262; a camera's clock may stand later.
LATEST_NS = 2**63 - 1

# What stands in `photos.gone`: a photograph that is left out lies where it lay, and must not be taken for a moved one.
IN_PLACE, GONE, LEFT_OUT = 0, 1, 2


_Answer = TypeVar("_Answer")


class CatalogUnusable(UserError):
    """The catalog's file cannot be opened, is damaged, or was written by a newer program."""


def open_database(path: Path, scores: Collection[str] = ()) -> Database:
    """Opens or creates the catalog, in WAL mode, brought to the newest schema; a copy is kept before any migration.

    `scores` are keys that have a column in the table of scores from then on, in the same step.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if was_emptied(path):
            raise CatalogUnusable(damage_sentence(path))
        return patiently(lambda: _prepared(connect(path), path, scores))
    except (sqlite3.Error, OSError) as error:
        if is_busy(error):
            raise CatalogUnusable(
                f"The catalog {path} cannot be opened {diagnosis(error)} Wait until that is done, or end it, and start "
                "again."
            ) from error
        raise CatalogUnusable(
            f"The catalog {path} cannot be opened ({error}). If the disk is full or read-only, mend that and start "
            "again; if the file is damaged, move it away and a new one is made (a copy from before the last update "
            "lies beside it)."
        ) from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode for one thread; transactions are opened explicitly. To be called `patiently`."""
    _let_write_beside(path)
    connection = sqlite3.connect(path, isolation_level=None, timeout=WAIT_S)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _let_write_beside(path: Path) -> None:
    """SQLite makes the files beside one that may only be read so too, and finds them later; who lets the program write
    to the catalog again has hardly heard of them.
    """
    with suppress(OSError):  # of another account, or a catalog that is yet to be made
        mode = path.stat().st_mode
        for beside in (Path(f"{path.resolve()}{ending}") for ending in ("-wal", "-shm")):
            if mode & stat.S_IWUSR and is_there(beside) and not beside.stat().st_mode & stat.S_IWUSR:
                beside.chmod(stat.S_IMODE(mode))


def patiently(work: Callable[[], _Answer]) -> _Answer:
    """Tries again what another program stands in the way of, for WAIT_S in all, then raises what SQLite says.

    For what makes or opens a file: SQLite's own wait holds neither for the change to WAL nor for its recovery.
    """
    deadline, pause_s = time.monotonic() + WAIT_S, 0.001
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, 0.1)


@contextmanager
def transaction(database: Database) -> Iterator[None]:
    """All or nothing. Takes the right to write at once, so that it cannot fail half way for another writer.

    Inside another one it is a part of that.
    """
    if database.conn.in_transaction:
        yield
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")  # may fail too, for example on a full disk
    except BaseException:
        database.rollback()
        raise


def _prepared(connection: sqlite3.Connection, path: Path, scores: Collection[str]) -> Database:
    database = Database(connection)
    try:
        _refuse_newer(database, path)
        if migrations.pending(database) or _missing(database, scores):
            _migrate(database, path, scores)
    except BaseException:
        connection.close()
        raise
    return database


def _refuse_newer(database: Database, path: Path) -> None:
    if not database["_sqlite_migrations"].exists():
        return
    ours = {migration.name for migration in migrations._migrations}
    if any(applied.name not in ours for applied in migrations.applied(database)):
        raise CatalogUnusable(
            f"The catalog {path} was written by a newer version of this program: install that version, "
            "or choose another place with --basedir."
        )


def _migrate(database: Database, path: Path, scores: Collection[str]) -> None:
    # A table that others refer to can be made anew only while nobody looks; all is looked at before it holds.
    database.execute("PRAGMA foreign_keys = OFF")
    # Two programs may start on a new catalog at once: the second waits here, then finds nothing left to do.
    with transaction(database):
        if migrations.pending(database) and migrations.applied(database):
            keep_before_update(path)
        before = _dangling(database)
        migrations.apply(database)
        for key in _missing(database, scores):
            database.execute(f'ALTER TABLE scores ADD COLUMN "{key}" REAL')
        if new := _dangling(database) - before:
            raise sqlite3.IntegrityError(f"rows that refer to nothing: {sorted(new, key=str)[:3]}")
    database.execute("PRAGMA foreign_keys = ON")


def _missing(database: Database, scores: Collection[str]) -> list[str]:
    """The keys that have no column of scores yet."""
    columns = {row[1] for row in database.execute("PRAGMA table_info(scores)")}
    return [key for key in scores if key not in columns]


def _dangling(database: Database) -> set[tuple[object, ...]]:
    """The rows that refer to others which are not there."""
    return set(database.execute("PRAGMA foreign_key_check").fetchall())
