"""Photographs: what is to be done with them, and what was found out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from clipiqa_desktop.catalog.clocks import CORRECTED, Clocks
from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.names import from_stored, to_stored
from clipiqa_desktop.catalog.database.photo_rows import successors
from clipiqa_desktop.catalog.database.schema import LATEST_NS, transaction
from clipiqa_desktop.catalog.marks.turns import TURNED
from clipiqa_desktop.catalog.stages.tasks import Task, companions_of, path_of, unfinished

# The columns of the table that are no facts; all others are what the camera wrote, by the names of the registry.
_FILE = ("id", "folder_id", "name", "size", "mtime_ns", "ctime_ns", "gone", "aside", "recheck", "clock_shift")
_FOUND = ("glance", "decoder", "fingerprint", "error", "embedded")
# The tables of what stages found out about the content of files, which is nothing any more where that is another one.
FOUND_TABLES = ("vectors", "scores", "measures", "focus", "focus_maps", "faces", "found_faces", "signatures")


@dataclass(frozen=True)
class Photo:
    """A photograph as far as it is known. Facts are missing until its head was read for the first time.

    Its capture time is put right already, by `clock_shift` seconds. embedded: the key of the picture in its file.
    """

    id: int
    path: Path
    error: str | None
    fingerprint: str | None
    facts: Mapping[str, Any]
    clock_shift: float = 0.0
    embedded: str | None = None
    turned: int = 0
    """By how many quarters the person turned it, clockwise, from how its file says that it stands."""


_NAMES_AT_ONCE = 500
_FROM = "FROM photos JOIN folders ON folders.id = folder_id"


def forget_content(database: Database, photo_ids: Iterable[int]) -> None:
    """Drops what every stage found out about photographs whose files are others now, inside the caller's transaction.

    What the person decided stays.
    """
    ids = [(id_,) for id_ in photo_ids]
    for table in FOUND_TABLES:
        database.conn.executemany(f"DELETE FROM {table} WHERE photo_id = ?", ids)
    found = ", ".join(f"{name} = NULL" for name in content_columns(database))
    database.conn.executemany(f"UPDATE photos SET {found} WHERE id = ?", ids)


def content_columns(database: Database) -> tuple[str, ...]:
    """The columns that say what stages found out about a file's content."""
    return *_FOUND, *_facts(database)


def _facts(database: Database) -> tuple[str, ...]:
    columns = (row[1] for row in database.execute("PRAGMA table_info(photos)"))
    return tuple(name for name in columns if name not in {*_FILE, *_FOUND})


