"""Telling a database that is damaged inside from a disk that is full and from one that is busy."""

import sqlite3
from contextlib import closing
from pathlib import Path

from clipiqa_desktop.catalog.database.copies import copies, is_whole, opened_to_read, was_emptied
from clipiqa_desktop.catalog.database.diagnosis import diagnosis
from clipiqa_desktop.places import command_words

_DAMAGES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def is_damage(error: BaseException) -> bool:
    """Whether SQLite found pages of the file to be wrong."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.DatabaseError) and code is not None and code & 0xFF in _DAMAGES


def is_damaged(catalog: Path) -> bool:
    """Whether a look through all pages of the file finds wrong ones; that takes seconds for a large one."""
    if was_emptied(catalog):
        return True
    try:
        with closing(opened_to_read(catalog)) as connection:
            return not is_whole(connection)
    except sqlite3.Error as error:
        return is_damage(error)


def damage_sentence(catalog: Path) -> str:
    """What a person can do about a catalog that is damaged inside."""
    sound = copies(catalog)
    copy = f", with {sound[0].name} for what cannot" if sound else ""
    return (
        f"The catalog {catalog} is damaged inside, most often by a failing disk. End the program and run "
        f"{command_words(catalog, 'rescue')}: it makes a new one from what can be read{copy}, and marks that are in "
        "sidecars come back from them. The photographs and their sidecars are not touched."
    )


def cannot_write(error: sqlite3.Error, catalog: Path) -> str:
    """One sentence that says why the catalog took nothing."""
    if is_damage(error):
        return (
            "The catalog is damaged inside, most often by a failing disk: end the program, and start it again or run "
            f"{command_words(catalog, 'rescue')}, which makes a new one from what can be read."
        )
    return f"The catalog cannot be written {diagnosis(error)}"
