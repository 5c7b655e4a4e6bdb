"""Folders: the ones that were added, and those below them."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import Stored, from_stored, to_stored
from clipiqa_desktop.catalog.database.schema import IN_PLACE, LEFT_OUT, transaction
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.identity.claims import noted_device
from clipiqa_desktop.catalog.identity.listing import Changes, Listing
from clipiqa_desktop.files.ignored_folders import is_reached


@dataclass(frozen=True)
class Folder:
    """A folder with photographs in it or below it; one that is left out has none to show until it is taken in again."""

    id: int
    path: Path
    is_root: bool
    is_left_out: bool = False


class Folders:
    """What the catalog knows of folders."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Folder]:
        """Every folder, roots and those below them."""
        rows = self._database.execute("SELECT id, path, is_root, is_left_out FROM folders")
        return [Folder(id_, _path(path), bool(root), bool(out)) for id_, path, root, out in rows]

    def roots(self) -> list[Path]:
        """The folders that were added, in the order of their names."""
        return sorted(folder.path for folder in self.all() if folder.is_root)

    def add_root(self, path: Path) -> None:
        """Adds a folder; one already there stays as it is, and one below another that was added belongs to that, if a
        walk through that comes to it. One that was left out is taken in again.
        """
        with transaction(self._database):
            self.take_in(path)
            left_out = self.left_out()
            inside = any(root in path.parents and is_reached(path, root, left_out) for root in self.roots())
            self._database.execute(
                """INSERT INTO folders (path, is_root) VALUES (?1, ?2)
                ON CONFLICT (path) DO UPDATE SET is_root = is_root OR ?2""",
                (to_stored(str(path)), not inside),
            )

    def device(self, root: Path) -> int | None:
        """The number of the disk on which this folder lay when photographs were found in it; None where unknown."""
        return noted_device(self._database, root)

    def note_device(self, root: Path, device: int | None) -> None:
        """Photographs were found in this folder, on the disk of this number."""
        self._database.execute("UPDATE folders SET device = ? WHERE path = ?", (device, to_stored(str(root))))

    def left_out(self) -> list[Path]:
        """The folders that the person does not want to be looked through."""
        return sorted(folder.path for folder in self.all() if folder.is_left_out)

    def leave_out(self, path: Path) -> None:
        """Hides a folder's photographs, and those below it, from now on; all that is known of them stays."""
        with transaction(self._database):
            self._database.execute(
                """INSERT INTO folders (path, is_left_out) VALUES (?, 1)
                ON CONFLICT (path) DO UPDATE SET is_left_out = 1""",
                (to_stored(str(path)),),
            )
            self._set_gone(path, before=IN_PLACE, after=LEFT_OUT)

    def take_in(self, path: Path) -> None:
        """Takes in a folder that was left out, with all that was known of its photographs."""
        with transaction(self._database):
            self._database.execute("UPDATE folders SET is_left_out = 0 WHERE path = ?", (to_stored(str(path)),))
            self._set_gone(path, before=LEFT_OUT, after=IN_PLACE)

    def _set_gone(self, path: Path, *, before: int, after: int) -> None:
        """Of the photographs that belong to a folder; not where folders below it were added or left out themselves."""
        others = {folder.path for folder in self.all() if folder.is_root or folder.is_left_out} - {path}
        inside = self.below(path) - {id_ for other in others if path in other.parents for id_ in self.below(other)}
        self._database.execute(
            f"UPDATE photos SET gone = ? WHERE gone = ? AND folder_id IN ({','.join(map(str, inside))})",
            (after, before),
        )

    def remove_root(self, path: Path) -> None:
        """Takes a folder off the list. What is known of its photographs stays for when it is added again."""
        self._database.execute("UPDATE folders SET is_root = 0 WHERE path = ?", (to_stored(str(path)),))

    def below(self, *roots: Path) -> set[int]:
        """The ids of these folders and of all folders below them."""
        wanted = {str(root) for root in roots}
        rows = self._database.execute("SELECT id, path FROM folders")
        return {id_ for id_, path in rows if not wanted.isdisjoint(with_parents(from_stored(path)))}

    def below_roots(self) -> dict[int, str]:
        """The folders that were added, and those below them: their paths by their ids, as texts."""
        rows = self._database.execute("SELECT id, path, is_root FROM folders")
        folders = [(id_, from_stored(path), is_root) for id_, path, is_root in rows]
        roots = {path for _, path, is_root in folders if is_root}
        return {id_: path for id_, path, _ in folders if not roots.isdisjoint(with_parents(path))}

    def filled(self, root: Path) -> list[Path]:
        """The folders at or below `root` in which photographs are in their places."""
        rows = self._database.execute(
            "SELECT path FROM folders WHERE id IN (SELECT folder_id FROM photos WHERE gone = ?)", (IN_PLACE,)
        )
        return [folder for (path,) in rows if root in ((folder := _path(path)), *folder.parents)]

    def record_listing(
        self, root: Path, found: Iterable[FoundFile], *, deep: bool = True, unread: Collection[Path] = ()
    ) -> Changes:
        """Brings the catalog in step with a complete walk through `root`, or without `deep` through `root` alone.

        New photographs are added; changed ones lose what was known of their old content; missing ones are hidden, not
        dropped, and come back with everything when their file does. At or below the folders `unread`, which the walk
        could not look into, nothing is missing; nor in folders below it that were added and that no walk through it
        comes to. What was found in a folder that is left out is not taken in.
        """
        with transaction(self._database):
            left_out = self.left_out()
            hidden = [each for each in left_out if each not in root.parents]
            found = list(found)
            shown = {each for each in {file.folder for file in found} if {each, *each.parents}.isdisjoint(hidden)}
            found = [file for file in found if file.folder in shown]
            apart = [each for each in self.roots() if root in each.parents and not is_reached(each, root, left_out)]
            unread = [*unread, *apart]
            folders = self.below(root) if deep else {folder.id for folder in self.all() if folder.path == root}
            dark = {folder.id for folder in self.all() if not {folder.path, *folder.path.parents}.isdisjoint(unread)}
            return Listing(self._database, folders).record(found, dark)


@lru_cache(maxsize=1 << 14)
def _path(stored: Stored) -> Path:
    """Paths remember their parts: what is asked of the same thousands of folders again and again is cheap then."""
    return Path(from_stored(stored))


def with_parents(path: str) -> Iterator[str]:
    """The folder and all in which it lies; as texts, since there may be thousands."""
    above = ""
    while path != above:
        yield path
        above, path = path, os.path.dirname(path)  # noqa: PTH120
