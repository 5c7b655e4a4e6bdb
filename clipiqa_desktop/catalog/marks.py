"""What the person decided about photographs: stars, pick or reject, colour label."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from sqlite_utils import Database

from clipiqa_desktop.catalog.many import AMONG, listed
from clipiqa_desktop.catalog.photo_rows import successors
from clipiqa_desktop.catalog.schema import transaction
from clipiqa_desktop.mark_words import FLAG_WORDS, LABELS, MOST_STARS, NO_FLAG, PICK, REJECT, FlagWord, LabelWord

_WORDS_OF_FLAGS = {flag: word for word, flag in FLAG_WORDS.items()}


@dataclass(frozen=True)
class Mark:
    """Stars 0 to 5; flag 1 pick, -1 reject, 0 none; label one of LABELS. The flag is kept apart from the stars."""

    stars: int = 0
    flag: int = NO_FLAG
    label: str = ""

    def __post_init__(self) -> None:
        if not (0 <= self.stars <= MOST_STARS and self.flag in {PICK, NO_FLAG, REJECT} and self.label in LABELS):
            raise ValueError(f"no such mark: {self}")

    @classmethod
    def from_words(cls, stars: int | None, flag: FlagWord | None, label: LabelWord | None) -> "Mark":
        """The mark as other rooms and other programs say it; None for what is not said."""
        return cls(stars or 0, FLAG_WORDS[flag or "none"], "" if label in {None, "none"} else str(label))

    def in_words(self) -> tuple[int, FlagWord, LabelWord]:
        """Stars, flag and label in the words that `from_words` takes."""
        return self.stars, _WORDS_OF_FLAGS[self.flag], cast("LabelWord", self.label or "none")


class MarkStore:
    """The marks in the catalog. A photograph without a row has none; what was found again has those of both."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, photo_ids: Iterable[int]) -> dict[int, Mark]:
        """The marks of these photographs."""
        ids = list(photo_ids)
        now = successors(self._database, ids)
        rows = self._database.execute(
            f"SELECT photo_id, stars, flag, label FROM marks WHERE photo_id {AMONG}", (listed({*ids, *now.values()}),)
        )
        known = {photo_id: Mark(stars, flag, LABELS[label]) for photo_id, stars, flag, label in rows}
        return {photo_id: known.get(now.get(photo_id, photo_id), Mark()) for photo_id in ids}

    def store(self, marks: Mapping[int, Mark], now: float | None = None) -> None:
        """Keeps these marks, all of them or none; on the disk when it returns. `now` in seconds since 1970."""
        with transaction(self._database):
            self.put(marks, time.time() if now is None else now)

    def put(self, marks: Mapping[int, Mark], changed: float) -> None:
        """The same inside the caller's transaction."""
        now = successors(self._database, marks)
        rows = [
            (now.get(id_, id_), mark.stars, mark.flag, LABELS.index(mark.label), changed) for id_, mark in marks.items()
        ]
        self._database.conn.executemany(
            "INSERT OR REPLACE INTO marks (photo_id, stars, flag, label, changed) VALUES (?, ?, ?, ?, ?)", rows
        )

    def changed(self, photo_id: int) -> float:
        """When the photograph was marked last, in seconds since 1970; 0 where it never was."""
        row = self._database.execute("SELECT changed FROM marks WHERE photo_id = ?", (photo_id,)).fetchone()
        return float(row[0]) if row else 0.0
