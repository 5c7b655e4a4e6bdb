"""Photographs that are away: they keep what is known of them, and a copy of theirs goes on with the same."""

from collections.abc import Iterable

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.photo_rows import doubled
from clipiqa_desktop.catalog.marks.own_stacks import OwnStacks


def leave_behind(database: Database, photo_id: int) -> int:
    """Another row with all that is known of this photograph, for a copy of it to go on as; answers its id.

    That is gone until then. Of a stack that the person made the copies make one too. Runs inside the caller's
    transaction.
    """
    copy = doubled(database, photo_id)
    row = database.execute("SELECT stack FROM own_stacks WHERE photo_id = ? AND stack > 0", (photo_id,)).fetchone()
    stack, copied = (row[0], _copied_stack(database, photo_id, row[0])) if row else (None, None)
    database.execute("UPDATE own_stacks SET stack = ? WHERE photo_id = ? AND stack > 0", (copied, copy))
    database.execute("INSERT OR REPLACE INTO left_behind VALUES (?, ?, ?)", (photo_id, stack, copied))
    return copy


def is_left_behind(database: Database, photo_id: int) -> bool:
    """Whether a copy goes on for this photograph since its folder is away."""
    return bool(database.execute("SELECT 1 FROM left_behind WHERE photo_id = ?", (photo_id,)).fetchone())


def seen_again(database: Database, photo_ids: Iterable[int]) -> None:
    """These were left behind, and are seen in their places, or missed there. Inside the caller's transaction."""
    database.conn.executemany("DELETE FROM left_behind WHERE photo_id = ?", [(id_,) for id_ in photo_ids])


def _copied_stack(database: Database, photo_id: int, stack: int) -> int:
    """The stack of the copies of this one that this photograph has no copy in yet, or the number of a new one."""
    row = database.execute(
        "SELECT max(copied_stack) FROM left_behind WHERE stack = ? "
        "AND copied_stack IS NOT (SELECT copied_stack FROM left_behind WHERE photo_id = ?)",
        (stack, photo_id),
    ).fetchone()
    return int(row[0] or OwnStacks(database).new_number())
