"""Where the person and another program marked one photograph differently, for the person to see."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from clipiqa_desktop.catalog.merging import Clash, from_number


@dataclass(frozen=True)
class Conflict:
    """A field ("stars", "flag", "label") that both changed; the newer one was kept, at a time in seconds since 1970.

    The values are those of a Mark.
    """

    id: int
    photo_id: int
    field: str
    ours: int | str
    theirs: int | str
    kept_ours: bool
    at: float


class Conflicts:
    """The conflicts that the person did not dismiss yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Conflict]:
        """The newest first."""
        rows = self._database.execute(
            "SELECT id, photo_id, field, ours, theirs, kept_ours, at FROM conflicts ORDER BY at DESC, id DESC"
        )
        return [
            Conflict(id_, photo_id, field, from_number(field, ours), from_number(field, theirs), bool(kept_ours), at)
            for id_, photo_id, field, ours, theirs, kept_ours, at in rows
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
