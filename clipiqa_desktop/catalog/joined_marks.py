"""The marks of two rows that turned out to be one photograph."""

from dataclasses import replace

from sqlite_utils import Database

from clipiqa_desktop.catalog.conflicts import Conflicts
from clipiqa_desktop.catalog.marks import LABELS, REJECT, Mark, MarkStore
from clipiqa_desktop.catalog.merging import FIELDS, Clash, merged

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
    changed, changed_fresh = marks.changed(old), marks.changed(new)
    mark, said = before, _said(database, new, Mark())
    clashes: tuple[Clash, ...] = ()
    if said:
        base = _said(database, old, Mark()) or (Mark(), 0.0)
        theirs = _said(database, new, base[0]) or said
        mark, clashes = merged(base[0], before, theirs[0], theirs_is_newer=theirs[1] > changed)
        database.execute("UPDATE OR REPLACE sidecars SET photo_id = ? WHERE photo_id = ?", (old, new))
    told = said[0] if said else Mark()
    by_hand = {name: getattr(fresh, name) for name in FIELDS if getattr(fresh, name) != getattr(told, name)}
    if (mark := replace(mark, **by_hand)) != before:
        marks.put({old: mark}, max(changed, changed_fresh))
    Conflicts(database).add(old, clashes)


def _said(database: Database, photo_id: int, last: Mark) -> tuple[Mark, float] | None:
    """The marks that the sidecar said, and when it was changed."""
    query = "SELECT stars, flag, label, modified FROM sidecars WHERE photo_id = ?"
    row = database.execute(query, (photo_id,)).fetchone()
    if row is None:
        return None
    stars, flag, label, modified = row
    if stars is None and flag == REJECT:
        stars = last.stars  # the rating says the rejection, and has no room for them
    return Mark(stars or 0, flag or 0, LABELS[label or 0]), modified
