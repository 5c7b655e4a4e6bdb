"""How photographs stand as other programs say in sidecars, on its way to how they are turned here."""

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.catalog.marks.orientations import orientation_after, quarters_between

_WAITING = """SELECT photo_id, said_turns.orientation, before, photos.orientation, quarters FROM said_turns
    JOIN photos ON photos.id = photo_id LEFT JOIN turns USING (photo_id)
    WHERE waiting AND photos.orientation NOT NULL"""


class SaidTurns:
    """What is said waits until the file itself has said how it stands. Raises sqlite3.Error where it cannot be kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_in(self, photo_id: int, orientation: int | None) -> bool:
        """Its sidecar says this now; answers whether it stands otherwise then. Within a transaction."""
        is_news = self.expect(photo_id, orientation)
        return is_news and bool(self._settle(f"{_WAITING} AND photo_id = {int(photo_id)}"))

    def expect(self, photo_id: int, orientation: int | None) -> bool:
        """The same, but it waits until the next time that all are settled; answers whether it is news."""
        before = self._database.execute("SELECT orientation FROM said_turns WHERE photo_id = ?", (photo_id,)).fetchone()
        if orientation is None or (before and before[0] == orientation):
            return False
        self._database.execute(
            "INSERT OR REPLACE INTO said_turns (photo_id, orientation, before, waiting) VALUES (?, ?, ?, 1)",
            (photo_id, orientation, before and before[0]),
        )
        return True

    def settle(self) -> list[int]:
        """Turns those whose files have been looked at since; answers which stand otherwise then."""
        with transaction(self._database):
            return self._settle(_WAITING)

    def _settle(self, waiting: str) -> list[int]:
        turned = []
        for photo_id, said, before, stored, quarters in self._database.execute(waiting).fetchall():
            self._database.execute("UPDATE said_turns SET waiting = 0 WHERE photo_id = ?", (photo_id,))
            now, wanted = orientation_after(stored, quarters or 0), quarters_between(stored, said)
            # What the person turned here since is not turned back; as a mirror image it never stood here.
            stood = stored if before is None or quarters_between(stored, before) is None else before
            if wanted is not None and said != now and (quarters is None or now == stood):
                self._database.execute(
                    "INSERT OR REPLACE INTO turns (photo_id, quarters) VALUES (?, ?)", (photo_id, wanted)
                )
                turned.append(photo_id)
        return turned
