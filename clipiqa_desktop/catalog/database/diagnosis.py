"""What is wrong where something cannot be stored, as far as the error says it."""

import errno
import sqlite3

_FULL, _READ_ONLY, _FORBIDDEN = "the disk is full", "{it} may only be read", "this account may not use {it}"
_BUSY, _DAMAGED, _FAILING = "another program holds {it}", "{it} is damaged", "the disk does not answer as it should"
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,  # several open the file at once, over and over
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _FAILING,
}
_OF_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EIO: _FAILING,
}


def diagnosis(error: Exception) -> str:
    """The end of a sentence that begins with what cannot be stored: the system's words, and what they mean."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    means = meaning(error)
    return f"({words}): {means}." if means else f"({words})."


def is_busy(error: Exception) -> bool:
    """Whether another program stands in the way, so that trying again later may do."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and _OF_SQLITE.get(code & 0xFF) is _BUSY


def meaning(error: Exception, it: str = "it") -> str:
    """What is wrong, in a few words; `it` is what cannot be stored. Empty where the error does not say."""
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0, "").format(it=it)
    code = getattr(error, "sqlite_errorcode", None)
    # the kind, without what makes it special
    return "" if code is None else _OF_SQLITE.get(code & 0xFF, "").format(it=it)
