"""Thumbnails, in a database of their own that may be deleted at any time."""

import sqlite3
from pathlib import Path

from clipiqa_desktop.catalog.diagnosis import diagnosis
from clipiqa_desktop.catalog.schema import CatalogUnusable, connect


class ThumbnailStore:
    """JPEG thumbnails by content fingerprint. One object serves one thread."""

    def __init__(self, path: Path) -> None:
        self._connection = _open(path)

    def close(self) -> None:
        """Closes the database."""
        self._connection.close()

    def put(self, fingerprint: str, jpeg: bytes) -> None:
        """Keeps one thumbnail, in place of an older one of the same content."""
        self._connection.execute(
            "INSERT OR REPLACE INTO thumbnails (fingerprint, jpeg) VALUES (?, ?)", (fingerprint, jpeg)
        )

    def get(self, fingerprint: str) -> bytes | None:
        """The JPEG, or None where none was made yet."""
        row = self._connection.execute("SELECT jpeg FROM thumbnails WHERE fingerprint = ?", (fingerprint,)).fetchone()
        return row[0] if row else None

    def fingerprints(self) -> set[str]:
        """All content fingerprints that have a thumbnail."""
        return {row[0] for row in self._connection.execute("SELECT fingerprint FROM thumbnails")}


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _sound(path)
    except (sqlite3.Error, OSError) as error:
        raise CatalogUnusable(f"The thumbnails' file {path} cannot be used {diagnosis(error)}") from error


def _sound(path: Path) -> sqlite3.Connection:
    try:
        return _with_table(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        # Not a database any more: thumbnails are made again, so nothing is lost by starting afresh.
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        return _with_table(path)


def _with_table(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS thumbnails (fingerprint TEXT PRIMARY KEY, jpeg BLOB NOT NULL)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
