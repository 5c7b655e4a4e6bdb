"""Which photograph a file is: the one that lay there before, one that lay elsewhere, or another one."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.identity.claims import Claim, Claims, Files, Placed, Row
from clipiqa_desktop.catalog.identity.left_behind import is_left_behind, leave_behind
from clipiqa_desktop.catalog.identity.takeover import PLACE, join_copy, put_aside, return_ids, take_over
from clipiqa_desktop.catalog.stages.tasks import path_of

IDENTICAL = 1.0  # of a likeness
ALIKE = 0.97


@dataclass(frozen=True)
class Settled:
    """Under which id a file goes on, and whether what was known of its photograph holds for its content.

    `stirs` says that a file elsewhere, which was taken for that photograph, is a copy of its own now.
    """

    photo_id: int
    is_known: bool
    stirs: bool = False


_COLUMNS = ", ".join(f"photos.{name}" for name in Row.__dataclass_fields__)

Likeness = Callable[[str], float]


class Succession:
    """Settles which photograph a file is, once its content was looked at.

    A file of which nothing is known yet is the photograph with the same content that is gone or lay elsewhere; or the
    one that lay at this place, edited, where capture time and camera are the same; else it is another photograph.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_content(
        self, photo_id: int, path: Path, fingerprint: str, files: Files, *, is_proof: bool = True
    ) -> Settled | None:
        """The same by the content alone, before anything is decoded; None where that says too little.

        A photograph whose content is another one than before is put aside. is_proof: whether a file written anew with
        the fingerprint it had must be as it was.
        """
        row = self._unknown(photo_id, path, fingerprint)
        if row is None or row.fingerprint:
            return Settled(row.id, is_known=True) if row else None
        claimed = self._same_content(row, fingerprint, files)
        if claimed is None or (claimed[1].id == row.aside and not is_proof):
            return None
        return self._united(row, claimed[1], same_content=True, claim=claimed[0])

    def settle(
        self,
        photo_id: int,
        path: Path,
        fingerprint: str,
        facts: Mapping[str, Any],
        files: Files,
        likeness: Likeness,
        *,
        is_proof: bool = True,
    ) -> Settled | None:
        """Under which id the file at this path goes on; None where it is no longer listed as this photograph.

        likeness: how much the photograph looks like the one with a fingerprint, 0 to IDENTICAL; 0 where nobody knows
        any more. is_proof: as above.
        """
        row = self._unknown(photo_id, path, fingerprint)
        if row is None or row.fingerprint:
            return Settled(row.id, is_known=True) if row else None
        if claimed := self._same_content(row, fingerprint, files):
            claim, old = claimed
            return self._united(row, old, same_content=is_proof or old.id != row.aside, claim=claim)
        if claimed := self._never_read(row, files):
            settled = self._united(row, claimed[1], same_content=True, claim=claimed[0])
            return settled and replace(settled, is_known=False)
        before = self._before(row)
        if edited := next((each for each in before if _is_same(each, facts, likeness)), None):
            return self._united(row, edited, same_content=False)
        undated = next((each for each in before if _may_be_same(each, row, facts)), None)
        if undated and (driven_out := self._driven_out(row, fingerprint, files)):
            return self._united(row, driven_out, same_content=True)
        return self._united(row, undated, same_content=False) if undated else self._another(row)

    def _unknown(self, photo_id: int, path: Path, fingerprint: str) -> Row | None:
        """The row of the file at this path, of whose present content nothing is known but what a fingerprint says."""
        found = self._find("photos.id = ? AND NOT gone", (photo_id,))
        if not found or found[0].path != path:
            return None
        row = found[0].row
        if row.fingerprint is None:
            return row
        with transaction(self._database):
            if row.fingerprint != fingerprint or is_left_behind(self._database, photo_id):
                put_aside(self._database, [photo_id])
            self._database.execute("UPDATE photos SET recheck = 0 WHERE id = ? AND recheck = 1", (photo_id,))
        return self._row(photo_id)

    def _same_content(self, row: Row, fingerprint: str, files: Files) -> tuple[Claim, Row] | None:
        """Of the photographs with this content the one that this file is rather than a copy of it."""
        found = self._find("fingerprint = ? AND photos.id IS NOT ?", (fingerprint, row.id))
        return next(iter(self._claims(row, found, files)), None)

    def _driven_out(self, row: Row, fingerprint: str, files: Files) -> Row | None:
        """What has this content and lay elsewhere, where the file is another one now."""
        for each in self._find("fingerprint = ? AND photos.id IS NOT ?", (fingerprint, row.id)):
            if files.version_at(each.path) not in {None, (each.row.size, each.row.mtime_ns)}:
                return each.row
        return None

    def _never_read(self, row: Row, files: Files) -> tuple[Claim, Row] | None:
        """What was marked before it was ever read, has the same size and time, and is not where it lay."""
        found = self._find(
            """fingerprint IS NULL AND photos.id IS NOT ? AND size = ? AND mtime_ns = ?
            AND EXISTS (SELECT 1 FROM marks WHERE photo_id = photos.id)""",
            (row.id, row.size, row.mtime_ns),
        )
        lost = self._claims(row, found, files)
        same_name = [each for each in lost if each[1].name == row.name]
        return same_name[0] if same_name else lost[0] if len(lost) == 1 else None

    def _claims(self, row: Row, others: list[Placed], files: Files) -> list[tuple[Claim, Row]]:
        if not others:
            return []
        return Claims(self._database, files).of(self._find("photos.id = ?", (row.id,))[0], others)

    def _before(self, row: Row) -> list[Row]:
        """What lay at this place, or was the same shot as what lies there, the last one first."""
        found = self._find(
            """photos.id = ?4 OR (gone = 1 AND folder_id = ?1 AND (fingerprint NOT NULL OR captured NOT NULL) AND (
                name = ?2 OR name IN (SELECT companions.name FROM companions WHERE photo_id = ?3)
                OR EXISTS (SELECT 1 FROM companions WHERE photo_id = photos.id AND companions.name = ?2)))""",
            (row.folder_id, row.name, row.id, row.aside),
        )
        return sorted((each.row for each in found), key=lambda each: (each.id != row.aside, -each.id))

    def _united(self, row: Row, old: Row, *, same_content: bool, claim: Claim = Claim.PUT_ASIDE) -> Settled | None:
        with transaction(self._database):
            if self._row(row.id) != row or self._row(old.id) != old:
                return None  # somebody else was here
            stirs = not old.gone and old.id == row.aside
            if stirs:
                self._leave_copy(old.id)
            old_id, new_id = leave_behind(self._database, old.id) if claim.leaves_behind else old.id, row.id
            if row.aside is not None:
                return_ids(self._database, [(row.id, row.aside)])
                new_id = row.aside
                old_id = row.id if old.id == row.aside else old_id
            take_over(self._database, old_id, new_id, same_content=same_content)
        return Settled(old_id, same_content, stirs)

    def _leave_copy(self, photo_id: int) -> None:
        """It was followed to where the copy of its old content lies, and yet its file is where it always was."""
        place = ", ".join(PLACE)
        self._database.execute("UPDATE photos SET gone = 1 WHERE id = ?", (photo_id,))
        self._database.execute(f"INSERT INTO photos ({place}) SELECT {place} FROM photos WHERE id = ?", (photo_id,))

    def _another(self, row: Row) -> Settled | None:
        """A photograph that was not known; the one before it keeps its id."""
        if row.aside is None:
            return Settled(row.id, is_known=False)
        with transaction(self._database):
            if self._row(row.id) != row:
                return None
            return_ids(self._database, [(row.id, row.aside)])
            join_copy(self._database, row.id, any_name=True)
        return Settled(row.aside, is_known=False)

    def _row(self, photo_id: int) -> Row | None:
        found = self._find("photos.id = ?", (photo_id,))
        return found[0].row if found else None

    def _find(self, condition: str, values: tuple[object, ...]) -> list[Placed]:
        rows = self._database.execute(
            f"SELECT folders.path, {_COLUMNS} FROM photos JOIN folders ON folders.id = folder_id WHERE {condition}",
            values,
        )
        found = [(folder, Row(*values)) for folder, *values in rows]
        return [Placed(row, path_of(folder, row.name)) for folder, row in found]


def _is_same(old: Row, facts: Mapping[str, Any], likeness: Likeness) -> bool:
    """Whether a file with these facts is the old photograph, edited; it lies where that lay, or beside it."""
    before, now = old.captured, facts.get("captured")
    if _is_other_camera(old, facts) or (before is None and now is None):
        return False
    if before is not None and now is not None and math.floor(before) == math.floor(now):
        return True  # sub-seconds get lost in many editors
    looks = likeness(old.fingerprint) if old.fingerprint else 0.0
    # somebody told a scan its date, or an editor dropped it; or a clock was put right, with the picture as it was
    return looks >= (ALIKE if before is None or now is None else IDENTICAL)


def _may_be_same(old: Row, row: Row, facts: Mapping[str, Any]) -> bool:
    """Whether nothing speaks against it: neither says when it was taken."""
    is_undated = old.captured is None and facts.get("captured") is None
    return is_undated and old.name == row.name and not _is_other_camera(old, facts)


def _is_other_camera(old: Row, facts: Mapping[str, Any]) -> bool:
    return bool(old.camera and facts.get("camera") and old.camera != facts["camera"])
