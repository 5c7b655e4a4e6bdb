"""What can be read of a database that may be damaged, row by row, without what no catalog can hold."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from clipiqa_desktop.catalog.database.copies import is_sound, opened_to_read
from clipiqa_desktop.catalog.moments import SECONDS
from clipiqa_desktop.mark_words import LABELS, MOST_STARS, PICK, REJECT

_MOST_ROWS = 1 << 32
_MOST_TRIES = 100_000  # of reading a part of a table; each takes well under a millisecond
_AT_ONCE = 4096  # rows, of which some hold a vector of 4 KB
_ROWS_A_PAGE = 600  # more do not fit

# what Python makes of the types of SQLite; a column without a type holds a name or a path
_TYPES: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "REAL": (int, float), "TEXT": (str,), "BLOB": (bytes,)}
_NAME = (str, bytes)
_DATES = (SECONDS.start, SECONDS.stop - 1)
_DAY_MINUTES = 1440
_LONGEST_SHIFT_S = 1e10
RANGES: dict[str, tuple[float, float]] = {  # of numbers, in whichever table
    "stars": (0, MOST_STARS), "flag": (REJECT, PICK), "label": (0, len(LABELS) - 1),
    "ours": (-1, len(LABELS) - 1), "theirs": (-1, len(LABELS) - 1),
    "quarters": (0, 3), "gone": (0, 2), "is_root": (0, 1), "is_left_out": (0, 1), "recheck": (0, 2), "size": (0, 2**62),
    "captured": _DATES, "changed": _DATES, "modified": _DATES, "at": _DATES,
    "utc_offset_minutes": (-_DAY_MINUTES, _DAY_MINUTES),
    "clock_shift": (-_LONGEST_SHIFT_S, _LONGEST_SHIFT_S), "seconds": (-_LONGEST_SHIFT_S, _LONGEST_SHIFT_S),
    "width": (0, 1 << 31), "height": (0, 1 << 31),
}  # fmt: skip

Row = tuple[object, ...]


class Source:
    """A database that may be damaged, to be read as far as that goes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.connection = opened_to_read(path)
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        with suppress(sqlite3.Error):
            self.connection.execute("PRAGMA cell_size_check = ON")
        self.tables = self._tables()
        self.has_whole_schema = bool(self.tables)
        self._tries = _MOST_TRIES

    def columns(self, table: str) -> list[str]:
        """Their names; empty where the schema cannot be read."""
        try:
            return [row[1] for row in self.connection.execute(f'PRAGMA table_info("{table}")')]
        except sqlite3.DatabaseError:
            return []

    def is_sound(self, table: str) -> bool:
        """Whether SQLite finds nothing wrong in the pages of a table and its indexes."""
        return is_sound(self._path, table)

    def rows(
        self, table: str, columns: Sequence[str], highest: int, unread: list[tuple[int, int]]
    ) -> Iterator[tuple[int, Row]]:
        """Those with rowids up to `highest` that can be read, each with its rowid; into `unread` come the ranges of
        rowids that cannot.
        """
        self._tries = _MOST_TRIES
        for low in range(1, highest + 1, _AT_ONCE):
            yield from self._between(table, columns, (low, low + _AT_ONCE - 1), unread)

    def from_both_ends(self, table: str, columns: Sequence[str], key: Sequence[str]) -> Iterator[Row]:
        """The same of a table without rowids: forwards as far as it can be read, else backwards too."""
        names = _quoted(columns)
        for direction in ("ASC", "DESC"):
            order = ", ".join(f'"{name}" {direction}' for name in key)
            try:
                yield from self.connection.execute(f'SELECT {names} FROM "{table}" ORDER BY {order}')
            except sqlite3.DatabaseError:
                continue
            return

    def highest(self, table: str) -> int:
        """At least the highest rowid, as far as that can be known."""
        for query in (f'SELECT max(rowid) FROM "{table}"', "SELECT max(seq) FROM sqlite_sequence"):
            with suppress(sqlite3.DatabaseError):
                if found := self.connection.execute(query).fetchone()[0]:
                    return min(int(found), _MOST_ROWS)
                if "seq" not in query:
                    return 0
        with suppress(sqlite3.DatabaseError):
            return int(self.connection.execute("PRAGMA page_count").fetchone()[0]) * _ROWS_A_PAGE
        return 0

    def _between(
        self, table: str, columns: Sequence[str], bounds: tuple[int, int], unread: list[tuple[int, int]]
    ) -> Iterator[tuple[int, Row]]:
        self._tries -= 1
        low, high = bounds
        query = f'SELECT rowid, {_quoted(columns)} FROM "{table}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid'
        try:
            found = self.connection.execute(query, bounds).fetchall()
        except sqlite3.DatabaseError:
            if low == high or self._tries <= 0:
                unread.append(bounds)
                return
            middle = (low + high) // 2
            yield from self._between(table, columns, (low, middle), unread)
            yield from self._between(table, columns, (middle + 1, high), unread)
        else:
            yield from ((row[0], row[1:]) for row in found)

    def _tables(self) -> set[str]:
        try:
            return {row[0] for row in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except sqlite3.Error:
            return set()


def checks_of(target: sqlite3.Connection, table: str, columns: Sequence[str]) -> "Checks":
    """Of rows of these columns for that table."""
    known = {row[1]: (row[2].upper(), bool(row[3])) for row in target.execute(f'PRAGMA table_info("{table}")')}
    return Checks([(name, *known[name]) for name in columns])


class Checks:
    """Damage may make anything of a value: what no catalog can hold becomes NULL, or where that cannot be, the row is
    none. `columns`: name, declared type, and whether it must hold something.
    """

    def __init__(self, columns: Sequence[tuple[str, str, bool]]) -> None:
        self._columns = columns

    def passed(self, row: Row) -> Row | None:
        """The row as it can be stored, if it can."""
        values = []
        for value, (name, kind, is_needed) in zip(row, self._columns, strict=True):
            stored = value if value is None else _plausible(value, name, kind)
            if stored is None and is_needed:
                return None
            values.append(stored)
        return tuple(values)


def _plausible(value: object, name: str, kind: str) -> object:
    if not isinstance(value, _TYPES.get(kind, _NAME)):
        return None
    if isinstance(value, (int, float)):
        low, high = RANGES.get(name, (-float("inf"), float("inf")))
        return value if low <= value <= high else None
    if isinstance(value, str):
        return _text(value, name, is_name=kind not in _TYPES)
    return None if kind not in _TYPES and b"\0" in bytes(value) else value  # type: ignore[call-overload]


def _text(value: str, name: str, *, is_name: bool) -> str | bytes | None:
    if "\0" in value or (is_name and name == "name" and "/" in value):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:  # names that are no UTF-8 are blobs in this catalog
        return value.encode("utf-8", "surrogateescape") if is_name else None
    return value


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
