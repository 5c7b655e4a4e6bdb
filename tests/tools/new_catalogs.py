"""New catalogs: all migrations take longer than most tests, so they run once for each kind in each process, and every
other new catalog of this kind begins as a copy of that one.
"""

import os
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from clipiqa_desktop.catalog.database import schema
from clipiqa_desktop.catalog.database.schema import open_database

_of_each_kind: dict[tuple[object, ...], bytes] = {}


def open_copied(path: Path, scores: Collection[str] = ()) -> Database:
    """As `open_database` does; those that are there already are opened as they are."""
    if _is_free(path):
        with suppress(OSError):  # which the opening meets too, and says
            place_whole(path, _new(scores))
    return open_database(path, scores)


def place_whole(path: Path, content: bytes) -> None:
    """A file that others see whole or not at all; one that is there already stays. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:
        whole = Path(folder) / path.name
        whole.write_bytes(content)
        with suppress(FileExistsError):
            os.link(whole, path)


def _is_free(path: Path) -> bool:
    return not any(path.with_name(path.name + ending).exists() for ending in ("", "-wal", "-shm", "-journal"))


def _new(scores: Collection[str]) -> bytes:
    kind = (*scores, *(each.name for each in schema.migrations._migrations))
    if kind not in _of_each_kind:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "catalog.db"
            with closing(open_database(path, scores).conn):
                pass
            _of_each_kind[kind] = path.read_bytes()
    return _of_each_kind[kind]
