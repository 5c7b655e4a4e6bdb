"""What was measured at full size, which needs no network."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

# Of the stage that measures: only what this version measured is shown.
VERSION = "exposure-1"


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

    def _put(self, photo_id: int, values: Mapping[str, object]) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        self._database.execute(
            f"""INSERT OR REPLACE INTO measures (photo_id, {names})
            SELECT id, {", ".join("?" for _ in values)} FROM photos WHERE id = ?""",
            (*values.values(), photo_id),
        )


# What follows FROM where the rows that are shown are read; a further condition begins with AND.
SHOWN = f"measures WHERE version = '{VERSION}'"
