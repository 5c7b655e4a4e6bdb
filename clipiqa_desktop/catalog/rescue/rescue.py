"""A new catalog from what can be read of a damaged one, with what its copies know of the rest."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.schema import CatalogUnusable, open_database
from clipiqa_desktop.catalog.rescue.damaged_file import make_readable, roots_of
from clipiqa_desktop.catalog.rescue.damaged_source import Source, checks_of
from clipiqa_desktop.catalog.rescue.lost_roots import has_lost_roots
from clipiqa_desktop.files.atomic_file import written_whole
from clipiqa_desktop.notation import figures

_OURS = "name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations'"

Tell = Callable[[int, int], object]  # how many tables are done, of how many
_FILES = ("", "-wal", "-shm")  # of one database


@dataclass
class Rescued:
    """What stands in the new catalog: photographs, and those of them with marks; how many rows a copy gave; the
    tables that were damaged, of which something newer than the copy may be lost; the ids whose marks could not be read,
    and how many photographs without marks are among them; and of how many the folder is not known any more.
    """

    photographs: int = 0
    marked: int = 0
    from_copies: int = 0
    perhaps_marked: int = 0
    placeless: int = 0
    unread_marks: list[tuple[int, int]] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """A sentence or two with the numbers."""
        rows = f"{figures(self.from_copies)} row{'s' * (self.from_copies != 1)}"
        filled = f", {rows} of it from a copy" if self.from_copies else ""
        photographs = f"{figures(self.photographs)} photograph{'s' * (self.photographs != 1)}"
        words = f"Rescued: {photographs}, {figures(self.marked)} of them with marks{filled}."
        if self.perhaps_marked:
            others = "one other" if self.perhaps_marked == 1 else f"{figures(self.perhaps_marked)} others"
            words += f" Of {others} nobody can say whether there were marks."
        if self.placeless:
            words += (
                f" Of {figures(self.placeless)} the folder is lost: add it again, and they are found with their marks."
            )
        if self.perhaps_marked or self.incomplete:
            words += " Marks that are in sidecars come back when the folders are looked through again."
        if self.incomplete:
            words += f" Damaged, so that something may be missing or wrong, were: {', '.join(self.incomplete)}."
        return words


def put_right(
    catalog: Path, copies: Sequence[Path], scores: Collection[str], tell: Tell = lambda _done, _total: None
) -> tuple[Rescued, Path]:
    """Puts a rescued catalog in the place of a damaged one, which is kept beside it: where, is answered too.

    Nobody else may use the catalog meanwhile. Raises CatalogUnusable, and OSError where files cannot be renamed.
    """
    new = catalog.with_name(f"{catalog.stem}-rescued{catalog.suffix}")
    _remove(new)
    try:
        rescued = rescue(catalog, new, copies, scores, tell)
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


def rescue(
    damaged: Path,
    new: Path,
    copies: Sequence[Path],
    scores: Collection[str],
    tell: Tell = lambda _done, _total: None,
) -> Rescued:
    """Makes the catalog `new`; the others stay as they are. Newer copies come first; `scores` as in `open_database`.

    Rows of a copy only come into tables that are damaged: what was deleted from others since stays deleted. Raises
    CatalogUnusable where nothing could be read anywhere.
    """
    rescued = Rescued()
    with closing(open_database(new, scores).conn) as target:
        target.execute("PRAGMA foreign_keys = OFF")
        readable = new.with_name(f"{new.stem}-readable{new.suffix}")
        sources = [_source(damaged, readable, copies), *map(Source, copies)]
        try:
            _fill(target, sources, rescued, tell)
        finally:
            for source in sources:
                source.connection.close()
            _remove(readable)
        _count_rescued(target, rescued)
    if not rescued.photographs and not any(source.tables for source in sources):
        raise CatalogUnusable(
            f"Nothing of the catalog {damaged} could be read, and there is no copy: move it away and start without "
            "one; the photographs and their sidecars are not touched."
        )
    return rescued


def _fill(target: sqlite3.Connection, sources: Sequence[Source], rescued: Rescued, tell: Tell) -> None:
    """What the sources have, the earlier ones first, all in one step."""
    _add_missing_columns(target, sources)
    target.execute("BEGIN IMMEDIATE")
    tables = _tables(target)
    for done, table in enumerate(tables):
        tell(done, len(tables))
        _rescue_table(target, table, sources, rescued)
    rescued.placeless = _keep_placeless(target)
    _drop_dangling(target)
    _forget_sidecars(target, rescued.unread_marks)
    target.execute("COMMIT")


def _count_rescued(target: sqlite3.Connection, rescued: Rescued) -> None:
    rescued.photographs = _count(target, "photos")
    rescued.marked = _count(target, "marks", "stars OR flag OR label")
    rescued.perhaps_marked = sum(
        _count(target, "photos", f"id BETWEEN {low} AND {high} AND id NOT IN (SELECT photo_id FROM marks)")
        for low, high in rescued.unread_marks
    )


def _source(damaged: Path, readable: Path, copies: Sequence[Path]) -> Source:
    """Of the file itself, or where its schema or the root of a table cannot be read, of a copy in which they can."""
    source = Source(damaged)
    with damaged.open("rb") as file:
        if source.tables and not has_lost_roots(file, roots_of(damaged)):
            return source
    source.connection.close()
    had_schema = bool(source.tables)
    make_readable(damaged, readable, copies)
    source = Source(readable)
    source.has_whole_schema = had_schema
    return source


def _rescue_table(target: sqlite3.Connection, table: str, sources: Sequence[Source], rescued: Rescued) -> None:
    damaged, *copies = sources
    holders = [each for each in copies if table in each.tables]
    highest = max((each.highest(table) for each in (damaged, *holders) if table in each.tables), default=0)
    unread: list[tuple[int, int]] = [] if table in damaged.tables else [(1, highest)]
    if table in damaged.tables:
        _take(target, table, damaged, highest, unread)
        if not unread and damaged.is_sound(table):
            return
    elif damaged.has_whole_schema:
        return  # it is older than the table
    rescued.incomplete.append(table)
    before = _count(target, table)
    for copy in holders[:1]:
        _take(target, table, copy, highest, [])
    rescued.from_copies += _count(target, table) - before
    if table == "marks":
        rescued.unread_marks = unread


def _take(target: sqlite3.Connection, table: str, source: Source, highest: int, unread: list[tuple[int, int]]) -> None:
    """Puts in what can be read of the source's rows, and is not there."""
    known = source.columns(table)
    columns = [name for name in Database(target)[table].columns_dict if name in known]
    if not columns:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    insert = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    checks = checks_of(target, table, columns)
    if _has_rowids(target, table):
        for rowid, row in source.rows(table, columns, highest, unread):
            if (passed := checks.passed(row)) is None:
                unread.append((rowid, rowid))
            else:
                target.execute(insert, passed)
    else:
        rows = source.from_both_ends(table, columns, Database(target)[table].pks)
        target.executemany(insert, (passed for row in rows if (passed := checks.passed(row)) is not None))


