"""Marks when the files of one shot become one photograph, and when they part again."""

from sqlite_utils import Database

from clipiqa_desktop.catalog.identity.joined_turns import keep_said_turn, share_turn
from clipiqa_desktop.catalog.marks.marks import Mark, MarkStore

LAST_SAID = "name, size, mtime_ns, digest, stars, flag, label, modified, problem, label_text"


class Pairing:
    """Runs inside the caller's transaction. Going there and back leaves every mark as it was."""

    def __init__(self, database: Database) -> None:
        self._database, self._marks = database, MarkStore(database)

    def join(self, whole: int, part: int) -> None:
        """`part` belongs to the photograph `whole` from now on, which takes its marks where it has none itself, and
        stands as that does.

        What `part` was marked with is kept for the day when they part.
        """
        share_turn(self._database, part, whole)
        ours, theirs = self._marks.of([whole, part]).values()
        both = Mark(ours.stars or theirs.stars, ours.flag or theirs.flag, ours.label or theirs.label)
        newest = max(self._marks.changed(whole), self._marks.changed(part))
        if both != ours:
            self._marks.put({whole: both}, newest)
        if newest:
            # so that only what is marked together from now on counts as newer when they part
            self._marks.put({part: theirs}, newest)

    def part(self, whole: int, part: int) -> None:
        """`part` is a photograph of its own from now on, marked and turned as the shot was unless it knows better."""
        share_turn(self._database, whole, part)
        keep_said_turn(self._database, part, whole)
        changed = self._marks.changed(whole)
        if changed <= self._marks.changed(part):
            return
        self._marks.put({part: self._marks.of([whole])[whole]}, changed)
        # The sidecar of the shot said this of the part too: nobody disagrees.
        self._database.execute(
            f"""INSERT OR REPLACE INTO sidecars (photo_id, {LAST_SAID})
            SELECT ?, {LAST_SAID} FROM sidecars WHERE photo_id = ?""",
            (part, whole),
        )
