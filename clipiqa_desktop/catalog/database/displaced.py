"""A catalog whose file another program deletes or replaces while it is open: what is written then has no name."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from clipiqa_desktop.files.questions import is_folder

WORDS = (
    "The catalog's file was deleted or replaced by another program. Close the window now: what it knows is kept "
    "beside it, in a file named catalog-displaced."
)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there, whatever it holds; None where there is none. Raises OSError where that cannot be asked."""
    try:
        status = path.stat()
    except FileNotFoundError:
        if is_folder(path.parent):
            return None
        raise
    return status.st_dev, status.st_ino


def keep_beside(connection: sqlite3.Connection, path: Path) -> Path:
    """All that the open catalog knows, in a new file beside `path`. Raises sqlite3.Error."""
    kept = path.with_name(f"{path.stem}-displaced-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    with closing(sqlite3.connect(kept)) as target:
        connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # so that it is one file
    return kept
