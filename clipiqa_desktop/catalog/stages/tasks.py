"""What a stage of indexing still has to do."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.names import Stored, from_stored


@dataclass(frozen=True)
class Task:
    """A photograph that a stage still has to look at.

    Its companions are the other files of the same shot, like the RAW of a JPEG. version: size and time (ns) of its file
    when a walk saw it last.
    """

    id: int
    path: Path
    companions: tuple[Path, ...] = ()
    version: tuple[int, int] = (0, 0)

    @property
    def key(self) -> str:
        """16 hex digits, others for every file and every version of it."""
        return blake2b(os.fsencode(self.path) + repr(self.version).encode(), digest_size=8).hexdigest()


def unfinished(
    database: Database, folder_ids: Collection[int], condition: str, values: Iterable[object], join: str = ""
) -> list[Task]:
    """The photographs in their places in these folders that meet an SQL condition, by folder and name.

    `values` are those of `join`, which says what is known beside the photographs, and then those of the condition.
    """
    rows = database.execute(
        f"""SELECT photos.id, folders.path, name, size, mtime_ns
        FROM photos JOIN folders ON folders.id = folder_id {join}
        WHERE ({condition}) AND NOT gone AND folder_id {AMONG}
        ORDER BY folders.path, name""",
        (*values, listed(folder_ids)),
    ).fetchall()
    companions = companions_of(database, [row[0] for row in rows])
    folders = {folder: Path(from_stored(folder)) for folder in {row[1] for row in rows}}
    return [
        Task(
            id_,
            folders[folder] / from_stored(name),
            tuple(folders[folder] / each for each in companions.get(id_, ())),
            (size, mtime_ns),
        )
        for id_, folder, name, size, mtime_ns in rows
    ]


def companions_of(database: Database, photo_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the files that belong to these photographs, where there are any."""
    found: dict[int, list[str]] = {}
    rows = database.execute(
        f"SELECT photo_id, name FROM companions WHERE photo_id {AMONG} ORDER BY photo_id, name", (listed(photo_ids),)
    )
    for id_, name in rows:
        found.setdefault(id_, []).append(from_stored(name))
    return found


def path_of(folder: Stored, name: Stored) -> Path:
    """The path of a file from the names under which the catalog has its folder and it."""
    return Path(from_stored(folder)) / from_stored(name)
