"""A new catalog from what can be read of a damaged one, with what its copies know of the rest."""

import shutil
import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.schema import CatalogUnusable, open_database
from clipiqa_desktop.files.atomic_file import written_whole

_MOST_ROWS = 1 << 32
_MOST_TRIES = 100_000  # of reading a part of a table; each takes well under a millisecond
_AT_ONCE = 4096  # rows, of which some hold a vector of 4 KB
_OURS = "name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations'"

_FILES = ("", "-wal", "-shm")  # of one database

Row = tuple[object, ...]


@dataclass
class Rescued:
    """What stands in the new catalog: photographs, and those of them with marks; how many rows a copy gave; and the
    tables that were damaged, of which something newer than the copy may be lost.
    """

    photographs: int = 0
    marked: int = 0
    from_copies: int = 0
    incomplete: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """A sentence or two with the numbers."""
        filled = f", {self.from_copies:,} rows of it from a copy" if self.from_copies else ""
        words = f"Rescued: {self.photographs:,} photographs, {self.marked:,} of them with marks{filled}."
        if self.incomplete:
            words += f" Damaged, so that something may be missing, were: {', '.join(self.incomplete)}."
        return words


def put_right(catalog: Path, copies: Sequence[Path], scores: Collection[str]) -> tuple[Rescued, Path]:
    """Puts a rescued catalog in the place of a damaged one, which is kept beside it: where, is answered too.

    Nobody else may use the catalog meanwhile. Raises CatalogUnusable, and OSError where files cannot be renamed.
    """
    new = catalog.with_name(f"{catalog.stem}-rescued{catalog.suffix}")
    _remove(new)
    try:
        rescued = rescue(catalog, new, copies, scores)
        return rescued, _exchange(catalog, new)
    finally:
        _remove(new)


def put_back(catalog: Path, copy: Path) -> Path:
    """Puts a copy, which stays, in the place of a damaged catalog, which is kept beside it: where, is answered."""
    new = catalog.with_name(f"{catalog.stem}-rescued{catalog.suffix}")
    with written_whole(new) as whole:
        shutil.copyfile(copy, whole)
    return _exchange(catalog, new)


def _exchange(catalog: Path, new: Path) -> Path:
    kept = catalog.with_name(f"{catalog.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}{catalog.suffix}")
    for ending in _FILES:
        with suppress(FileNotFoundError):
            Path(f"{catalog}{ending}").rename(f"{kept}{ending}")
    new.rename(catalog)
    return kept


def _remove(database: Path) -> None:
    for ending in _FILES:
        Path(f"{database}{ending}").unlink(missing_ok=True)


def rescue(damaged: Path, new: Path, copies: Sequence[Path], scores: Collection[str]) -> Rescued:
    """Makes the catalog `new`; the others stay as they are. Newer copies come first; `scores` as in `open_database`.

    Rows of a copy only come into tables that are damaged: what was deleted from others since stays deleted. Where the
    pages of the schema are damaged, no table can be read. Raises CatalogUnusable where nothing could be read anywhere.
    """
    rescued = Rescued()
    with closing(open_database(new, scores).conn) as target:
        target.execute("PRAGMA foreign_keys = OFF")
        sources = [_Source(path) for path in (damaged, *copies)]
        try:
            _add_missing_columns(target, sources)
            target.execute("BEGIN IMMEDIATE")
            for table in _tables(target):
                _rescue_table(target, table, sources, rescued)
            _drop_dangling(target)
            target.execute("COMMIT")
        finally:
            for source in sources:
                source.connection.close()
        rescued.photographs = _count(target, "photos")
        rescued.marked = _count(target, "marks", "stars OR flag OR label")
    if not rescued.photographs and not any(source.tables for source in sources):
        raise CatalogUnusable(
            f"Nothing of the catalog {damaged} could be read, and there is no copy: move it away and start without "
            "one; the photographs and their sidecars are not touched."
        )
    return rescued


