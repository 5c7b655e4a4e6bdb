"""Where the person and another program marked one photograph differently, for the person to see."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import from_stored
from clipiqa_desktop.catalog.marks.marks import from_number
from clipiqa_desktop.catalog.marks.merging import Clash


@dataclass(frozen=True)
class Conflict:
    """A field ("stars", "flag", "label") that both changed; the newer one was kept, at a time in seconds since 1970.

    The values are those of a Mark; `path` is where the photograph lies.
    """

    id: int
    photo_id: int
    path: Path
    field: str
    ours: int | str
    theirs: int | str
    kept_ours: bool
    at: float

    @property
    def kept(self) -> int | str:
        """The newer value, which was kept."""
        return self.ours if self.kept_ours else self.theirs

    @property
    def other(self) -> int | str:
        """The one that gave way."""
        return self.theirs if self.kept_ours else self.ours


class Conflicts:
    """The conflicts that the person did not dismiss yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Conflict]:
        """The newest first, of photographs that are in their places."""
        rows = self._database.execute(
            """SELECT conflicts.id, photo_id, folders.path, name, field, ours, theirs, kept_ours, at FROM conflicts
            JOIN photos ON photos.id = photo_id JOIN folders ON folders.id = folder_id
            WHERE NOT gone ORDER BY at DESC, conflicts.id DESC"""
        )
        return [
            Conflict(
                id=id_,
                photo_id=photo_id,
                path=Path(from_stored(folder)) / from_stored(name),
                field=field,
                ours=from_number(field, ours),
                theirs=from_number(field, theirs),
                kept_ours=bool(kept_ours),
                at=at,
            )
            for id_, photo_id, folder, name, field, ours, theirs, kept_ours, at in rows
        ]

    def dismiss(self, conflicts: Iterable[Conflict]) -> None:
        """Forgets these; the marks stay as they are."""
        self._database.conn.executemany("DELETE FROM conflicts WHERE id = ?", [(each.id,) for each in conflicts])

    def add(self, photo_id: int, clashes: Iterable[Clash]) -> None:
        """Keeps what clashed, inside the caller's transaction."""
        now = time.time()
        self._database.conn.executemany(
            "INSERT INTO conflicts (photo_id, field, ours, theirs, kept_ours, at) VALUES (?, ?, ?, ?, ?, ?)",
            [(photo_id, each.field, each.ours, each.theirs, each.kept_ours, now) for each in clashes],
        )
