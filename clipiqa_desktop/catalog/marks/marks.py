"""What the person decided about photographs: stars, pick or reject, colour label."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from sqlite_utils import Database

from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.photo_rows import successors
from clipiqa_desktop.catalog.database.schema import transaction
from clipiqa_desktop.mark_words import FLAG_WORDS, LABELS, MOST_STARS, NO_FLAG, PICK, REJECT, FlagWord, LabelWord

FIELDS = ("stars", "flag", "label")
Value = int | str  # of a field: stars and flag are whole numbers, a label is one of LABELS
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


@dataclass(frozen=True)
class FieldChange:
    """One of FIELDS of one photograph, from one value to another."""

    photo_id: int
    field: str
    before: Value
    after: Value

    @property
    def reversed(self) -> "FieldChange":
        """The way back."""
        return FieldChange(self.photo_id, self.field, self.after, self.before)


class MarkStore:
    """The marks in the catalog. A photograph without a row has none; what was found again has those of both.

    Others write marks at the same time: whoever changes one reads and writes in one transaction, and writes the fields
    that it changes and no others. Every method that writes raises sqlite3.Error where the catalog cannot be written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, photo_ids: Iterable[int]) -> dict[int, Mark]:
        """The marks of these photographs; none for those that the catalog does not know."""
        ids = list(photo_ids)
        known = self._known(ids)
        return {photo_id: known.get(photo_id, Mark()) for photo_id in ids}

    def set_fields(self, wanted: Mapping[str, Mapping[int, Value]], now: float | None = None) -> list[FieldChange]:
        """Gives fields these values, by field and photograph, all of them or none; answers what really changed.

        On the disk when it returns. Photographs that the catalog does not know are left out. `now` in seconds since
        1970. Raises ValueError for a value that a field cannot have.
        """
        with transaction(self._database):
            marks = self._known({photo_id for values in wanted.values() for photo_id in values})
            changes = [
                FieldChange(photo_id, field, before, value)
                for field, values in wanted.items()
                for photo_id, value in values.items()
                if photo_id in marks and (before := getattr(marks[photo_id], field)) != value
            ]
            self._write(changes, now)
        return changes

    def swap_fields(self, changes: Collection[FieldChange], now: float | None = None) -> list[FieldChange]:
        """Makes those of these changes whose field still is what it was before; answers which were made."""
        with transaction(self._database):
            marks = self._known({change.photo_id for change in changes})
            made = [
                change
                for change in changes
                if change.photo_id in marks and getattr(marks[change.photo_id], change.field) == change.before
            ]
            self._write(made, now)
        return made

    def store(self, marks: Mapping[int, Mark], now: float | None = None) -> None:
        """Keeps these marks whole, all of them or none, whatever was there before."""
        with transaction(self._database):
            self.put(marks, time.time() if now is None else now)

    def put(self, marks: Mapping[int, Mark], changed: float) -> None:
        """The same inside the caller's transaction, in which it has read what was there before."""
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

    def _known(self, photo_ids: Iterable[int]) -> dict[int, Mark]:
        ids = set(photo_ids)
        now = successors(self._database, ids)
        rows = self._database.execute(
            f"""SELECT id, coalesce(stars, 0), coalesce(flag, 0), coalesce(label, 0)
            FROM photos LEFT JOIN marks ON photo_id = id WHERE id {AMONG}""",
            (listed({now.get(id_, id_) for id_ in ids}),),
        )
        known = {photo_id: Mark(stars, flag, LABELS[label]) for photo_id, stars, flag, label in rows}
        return {id_: known[now.get(id_, id_)] for id_ in ids if now.get(id_, id_) in known}

    def _write(self, changes: Iterable[FieldChange], now: float | None) -> None:
        at = time.time() if now is None else now
        changes = list(changes)
        now_called = successors(self._database, [each.photo_id for each in changes])
        rows: dict[str, list[tuple[int, int, float]]] = {}
        for each in changes:
            Mark(**{each.field: each.after})  # type: ignore[arg-type]  # is there such a mark?
            photo_id = now_called.get(each.photo_id, each.photo_id)
            rows.setdefault(each.field, []).append((photo_id, as_number(each.after), at))
        for field, values in rows.items():
            first = ", ".join("?2" if each == field else "0" for each in FIELDS)
            self._database.conn.executemany(
                f"""INSERT INTO marks (photo_id, {", ".join(FIELDS)}, changed) VALUES (?1, {first}, ?3)
                ON CONFLICT (photo_id) DO UPDATE SET {field} = ?2, changed = ?3""",
                values,
            )


def as_number(value: Value) -> int:
    """A field of a mark as the catalog keeps it: a label by its place in LABELS."""
    return LABELS.index(value) if isinstance(value, str) else value


def from_number(field: str, number: int) -> Value:
    """The other way round."""
    return LABELS[number] if field == "label" else number