class Photos:
    """What the catalog knows of photographs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts = _facts(database)
        self._clocks = Clocks(database)

    def get(self, photo_id: int) -> Photo:
        """One photograph. Raises KeyError for an unknown id."""
        for photo in self._select("photos.id = ?", (photo_id,)):
            return photo
        raise KeyError(photo_id)

    def content(self, photo_id: int) -> str | None:
        """The fingerprint of a photograph; None where it was never read, or is not known."""
        row = self._database.execute("SELECT fingerprint FROM photos WHERE id = ?", (photo_id,)).fetchone()
        return row[0] if row else None

    def id_now(self, photo_id: int) -> int:
        """The id of a photograph that was listed under another one until it was found to be a known one."""
        return successors(self._database, [photo_id]).get(photo_id, photo_id)

    def paths(self, photo_ids: Iterable[int]) -> dict[int, Path]:
        """Where these photographs lie, in this order; those that are gone or unknown are left out."""
        ids = list(photo_ids)
        rows = self._database.execute(
            f"SELECT photos.id, folders.path, name {_FROM} WHERE NOT gone AND photos.id {AMONG}", (listed(ids),)
        )
        paths = {id_: path_of(folder, name) for id_, folder, name in rows}
        return {id_: paths[id_] for id_ in ids if id_ in paths}

    def at(self, path: Path) -> int | None:
        """The id of the photograph that this file is, or belongs to as its RAW; None where none is known there."""
        return self.all_at([path]).get(path)

    def all_at(self, paths: Iterable[Path]) -> dict[Path, int]:
        """The same for many files at once; those where none is known are left out."""
        folders: dict[Path, list[Path]] = {}
        for path in paths:
            folders.setdefault(path.parent, []).append(path)
        found: dict[Path, int] = {}
        for folder, files in folders.items():
            for first in range(0, len(files), _NAMES_AT_ONCE):
                found |= self._in_folder(folder, files[first : first + _NAMES_AT_ONCE])
        return found

    def _in_folder(self, folder: Path, files: Sequence[Path]) -> dict[Path, int]:
        marks = ",".join("?" for _ in files)
        here = "(SELECT id FROM folders WHERE path = ?)"
        names = [to_stored(file.name) for file in files]
        rows = self._database.execute(
            f"""SELECT photo_id, companions.name FROM companions JOIN photos ON photos.id = photo_id
            WHERE +companions.name IN ({marks}) AND folder_id = {here} AND NOT gone
            UNION ALL SELECT id, name FROM photos WHERE folder_id = {here} AND name IN ({marks}) AND NOT gone""",
            (*names, stored := to_stored(str(folder)), stored, *names),
        )
        return {folder / from_stored(name): int(photo_id) for photo_id, name in rows}

    def in_folders(self, folder_ids: Collection[int]) -> list[Photo]:
        """The photographs that lie in these folders now, by path."""
        found = self._select(f"NOT gone AND folder_id {AMONG}", (listed(folder_ids),))
        return sorted(found, key=lambda photo: photo.path)

    def count_in(self, folder_ids: Collection[int]) -> int:
        """How many these are."""
        query = f"SELECT COUNT(*) FROM photos WHERE NOT gone AND folder_id {AMONG}"
        (count,) = self._database.execute(query, (listed(folder_ids),)).fetchone()
        return int(count)

    def unglanced(self, folder_ids: Collection[int], glance: str) -> list[Task]:
        """The photographs in these folders whose heads this version of the stage glance has not read."""
        return unfinished(self._database, folder_ids, "glance IS NOT ?", (glance,))

    def unread(self, folder_ids: Collection[int], decoder: str) -> list[Task]:
        """The photographs in these folders that this version of the stage read has not read.

        What could not be read is left alone until its file or the version changes.
        """
        return unfinished(self._database, folder_ids, "decoder IS NOT ?", (decoder,))

    def unsettled(self, folder_ids: Collection[int]) -> list[Task]:
        """The photographs in these folders whose content may tell at once that they are known ones."""
        return unfinished(
            self._database,
            folder_ids,
            """recheck = 1 OR (fingerprint IS NULL AND decoder IS NULL AND (aside NOT NULL OR EXISTS (
                SELECT 1 FROM photos AS old WHERE old.gone AND old.size = photos.size AND old.fingerprint NOT NULL
            ) OR EXISTS (
                SELECT 1 FROM photos AS old WHERE old.size = photos.size AND old.mtime_ns = photos.mtime_ns
                AND old.fingerprint NOT NULL AND old.name = photos.name
            )))""",
            (),
        )

    def read_anew(self, photo_ids: Iterable[int]) -> None:
        """Has every stage look at these photographs again; what is known of them stays until then."""
        ids = list(photo_ids)
        with transaction(self._database):
            for statement in (
                f"UPDATE photos SET glance = NULL, decoder = NULL, recheck = 2 WHERE NOT gone AND id {AMONG}",
                f"DELETE FROM measures WHERE photo_id {AMONG}",
                f"DELETE FROM focus WHERE photo_id {AMONG}",
                f"DELETE FROM faces WHERE photo_id {AMONG}",
            ):
                self._database.execute(statement, (listed(ids),))

    def score_anew(self) -> None:
        """Drops the vectors of what is to be read anew, now that they can be made again; the scores stay until then."""
        with transaction(self._database):
            self._database.execute("DELETE FROM vectors WHERE photo_id IN (SELECT id FROM photos WHERE recheck = 2)")
            self._database.execute("UPDATE photos SET recheck = 0 WHERE recheck = 2")

    def companions(self, photo_ids: Iterable[int]) -> dict[int, list[str]]:
        """The names of the files that belong to these photographs, where there are any."""
        return companions_of(self._database, photo_ids)

    def mark_glanced(self, photo_id: int, glance: str) -> None:
        """The head of the file says nothing more to this version of the stage glance."""
        self._database.execute("UPDATE photos SET glance = ? WHERE id = ?", (glance, photo_id))

    def store_glance(
        self, photo_id: int, glance: str | None, facts: Mapping[str, Any], embedded: str | None = None
    ) -> None:
        """Keeps the facts that the head of the file says, and under which key the picture embedded in it is kept.

        `glance` is None where another try may go better. What the head does not say stays as it is: where the pixels
        were unpacked too, more may have come to light.
        """
        told = {name: value for name, value in facts.items() if value is not None}
        self._database.execute(
            f"UPDATE photos SET {', '.join(f'{name} = ?' for name in ('glance', 'embedded', *told))} WHERE id = ?",
            (glance, embedded, *told.values(), photo_id),
        )
        if "camera" in told:
            self._clocks.settle(photo_id)

    def store_embedded(self, photo_id: int, embedded: str) -> None:
        """Keeps under which key a first picture of a photograph is kept, until it was read."""
        self._database.execute("UPDATE photos SET embedded = ? WHERE id = ?", (embedded, photo_id))

    def without_picture(self, folder_ids: Collection[int], glance: str) -> list[Task]:
        """The photographs in these folders of which nothing can be shown yet, although their heads were read."""
        nothing = "glance IS ? AND embedded IS NULL AND fingerprint IS NULL AND decoder IS NULL"
        return unfinished(self._database, folder_ids, nothing, (glance,))

    def forget_embedded(self) -> set[str]:
        """Drops the keys of embedded pictures that better ones have replaced; answers the others."""
        with transaction(self._database):
            self._database.execute("UPDATE photos SET embedded = NULL WHERE embedded NOT NULL AND fingerprint NOT NULL")
            rows = self._database.execute("SELECT embedded FROM photos WHERE embedded NOT NULL").fetchall()
        return {row[0] for row in rows}

    def heed_time(self, photo_id: int, captured: float) -> None:
        """A sidecar says that it was taken then: has the head of the file read again, if that is news."""
        self._database.execute(
            "UPDATE photos SET glance = NULL WHERE id = ? AND (captured IS NULL OR abs(captured - ?) >= 1)",
            (photo_id, captured),
        )

    def store_reading(self, photo_id: int, decoder: str, fingerprint: str, facts: Mapping[str, Any]) -> None:
        """Keeps what one reading of the file found out, and takes back what error it had.

        Facts that are not among `facts` are unknown from now on.
        """
        values = [facts.get(name) for name in self._facts]
        self._database.execute(
            f"""UPDATE photos SET decoder = ?, fingerprint = ?, error = NULL,
            {", ".join(f"{name} = ?" for name in self._facts)} WHERE id = ?""",
            (decoder, fingerprint, *values, photo_id),
        )
        self._clocks.settle(photo_id)

    def store_rewriting(self, photo_id: int, before: tuple[int, int], after: tuple[int, int], fingerprint: str) -> None:
        """Keeps what a file of this size and time (ns) became while its picture stayed, so that it keeps its scores."""
        self._database.execute(
            """UPDATE photos SET size = ?4, mtime_ns = ?5, ctime_ns = NULL,
            fingerprint = CASE WHEN fingerprint NOT NULL THEN ?6 END
            WHERE id = ?1 AND size = ?2 AND mtime_ns = ?3""",
            (photo_id, before[0], min(before[1], LATEST_NS), after[0], min(after[1], LATEST_NS), fingerprint),
        )

    def store_error(self, photo_id: int, decoder: str | None, reason: str) -> None:
        """Keeps why a photograph has no score. `decoder` is None where another try may go better: it is read again."""
        self._database.execute("UPDATE photos SET decoder = ?, error = ? WHERE id = ?", (decoder, reason, photo_id))

    def forget_readings(self, photo_ids: Iterable[int]) -> None:
        """Has photographs read again, for example because their thumbnails were deleted."""
        self._database.conn.executemany("UPDATE photos SET decoder = NULL WHERE id = ?", [(id_,) for id_ in photo_ids])

    def without_thumbnail(self, folder_ids: Collection[int], have: set[str]) -> list[int]:
        """Photographs that were read but whose thumbnail is not among the fingerprints `have`."""
        rows = self._database.execute(
            f"""SELECT id, fingerprint FROM photos
            WHERE NOT gone AND folder_id {AMONG} AND fingerprint NOT NULL AND error IS NULL""",
            (listed(folder_ids),),
        )
        return [id_ for id_, fingerprint in rows if fingerprint not in have]

    def _select(self, condition: str, values: tuple[object, ...]) -> Iterable[Photo]:
        facts = ", ".join(CORRECTED if name == "captured" else name for name in self._facts)
        known_as = "photos.id, folders.path, name, error, fingerprint, coalesce(clock_shift, 0), embedded"
        rows = self._database.execute(f"SELECT {known_as}, {TURNED}, {facts} {_FROM} WHERE {condition}", values)
        for id_, folder, name, error, fingerprint, shift, embedded, turned, *known in rows:
            told = dict(zip(self._facts, known, strict=True))
            yield Photo(id_, path_of(folder, name), error, fingerprint, told, shift, embedded, turned)
