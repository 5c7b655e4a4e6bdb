"""What is wrong where something cannot be stored, as far as the error says it."""

import errno
import sqlite3

_FULL = "is the disk full?"
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: "it may only be read.",
    sqlite3.SQLITE_PERM: "this account may not use it.",
    sqlite3.SQLITE_BUSY: "another program keeps it busy.",
    sqlite3.SQLITE_LOCKED: "another program keeps it busy.",
    sqlite3.SQLITE_CORRUPT: "its file is damaged.",
    sqlite3.SQLITE_NOTADB: "its file is damaged.",
    sqlite3.SQLITE_IOERR: "the disk does not answer as it should.",
}
_OF_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: "it may only be read.",
    errno.EACCES: "this account may not use it.",
    errno.EPERM: "this account may not use it.",
    errno.EIO: "the disk does not answer as it should.",
}


def diagnosis(error: Exception) -> str:
    """The end of a sentence that begins with what cannot be stored: the system's words, and what they mean."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    meaning = _meaning(error)
    return f"({words}): {meaning}" if meaning else f"({words})."


def _meaning(error: Exception) -> str | None:
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0)
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _OF_SQLITE.get(code & 0xFF)
