"""Marks as a window has them: the catalog's in its columns, and over them what could not be saved yet."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import FIELDS, Mark, Value, as_number
from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.culling.marking import MarkChange, MarkCommand, Values, unsaved
from clipiqa_desktop.culling.undo import Outcome, Step, UndoStack
from clipiqa_desktop.mark_words import LABELS

PATIENCE_S = 0.05  # so long a key waits for another program that writes into the catalog


@dataclass(frozen=True)
class Edit:
    """What one key did. ids: whose marks may look different now. saved: whose are in the catalog since then."""

    step: Step
    ids: tuple[int, ...]
    saved: tuple[int, ...]


class MarkEditor:
    """Does and undoes changes of marks, and brings the columns up to date; never waits long for other programs."""

    def __init__(self, catalog: Catalog, columns: Columns) -> None:
        self._catalog, self._columns = catalog, columns
        self.steps = UndoStack()
        self.unsaved: frozenset[int] = frozenset()  # the photographs with marks that wait to be saved

    def show_in(self, columns: Columns) -> None:
        """From now on in these, which were read just now."""
        self._columns = columns
        self.show_unsaved()

    def show_unsaved(self) -> None:
        """Lets the columns show what waits to be saved, after they were read anew."""
        values = unsaved(self.steps.waiting)
        for field, given in values.items():
            self._put(field, given)
        self.unsaved = frozenset(photo_id for given in values.values() for photo_id in given)

    def mark(self, ids: Collection[int], words: str, change: MarkChange) -> Edit:
        """Marks these photographs; what cannot be saved now is shown all the same, and waits."""
        return self.give(words, change.of(self._shown(ids)))

    def give(self, words: str, values: Values) -> Edit:
        """Gives photographs these values as one step, by field and photograph."""
        command = MarkCommand(self._catalog.marks, words, values)
        before = self._stamp()
        with self._catalog.waiting_at_most(PATIENCE_S):
            outcomes = self.steps.do(command)
        edit = self._edit(Step(words, Outcome(command.ids)), outcomes)
        is_same = before == self._stamp() and not any(outcome.changed for outcome in outcomes)
        return Edit(edit.step, (), edit.saved) if is_same else edit

    def save(self, patience_s: float) -> Edit:
        """Tries to save what waits, and waits itself so long for whoever writes into the catalog."""
        with self._catalog.waiting_at_most(patience_s):
            outcomes = self.steps.save()
        return self._edit(Step("", Outcome()), outcomes)

    def undo(self) -> Edit | None:
        """Takes the last step back; None where there is none. Raises NotNow, and then it stays."""
        with self._catalog.waiting_at_most(PATIENCE_S):
            step = self.steps.undo()
        return self._edit(step, [step.outcome]) if step else None

    def redo(self) -> Edit | None:
        """Does the step again that was taken back last."""
        with self._catalog.waiting_at_most(PATIENCE_S):
            again = self.steps.redo()
        return self._edit(*again) if again else None

    def _edit(self, step: Step, outcomes: Sequence[Outcome]) -> Edit:
        saved = tuple(dict.fromkeys(photo_id for each in outcomes for photo_id in each.ids))
        ids = tuple(dict.fromkeys((*step.outcome.ids, *saved)))
        with suppress(sqlite3.DatabaseError), self._catalog.waiting_at_most(PATIENCE_S):
            marks = self._catalog.marks.of(ids)  # where it cannot be read either, what waits is shown all the same
            for field in FIELDS:
                self._put(field, {photo_id: getattr(mark, field) for photo_id, mark in marks.items()})
        self.show_unsaved()
        return Edit(step, ids, saved)

    def _shown(self, ids: Iterable[int]) -> dict[int, Mark]:
        """The marks in the columns; none of photographs that the columns do not know."""
        columns, rows = self._columns, self._columns.rows(ids)
        numbers = (columns.ids[rows], columns.stars[rows], columns.flag[rows], columns.label[rows])
        known = {
            photo_id: Mark(int(stars), flag, LABELS[label])
            for photo_id, stars, flag, label in zip(*(each.tolist() for each in numbers), strict=True)
        }
        return {photo_id: known.get(photo_id, Mark()) for photo_id in ids}

    def _stamp(self) -> int:
        return sum(self._columns.stamp(field) for field in FIELDS)

    def _put(self, field: str, values: Mapping[int, Value]) -> None:
        rows = self._columns.rows(values)
        numbers = [as_number(values[photo_id]) for photo_id in self._columns.ids[rows].tolist()]
        self._columns.put(field, rows, np.array(numbers, self._columns.array(field).dtype))
