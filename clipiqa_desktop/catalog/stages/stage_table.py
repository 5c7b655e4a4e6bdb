"""The tables of stages that look at a photograph whole: a row each, with the version that looked."""

from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum

from sqlite_utils import Database

from clipiqa_desktop.catalog.stages.tasks import Task, unfinished

# No version of a stage is called so: what has it is looked at again.
_TO_BE_TRIED_AGAIN = ""


class Looked(IntEnum):
    """How far a stage is with a photograph. FOUND is also that there was nothing to find; FAILED is for good."""

    NOT_YET = 0
    FOUND = 1
    FAILED = 2


class StageTable:
    """A row a photograph that was looked at: what the version found, or as `reason` why it found nothing.

    `table` names it; of its rows those of `version` are shown.
    """

    table: str
    version: str

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def shown(self) -> str:
        """What follows FROM where the rows that are shown are read; a further condition begins with AND."""
        return f"{self.table} WHERE version = '{self.version}'"

    def store_failure(self, photo_id: int, version: str | None, reason: str) -> None:
        """Keeps why nothing could be found. `version` is None where another try may go better."""
        self._put(photo_id, {"version": version or _TO_BE_TRIED_AGAIN, "reason": reason})

    def unfinished(self, folder_ids: Collection[int], version: str, reader: str) -> list[Task]:
        """What this version has not looked at in these folders; not what this `reader` could never read at all."""
        return unfinished(
            self._database,
            folder_ids,
            f"{self.table}.version IS NOT ? AND NOT (decoder IS ? AND fingerprint IS NULL)",
            (version, reader),
            join=f"LEFT JOIN {self.table} ON {self.table}.photo_id = photos.id",
        )

    def has(self, photo_id: int, version: str) -> bool:
        """Whether this version has looked at the photograph, as it is now, before."""
        row = self._database.execute(
            f"SELECT 1 FROM {self.table} WHERE photo_id = ? AND version = ?", (photo_id, version)
        ).fetchone()
        return row is not None

    def all(self, keys: Sequence[str]) -> dict[int, tuple[float | None, ...]]:
        """What the shown version found, in the order of `keys`, which are columns, by photo id."""
        names = "".join(f', "{key}"' for key in keys)
        rows = self._database.execute(f"SELECT photo_id{names} FROM {self.table} WHERE version = ?", (self.version,))
        return {photo_id: tuple(values) for photo_id, *values in rows}

    def reason(self, photo_id: int) -> str | None:
        """Why nothing could be found; None where something was, or nobody tried yet."""
        row = self._database.execute(f"SELECT reason FROM {self.table} WHERE photo_id = ?", (photo_id,)).fetchone()
        return row[0] if row else None

    def _put(self, photo_id: int, values: Mapping[str, object], table: str = "") -> None:
        """Keeps these, by the names of the columns, in place of what was there, of a photograph that is still known."""
        names = ", ".join(f'"{name}"' for name in values)
        self._database.execute(
            f"""INSERT OR REPLACE INTO {table or self.table} (photo_id, {names})
            SELECT id, {", ".join("?" * len(values))} FROM photos WHERE id = ?""",
            (*values.values(), photo_id),
        )
