"""Changes of what the window shows: other queries, folders, marks, and what others found out meanwhile."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.cells import Stacks, following
from clipiqa_desktop.catalog.clocks import Body
from clipiqa_desktop.catalog.fields import Field, Source
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.own_attributes import OwnAttribute
from clipiqa_desktop.catalog.own_stacks import MembershipChange
from clipiqa_desktop.catalog.query import Query, Range
from clipiqa_desktop.catalog.query_engine import QueryEngine, QueryResult
from clipiqa_desktop.culling.clock_shifts import ClockCommand
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.culling.ghosts import SUGGESTION, Ghosts
from clipiqa_desktop.culling.mark_editor import PATIENCE_S, Edit, MarkEditor
from clipiqa_desktop.culling.marking import MarkChange, Values
from clipiqa_desktop.culling.stacks.stack_command import StackCommand
from clipiqa_desktop.culling.undo import Step
from clipiqa_desktop.ui.shown import Shown
from clipiqa_desktop.ui.writing.catalog_writes import CatalogWrites


class Library(Shown):
    """One notification for each kind of change; every view listens to those it shows.

    While photographs are being indexed the order stays as it is, so that nothing moves under the hand; `stale` then
    says that asking again would give another one.
    """

    folders_changed = Signal()  # which folders and photographs there are
    answer_changed = Signal()  # which photographs are shown, and in which order
    counts_changed = Signal()  # histograms and numbers, with the order as it was
    photos_changed = Signal(object)  # ids whose pixels, scores or marks changed
    marked = Signal(object)  # ids whose marks the person changed
    marks_saved = Signal(object)  # ids of those whose marks are in the catalog now, if any
    steps_changed = Signal()  # what undo would take back, or what waits to be saved
    current_changed = Signal()
    ghosts_changed = Signal()  # what is suggested
    attributes_changed = Signal()  # which attributes of the person's own there are; the counts follow

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(catalog, parent)
        self._editor = MarkEditor(catalog, self.columns)
        self.steps = self._editor.steps
        self.steps.changed = self.steps_changed.emit
        self.writes = CatalogWrites(catalog, self)
        self._folder_ids: frozenset[int] | None = None
        self._held: Stacks | None = None  # stacks that wait to be shown
        self._looked_into: int | None = None  # the stack that is open only as long as one looks into it

    def show_stacks(self, stacks: Stacks | None) -> None:
        """Shows these as one cell each, or where they are opened one cell a member; the order stays as it is."""
        self.answering.stacks, self._held = stacks, None
        self._show(replace(self.answer, stacks=self.answering.row_stacks(self.query)), stale=self.stale)

    def hold_stacks(self, stacks: Stacks) -> None:
        """Shows these with the next answer, so that until then nothing moves."""
        self._held, self.stale = stacks, True
        self.counts_changed.emit()

    def open_stacks(self, opened: Collection[int]) -> None:
        """These stacks, by number, show their members, and no others."""
        stacks = self.answering.stacks
        if stacks and stacks.opened != frozenset(opened):
            self.show_stacks(replace(stacks, opened=frozenset(opened)))

    def look_into(self, photo_id: int | None) -> None:
        """Makes this photograph current and opens its stack, until one looks into another; with None leaves the stack,
        which stays open where one stands within it.
        """
        opened, stack = self.opened, self.stack_of(photo_id)
        at_top = self._current is None or self._current == next(iter(self.members(self._current)), None)
        if self._looked_into is not None and (photo_id is not None or at_top):
            opened -= {self._looked_into}
        self._looked_into = stack if stack is not None and stack not in opened else None
        before, self._current = self._current, self._current if photo_id is None else photo_id
        self.open_stacks(opened | ({stack} if stack is not None else set()))
        if self._current != before:
            self.current_changed.emit()

    def make_current(self, photo_id: int | None) -> None:
        """Says which photograph the keys and the list of attributes are about; of a closed stack it is the top."""
        if self.cells.has_stacks and photo_id is not None:
            photo_id = self.front_of(photo_id) or photo_id
        if photo_id != self._current:
            self._current = photo_id
            self.current_changed.emit()

    def ask(self, query: Query) -> None:
        """Shows what this query wants of the chosen folder."""
        self.query = replace(query, folders=self._folder_ids)
        self._answer_again()

    def show_own(self, own: tuple[OwnAttribute, ...]) -> None:
        """Says which attributes of the person's own there are from now on."""
        self.fields = self.fields.with_own(each for each in own if each.key in self.keys)
        if own != self.own:
            self.own = own
            self.attributes_changed.emit()

    def show_computed(self, field: Field, values: NDArray[np.float32]) -> None:
        """Adds a column that is computed rather than stored, or another one of its key."""
        self.columns.extra[field.key] = values
        self.fields = self.fields.with_fields(field)

    def show_ghosts(self, ghosts: Ghosts | None) -> None:
        """Shows what is suggested, or nothing any more. Where that filters, what no longer matches goes, as where a
        mark takes it out of the filters.
        """
        self.ghosts = ghosts
        if ghosts:
            self.show_computed(SUGGESTION, self.columns.align(ghosts.ids, ghosts.column()))
        elif self.drop_computed(SUGGESTION.key) and self.query.range_of(SUGGESTION.key):
            self.ask(self.query.with_range(SUGGESTION.key, Range()))
        if self.query.range_of(SUGGESTION.key):
            self._let_go()
        else:
            self.counts_changed.emit()
        self.ghosts_changed.emit()

    def drop_computed(self, key: str) -> bool:
        """Forgets a computed column; answers whether there was one."""
        self.fields = self.fields.without(key)
        return self.columns.extra.pop(key, None) is not None

    def count_columns(self, keys: Collection[str]) -> None:
        """Says which columns get a histogram from the next answer on; none of the others costs anything."""
        self.answering.counted = frozenset(keys)

    def count_again(self) -> None:
        """Makes the histograms of all columns that get one."""
        self.answer = replace(self.answer, histograms=self.answering.histograms(self.query))
        self.counts_changed.emit()

    def choose_folder(self, folder: Path | None) -> None:
        """Makes a folder, with all below it, the shoot; or with None all folders."""
        self.folder = folder
        self._folder_ids = self._below()
        self.ask(self.query)

    def reload(self) -> None:
        """Reads everything anew, after folders or the network changed."""
        self._load()
        self.folders_changed.emit()
        self.ask(self.query)

    def merge_new(self) -> None:
        """Reads everything anew while photographs are looked at: new ones come last, the others stay in order.

        Where the current photograph is gone, the next one becomes it, as where a mark takes it out of the filters.
        """
        shown, seen, known = self.passing, self.ids, self.columns.ids
        self._load()
        self.folders_changed.emit()
        self.query = replace(self.query, folders=self._folder_ids)
        fresh = self.answering.answer(self.query)
        new = fresh.rows[~np.isin(self.columns.ids[fresh.rows], known)]
        order = np.concatenate([self.columns.rows(shown), new])
        self.answer = replace(fresh, rows=order)
        self._go_on_from(seen)
        self._show(self.answer, stale=not np.array_equal(order, fresh.rows))

    def refresh(self, ids: Collection[int]) -> None:
        """Reads these photographs anew, and leaves the order as it is."""
        refresh(self.columns, self.catalog, ids)
        self._editor.show_unsaved()
        order = self.answer.rows
        fresh = self.answering.answer(self.query)
        self.stale = self.stale or not np.array_equal(fresh.rows, order)
        self.answer = replace(fresh, rows=order)
        self.photos_changed.emit(ids)
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
        with self.catalog.waiting_at_most(PATIENCE_S):
            command.do()
        self.steps.did(command)
        return command.words

    def change_stacks(
        self, words: str, change: Callable[[], list[MembershipChange]], shown: Callable[[tuple[int, ...]], object]
    ) -> bool:
        """Changes what the person said of stacks, as a step of its own; whether anything is another. Raises NotNow."""
        command = StackCommand(self.catalog.own_stacks, words, change, shown)
        with self.catalog.waiting_at_most(PATIENCE_S):
            changed = command.do().changed
        if changed:
            self.steps.did(command)
        return changed

    def undo(self) -> Step | None:
        """Takes the last change back, and goes to where it was made; None where there is none. Raises NotNow."""
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

    def _let_go(self) -> None:
        """What no longer matches the filters goes; all else stays in its place."""
        fresh = self.answering.answer(self.query)
        order = self.answer.rows
        stays = self._among(fresh.rows)[order]
        if stays.all():
            self.answer, self.stale = replace(fresh, rows=order), not np.array_equal(order, fresh.rows)
            self.counts_changed.emit()
        else:
            left = replace(fresh, rows=order[stays])
            self._go_on(left)
            self._show(left, stale=not np.array_equal(left.rows, fresh.rows))

    def resort(self) -> None:
        """Brings the order up to date, if it is not."""
        if self.stale:
            self._answer_again()

    def _retrace(self, edit: Edit | None) -> Step | None:
        if edit is None:
            return None
        if edit.ids:
            self._answer_again()
            self.photos_changed.emit(edit.ids)
            rows = self.columns.rows(edit.step.outcome.ids)
            shown = self.columns.ids[rows[self._among(self.answer.rows)[rows]]].tolist()
            if shown and self._current not in shown:
                self.make_current(shown[0])
            self.marked.emit(edit.ids)
        self.marks_saved.emit(edit.saved)
        return edit.step

    def _go_on(self, left: QueryResult) -> None:
        """Where the current photograph is about to go: chooses the next cell that stays, else the one before."""
        fronts, stays = self.cells.fronts, self._among(left.rows)
        here = self.columns.rows([] if self._current is None else [self._current])
        if len(here) and not stays[here[0]]:
            row = following(fronts, stays[fronts], int(here[0]))
            if row is None and len(left.cells):
                row = int(left.cells.fronts[0])
            self.make_current(None if row is None else int(self.columns.ids[row]))

    def _go_on_from(self, seen: NDArray[np.int64]) -> None:
        """The same where photographs are not in their places any more; `seen` are the ids that were, in order."""
        if self._current is not None and self._current not in self.ids:
            self.make_current(following(seen, np.isin(seen, self.ids), self._current))

    def _among(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """For each row of the columns, whether it is one of these."""
        among = np.zeros(len(self.columns), np.bool_)
        among[rows] = True
        return among

    def _load(self) -> None:
        computed, fields = self.fields.of(Source.COMPUTED), fields_of(self.catalog)
        self.columns = load(self.catalog, fields).with_extra_of(self.columns)
        self._editor.show_in(self.columns)
        self.answering = QueryEngine(self.columns, counted=self.answering.counted, stacks=self.answering.stacks)
        self.fields = fields.with_fields(*computed)
        self._folder_ids, self._model = self._below(), self.catalog.models.current()
        self.show_own(self.catalog.own_attributes.all())

    def _below(self) -> frozenset[int] | None:
        return frozenset(self.catalog.folders.below(self.folder)) if self.folder else None

    def _answer_again(self) -> None:
        if self._held:
            self.answering.stacks, self._held = replace(self._held, opened=self.opened), None
        self._show(self.answering.answer(self.query), stale=False)

    def _show(self, new: QueryResult, *, stale: bool) -> None:
        self.answer, self.stale = new, stale
        if self._current is not None:
            self.make_current(self._current)  # it may stand behind another one now
        self.answer_changed.emit()
        self.counts_changed.emit()