def _has_rowids(target: sqlite3.Connection, table: str) -> bool:
    sql = target.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    return "WITHOUT ROWID" not in sql.upper()


def _tables(target: sqlite3.Connection) -> list[str]:
    return [row[0] for row in target.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {_OURS}")]


def _add_missing_columns(target: sqlite3.Connection, sources: Sequence[Source]) -> None:
    """Attributes of the person's own have a column each in the table of scores."""
    ours = set(Database(target)["scores"].columns_dict)
    for source in sources:
        for name in source.columns("scores"):
            if name not in ours and name.replace("_", "").isalnum():
                target.execute(f'ALTER TABLE scores ADD COLUMN "{name}" REAL')
                ours.add(name)


def _keep_placeless(target: sqlite3.Connection) -> int:
    """Photographs whose folder is lost wait in one of a made-up name until they are found; answers how many."""
    target.execute(
        """INSERT INTO folders (id, path) SELECT DISTINCT folder_id, '/lost folder ' || folder_id FROM photos
        WHERE folder_id NOT IN (SELECT id FROM folders)"""
    )
    lost = "folder_id IN (SELECT id FROM folders WHERE path = '/lost folder ' || id)"
    return target.execute(f"UPDATE photos SET gone = 1 WHERE {lost}").rowcount


def _drop_dangling(target: sqlite3.Connection) -> None:
    """Rows that refer to what is lost mean nothing any more."""
    for table, rowid, *_ in target.execute("PRAGMA foreign_key_check").fetchall():
        target.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))


def _forget_sidecars(target: sqlite3.Connection, unread_marks: Iterable[tuple[int, int]]) -> None:
    """Those of photographs whose marks are lost are to be read again."""
    lost = "photo_id BETWEEN ? AND ? AND photo_id NOT IN (SELECT photo_id FROM marks)"
    target.executemany(f"DELETE FROM sidecars WHERE {lost}", unread_marks)


def _count(target: sqlite3.Connection, table: str, which: str = "TRUE") -> int:
    return int(target.execute(f'SELECT COUNT(*) FROM "{table}" WHERE {which}').fetchone()[0])
