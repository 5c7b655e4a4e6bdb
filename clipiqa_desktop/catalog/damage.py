"""Telling a database that is damaged inside from a disk that is full and from one that is busy."""

import sqlite3
from contextlib import closing
from pathlib import Path

from clipiqa_desktop.catalog.diagnosis import diagnosis

_DAMAGES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def is_damage(error: BaseException) -> bool:
    """Whether SQLite found pages of the file to be wrong."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.DatabaseError) and code is not None and code & 0xFF in _DAMAGES


def is_damaged(catalog: Path) -> bool:
    """Whether a look through all pages of the file finds wrong ones; that takes seconds for a large one."""
    try:
        with closing(sqlite3.connect(f"{catalog.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except sqlite3.Error as error:
        return is_damage(error)


def damage_sentence(catalog: Path) -> str:
    """What a person can do about a catalog that is damaged inside."""
    copies = sorted(catalog.parent.glob(f"{catalog.stem}-before-update-*{catalog.suffix}"))
    copy = f"put the copy {copies[-1].name} in its place" if copies else "put a copy of yours in its place"
    return (
        f"The catalog {catalog} is damaged inside, most often by a failing disk: move it away and {copy}, or start "
        "without one; the photographs and their sidecars are not touched."
    )


def cannot_write(error: sqlite3.Error) -> str:
    """One sentence that says why the catalog took nothing."""
    if is_damage(error):
        return (
            "The catalog is damaged inside, most often by a failing disk: end the program, and put a copy in its place."
        )
    return f"The catalog cannot be written {diagnosis(error)}"
