"""What was measured in the photographs at full size."""

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

# Of the measurer; what another version measured counts as not measured.
VERSION = "1"


class Measures:
    """One row a photograph; a column of numbers a measured field, named like its key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, photo_id: int, values: Mapping[str, float | None]) -> None:
        """Keeps what this version measured, by key, in the place of all that was measured before."""
        names = ", ".join(f'"{key}"' for key in values)
        marks = ", ".join("?" for _ in values)
        self._database.execute(
            f"INSERT OR REPLACE INTO measures (photo_id, version, {names}) VALUES (?, ?, {marks})",
            (photo_id, VERSION, *values.values()),
        )

    def all(self, keys: Sequence[str]) -> dict[int, tuple[float | None, ...]]:
        """What this version measured, in the order of `keys`, by photo id."""
        names = "".join(f', "{key}"' for key in keys)
        rows = self._database.execute(f"SELECT photo_id{names} FROM {current_measures()}")
        return {photo_id: tuple(values) for photo_id, *values in rows}

    def forget(self, photo_ids: Iterable[int]) -> None:
        """Drops what was measured in files that have changed since."""
        self._database.conn.executemany("DELETE FROM measures WHERE photo_id = ?", [(id_,) for id_ in photo_ids])


def current_measures() -> str:
    """The rows that count, for the FROM of a statement; a further condition begins with AND."""
    return f"measures WHERE version = '{VERSION}'"
