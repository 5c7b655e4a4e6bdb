"""The marks of two rows that turned out to be one photograph."""

from dataclasses import replace

from sqlite_utils import Database

from clipiqa_desktop.catalog.identity.pairing import LAST_SAID
from clipiqa_desktop.catalog.marks.conflicts import Conflicts
from clipiqa_desktop.catalog.marks.marks import FIELDS, Mark, MarkStore
from clipiqa_desktop.catalog.marks.merging import Clash, merged
from clipiqa_desktop.mark_words import LABELS, REJECT

# SQL: whether the person marked the photograph of this id, rather than a sidecar alone.
MARKED_BY_HAND = """EXISTS (
    SELECT 1 FROM marks LEFT JOIN sidecars AS said USING (photo_id) WHERE photo_id = {id}
    AND (marks.stars, marks.flag, marks.label)
    IS NOT (coalesce(said.stars, 0), coalesce(said.flag, 0), coalesce(said.label, 0))
)"""


def join_marks(database: Database, old: int, new: int) -> None:
    """What the person marked the new one with holds; else whoever changed a field since its sidecar was read last.

    Runs inside the caller's transaction.
    """
    marks = MarkStore(database)
    before, fresh = marks.of([old])[old], marks.of([new])[new]
    mark, clashes, told = before, tuple[Clash, ...](), Mark()
    if _has_other_sidecar(database, old, new):
        base, _ = _said(database, old, Mark())
        theirs, when = _said(database, new, base)
        told, _ = _said(database, new, Mark())
        mark, clashes = merged(base, before, theirs, theirs_is_newer=when > marks.changed(old))
        database.execute("UPDATE OR REPLACE sidecars SET photo_id = ? WHERE photo_id = ?", (old, new))
    by_hand = {name: getattr(fresh, name) for name in FIELDS if getattr(fresh, name) != getattr(told, name)}
    if (mark := replace(mark, **by_hand)) != before:
        marks.put({old: mark}, max(marks.changed(old), marks.changed(new)))
    Conflicts(database).add(old, clashes)


def keep_sidecar(database: Database, place: int, old: int) -> None:
    """The sidecar that told the marks of `old` says nothing of another photograph that lies at its place now.

    Runs inside the caller's transaction.
    """
    database.execute(
        f"""INSERT OR IGNORE INTO sidecars (photo_id, {LAST_SAID}) SELECT ?, {LAST_SAID} FROM sidecars
        WHERE photo_id = ? AND CAST(name AS TEXT) LIKE '%.xmp'""",
        (place, old),
    )


def _has_other_sidecar(database: Database, old: int, new: int) -> bool:
    row = database.execute(
        """SELECT fresh.digest IS NOT before.digest FROM sidecars AS fresh
        LEFT JOIN sidecars AS before ON before.photo_id = ? WHERE fresh.photo_id = ?""",
        (old, new),
    ).fetchone()
    return bool(row and row[0])


def _said(database: Database, photo_id: int, last: Mark) -> tuple[Mark, float]:
    """The marks that the sidecar said, and when it was changed."""
    query = "SELECT stars, flag, label, modified FROM sidecars WHERE photo_id = ?"
    row = database.execute(query, (photo_id,)).fetchone()
    if row is None:
        return Mark(), 0.0
    stars, flag, label, modified = row
    if stars is None and flag == REJECT:
        stars = last.stars  # the rating says the rejection, and has no room for them
    return Mark(stars or 0, flag or 0, LABELS[label or 0]), modified
