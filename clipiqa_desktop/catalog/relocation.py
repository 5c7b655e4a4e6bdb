"""Photographs that the program itself moved, trashed or brought back: they keep all that is known of them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.names import from_stored, to_stored
from clipiqa_desktop.catalog.schema import LATEST_NS, transaction


def forget(database: Database, photo_id: int) -> None:
    """Drops all that is known of a photograph, inside the caller's transaction."""
    for table in ("companions", "marks", "sidecars", "conflicts", "scores", "vectors", "measures"):
        database.execute(f"DELETE FROM {table} WHERE photo_id = ?", (photo_id,))
    database.execute("DELETE FROM photos WHERE id = ?", (photo_id,))


class Relocation:
    """Keeps the catalog in step with files that the program moves, without waiting for a walk to find them again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known_names(self, folder: Path) -> set[str]:
        """The names of all photographs known in this folder, in their places or gone."""
        rows = self._database.execute(
            "SELECT name FROM photos JOIN folders ON folders.id = folder_id WHERE folders.path = ?",
            (to_stored(str(folder)),),
        )
        return {from_stored(name) for (name,) in rows}

    def moved(self, photo_id: int, path: Path, size: int, mtime_ns: int, renamed: Mapping[str, str]) -> None:
        """The photograph lies at `path` now; `renamed` says what its companions and its sidecar are called there.

        A photograph that a walk found at that place a moment ago is the same one, and gives way.
        """
        with transaction(self._database):
            folder = self._folder_id(path.parent)
            self._give_way(folder, path.name, photo_id)
            self._database.execute(
                "UPDATE photos SET folder_id = ?, name = ?, size = ?, mtime_ns = ?, gone = 0 WHERE id = ?",
                (folder, to_stored(path.name), size, min(mtime_ns, LATEST_NS), photo_id),
            )
            for table in ("companions", "sidecars"):
                for old, new in renamed.items():
                    self._database.execute(
                        f"UPDATE {table} SET name = ? WHERE photo_id = ? AND name = ?",
                        (to_stored(new), photo_id, to_stored(old)),
                    )

    def set_gone(self, photo_ids: Iterable[int], *, gone: bool) -> None:
        """These photographs are no longer in their places, or are there again."""
        self._database.conn.executemany("UPDATE photos SET gone = ? WHERE id = ?", [(gone, id_) for id_ in photo_ids])

    def _folder_id(self, path: Path) -> int:
        stored = to_stored(str(path))
        self._database.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (stored,))
        return int(self._database.execute("SELECT id FROM folders WHERE path = ?", (stored,)).fetchone()[0])

    def _give_way(self, folder: int, name: str, comer: int) -> None:
        row = self._database.execute(
            "SELECT id FROM photos WHERE folder_id = ? AND name = ? AND id IS NOT ?", (folder, to_stored(name), comer)
        ).fetchone()
        if row:
            forget(self._database, int(row[0]))
