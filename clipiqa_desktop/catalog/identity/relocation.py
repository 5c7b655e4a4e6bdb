"""Photographs that the program itself moved, trashed or brought back: they keep all that is known of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import Stored, from_stored, to_stored
from clipiqa_desktop.catalog.database.schema import LATEST_NS, transaction
from clipiqa_desktop.catalog.identity.joined_marks import MARKED_BY_HAND
from clipiqa_desktop.catalog.identity.takeover import take_over


@dataclass(frozen=True)
class Leftover:
    """An original of this size and time that is still to be deleted: what it holds lies at `target` now."""

    path: Path
    target: Path
    size: int
    mtime_ns: int


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

    def unmarked_names(self, folder: Path) -> set[str]:
        """Those of them that are in their places, and that nobody marked by hand."""
        rows = self._database.execute(
            f"""SELECT name FROM photos JOIN folders ON folders.id = folder_id
            WHERE folders.path = ? AND NOT gone AND NOT {MARKED_BY_HAND.format(id="photos.id")}""",
            (to_stored(str(folder)),),
        )
        return {from_stored(name) for (name,) in rows}

    def moved(
        self,
        photo_id: int,
        path: Path,
        size: int,
        mtime_ns: int,
        renamed: Mapping[str, str],
        leftovers: Iterable[Leftover] = (),
    ) -> None:
        """The photograph lies at `path` now; `renamed` says what its companions and its sidecar are called there, and
        `leftovers` what is still to be deleted at its old place.

        A photograph that a walk found at that place a moment ago is the same one, and gives way: only what a person
        marked it with since counts, not what its sidecar told, which was that of an earlier try.
        """
        with transaction(self._database):
            folder = self._folder_id(path.parent)
            self._forget_told(folder, to_stored(path.name))
            self._give_way(folder, to_stored(path.name), photo_id)
            self._database.execute(
                """UPDATE photos SET folder_id = ?, name = ?, size = ?, mtime_ns = ?, ctime_ns = NULL, gone = 0
                WHERE id = ?""",
                (folder, to_stored(path.name), size, min(mtime_ns, LATEST_NS), photo_id),
            )
            for table in ("companions", "sidecars"):
                for old, new in renamed.items():
                    self._database.execute(
                        f"UPDATE {table} SET name = ? WHERE photo_id = ? AND name = ?",
                        (to_stored(new), photo_id, to_stored(old)),
                    )
            self._database.execute("DELETE FROM arrivals WHERE photo_id = ?", (photo_id,))
            for each in leftovers:
                self._database.execute(
                    "INSERT OR REPLACE INTO leftovers VALUES (?, ?, ?, ?)",
                    (to_stored(str(each.path)), to_stored(str(each.target)), each.size, min(each.mtime_ns, LATEST_NS)),
                )

    def leftovers(self) -> list[Leftover]:
        """What moves that were killed left at its old place, in the order in which it is to be deleted."""
        rows = self._database.execute("SELECT path, target, size, mtime_ns FROM leftovers ORDER BY rowid")
        return [Leftover(Path(from_stored(path)), Path(from_stored(target)), *more) for path, target, *more in rows]

    def forget_leftovers(self, leftovers: Iterable[Leftover]) -> None:
        """These are deleted, or stay."""
        with transaction(self._database):
            for each in leftovers:
                self._database.execute("DELETE FROM leftovers WHERE path = ?", (to_stored(str(each.path)),))

    def set_gone(self, photo_ids: Iterable[int], *, gone: bool) -> None:
        """These photographs are no longer in their places, or are there again."""
        with transaction(self._database):
            for photo_id in photo_ids:
                if not gone:
                    self._give_way(*self._place(photo_id), photo_id)
                self._database.execute("UPDATE photos SET gone = ? WHERE id = ?", (gone, photo_id))

    def _folder_id(self, path: Path) -> int:
        stored = to_stored(str(path))
        self._database.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (stored,))
        return int(self._database.execute("SELECT id FROM folders WHERE path = ?", (stored,)).fetchone()[0])

    def _place(self, photo_id: int) -> tuple[int, Stored]:
        folder, name = self._database.execute("SELECT folder_id, name FROM photos WHERE id = ?", (photo_id,)).fetchone()
        return int(folder), name

    def _forget_told(self, folder: int, name: Stored) -> None:
        """What a sidecar alone told of whoever is there: it is that of the comer now, who knows what that says."""
        place = (folder, name)
        unmarked = f"folder_id = ? AND name = ? AND NOT gone AND NOT {MARKED_BY_HAND.format(id='photos.id')}"
        for (photo_id,) in self._database.execute(f"SELECT id FROM photos WHERE {unmarked}", place).fetchall():
            for table in ("marks", "sidecars"):
                self._database.execute(f"DELETE FROM {table} WHERE photo_id = ?", (photo_id,))

    def _give_way(self, folder: int, name: Stored, comer: int) -> None:
        row = self._database.execute(
            "SELECT id FROM photos WHERE folder_id = ? AND name = ? AND NOT gone AND id IS NOT ?", (folder, name, comer)
        ).fetchone()
        if row:
            take_over(self._database, comer, int(row[0]), same_content=True)
