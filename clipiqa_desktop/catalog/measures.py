"""What was measured at full size, which needs no network."""

from collections.abc import Collection, Mapping, Sequence

from sqlite_utils import Database

from clipiqa_desktop.catalog.tasks import Task, unfinished

# Of the stage that measures: only what this version measured is shown.
VERSION = "exposure-1"
# No version of the stage is called so: what has it is measured again.
_TO_BE_TRIED_AGAIN = ""


class Measures:
    """One row a photograph: a column each measured number, which is NULL where it could not be measured."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, photo_id: int, version: str, values: Mapping[str, float]) -> None:
        """Keeps what this version of the stage measured, by the names of the columns, in place of what was there.

        Nothing is kept of a photograph that is no longer known.
        """
        self._put(photo_id, {"version": version, **values})

    def all(self, keys: Sequence[str]) -> dict[int, tuple[float | None, ...]]:
        """What VERSION measured, in the order of `keys`, which are columns, by photo id."""
        names = "".join(f', "{key}"' for key in keys)
        rows = self._database.execute(f"SELECT photo_id{names} FROM {SHOWN}")
        return {photo_id: tuple(values) for photo_id, *values in rows}

    def store_failure(self, photo_id: int, version: str | None, reason: str) -> None:
        """Keeps why nothing could be measured. `version` is None where another try may go better."""
        self._put(photo_id, {"version": version or _TO_BE_TRIED_AGAIN, "reason": reason})

    def unfinished(self, folder_ids: Collection[int], version: str, reader: str) -> list[Task]:
        """What this version has not measured in these folders; not what this `reader` could never read at all."""
        return unfinished(
            self._database,
            folder_ids,
            "measures.version IS NOT ? AND NOT (decoder IS ? AND fingerprint IS NULL)",
            (version, reader),
            join="LEFT JOIN measures ON measures.photo_id = photos.id",
        )

    def has(self, photo_id: int, version: str) -> bool:
        """Whether this version has looked at the photograph, as it is now, before."""
        row = self._database.execute(
            "SELECT 1 FROM measures WHERE photo_id = ? AND version = ?", (photo_id, version)
        ).fetchone()
        return row is not None

    def reason(self, photo_id: int) -> str | None:
        """Why the photograph could not be measured; None where it was, or was not tried yet."""
        row = self._database.execute("SELECT reason FROM measures WHERE photo_id = ?", (photo_id,)).fetchone()
        return row[0] if row else None

    def _put(self, photo_id: int, values: Mapping[str, object]) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        self._database.execute(
            f"""INSERT OR REPLACE INTO measures (photo_id, {names})
            SELECT id, {", ".join("?" for _ in values)} FROM photos WHERE id = ?""",
            (*values.values(), photo_id),
        )


# What follows FROM where the rows that are shown are read; a further condition begins with AND.
SHOWN = f"measures WHERE version = '{VERSION}'"