class _Source:
    """A database that may be damaged, to be read as far as that goes."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        with suppress(sqlite3.Error):
            self.connection.execute("PRAGMA cell_size_check = ON")
        self.tables = self._tables()
        self._tries = _MOST_TRIES

    def columns(self, table: str) -> list[str]:
        """Their names; empty where the schema cannot be read."""
        try:
            return [row[1] for row in self.connection.execute(f'PRAGMA table_info("{table}")')]
        except sqlite3.DatabaseError:
            return []

    def is_sound(self, table: str) -> bool:
        """Whether SQLite finds nothing wrong in the pages of a table and its indexes."""
        try:
            return bool(self.connection.execute(f'PRAGMA quick_check("{table}")').fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False

    def rows(self, table: str, columns: Sequence[str], low: int, high: int) -> Iterator[Row]:
        """Those with rowids from `low` to `high` that can be read."""
        names = ", ".join(f'"{name}"' for name in columns)
        self._tries -= 1
        try:
            found = self.connection.execute(
                f'SELECT {names} FROM "{table}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid', (low, high)
            ).fetchall()
        except sqlite3.DatabaseError:
            if low < high and self._tries > 0:
                middle = (low + high) // 2
                yield from self.rows(table, columns, low, middle)
                yield from self.rows(table, columns, middle + 1, high)
        else:
            yield from found

    def from_both_ends(self, table: str, columns: Sequence[str], key: Sequence[str]) -> Iterator[Row]:
        """The same of a table without rowids: forwards as far as it can be read, else backwards too."""
        names = ", ".join(f'"{name}"' for name in columns)
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
                return min(int(self.connection.execute(query).fetchone()[0] or 0), _MOST_ROWS)
        return 0

    def _tables(self) -> set[str]:
        try:
            return {row[0] for row in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except sqlite3.Error:
            return set()


def _rescue_table(target: sqlite3.Connection, table: str, sources: Sequence[_Source], rescued: Rescued) -> None:
    damaged, *copies = sources
    holders = [each for each in copies if table in each.tables]
    highest = max((each.highest(table) for each in (damaged, *holders) if table in each.tables), default=0)
    if table in damaged.tables:
        _take(target, table, damaged, highest)
        if damaged.is_sound(table):
            return
    elif damaged.tables or not holders:
        return  # it is older than the table
    rescued.incomplete.append(table)
    before = _count(target, table)
    for copy in holders[:1]:
        _take(target, table, copy, highest)
    rescued.from_copies += _count(target, table) - before


def _take(target: sqlite3.Connection, table: str, source: _Source, highest: int) -> None:
    """Puts in what can be read of the source's rows, and is not there."""
    known = source.columns(table)
    columns = [name for name in Database(target)[table].columns_dict if name in known]
    names = ", ".join(f'"{name}"' for name in columns)
    insert = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    if _has_rowids(target, table):
        for low in range(1, highest + 1, _AT_ONCE):
            rows = source.rows(table, columns, low, low + _AT_ONCE - 1)
            target.executemany(insert, _storable(rows))
    else:
        rows = source.from_both_ends(table, columns, Database(target)[table].pks)
        target.executemany(insert, _storable(rows))


def _storable(rows: Collection[Row] | Iterator[Row]) -> Iterator[Row]:
    """Damage may make text of anything: names that are no UTF-8 are blobs in this catalog."""
    for row in rows:
        yield tuple(_stored(value) for value in row)


def _stored(value: object) -> object:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogateescape")
    return value


def _has_rowids(target: sqlite3.Connection, table: str) -> bool:
    sql = target.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    return "WITHOUT ROWID" not in sql.upper()


def _tables(target: sqlite3.Connection) -> list[str]:
    return [row[0] for row in target.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {_OURS}")]


def _add_missing_columns(target: sqlite3.Connection, sources: Sequence[_Source]) -> None:
    """Attributes of the person's own have a column each in the table of scores."""
    ours = set(Database(target)["scores"].columns_dict)
    for source in sources:
        for name in source.columns("scores"):
            if name not in ours and name.replace("_", "").isalnum():
                target.execute(f'ALTER TABLE scores ADD COLUMN "{name}" REAL')
                ours.add(name)


def _drop_dangling(target: sqlite3.Connection) -> None:
    """Rows that refer to what is lost mean nothing any more."""
    for table, rowid, *_ in target.execute("PRAGMA foreign_key_check").fetchall():
        target.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))


def _count(target: sqlite3.Connection, table: str, which: str = "TRUE") -> int:
    return int(target.execute(f'SELECT COUNT(*) FROM "{table}" WHERE {which}').fetchone()[0])
