"""A copy of a damaged database file that SQLite opens: with a new header, and its tables found again in its pages."""

import shutil
import sqlite3
import struct
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from clipiqa_desktop.catalog.database.copies import opened_to_read
from clipiqa_desktop.catalog.rescue.lost_roots import put_under_new_roots
from clipiqa_desktop.catalog.rescue.sqlite_pages import LEAF, PAGE, WITH_CHILDREN, number_at, page_of
from clipiqa_desktop.catalog.rescue.table_shapes import lost_tables

_MAGIC = b"SQLite format 3\0"
_ROOTS = frozenset({LEAF, WITH_CHILDREN, 10, 2})  # 10 and 2: of an index, and of a table without rowids
_EMPTY_LEAF = bytes([LEAF]) + struct.pack(">HHHB", 0, 0, PAGE, 0)
_HEADER = 100
_COLUMNS = 5  # of a schema
_WAL = 2

Entry = tuple[str, str, str, int, str | None]  # of the schema: kind, name, its table, root page, statement


def make_readable(damaged: Path, to: Path, copies: Sequence[Path]) -> None:
    """Makes `to`, one file, of a database whose header or schema cannot be read, with what waits in its WAL.

    Tables whose entries in the schema are lost are looked for where a copy has them, and else known by their rows.
    Raises OSError.
    """
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{damaged}{ending}", f"{to}{ending}")
    _write_header(to, _WAL)
    with suppress(sqlite3.Error), closing(sqlite3.connect(to)) as connection:
        connection.execute("PRAGMA user_version").fetchone()  # reads, so that closing brings the WAL into the file
    for ending in ("-wal", "-shm"):
        Path(f"{to}{ending}").unlink(missing_ok=True)
    _write_header(to, 1)
    if not _has_schema(to):
        _write_schema(to, copies)
    with to.open("r+b") as file:
        put_under_new_roots(file, roots_of(to))


def roots_of(path: Path) -> dict[str, int]:
    """The root page of every table; empty where the schema cannot be read."""
    return {name: root for kind, name, _table, root, _sql in _entries_of(path) if kind == "table"}


