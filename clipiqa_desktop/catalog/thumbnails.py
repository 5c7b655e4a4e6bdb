"""Thumbnails, in a database of their own that may be deleted at any time."""

import os
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.damage import is_damage
from clipiqa_desktop.catalog.database.diagnosis import diagnosis
from clipiqa_desktop.catalog.database.schema import CatalogUnusable, connect, patiently, transaction

_T = TypeVar("_T")

# With this begin the keys of pictures that were embedded in files; it comes after all digits and letters.
EMBEDDED = "~"


class ThumbnailStore:
    """JPEG thumbnails by content fingerprint, and embedded pictures by keys of their own. One object serves one thread.

    They are made again from the photographs, so a file that turns out to be damaged is replaced by a new one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = _open(path)
        self._file = _identity(path)

    def close(self) -> None:
        """Closes the database."""
        self._connection.close()

    def put(self, fingerprint: str, jpeg: bytes) -> None:
        """Keeps one thumbnail, in place of an older one of the same content."""
        statement = "INSERT OR REPLACE INTO thumbnails (fingerprint, jpeg) VALUES (?, ?)"
        self._done(lambda: self._connection.execute(statement, (fingerprint, jpeg)))

    def put_all(self, pictures: Mapping[str, bytes]) -> None:
        """The same of many, by their fingerprints or keys."""
        if pictures:
            statement = "INSERT OR REPLACE INTO thumbnails (fingerprint, jpeg) VALUES (?, ?)"
            self._done(lambda: self._together(statement, list(pictures.items())))

    def forget_embedded(self, but: Collection[str]) -> None:
        """Drops the pictures that were embedded in files, but those of these keys."""
        query = f"SELECT fingerprint FROM thumbnails WHERE fingerprint >= '{EMBEDDED}'"
        known = self._done(lambda: self._connection.execute(query).fetchall())
        dropped = [key for key in known if key[0] not in but]
        self._done(lambda: self._together("DELETE FROM thumbnails WHERE fingerprint = ?", dropped))

    def _together(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """In one transaction."""
        with transaction(Database(self._connection)):
            self._connection.executemany(statement, rows)

    def get(self, fingerprint: str) -> bytes | None:
        """The JPEG, or None where none was made yet."""
        query = "SELECT jpeg FROM thumbnails WHERE fingerprint = ?"
        row = self._done(lambda: self._connection.execute(query, (fingerprint,)).fetchone())
        return row[0] if row else None

    def fingerprints(self) -> set[str]:
        """All content fingerprints that have a thumbnail."""
        rows = self._done(lambda: self._connection.execute("SELECT fingerprint FROM thumbnails").fetchall())
        return {row[0] for row in rows}

    def _done(self, work: Callable[[], _T]) -> _T:
        try:
            return work()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            self._start_afresh()
            return work()

    def _start_afresh(self) -> None:
        """In the new file that another one has made meanwhile, or else in one of our own."""
        self._connection.close()
        if self._file == _identity(self._path):
            _remove(self._path)
        self._connection = _open(self._path)
        self._file = _identity(self._path)


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return patiently(lambda: _sound(path))
    except (sqlite3.Error, OSError) as error:
        raise CatalogUnusable(f"The thumbnails' file {path} cannot be used {diagnosis(error)}") from error


def _sound(path: Path) -> sqlite3.Connection:
    try:
        return _with_table(path)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        _remove(path)
        return _with_table(path)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(PermissionError):  # Windows, where another one has it open
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int]:
    """Of the very file that lies there now."""
    try:
        status = os.stat(path)  # noqa: PTH116 (as its fields are named)
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino


def _with_table(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS thumbnails (fingerprint TEXT PRIMARY KEY, jpeg BLOB NOT NULL)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
