"""Photographs: what is to be done with them, and what was found out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from clipiqa_desktop.catalog.many import AMONG, listed
from clipiqa_desktop.catalog.names import to_stored
from clipiqa_desktop.catalog.photo_rows import successors
from clipiqa_desktop.catalog.schema import LATEST_NS, transaction
from clipiqa_desktop.catalog.tasks import Task, companions_of, path_of, unfinished

FACTS = (
    "width",
    "height",
    "orientation",
    "captured",
    "utc_offset_minutes",
    "camera",
    "lens",
    "focal_length_mm",
    "aperture",
    "shutter_s",
    "iso",
    "exposure_bias_ev",
    "flash",
    "has_gps",
)


@dataclass(frozen=True)
class Photo:
    """A photograph as far as it is known. Facts are missing until its head was read for the first time."""

    id: int
    path: Path
    error: str | None
    fingerprint: str | None
    facts: Mapping[str, Any]


_PHOTO = f"photos.id, folders.path, name, error, fingerprint, {', '.join(FACTS)}"
_FROM = "FROM photos JOIN folders ON folders.id = folder_id"


def forget_content(database: Database, photo_ids: Iterable[int]) -> None:
    """Drops what every stage found out about photographs whose files are others now, inside the caller's transaction.

    What the person decided stays.
    """
    ids = [(id_,) for id_ in photo_ids]
    for table in ("vectors", "scores", "measures"):
        database.conn.executemany(f"DELETE FROM {table} WHERE photo_id = ?", ids)
    found = ", ".join(f"{name} = NULL" for name in ("glance", "decoder", "fingerprint", "error", *FACTS))
    database.conn.executemany(f"UPDATE photos SET {found} WHERE id = ?", ids)


class Photos:
    """What the catalog knows of photographs."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        row = self._database.execute(
            f"""SELECT photos.id {_FROM} LEFT JOIN companions ON photo_id = photos.id AND companions.name = ?2
            WHERE NOT gone AND folders.path = ?1 AND (photos.name = ?2 OR companions.name = ?2)""",
            (to_stored(str(path.parent)), to_stored(path.name)),
        ).fetchone()
        return int(row[0]) if row else None

    def in_folders(self, folder_ids: Collection[int]) -> list[Photo]:
        """The photographs that lie in these folders now, by path."""
        found = self._select(f"NOT gone AND folder_id {AMONG}", (listed(folder_ids),))
        return sorted(found, key=lambda photo: photo.path)

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

    def store_glance(self, photo_id: int, glance: str | None, facts: Mapping[str, Any]) -> None:
        """Keeps the facts that the head of the file says. `glance` is None where another try may go better.

        What it does not say stays as it is: where the pixels were unpacked too, more may have come to light.
        """
        told = {name: value for name, value in facts.items() if value is not None}
        self._database.execute(
            f"UPDATE photos SET {', '.join(f'{name} = ?' for name in ('glance', *told))} WHERE id = ?",
            (glance, *told.values(), photo_id),
        )

    def store_reading(self, photo_id: int, decoder: str, fingerprint: str, facts: Mapping[str, Any]) -> None:
        """Keeps what one reading of the file found out, and takes back what error it had."""
        values = [facts[name] for name in FACTS]
        self._database.execute(
            f"""UPDATE photos SET decoder = ?, fingerprint = ?, error = NULL,
            {", ".join(f"{name} = ?" for name in FACTS)} WHERE id = ?""",
            (decoder, fingerprint, *values, photo_id),
        )

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
        return [
            photo.id
            for photo in self.in_folders(folder_ids)
            if photo.fingerprint and photo.error is None and photo.fingerprint not in have
        ]

    def _select(self, condition: str, values: tuple[object, ...]) -> Iterable[Photo]:
        rows = self._database.execute(f"SELECT {_PHOTO} {_FROM} WHERE {condition}", values)
        for id_, folder, name, error, fingerprint, *facts in rows:
            yield Photo(id_, path_of(folder, name), error, fingerprint, dict(zip(FACTS, facts, strict=True)))