def _has_schema(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.Error:
        return False


def _write_header(path: Path, version: int) -> None:
    """As a new file has it; `version` 2 for one with a WAL. A page that was cut off is filled up with zeros."""
    pages = max(-(-path.stat().st_size // PAGE), 1)
    counter = 1
    header = _MAGIC + struct.pack(">HBBBBBB", PAGE, version, version, 0, 64, 32, 32)
    header += struct.pack(">IIIIIIIIIIII", counter, pages, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0)
    header += bytes(20) + struct.pack(">II", counter, sqlite3.sqlite_version_info[0] * 1_000_000)
    with path.open("r+b") as file:
        file.truncate(pages * PAGE)
        file.write(header)


def _write_schema(path: Path, copies: Sequence[Path]) -> None:
    with path.open("r+b") as file:
        found = _entries(file)
        known = {name for _kind, name, *_ in found}
        taken = {root for *_, root, _sql in found}
        for copy in copies:
            for each in _entries_of(copy):
                if each[1] not in known and each[3] not in taken and _is_root(file, each[3]):
                    known.add(each[1])
                    taken.add(each[3])
                    found.append(each)
        found += [("table", name, name, *root) for name, root in lost_tables(file, known, taken).items()]
        file.seek(_HEADER)
        file.write(_EMPTY_LEAF + bytes(PAGE - _HEADER - len(_EMPTY_LEAF)))
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", _sensible(found))


def _entries_of(copy: Path) -> list[Entry]:
    try:
        with closing(opened_to_read(copy)) as connection:
            return connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").fetchall()
    except sqlite3.Error:
        return []


def _sensible(found: Collection[Entry]) -> list[Entry]:
    """The tables whose statements SQLite understands, and then their indexes, without which their pages are wrong."""
    with closing(sqlite3.connect(":memory:")) as trial:
        tables = [each for each in found if each[0] == "table" and (_is_reserved(each) or _runs(trial, each[4]))]
        names = {each[1] for each in tables}
        indexes = [each for each in found if each[0] == "index" and each[2] in names]
        return [*tables, *(each for each in indexes if each[4] is None or _runs(trial, each[4]))]


def _is_reserved(entry: Entry) -> bool:
    return entry[1] == "sqlite_sequence" and entry[4] == "CREATE TABLE sqlite_sequence(name,seq)"


def _runs(trial: sqlite3.Connection, statement: str | None) -> bool:
    try:
        trial.execute(statement or "")
    except (sqlite3.Error, ValueError):
        return False
    return True


def _is_root(file: BinaryIO, number: int) -> bool:
    page = page_of(file, number)
    return bool(page) and page[0] in _ROOTS


def _entries(file: BinaryIO) -> list[Entry]:
    """The entries of a schema that stand in any page, of each name the newest."""
    newest: dict[str, tuple[int, Entry]] = {}
    number = 1
    while page := page_of(file, number):
        for rowid, values in _records(file, page, _HEADER if number == 1 else 0):
            entry = _entry(values)
            if entry and _is_root(file, entry[3]) and newest.get(entry[1], (0, entry))[0] <= rowid:
                newest[entry[1]] = (rowid, entry)
        number += 1
    return [entry for _rowid, entry in newest.values()]


def _entry(values: Sequence[object]) -> Entry | None:
    kind, name, table, root, statement = values
    if not (isinstance(name, str) and isinstance(table, str) and isinstance(root, int) and root > 1):
        return None
    if kind == "table" and isinstance(statement, str) and statement.startswith("CREATE TABLE "):
        return "table", name, table, root, statement
    if kind == "index" and (statement is None or (isinstance(statement, str) and statement.startswith("CREATE "))):
        return "index", name, table, root, statement
    return None


def _records(file: BinaryIO, page: bytes, start: int) -> Iterator[tuple[int, list[object]]]:
    """The rows of five columns in a leaf of a table, with their rowids; none of any other page."""
    if page[start] != LEAF:
        return
    count = struct.unpack_from(">H", page, start + 3)[0]
    for place in range(start + 8, min(start + 8 + 2 * count, PAGE - 1), 2):
        with suppress(IndexError, ValueError, struct.error):
            at = struct.unpack_from(">H", page, place)[0]
            length, at = number_at(page, at)
            rowid, at = number_at(page, at)
            if length < PAGE * PAGE and len(_kinds(page[at:])) == _COLUMNS:
                yield rowid, _values(_payload(file, page, at, length))


def _payload(file: BinaryIO, page: bytes, at: int, length: int) -> bytes:
    """The whole of a record, the rest of which may stand in pages of its own."""
    most, least = PAGE - 35, (PAGE - 12) * 32 // 255 - 23
    here = length
    if length > most:
        here = least + (length - least) % (PAGE - 4)
        here = here if here <= most else least
    payload = page[at : at + here]
    following = page[at + here : at + here + 4]
    while len(payload) < length:
        more = page_of(file, struct.unpack(">I", following)[0])
        if not more:
            raise ValueError("a page is missing")
        payload += more[4 : 4 + length - len(payload)]
        following = more[:4]
    return payload


def _values(record: bytes) -> list[object]:
    end, _at = number_at(record, 0)
    values: list[object] = []
    for kind in _kinds(record):
        value, end = _value(record, kind, end)
        values.append(value)
    return values


def _kinds(record: bytes) -> list[int]:
    """What its columns hold; of a record with more columns than a schema has, only of the first ones."""
    end, at = number_at(record, 0)
    kinds: list[int] = []
    while at < end and len(kinds) <= _COLUMNS:
        kind, at = number_at(record, at)
        kinds.append(kind)
    return kinds


def _value(record: bytes, kind: int, at: int) -> tuple[object, int]:
    """NULL, a whole number or a text, and where the next one begins; no other stands in a schema."""
    if kind == 0:
        return None, at
    if kind in range(1, 7):
        size = (1, 2, 3, 4, 6, 8)[kind - 1]
        return int.from_bytes(record[at : at + size], "big", signed=True), at + size
    if kind in {8, 9}:
        return kind - 8, at
    if kind < 13 or kind % 2 == 0 or at + (kind - 13) // 2 > len(record):
        raise ValueError("no schema")
    end = at + (kind - 13) // 2
    return record[at:end].decode(), end
