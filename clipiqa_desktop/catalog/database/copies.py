"""Copies of the catalog beside it: one a day, three are kept; for the day on which the catalog turns out damaged."""

import logging
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from clipiqa_desktop.files.atomic_file import written_whole
from clipiqa_desktop.files.questions import is_there

KEPT = 3
_DAY = r"-copy-\d{8}"
_SMALLEST = 100  # bytes, of the header of a database

_log = logging.getLogger(__name__)


def daily_copies(catalog: Path) -> list[Path]:
    """Those of earlier days and of today, the newest first; last those of a clock that was ahead."""
    ours = re.compile(f"{re.escape(catalog.stem)}{_DAY}{re.escape(catalog.suffix)}")
    found, today = (each for each in catalog.parent.glob("*") if ours.fullmatch(each.name)), _copy_of_today(catalog)
    return sorted(found, key=lambda each: (each <= today, each), reverse=True)


def _copy_of_today(catalog: Path) -> Path:
    return catalog.with_name(f"{catalog.stem}-copy-{time.strftime('%Y%m%d')}{catalog.suffix}")


def copies(catalog: Path) -> list[Path]:
    """All sound copies that the program made, in the same order: also those from before an update."""
    found = {each: each.stat().st_mtime for each in (*daily_copies(catalog), *_before_updates(catalog))}
    made = sorted(found, key=lambda each: (found[each] <= time.time(), found[each]), reverse=True)
    return [each for each in made if is_sound(each)]


@contextmanager
def update_told(catalog: Path, tell: Callable[[str], object]) -> Iterator[None]:
    """Where the catalog is opened meanwhile and is one of an earlier version, that is said, with the copy of it."""
    before = _before_updates(catalog)
    try:
        yield
    finally:
        for copy in _before_updates(catalog) - before:
            sentence = (
                f"The catalog was of an earlier version and is up to date now; as it was it is kept as {copy.name}."
            )
            _log.info(sentence)
            tell(sentence)


def _before_updates(catalog: Path) -> set[Path]:
    return set(catalog.parent.glob(f"{catalog.stem}-before-update-*{catalog.suffix}"))


def keep_daily_copy(catalog: Path) -> None:
    """Copies the catalog unless that was done today, or nothing changed since; may take seconds, and holds up nobody.

    A catalog that is damaged is not copied: the copies that there are stay. What cannot be written is said in the log.
    """
    copy = _copy_of_today(catalog)
    before = daily_copies(catalog)
    if not is_there(catalog) or copy in before or (before and not _changed_since(catalog, before[0])):
        return
    try:
        _copy(catalog, copy)
    except (OSError, sqlite3.Error) as error:
        _log.warning("No copy of the catalog was made today: %s", error)
        return
    for old in daily_copies(catalog)[KEPT:]:
        old.unlink(missing_ok=True)


def keep_before_update(catalog: Path) -> None:
    """Copies the catalog as it is before an update, and keeps that for good. Raises sqlite3.Error, OSError."""
    copy = catalog.with_name(f"{catalog.stem}-before-update-{time.strftime('%Y%m%d-%H%M%S')}{catalog.suffix}")
    # whole or not at all; what was begun when the program was killed gives way to the next try
    new = catalog.with_name(f".{catalog.stem}-before-update.part")
    new.unlink(missing_ok=True)
    _back_up(catalog, new)
    new.replace(copy)


def is_sound(database: Path, table: str = "") -> bool:
    """Whether SQLite finds nothing wrong in any page of a database that nobody writes to, or of one of its tables.

    A page that stands in the place of another one is found only by comparing tables with their indexes.
    """
    try:
        with closing(opened_to_read(database)) as connection:
            return is_whole(connection, table)
    except sqlite3.Error:
        return False


def opened_to_read(database: Path) -> sqlite3.Connection:
    """A connection that neither makes the file nor changes it. Raises sqlite3.Error."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)


def is_whole(connection: sqlite3.Connection, table: str = "") -> bool:
    """The same; raises sqlite3.Error where it cannot be read at all."""
    what = f'"{table}"' if table else "1"  # the first fault will do
    return bool(connection.execute(f"PRAGMA integrity_check({what})").fetchone() == ("ok",))


def was_emptied(catalog: Path) -> bool:
    """Whether the file holds nothing although it did: there are copies of it."""
    return is_there(catalog) and catalog.stat().st_size < _SMALLEST and bool(daily_copies(catalog))


def _changed_since(catalog: Path, copy: Path) -> bool:
    files = (catalog, catalog.with_name(f"{catalog.name}-wal"))
    made = copy.stat().st_mtime
    return made > time.time() or any(is_there(each) and each.stat().st_mtime > made for each in files)


def _copy(catalog: Path, copy: Path) -> None:
    if shutil.disk_usage(catalog.parent).free < 2 * catalog.stat().st_size:
        raise OSError("there is too little room on the disk for it")
    with written_whole(copy) as new:
        _back_up(catalog, new)
        if not is_sound(new):
            raise sqlite3.DatabaseError("the catalog is damaged inside")


def _back_up(catalog: Path, new: Path) -> None:
    with closing(sqlite3.connect(catalog)) as source, closing(sqlite3.connect(new)) as target:
        target.execute("PRAGMA journal_mode = OFF")  # nobody else knows the file, and half of it is of no use
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # so that it is one file
