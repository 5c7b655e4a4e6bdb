"""Signatures of photographs, by which it is told how alike they are."""

from collections.abc import Collection, Iterable

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.stages.tasks import Task, unfinished


class Signatures:
    """One a photograph that was read, as bytes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, photo_id: int, version: str, signature: bytes) -> None:
        """Keeps the signature that this version of `photos.signature` made; empty where it could not be made.

        Nothing is kept of a photograph that is no longer known.
        """
        self._database.execute(
            """INSERT OR REPLACE INTO signatures (photo_id, version, signature)
            SELECT id, ?, ? FROM photos WHERE id = ?""",
            (version, signature, photo_id),
        )

    def all(self, version: str, photo_ids: Iterable[int] | None = None) -> dict[int, bytes]:
        """Those that this version made, by photograph, of all or of these; without those that could not be made."""
        among, values = ("", ()) if photo_ids is None else (f"AND photo_id {AMONG}", (listed(photo_ids),))
        rows = self._database.execute(
            f"SELECT photo_id, signature FROM signatures WHERE version = ? AND length(signature) {among}",
            (version, *values),
        )
        return dict(rows.fetchall())

    def has(self, photo_id: int, version: str) -> bool:
        """Whether this version has made the photograph's, as it is now."""
        row = self._database.execute(
            "SELECT 1 FROM signatures WHERE photo_id = ? AND version = ?", (photo_id, version)
        ).fetchone()
        return row is not None

    def unfinished(self, folder_ids: Collection[int], version: str, reader: str) -> list[Task]:
        """The photographs in these folders that this `reader` has read, and of which this version has made none."""
        return unfinished(
            self._database,
            folder_ids,
            "signatures.version IS NOT ? AND decoder IS ? AND fingerprint NOT NULL",
            (version, reader),
            join="LEFT JOIN signatures ON signatures.photo_id = photos.id",
        )
