"""Tables whose entries in the schema are lost, known again by what stands in their rows."""

import sqlite3
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from clipiqa_desktop.catalog.database.schema import open_database
from clipiqa_desktop.catalog.rescue.damaged_source import RANGES
from clipiqa_desktop.catalog.rescue.sqlite_pages import LEAF, WITH_CHILDREN, number_at, page_of

_SAMPLE = 30  # rows
_WHOLE = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}  # bytes by kind: NULL and whole numbers
_REAL, _FIRST_TEXT = 7, 12

Cell = tuple[int, int | None]  # the kind of a value, and the value of a whole number
Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Column:
    """What may stand in a column."""

    name: str
    kind: str
    is_needed: bool
    is_rowid: bool

    def may_hold(self, cell: Cell) -> bool:
        """Whether this could stand there."""
        kind, value = cell
        if kind == 0 or self.is_rowid:
            return kind == 0 and not (self.is_needed and not self.is_rowid)
        if kind in _WHOLE:
            low, high = RANGES.get(self.name, (-float("inf"), float("inf")))
            return self.kind in {"INTEGER", "REAL"} and low <= (value or 0) <= high
        if kind == _REAL:
            return self.kind == "REAL"
        return self.kind in {"", "TEXT" if kind % 2 else "BLOB"}


def lost_tables(file: BinaryIO, known: Collection[str], taken: Collection[int]) -> dict[str, tuple[int, str]]:
    """Root page and statement by name of tables that a catalog has, beside the `known` ones and their root pages."""
    lost = {name: columns for name, columns in shapes().items() if name not in known}
    sizes = {root: size for root, size in trees_in(file).items() if root not in taken and root > 1} if lost else {}
    samples = {root: rows for root in sizes if (rows := sample_of(file, root))}
    found: dict[str, tuple[int, str]] = {}
    # of those with many columns first: what fits them fits little else
    for name, columns in sorted(lost.items(), key=lambda each: -len(each[1])):
        fitting = [root for root, rows in samples.items() if fits(rows, columns)]
        if fitting:
            root = max(fitting, key=lambda each: (_width(samples[each]) == len(columns), sizes[each]))
            del samples[root]
            found[name] = (root, _statement(name, columns))
    return found


def fits(rows: Rows, columns: Sequence[Column]) -> bool:
    """Whether all of these rows could stand in a table of these columns."""
    needed = max((number for number, each in enumerate(columns, 1) if each.is_needed), default=1)
    widths = all(max(needed, 2) <= len(row) <= len(columns) for row in rows)
    return widths and all(column.may_hold(cell) for row in rows for column, cell in zip(columns, row, strict=False))


def _width(rows: Rows) -> int:
    return max(map(len, rows))


@cache
def shapes() -> dict[str, list[Column]]:
    """The columns of every table with rowids that a catalog of today has."""
    with TemporaryDirectory() as folder, closing(open_database(Path(folder) / "catalog.db").conn) as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'"
        names = [name for (name,) in connection.execute(tables) if not name.startswith("sqlite_")]
        return {name: _columns(connection, name) for name in names}


def _columns(connection: sqlite3.Connection, table: str) -> list[Column]:
    told = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    keys = sum(bool(row[5]) for row in told)
    return [
        Column(name, kind.upper(), bool(needed) and default is None, kind.upper() == "INTEGER" and key == keys == 1)
        for _number, name, kind, needed, default, key in told
    ]


def _statement(name: str, columns: Sequence[Column]) -> str:
    """Without what would have an index, whose pages nobody knows."""
    told = (f'"{each.name}" {each.kind}{" PRIMARY KEY" * each.is_rowid}'.strip() for each in columns)
    return f'CREATE TABLE "{name}" ({", ".join(told)})'


def trees_in(file: BinaryIO) -> dict[int, int]:
    """How many pages each tree has, by its root, which is no child of another page."""
    children: dict[int, list[int]] = {}
    number = 2
    while page := page_of(file, number):
        if page[0] in {LEAF, WITH_CHILDREN}:
            children[number] = list(children_of(page)) if page[0] == WITH_CHILDREN else []
        number += 1
    below = {child for each in children.values() for child in each}
    return {root: _size(root, children) for root in children if root not in below}


def _size(root: int, children: Mapping[int, Sequence[int]]) -> int:
    seen, waiting = {root}, [root]
    while waiting:
        new = [child for child in children.get(waiting.pop(), ()) if child not in seen]
        seen.update(new)
        waiting += new
    return len(seen)


def children_of(page: bytes) -> Iterator[int]:
    """The pages below one of a table, the last of them first, then the others in order."""
    yield struct.unpack_from(">I", page, 8)[0]
    for place in range(min(struct.unpack_from(">H", page, 3)[0], len(page) // 2)):
        with suppress(struct.error):
            yield struct.unpack_from(">I", page, struct.unpack_from(">H", page, 12 + 2 * place)[0])[0]


def sample_of(file: BinaryIO, root: int) -> Rows:
    """Some rows of a tree."""
    return list(_rows(file, root))


def _rows(file: BinaryIO, root: int) -> Iterator[list[Cell]]:
    page = page_of(file, root)
    for _ in range(10):
        if not page or page[0] != WITH_CHILDREN:
            break
        page = page_of(file, list(children_of(page))[-1])
    if not page or page[0] != LEAF:
        return
    for place in range(min(struct.unpack_from(">H", page, 3)[0], _SAMPLE)):
        with suppress(IndexError, struct.error):
            _length, at = number_at(page, struct.unpack_from(">H", page, 8 + 2 * place)[0])
            _rowid, at = number_at(page, at)
            yield list(_cells(page[at:]))


def _cells(record: bytes) -> Iterator[Cell]:
    end, at = number_at(record, 0)
    value_at = end
    while at < end:
        kind, at = number_at(record, at)
        size = _WHOLE.get(kind, 8 if kind < _FIRST_TEXT else (kind - _FIRST_TEXT) // 2)
        value = kind - 8 if kind in {8, 9} else int.from_bytes(record[value_at : value_at + size], "big", signed=True)
        yield kind, value if kind in _WHOLE and kind else None
        value_at += size
