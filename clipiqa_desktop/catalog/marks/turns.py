"""Photographs that the person turned: by how many quarters, clockwise. The files stay as they are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.photo_rows import successors
from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.marks.orientations import QUARTERS

# Of a photograph that was turned back 0 is kept: its sidecar may still say otherwise.
TURNED = "coalesce((SELECT quarters FROM turns WHERE photo_id = photos.id), 0)"


@dataclass(frozen=True)
class TurnChange:
    """Of one photograph, in quarters from 0 to 3; None where nobody has ever turned it."""

    photo_id: int
    before: int | None
    after: int

    @property
    def reversed(self) -> "TurnChange":
        """The way back."""
        return TurnChange(self.photo_id, self.after, self.before or 0)


class Turns:
    """Every method that writes raises sqlite3.Error where the catalog cannot be written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, photo_ids: Iterable[int]) -> dict[int, int | None]:
        """By how many quarters these are turned, those that the catalog knows; None where nobody has turned them."""
        ids = set(photo_ids)
        now = successors(self._database, ids)
        rows = self._database.execute(
            f"SELECT id, quarters FROM photos LEFT JOIN turns ON photo_id = id WHERE id {AMONG}",
            (listed({now.get(id_, id_) for id_ in ids}),),
        )
        known = dict(rows.fetchall())
        return {id_: known[now.get(id_, id_)] for id_ in ids if now.get(id_, id_) in known}

    def turn(self, photo_ids: Collection[int], by: int) -> list[TurnChange]:
        """Turns these by so many quarters more, clockwise; answers what that changed."""
        with transaction(self._database):
            known = self.of(photo_ids).items()
            changes = [TurnChange(id_, before, ((before or 0) + by) % QUARTERS) for id_, before in known]
            self._write(changes)
        return changes

    def swap(self, changes: Collection[TurnChange]) -> list[TurnChange]:
        """Makes those of these changes whose photograph still is as it was before; answers which were made."""
        with transaction(self._database):
            known = self.of(change.photo_id for change in changes)
            made = [each for each in changes if each.photo_id in known and known[each.photo_id] == each.before]
            self._write(made)
        return made

    def _write(self, changes: Collection[TurnChange]) -> None:
        now = successors(self._database, [change.photo_id for change in changes])
        rows = [(now.get(each.photo_id, each.photo_id), each.after) for each in changes]
        self._database.conn.executemany("INSERT OR REPLACE INTO turns (photo_id, quarters) VALUES (?, ?)", rows)
