"""What is known of photographs, handed from row to row; all inside the caller's transaction."""

from collections.abc import Collection

from sqlite_utils import Database

from clipiqa_desktop.catalog.database import photo_rows
from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.identity.joined_marks import MARKED_BY_HAND, join_marks, keep_sidecar
from clipiqa_desktop.catalog.identity.joined_turns import TURNED_BY_ANYBODY, join_turns, keep_said_turn
from clipiqa_desktop.catalog.identity.left_behind import seen_again
from clipiqa_desktop.catalog.marks.marks import MarkStore
from clipiqa_desktop.catalog.photos import content_columns, forget_content

PLACE = ("folder_id", "name", "size", "mtime_ns", "ctime_ns")
_COPY = f"""SELECT new.id, old.fingerprint IS new.fingerprint FROM photos AS old CROSS JOIN photos AS new ON {{same}}
    WHERE old.id = ?1 AND old.gone = 1 AND NOT new.gone AND +new.id > old.id AND (?2 OR new.name = old.name)
    AND NOT {MARKED_BY_HAND.format(id="new.id")} ORDER BY new.id LIMIT 1"""
_SAME_FILE = (
    "new.fingerprint = old.fingerprint",
    """new.size = old.size AND new.mtime_ns = old.mtime_ns AND new.name = old.name
    AND (old.fingerprint IS NULL OR new.fingerprint IS NULL)""",
)


def put_aside(database: Database, photo_ids: Collection[int]) -> dict[int, int]:
    """Other files lie at the places of these photographs: each place keeps its id, for a photograph not yet known.

    What was known goes to a row of its own, which is gone, until `Succession` has seen what the new file is. Answers
    the ids of those rows. Runs inside the caller's transaction.
    """
    place = ", ".join(PLACE)
    pairs = []
    for photo_id in photo_ids:
        database.execute("UPDATE photos SET gone = 1, recheck = 0 WHERE id = ?", (photo_id,))
        new = database.execute(f"INSERT INTO photos ({place}) SELECT {place} FROM photos WHERE id = ?", (photo_id,))
        pairs.append((photo_id, int(new.lastrowid or 0)))
    photo_rows.exchange(database, pairs)
    database.conn.executemany("UPDATE photos SET aside = ?2 WHERE id = ?1", pairs)
    for photo_id, old in pairs:
        keep_sidecar(database, photo_id, old)
        keep_said_turn(database, photo_id, old)
    return dict(pairs)


def bring_back(database: Database, photo_ids: Collection[int]) -> None:
    """These are gone. Where a file went unseen for which a photograph was put aside, that one has its id again.

    Runs inside the caller's transaction.
    """
    rows = database.execute(
        f"""SELECT id, aside, {TURNED_BY_ANYBODY.format(id="id")} FROM photos WHERE aside NOT NULL AND id {AMONG}""",
        (listed(photo_ids),),
    ).fetchall()
    return_ids(database, [(id_, aside) for id_, aside, _ in rows])
    for _, unseen, is_turned in rows:
        if not (is_turned or MarkStore(database).changed(unseen)):
            photo_rows.forget(database, unseen)


def return_ids(database: Database, pairs: Collection[tuple[int, int]]) -> None:
    """Photographs that were put aside have their ids again, and the others theirs, inside the caller's transaction."""
    database.conn.executemany("UPDATE photos SET aside = NULL WHERE id = ?1 AND aside = ?2", pairs)
    photo_rows.exchange(database, pairs)


def take_over(database: Database, old: int, new: int, *, same_content: bool) -> None:
    """The photograph `old` is the one that was listed as `new`: it has its place from now on, and all marks of both.

    With the same content what was found out about either holds; else it is to be found out anew. Runs inside the
    caller's transaction.
    """
    select = f"SELECT {', '.join(PLACE)} FROM photos WHERE id = ?"
    place = database.execute(select, (new,)).fetchone()
    join_marks(database, old, new)
    join_turns(database, old, new)
    database.execute("DELETE FROM companions WHERE photo_id = ?", (old,))
    for table in ("companions", "conflicts"):
        database.execute(f"UPDATE {table} SET photo_id = ? WHERE photo_id = ?", (old, new))
    if same_content:
        photo_rows.hand_on(database, old, new)
        _hand_on_content(database, old, new)
    else:
        forget_content(database, [old])
    photo_rows.forget(database, new, successor=old)
    seen_again(database, [old])
    values = ", ".join(f"{name} = ?" for name in PLACE)
    database.execute(f"UPDATE photos SET {values}, gone = 0, aside = NULL, recheck = 0 WHERE id = ?", (*place, old))


def _hand_on_content(database: Database, old: int, new: int) -> None:
    columns = ", ".join(content_columns(database))
    database.execute(
        f"""UPDATE photos SET ({columns}) = (SELECT {columns} FROM photos WHERE id = ?2)
        WHERE id = ?1 AND fingerprint IS NULL""",
        (old, new),
    )


def join_copy(database: Database, photo_id: int, *, any_name: bool = False) -> None:
    """A photograph that is gone goes on as the copy that was found later, unless somebody marked that.

    A move to another disk copies first and deletes later. The copy has the same name, or `any_name`. Runs inside the
    caller's transaction.
    """
    for same in _SAME_FILE:
        row = database.execute(_COPY.format(same=same), (photo_id, any_name)).fetchone()
        if row:
            take_over(database, photo_id, int(row[0]), same_content=True)
            database.execute("UPDATE photos SET recheck = ? WHERE id = ?", (not row[1], photo_id))
            return
