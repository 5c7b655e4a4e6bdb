"""Photographs: what is to be done with them, and what was found out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from clipiqa_desktop.catalog.listing import LATEST_NS
from clipiqa_desktop.catalog.models import Model
from clipiqa_desktop.catalog.names import from_stored, to_stored
from clipiqa_desktop.catalog.relocation import forget
from clipiqa_desktop.catalog.schema import transaction

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
    """A photograph as far as it is known. Facts are missing until it was read for the first time."""

    id: int
    path: Path
    error: str | None
    fingerprint: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Task:
    """A photograph that is still to be read or scored; `was_read` says whether an earlier run read it.

    Its companions are the other files of the same shot, like the RAW of a JPEG.
    """

    id: int
    path: Path
    was_read: bool
    companions: tuple[Path, ...] = ()


_PHOTO = f"photos.id, folders.path, name, error, fingerprint, {', '.join(FACTS)}"
_NAMES_AT_ONCE = 500
_FROM = "FROM photos JOIN folders ON folders.id = folder_id"


class Photos:
    """What the catalog knows of photographs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, photo_id: int) -> Photo:
        """One photograph. Raises KeyError for an unknown id."""
        for photo in self._select("photos.id = ?", (photo_id,)):
            return photo
        raise KeyError(photo_id)

    def paths(self, photo_ids: Iterable[int]) -> dict[int, Path]:
        """Where these photographs lie, in this order; those that are gone or unknown are left out."""
        ids = list(photo_ids)
        rows = self._database.execute(
            f"SELECT photos.id, folders.path, name {_FROM} WHERE NOT gone AND photos.id IN ({','.join(map(str, ids))})"
        )
        paths = {id_: _path(folder, name) for id_, folder, name in rows}
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
        marks = ",".join("?" for _ in folder_ids)
        found = self._select(f"NOT gone AND folder_id IN ({marks})", tuple(folder_ids))
        return sorted(found, key=lambda photo: photo.path)

    def unfinished(self, folder_ids: Collection[int], decoder: str, model: Model | None) -> list[Task]:
        """What is still to be done in these folders: photographs never read by this decoder, or without this model's
        vector. What could not be read is left alone until its file or the decoder changes.
        """
        marks = ",".join("?" for _ in folder_ids)
        rows = self._database.execute(
            f"""SELECT photos.id, folders.path, name, decoder = ? {_FROM}
            LEFT JOIN vectors ON vectors.photo_id = photos.id AND vectors.model_id = ?
            WHERE NOT gone AND folder_id IN ({marks})
            AND (decoder IS NOT ? OR (error IS NULL AND ? AND vectors.photo_id IS NULL))
            ORDER BY folders.path, name""",
            (decoder, model and model.id, *folder_ids, decoder, model is not None),
        ).fetchall()
        companions = self.companions([row[0] for row in rows])
        return [
            Task(
                id_, _path(folder, name), bool(was_read), tuple(_path(folder, each) for each in companions.get(id_, ()))
            )
            for id_, folder, name, was_read in rows
        ]

    def companions(self, photo_ids: Iterable[int]) -> dict[int, list[str]]:
        """The names of the files that belong to these photographs, where there are any."""
        found: dict[int, list[str]] = {}
        ids = ",".join(str(int(id_)) for id_ in photo_ids)
        for id_, name in self._database.execute(
            f"SELECT photo_id, name FROM companions WHERE photo_id IN ({ids}) ORDER BY photo_id, name"
        ):
            found.setdefault(id_, []).append(from_stored(name))
        return found

    def moved_from(self, photo_id: int, fingerprint: str) -> int | None:
        """Finds the photograph that lay elsewhere, is gone from there, and has this content: it takes over the place.

        Only a photograph of which nothing is known yet, but for what its sidecar says, gives way. Answers the id of the
        old one, which has everything it had, and the row `photo_id` is no more; None where there is none.
        """
        row = self._database.execute(
            """SELECT old.id FROM photos AS old JOIN photos AS new ON new.id = ?
            WHERE old.fingerprint = ? AND old.gone AND new.fingerprint IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM marks LEFT JOIN sidecars AS said USING (photo_id)
                WHERE photo_id = new.id AND (marks.stars, marks.flag, marks.label)
                IS NOT (coalesce(said.stars, 0), coalesce(said.flag, 0), coalesce(said.label, 0))
            ) ORDER BY old.id""",
            (photo_id, fingerprint),
        ).fetchone()
        if row is None:
            return None
        with transaction(self._database):
            self._take_over(int(row[0]), photo_id)
        return int(row[0])

    def _take_over(self, old: int, new: int) -> None:
        select = "SELECT folder_id, name, size, mtime_ns FROM photos WHERE id = ?"
        place = self._database.execute(select, (new,)).fetchone()
        self._database.execute("DELETE FROM companions WHERE photo_id = ?", (old,))
        self._database.execute("UPDATE companions SET photo_id = ? WHERE photo_id = ?", (old, new))
        forget(self._database, new)
        self._database.execute(
            "UPDATE photos SET folder_id = ?, name = ?, size = ?, mtime_ns = ?, gone = 0 WHERE id = ?", (*place, old)
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
            """UPDATE photos SET size = ?4, mtime_ns = ?5, fingerprint = CASE WHEN fingerprint NOT NULL THEN ?6 END
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
            yield Photo(id_, _path(folder, name), error, fingerprint, dict(zip(FACTS, facts, strict=True)))


def _path(folder: str | bytes, name: str | bytes) -> Path:
    return Path(from_stored(folder)) / from_stored(name)
