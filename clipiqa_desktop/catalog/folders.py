"""Folders: the ones that were added, and those below them."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.listing import Changes, FoundFile, Listing
from clipiqa_desktop.catalog.names import from_stored, to_stored
from clipiqa_desktop.catalog.schema import transaction


@dataclass(frozen=True)
class Folder:
    """A folder with photographs in it or below it."""

    id: int
    path: Path
    is_root: bool


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
        """Adds a folder; one already there stays as it is, and one below another that was added belongs to that."""
        inside = any(root in path.parents for root in self.roots())
        self._database.execute(
            """INSERT INTO folders (path, is_root) VALUES (?1, ?2)
            ON CONFLICT (path) DO UPDATE SET is_root = is_root OR ?2""",
            (to_stored(str(path)), not inside),
        )

    def remove_root(self, path: Path) -> None:
        """Takes a folder off the list. What is known of its photographs stays for when it is added again."""
        self._database.execute("UPDATE folders SET is_root = 0 WHERE path = ?", (to_stored(str(path)),))

    def below(self, root: Path) -> set[int]:
        """The ids of a folder and of all folders below it."""
        prefix = os.path.join(root, "")  # noqa: PTH118 (keeps the trailing separator)
        return {folder.id for folder in self.all() if folder.path == root or str(folder.path).startswith(prefix)}

    def below_roots(self) -> set[int]:
        """The ids of all folders that were added, and of those below them."""
        folders = self.all()
        roots = {str(folder.path) for folder in folders if folder.is_root}
        prefixes = tuple(os.path.join(root, "") for root in roots)  # noqa: PTH118 (keeps the trailing separator)
        return {folder.id for folder in folders if (path := str(folder.path)) in roots or path.startswith(prefixes)}

    def record_listing(
        self, root: Path, found: Iterable[FoundFile], *, deep: bool = True, unread: Collection[Path] = ()
    ) -> Changes:
        """Brings the catalog in step with a complete walk through `root`, or without `deep` through `root` alone.

        New photographs are added; changed ones lose what was known of their old content; missing ones are hidden, not
        dropped, and come back with everything when their file does. At or below the folders `unread`, which the walk
        could not look into, nothing is missing.
        """
        with transaction(self._database):
            folders = self.below(root) if deep else {folder.id for folder in self.all() if folder.path == root}
            dark = {folder.id for folder in self.all() if not {folder.path, *folder.path.parents}.isdisjoint(unread)}
            return Listing(self._database, folders).record(found, dark)
