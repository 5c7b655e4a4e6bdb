"""The files of photographs that are being moved just now: what a kill would leave half done."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import from_stored, to_stored
from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.identity.joined_marks import MARKED_BY_HAND


@dataclass(frozen=True)
class Arrival:
    """An original and what it is called where it is moved to."""

    path: Path
    target: Path


class Arrivals:
    """Kept from right before the first file of a photograph gets its new name until the catalog has it there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, photo_id: int, originals: Mapping[Path, Path]) -> None:
        """These targets, with the original of each, come in a moment."""
        rows = [(to_stored(str(target)), to_stored(str(path)), photo_id) for target, path in originals.items()]
        with transaction(self._database):
            self._database.conn.executemany("INSERT OR REPLACE INTO arrivals VALUES (?, ?, ?)", rows)

    def all(self) -> dict[int, list[Arrival]]:
        """By the ids of the photographs, in the order in which they were brought."""
        found: dict[int, list[Arrival]] = {}
        for target, path, photo_id in self._database.execute("SELECT * FROM arrivals ORDER BY rowid"):
            found.setdefault(photo_id, []).append(Arrival(Path(from_stored(path)), Path(from_stored(target))))
        return found

    def forget(self, photo_id: int) -> None:
        """All its files are at one place again, the new or the old one."""
        with transaction(self._database):
            self._database.execute("DELETE FROM arrivals WHERE photo_id = ?", (photo_id,))

    def is_marked(self, photo_id: int) -> bool:
        """Whether somebody marked by hand what a walk found at a target."""
        marked = MARKED_BY_HAND.format(id="photos.id")
        row = self._database.execute(f"SELECT 1 FROM photos WHERE id = ? AND {marked}", (photo_id,)).fetchone()
        return row is not None
