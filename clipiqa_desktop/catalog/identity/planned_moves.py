"""How the photographs of a move that has not ended yet will be called."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.names import from_stored, to_stored
from clipiqa_desktop.catalog.database.schema import transaction


@dataclass(frozen=True)
class PlannedMove:
    """The beginning of the name that a photograph gets, empty where it keeps its own, and whether it has been moved."""

    name: str
    is_done: bool


class PlannedMoves:
    """One plan for each folder that photographs are moved to, the newest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def to(self, target: Path) -> dict[int, PlannedMove]:
        """By the ids of the photographs, in the order of the plan; empty where every move to there has ended."""
        rows = self._database.execute(
            "SELECT photo_id, name, is_done FROM planned_moves WHERE target = ? ORDER BY rowid",
            (to_stored(str(target)),),
        )
        return {photo_id: PlannedMove(from_stored(name), bool(is_done)) for photo_id, name, is_done in rows}

    def store(self, target: Path, plan: Mapping[int, PlannedMove]) -> None:
        """The plan from now on, without photographs that the catalog does not know."""
        place = to_stored(str(target))
        rows = [(place, to_stored(move.name), move.is_done, photo_id) for photo_id, move in plan.items()]
        with transaction(self._database):
            self.forget(target)
            self._database.conn.executemany(
                """INSERT INTO planned_moves (photo_id, target, name, is_done)
                SELECT id, ?, ?, ? FROM photos WHERE id = ?""",
                rows,
            )

    def set_done(self, target: Path, photo_id: int) -> None:
        """It lies at the target now."""
        with transaction(self._database):
            self._database.execute(
                "UPDATE planned_moves SET is_done = 1 WHERE photo_id = ? AND target = ?",
                (photo_id, to_stored(str(target))),
            )

    def forget(self, target: Path) -> None:
        """The move has ended."""
        with transaction(self._database):
            self._database.execute("DELETE FROM planned_moves WHERE target = ?", (to_stored(str(target)),))
