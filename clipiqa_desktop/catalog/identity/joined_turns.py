"""How photographs stand when their rows turn out to be one, when others lie at their places, and in shots."""

from sqlite_utils import Database

from clipiqa_desktop.catalog.marks.orientations import quarters_between
from clipiqa_desktop.catalog.marks.said_turns import SaidTurns

# SQL: whether anybody turned the photograph of this id.
TURNED_BY_ANYBODY = "EXISTS (SELECT 1 FROM turns WHERE photo_id = {id})"


def join_turns(database: Database, old: int, new: int) -> None:
    """As the person turned the new one it stands; else as its sidecar says, where that is news to the old one.

    Runs inside the caller's transaction, before what was found out about either is forgotten.
    """
    said, stored, quarters = _standing(database, new)
    if quarters is not None and not _is_told(said, stored, quarters):
        database.execute("INSERT OR REPLACE INTO turns (photo_id, quarters) VALUES (?, ?)", (old, quarters))
        _copy_said(database, new, old, "OR REPLACE")
    else:
        SaidTurns(database).expect(old, said)


def keep_said_turn(database: Database, place: int, old: int) -> None:
    """What a sidecar said of how `old` stands it does not say of another photograph, at its place or of its shot.

    Runs inside the caller's transaction.
    """
    _copy_said(database, old, place, "OR IGNORE")


def share_turn(database: Database, of: int, to: int) -> None:
    """Files of one shot stand alike, unless `to` was turned by itself. Inside the caller's transaction."""
    database.execute(
        "INSERT OR IGNORE INTO turns (photo_id, quarters) SELECT ?, quarters FROM turns WHERE photo_id = ?", (to, of)
    )


def _standing(database: Database, photo_id: int) -> tuple[int | None, int | None, int | None]:
    """What its sidecar and what its file says, and by how many quarters it is turned."""
    row = database.execute(
        """SELECT said_turns.orientation, photos.orientation, quarters FROM photos
        LEFT JOIN said_turns ON said_turns.photo_id = id LEFT JOIN turns ON turns.photo_id = id WHERE id = ?""",
        (photo_id,),
    ).fetchone()
    return row or (None, None, None)


def _is_told(said: int | None, stored: int | None, quarters: int) -> bool:
    return said is not None and stored is not None and quarters_between(stored, said) == quarters


def _copy_said(database: Database, of: int, to: int, conflict: str) -> None:
    database.execute(
        f"""INSERT {conflict} INTO said_turns (photo_id, orientation, before, waiting)
        SELECT ?, orientation, before, 0 FROM said_turns WHERE photo_id = ?""",
        (to, of),
    )
