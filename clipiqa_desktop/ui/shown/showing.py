"""Which photographs are shown, in which order, and which is current: other queries, folders, stacks, suggestions."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import Stacks, following
from clipiqa_desktop.catalog.query.fields import Field
from clipiqa_desktop.catalog.query.precedence import with_best
from clipiqa_desktop.catalog.query.query import Query, Range
from clipiqa_desktop.catalog.query.query_result import QueryResult
from clipiqa_desktop.culling.ghosts import SUGGESTION, Ghosts
from clipiqa_desktop.ui.shown.shown import Shown


class Showing(Shown):
    """Changes what is shown, and nothing of what the catalog says."""

    answer_changed = Signal()  # which photographs are shown, and in which order
    counts_changed = Signal()  # histograms and numbers, with the order as it was
    current_changed = Signal()
    ghosts_changed = Signal()  # what is suggested

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(catalog, parent)
        self.counts_follow = False  # whether `counts_changed` comes at once: whoever shows counts need do so once only
        self._folder_ids: frozenset[int] | None = None
        self._looked_into: int | None = None  # a photograph whose stack is open only as long as one looks into it

    def show_stacks(self, stacks: Stacks | None) -> None:
        """Shows these as one cell each, or where they are opened one cell a member; the order stays as it is."""
        self.engine.stacks, self._held = stacks, None
        self.lay_stacks()

    def lay_stacks(self) -> None:
        """Lays closed stacks anew, what is picked or best by now on top; the order stays as it is."""
        stacks = self.engine.row_stacks(self.query)
        laid = self.engine.precedence(stacks) if stacks else None
        placed = laid if self.answer.placed is None else self.answer.placed
        self._tops_stale = False
        self._show(replace(self.answer, stacks=stacks, laid=laid, placed=placed), stale=self._order_stale)

    def renew_stacks(self, stacks: Stacks) -> None:
        """Shows these instead of those before; what is open stays open, whichever photographs came to it or went."""
        self.show_stacks(self._as_open(stacks))

    def hold_stacks(self, stacks: Stacks) -> None:
        """Shows these with the next answer, so that until then nothing moves."""
        self._held = stacks
        self.counts_changed.emit()

    def show_held(self) -> None:
        """Shows the stacks that wait, if any do, with the order as it is."""
        if self._held:
            self.renew_stacks(self._held)

    def open_stacks(self, opened: Collection[int]) -> None:
        """These stacks, by number, show their members, and no others."""
        stacks = self.engine.stacks
        if stacks and stacks.opened != frozenset(opened):
            self.show_stacks(replace(stacks, opened=frozenset(opened)))

    def look_into(self, photo_id: int | None) -> None:
        """Makes this photograph current and opens its stack, until one looks into another; with None leaves the stack,
        which stays open where one stands within it.
        """
        opened, stack = self.opened, self.stack_of(photo_id)
        at_top = self._current is None or self._current == next(iter(self.members(self._current)), None)
        if photo_id is not None or at_top:
            opened -= {self.stack_of(self._looked_into)}
        self._looked_into = photo_id if stack is not None and stack not in opened else None
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

    def show_computed(self, field: Field, values: NDArray[np.float32]) -> None:
        """Adds a column that is computed rather than stored, or another one of its key."""
        self.columns.extra[field.key] = values
        self.fields = self.fields.with_fields(field)

    def show_ghosts(self, ghosts: Ghosts | None) -> None:
        """Shows what is suggested, or nothing any more. Where that filters, what no longer matches goes, as where a
        mark takes it out of the filters. The best of closed stacks lie on top once these are laid anew; until then the
        order is stale.
        """
        self.ghosts = ghosts
        self.engine.best = ghosts.best if ghosts else np.zeros(0, np.int64)
        self._tops_stale = self._would_lie_otherwise()
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
        self.engine.counted = frozenset(keys)

    def count_again(self) -> None:
        """Makes the histograms of all columns that get one."""
        self.answer = replace(self.answer, histograms=self.engine.histograms(self.query))
        self.counts_changed.emit()

    def choose_folder(self, folder: Path | None) -> None:
        """Makes a folder, with all below it, the shoot; or with None all folders."""
        self.folder = folder
        self._folder_ids = self._below()
        self.ask(self.query)

    def resort(self) -> None:
        """Brings the order up to date, if it is not."""
        if self.stale:
            self._answer_again()

    def _let_go(self) -> None:
        """What no longer matches the filters goes; all else stays in its place, also on top of its stack."""
        fresh = self.engine.answer(self.query).laid_like(self.answer)
        order = self.answer.rows
        stays = self._among(fresh.rows)[order]
        if stays.all():
            self.answer = replace(fresh, rows=order)
            self._order_stale = not np.array_equal(order, fresh.rows)
            self.counts_changed.emit()
        else:
            left = replace(fresh, rows=order[stays])
            self._go_on(left)
            self._show(left, stale=not np.array_equal(left.rows, fresh.rows))

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

    def _would_lie_otherwise(self) -> bool:
        """Whether what is best now would lie on top of a closed stack instead of what does."""
        if self.answer.laid is None:
            return False
        wanted = replace(self.answer, laid=with_best(self.answer.laid, self.engine.is_best()))
        return not np.array_equal(wanted.cells.fronts, self.cells.fronts)

    def _as_open(self, stacks: Stacks) -> Stacks:
        before = self.engine.stacks
        return stacks.opened_like(before) if before else stacks

    def _among(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """For each row of the columns, whether it is one of these."""
        among = np.zeros(len(self.columns), np.bool_)
        among[rows] = True
        return among

    def _below(self) -> frozenset[int] | None:
        return frozenset(self.catalog.folders.below(self.folder)) if self.folder else None

    def _answer_again(self) -> None:
        if self._held:
            self.engine.stacks, self._held = self._as_open(self._held), None
        self._tops_stale = False
        self._show(self.engine.answer(self.query), stale=False)

    def _show(self, new: QueryResult, *, stale: bool, counts: bool = True) -> None:
        self.answer, self._order_stale = new, stale
        self.counts_follow = True
        try:
            if self._current is not None:
                self.make_current(self._current)  # it may stand behind another one now
            self.answer_changed.emit()
        finally:
            self.counts_follow = False
        if counts:
            self.counts_changed.emit()
