"""Changes of what the catalog says: marks, clocks and stacks by the person, and what others found out meanwhile."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import Body
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.marks.own_stacks import MembershipChange
from clipiqa_desktop.catalog.query.columns import places_of
from clipiqa_desktop.catalog.query.fields import Field, Source
from clipiqa_desktop.catalog.query.query_engine import QueryEngine
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.culling.clock_shifts import ClockCommand
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.culling.mark_editor import PATIENCE_S, Edit, MarkEditor
from clipiqa_desktop.culling.marking import MarkChange, Values
from clipiqa_desktop.culling.turning import turn_command
from clipiqa_desktop.culling.undo import ChangeCommand, Command, Outcome, Step
from clipiqa_desktop.ui.shown.showing import Showing
from clipiqa_desktop.ui.writing.catalog_writes import CatalogWrites


class Library(Showing):
    """One notification for each kind of change; every view listens to those it shows.

    While photographs are being indexed the order stays as it is, so that nothing moves under the hand; `stale` then
    says that asking again would give another one.
    """

    folders_changed = Signal()  # which folders and photographs there are
    photos_changed = Signal(object)  # ids whose pixels, scores or marks changed
    marked = Signal(object)  # ids whose marks the person changed
    vanished = Signal(str)  # the name of the current photograph, whose file is no longer there
    retraced = Signal(object)  # ids of those about which undo or redo was
    marks_saved = Signal(object)  # ids of those whose marks are in the catalog now, if any
    steps_changed = Signal()  # what undo would take back, or what waits to be saved
    attributes_changed = Signal()  # which rows there are of the person's own, or found by words; the counts follow

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(catalog, parent)
        self.loads = 0  # how often columns were read anew, or scores became others that no signal names
        self._editor = MarkEditor(catalog, self.columns)
        self.steps = self._editor.steps
        self.steps.changed = self.steps_changed.emit
        self.steps.place = lambda: self._current
        self.writes = CatalogWrites(catalog, self)

    def show_own(self, own: tuple[OwnAttribute, ...]) -> None:
        """Says which attributes of the person's own there are from now on."""
        shown = [each for each in own if each.key in self.keys]
        self.fields, self.columns.fields = (each.with_own(shown) for each in (self.fields, self.columns.fields))
        if own != self.own:
            self.own = own
            self.attributes_changed.emit()

    def renew_own(self) -> None:
        """Shows the attributes of the person's own as the catalog has them now."""
        self.show_own(self.catalog.own_attributes.all())

    def show_own_scores(self, key: str, ids: NDArray[np.int64], values: NDArray[np.float32]) -> None:
        """Shows one that is kept now, new or other than before, with its scores (n,) of the photographs `ids` (n,)."""
        self.columns.put_scores(key, ids, values)
        self.loads += 1
        self.renew_own()

    def show_found(self, field: Field, values: NDArray[np.float32]) -> None:
        """Adds a column of what was found by words, which has a row like the stored ones."""
        self.show_computed(field, values)
        self.attributes_changed.emit()

    def drop_found(self, key: str) -> bool:
        """Forgets it; answers whether there was one."""
        was_there = self.drop_computed(key)
        if was_there:
            self.attributes_changed.emit()
        return was_there

    def reload(self, read: QueryEngine | None = None) -> None:
        """Reads everything anew, after folders or the network changed. read: see `merge_new`."""
        self._load(read)
        self.folders_changed.emit()
        self.ask(self.query)

    def reload_in(self, folder: Path | None) -> None:
        """The same after a folder came or went, with this one, or with None all, as the shoot."""
        self.folder = folder
        self.reload()

    def merge_new(self, *, counts: bool = True, read: QueryEngine | None = None) -> None:
        """Reads everything anew while photographs are looked at: new ones come last, the others stay in order.

        Where the current photograph is gone, the next one becomes it, as where a mark takes it out of the filters.
        counts: whether histograms and numbers are shown too; else `count_changed` has to follow. read: columns that
        are up to date, which a thread has read, and what it made of them by what the window showed then.
        """
        shown, seen, known, looked_at = self.passing, self.ids, self.columns.ids, self._current_name()
        laid = self.answer
        self._load(read)
        self.folders_changed.emit()
        self.query = replace(self.query, folders=self._folder_ids)
        fresh = self.engine.answer(self.query).laid_like_known(laid, *places_of(self.columns.ids, known))
        new = fresh.rows[~np.isin(self.columns.ids[fresh.rows], known)]
        order = np.concatenate([self.columns.rows(shown), new])
        self.answer = replace(fresh, rows=order)
        self._go_on_from(seen)
        self._show(self.answer, stale=not np.array_equal(order, fresh.rows), counts=counts)
        for photo_id, name in looked_at:
            if not len(self.columns.rows([self.catalog.photos.id_now(photo_id)])):
                self.vanished.emit(name)

    def _current_name(self) -> list[tuple[int, str]]:
        ids = [] if self._current is None else [self._current]
        return [(ids[0], displayable_name(str(self.columns.names[row]))) for row in self.columns.rows(ids)]

    def refresh(self, ids: Collection[int]) -> None:
        """Reads these photographs anew, and leaves the order as it is."""
        self.read_again(ids)
        self.count_changed()

    def read_again(self, ids: Collection[int]) -> None:
        """The first half of this, which views show at once; `count_changed` has to follow."""
        refresh(self.columns, self.catalog, ids)
        self._editor.show_unsaved()
        self.photos_changed.emit(ids)

    def count_changed(self) -> None:
        """The second half: histograms and counts, and whether another order would follow."""
        order = self.answer.rows
        fresh = self.engine.answer(self.query).laid_like(self.answer)
        self._order_stale = self._order_stale or not np.array_equal(fresh.rows, order)
        self.answer = replace(fresh, rows=order)
        self.counts_changed.emit()

    @property
    def unsaved(self) -> Collection[int]:
        """The ids of photographs whose marks are shown, but wait to be saved."""
        return self._editor.unsaved

    def mark(self, ids: Collection[int], words: str, change: MarkChange) -> None:
        """Changes the marks of photographs that are shown; saved when it returns, or else `unsaved` until it can be.

        Nothing moves but what no longer matches the filters: it goes, and the next one becomes the current photograph.
        """
        self._show_edit(self._editor.mark(ids, words, change))

    def give_marks(self, words: str, values: Values) -> None:
        """The same with values by field and photograph, as one step."""
        self._show_edit(self._editor.give(words, values))

    def _show_edit(self, edit: Edit) -> None:
        if edit.ids:
            self._show_marked(edit.ids)
        self.marks_saved.emit(edit.saved)

    def save_waiting(self, patience_s: float = 0.0) -> None:
        """Tries again to save what could not be saved; waits so long for another program that writes."""
        edit = self._editor.save(patience_s)
        if edit.ids:
            self.photos_changed.emit(edit.ids)
        self.marks_saved.emit(edit.saved)

    def put_clocks_right(self, shifts: Mapping[Body, float]) -> str:
        """Adds so many seconds to the times of these cameras in the chosen folder, with all below it, as a step of its
        own; answers its words. Raises NotNow.
        """
        command = ClockCommand(self.catalog, self.folder, shifts, self._show_times)
        self._do(command)
        self.steps.did(command)
        return command.words

    def change_stacks(
        self, words: str, change: Callable[[], list[MembershipChange]], shown: Callable[[tuple[int, ...]], object]
    ) -> bool:
        """Changes what the person said of stacks, as a step of its own; whether anything is another. Raises NotNow."""
        command = ChangeCommand(words, change, self.catalog.own_stacks.swap, shown)
        changed = self._do(command).changed
        if changed:
            self.steps.did(command)
        return changed

    def turn(self, ids: Collection[int], by: int) -> str:
        """Turns photographs by so many quarters, clockwise, as a step of its own; answers its words. Raises NotNow."""
        command = turn_command(self.catalog.turns, ids, by, self.read_again)
        self._do(command)
        self.steps.did(command)
        self.marks_saved.emit(command.ids)
        return command.words

    def _do(self, command: Command) -> Outcome:
        with self.catalog.waiting_at_most(PATIENCE_S):
            return command.do()

    def undo(self) -> Step | None:
        """Takes the last change back, and goes to where the person was; None where there is none. Raises NotNow."""
        return self._retrace(self._editor.undo())

    def redo(self) -> Step | None:
        """Makes the change again that was taken back last."""
        return self._retrace(self._editor.redo())

    def _show_times(self, ids: Collection[int]) -> None:
        refresh(self.columns, self.catalog, ids)
        self._editor.show_unsaved()
        self._answer_again()
        self.photos_changed.emit(ids)

    def _show_marked(self, changed: tuple[int, ...]) -> None:
        self.photos_changed.emit(changed)
        self._let_go()
        self.marked.emit(changed)

    def _retrace(self, edit: Edit | None) -> Step | None:
        if edit is None:
            return None
        if edit.ids:
            self._answer_again()
            self.photos_changed.emit(edit.ids)
            self._go_back(edit.step)
            self.marked.emit(edit.ids)
            self.retraced.emit(edit.step.outcome.ids)
        self.marks_saved.emit(edit.saved)
        return edit.step

    def _go_back(self, step: Step) -> None:
        """To where the person was who did it, also within a stack that is closed by now; else to the first photograph
        that it was about. Nowhere, where none of those is shown.
        """
        rows = self.columns.rows(step.outcome.ids)
        shown = self.columns.ids[rows[self._among(self.answer.rows)[rows]]].tolist()
        front = self.front_of(step.at) if shown and step.at is not None else None
        if front is None:
            if shown and self._current not in shown:
                self.make_current(shown[0])
        elif front == step.at:
            self.make_current(front)
        else:
            self.look_into(step.at)

    def _load(self, read: QueryEngine | None = None) -> None:
        computed, fields, before = self.fields.of(Source.COMPUTED), fields_of(self.catalog), self.engine
        engine = read if read and read.columns.fields == fields else QueryEngine(load(self.catalog, fields))
        engine.counted, engine.stacks, engine.best = before.counted, before.stacks, before.best
        self.engine, self.columns = engine, engine.columns.with_extra_of(self.columns)
        self._editor.show_in(self.columns)
        self.loads += 1
        self.fields = fields.with_fields(*computed)
        self._folder_ids, self._model = self._below(), self.catalog.models.current()
        self.renew_own()
