"""Folders: the ones that were added, those below them, and what a walk through them found."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.names import from_stored, to_stored
from clipiqa_desktop.catalog.schema import transaction


@dataclass(frozen=True)
class Folder:
    """A folder with photographs in it or below it."""

    id: int
    path: Path
    is_root: bool


@dataclass(frozen=True)
class FoundFile:
    """A photograph as a walk through the folders found it; size in bytes, time in nanoseconds."""

    folder: Path
    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Changes:
    """How many photographs a listing brought, changed and missed."""

    added: int
    changed: int
    gone: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


class Folders:
    """What the catalog knows of folders."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Folder]:
        """Every folder, roots and those below them."""
        rows = self._database.execute("SELECT id, path, is_root FROM folders")
        return [Folder(id_, Path(from_stored(path)), bool(is_root)) for id_, path, is_root in rows]

    def roots(self) -> list[Path]:
        """The folders that were added, in the order of their names."""
        return sorted(folder.path for folder in self.all() if folder.is_root)

    def add_root(self, path: Path) -> None:
        """Adds a folder; one already there stays as it is."""
        self._database.execute(
            "INSERT INTO folders (path, is_root) VALUES (?, 1) ON CONFLICT (path) DO UPDATE SET is_root = 1",
            (to_stored(str(path)),),
        )

    def remove_root(self, path: Path) -> None:
        """Takes a folder off the list. What is known of its photographs stays for when it is added again."""
        self._database.execute("UPDATE folders SET is_root = 0 WHERE path = ?", (to_stored(str(path)),))

    def below(self, root: Path) -> set[int]:
        """The ids of a folder and of all folders below it."""
        prefix = os.path.join(root, "")  # noqa: PTH118 (keeps the trailing separator)
        return {folder.id for folder in self.all() if folder.path == root or str(folder.path).startswith(prefix)}

    def record_listing(self, root: Path, found: Iterable[FoundFile]) -> Changes:
        """Brings the catalog in step with a complete walk through `root`.

        New photographs are added; changed ones lose what was known of their old content; missing ones are hidden, not
        dropped, and come back with everything when their file does.
        """
        with transaction(self._database):
            known = self._known(root)
            seen = {(self._folder_id(file.folder), file.name): (file.size, file.mtime_ns) for file in found}
            added = [place for place in seen if place not in known]
            changed = [place for place in seen if place in known and known[place][1:3] != seen[place]]
            back = [place for place in seen if place in known and known[place][3]]
            gone = [place for place in known if place not in seen and not known[place][3]]
            self._insert(added, seen)
            self._reset([(known[place][0], *seen[place]) for place in changed])
            self._set_gone([known[place][0] for place in back], gone=False)
            self._set_gone([known[place][0] for place in gone], gone=True)
        return Changes(len(added) + len(back), len(changed), len(gone))

    def _known(self, root: Path) -> dict[tuple[int, str], tuple[int, int, int, bool]]:
        below = self.below(root)
        rows = self._database.execute("SELECT id, folder_id, name, size, mtime_ns, gone FROM photos")
        return {
            (folder_id, from_stored(name)): (id_, size, mtime_ns, bool(gone))
            for id_, folder_id, name, size, mtime_ns, gone in rows
            if folder_id in below
        }

    def _folder_id(self, path: Path) -> int:
        stored = to_stored(str(path))
        self._database.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (stored,))
        return int(self._database.execute("SELECT id FROM folders WHERE path = ?", (stored,)).fetchone()[0])

    def _insert(self, places: list[tuple[int, str]], seen: dict[tuple[int, str], tuple[int, int]]) -> None:
        self._database.conn.executemany(
            "INSERT INTO photos (folder_id, name, size, mtime_ns) VALUES (?, ?, ?, ?)",
            [(folder_id, to_stored(name), *seen[folder_id, name]) for folder_id, name in places],
        )

    def _reset(self, changed: list[tuple[int, int, int]]) -> None:
        ids = [(id_,) for id_, _, _ in changed]
        self._database.conn.executemany("DELETE FROM vectors WHERE photo_id = ?", ids)
        self._database.conn.executemany("DELETE FROM scores WHERE photo_id = ?", ids)
        self._database.conn.executemany(
            """UPDATE photos SET size = ?2, mtime_ns = ?3, decoder = NULL, fingerprint = NULL, error = NULL
            WHERE id = ?1""",
            changed,
        )

    def _set_gone(self, ids: list[int], *, gone: bool) -> None:
        self._database.conn.executemany("UPDATE photos SET gone = ? WHERE id = ?", [(gone, id_) for id_ in ids])
