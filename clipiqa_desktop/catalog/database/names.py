"""File names as SQLite keeps them: TEXT, or the file system's own bytes where they are no valid UTF-8."""

import os

Stored = str | bytes


def to_stored(name: str) -> Stored:
    """What is written to the database for a path or file name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name)
    return name


def from_stored(value: Stored) -> str:
    """The path or file name that was written."""
    return os.fsdecode(value)


def displayable_name(name: str) -> str:
    """A name as it can be shown or written to UTF-8 text: bytes that are no characters become U+FFFD."""
    return os.fsencode(name).decode(errors="replace")
