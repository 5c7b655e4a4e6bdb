"""What the window shows, to be asked: the columns in memory, the query, its answer, and the current photograph."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.catalog.query.cells import NO_STACK, Cells, Rows, StackKind, Stacks
from clipiqa_desktop.catalog.query.columns import places_of
from clipiqa_desktop.catalog.query.fields import Fields, Source
from clipiqa_desktop.catalog.query.query import Query, Range
from clipiqa_desktop.catalog.query.query_engine import QueryEngine
from clipiqa_desktop.catalog.query.query_result import QueryResult
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.culling.ghosts import Ghost, Ghosts
from clipiqa_desktop.culling.suggestions import Suggestions
from clipiqa_desktop.mark_words import NO_FLAG, REJECT


class Shown(QObject):
    """Answers, and changes nothing; `Library` says when something has become another."""

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalog = catalog
        self.query = Query()
        self.columns = load(catalog, fields_of(catalog))
        self.engine = QueryEngine(self.columns, counted=frozenset())
        self.answer: QueryResult = self.engine.answer(self.query)
        self._ids: tuple[QueryResult, NDArray[np.int64]] | None = None  # the answer and its `ids`
        self._order_stale = False
        self._tops_stale = False  # another photograph than the best lies on top of a closed stack
        self._held: Stacks | None = None  # stacks that wait to be shown
        self.folder: Path | None = None
        self._model = catalog.models.current()
        self.own = catalog.own_attributes.all()
        self.fields: Fields = self.columns.fields
        self._current: int | None = None
        self.ghosts: Ghosts | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What there are scores by now; they come and go with the person's own attributes."""
        return self.columns.keys

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids of the photographs that are seen, one a cell, in order."""
        if self._ids is None or self._ids[0] is not self.answer:
            self._ids = (self.answer, self.columns.ids[self.cells.fronts])
        return self._ids[1]

    @property
    def stale(self) -> bool:
        """Whether the next answer would show something else: another order, other tops of closed stacks, which a
        suggestion has as its best by now, or stacks that wait for it.
        """
        return self._order_stale or self._tops_stale or self._held is not None

    @property
    def cells(self) -> Cells:
        """What the views show, in order; `ids` are the photographs in front."""
        return self.answer.cells

    @property
    def passing(self) -> NDArray[np.int64]:
        """The ids of all photographs that pass the filters, in order, also of those that stand behind another one."""
        return self.columns.ids[self.answer.rows]

    def front_of(self, photo_id: int) -> int | None:
        """The photograph that is seen in the cell of this one; None where it does not pass the filters."""
        for row in self.columns.rows([photo_id]):
            place = self.cells.place_of(int(row))
            return None if place is None else int(self.ids[place])
        return None

    @property
    def opened(self) -> frozenset[int]:
        """The stacks that show their members, by number."""
        return self.engine.stacks.opened if self.engine.stacks else frozenset()

    @property
    def shows_closed(self) -> bool:
        """Whether any photograph that passes belongs to a closed stack."""
        return bool(len(self._in_closed(self.answer.rows)))

    def behind(self, ids: Iterable[int]) -> tuple[int, int]:
        """How many photographs that pass stand behind these in closed stacks, and how many stacks these are."""
        fronts = self._in_closed(self.columns.rows(ids))
        all_of_them = np.isin(self._in_closed(self.answer.rows), fronts)
        return int(all_of_them.sum()) - len(fronts), len(np.unique(fronts))

    def _in_closed(self, rows: Rows) -> NDArray[np.int64]:
        """The stacks of those of these rows that belong to a closed one."""
        if (stacks := self.answer.stacks) is None:
            return np.zeros(0, np.int64)
        of_row = stacks.of_row[rows]
        return of_row[~np.isin(of_row, [NO_STACK, *stacks.opened])]

    def stack_of(self, photo_id: int | None) -> int | None:
        """The number of the stack that a photograph belongs to in the shoot; None where it belongs to none."""
        stacks = self.answer.stacks
        for row in self.columns.rows([] if photo_id is None or not stacks else [photo_id]):
            if stacks and stacks.of_row[row] != NO_STACK:
                return int(stacks.of_row[row])
        return None

    def all_members(self, photo_id: int) -> list[int]:
        """The same, and those that filters hide: all of the shoot."""
        stack, stacks = self.stack_of(photo_id), self.answer.stacks
        if stack is None or not stacks:
            return [photo_id]
        members: list[int] = self.columns.ids[stacks.of_row == stack].tolist()
        return members

    def panorama_of(self, photo_id: int | None) -> tuple[int, ...]:
        """The photographs that may be a panorama with this one; none where it is of none."""
        stacks = self.engine.stacks
        return stacks.may_be_panoramas.get(photo_id, ()) if stacks and photo_id is not None else ()

    def is_kept_whole(self, photo_id: int) -> bool:
        """Whether no photograph of its stack is better than the others."""
        stacks = self.answer.stacks
        if self.stack_of(photo_id) is None or not stacks:
            return False
        return StackKind(int(stacks.kinds[self.columns.rows([photo_id])[0]])).is_kept_whole

    def members(self, photo_id: int) -> list[int]:
        """The photographs that pass of the stack of this one, its top first; itself where it is in none."""
        rows = self.columns.rows([photo_id])
        return self.columns.ids[self.cells.members(int(rows[0]))].tolist() if len(rows) else []

    @property
    def shoot(self) -> NDArray[np.bool_]:
        """Which rows of the columns belong to the chosen folders, before filters."""
        return self.engine.shoot(self.query)

    @property
    def has_network(self) -> bool:
        """Whether photographs are, or are about to be, scored: not where no weights were ever there."""
        return self._model is not None

    @property
    def caution(self) -> str:
        """What must stand wherever scores show; empty for OpenAI's own weights."""
        return self._model.caution if self._model else ""

    def own_of(self, key: str) -> OwnAttribute | None:
        """The attribute of the person's own with this key, if it is one."""
        return next((each for each in self.own if each.key == key), None)

    def caution_of(self, key: str) -> str:
        """What must stand beside the scores of an attribute; or why it has none with the weights in use."""
        own = self.own_of(key)
        if own and own.learning and self._model and own.learning.weights != self._model.weights:
            return f"unscored: it was learned with other weights ({own.learning.weights}) than those in use"
        return self.caution

    @property
    def current(self) -> Photo | None:
        """The current photograph; None where none is shown."""
        photos = self.catalog.photos
        return photos.get(photos.id_now(self._current)) if self._current is not None else None

    @property
    def current_id(self) -> int | None:
        """The id of the current photograph."""
        return self._current

    def ghost_of(self, photo_id: int) -> Ghost | None:
        """What is suggested of a photograph; None where nothing is, or where the person has marked it otherwise."""
        ghost = self.ghosts.of(photo_id) if self.ghosts else None
        if ghost is None or (row := self.columns.row(photo_id)) is None:
            return None
        if not self._is_free(np.array([row]), np.array([ghost.flag]))[0]:
            return None
        return ghost

    def suggested(self) -> dict[int, int]:
        """The flag of each photograph for which one is suggested, also of those that filters hide."""
        if self.ghosts is None or (made := self.suggestions_now()) is None:
            return {}
        some = made.flags != NO_FLAG
        return dict(zip(self.ghosts.ids[some].tolist(), made.flags[some].tolist(), strict=True))

    def suggestions_now(self) -> Suggestions | None:
        """What is still suggested, beside the marks as they are now; None where nothing is."""
        if self.ghosts is None:
            return None
        made, (rows, known) = self.ghosts.suggestions, places_of(self.columns.ids, self.ghosts.ids)
        given, flags = made.source.flags.copy(), np.where(known, made.flags, NO_FLAG)
        given[known] = self.columns.flag[rows[known]]
        flags[known] *= self._is_free(rows[known], flags[known])
        return made.after_marks(given, flags)

    def _is_free(self, rows: NDArray[np.intp], flags: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """Whether rows may get these flags by a suggestion: what was marked since it was made goes before it."""
        columns = self.columns
        valued = (columns.stars[rows] > 0) | (columns.label[rows] > 0)
        free: NDArray[np.bool_] = (columns.flag[rows] == NO_FLAG) & ~(valued & (flags == REJECT))
        return free

    def score(self, photo_id: int, key: str) -> float | None:
        """The raw score in [0, 1], or None where there is none."""
        row = self.columns.row(photo_id)
        value = float(self.columns.of(key)[row]) if row is not None else float("nan")
        return value if np.isfinite(value) else None

    def count(self, query: Query) -> int:
        """How many photographs a query would show."""
        return self.engine.count(query)

    def raw_range(self, key: str) -> Range:
        """The range that filters by this column now, in its own numbers."""
        return self.engine.raw_range(self.query, key)

    def percentile(self, key: str, value: float) -> float | None:
        """Where a raw score stands in the shoot, 0 to 100."""
        return self.engine.percentile(self.query, key, value)

    def extent(self, key: str) -> tuple[float, float]:
        """The least and the greatest number of a column in the shoot, on the axis of its histogram."""
        return self.engine.whole(self.query, key).extent

    def is_known(self, key: str) -> bool:
        """Whether any photograph of the shoot has a number in this column."""
        return bool(self.engine.whole(self.query, key).counts.any())

    def awaits(self, source: Source) -> bool:
        """Whether the stage that finds the values of a source has still to look at any photograph of the shoot."""
        return self.engine.awaits(self.query, source)

    def pictures(self, ids: Iterable[int]) -> dict[int, str]:
        """Under which keys the pictures of these photographs are kept: thumbnails, else those embedded in the files."""
        rows, columns = self.columns.rows(ids), self.columns
        keys = zip(columns.ids[rows].tolist(), columns.fingerprints[rows], columns.embedded[rows], strict=True)
        return {photo_id: key for photo_id, fingerprint, embedded in keys if (key := fingerprint or embedded)}

    def turned(self, ids: Iterable[int]) -> dict[int, int]:
        """By how many quarters the person turned these photographs, clockwise."""
        rows = self.columns.rows(ids)
        return dict(zip(self.columns.ids[rows].tolist(), self.columns.turned[rows].tolist(), strict=True))

    def fingerprints(self, ids: Iterable[int]) -> dict[int, str]:
        """The content fingerprints of those photographs that were read already."""
        rows = self.columns.rows(ids)
        pairs = zip(self.columns.ids[rows].tolist(), self.columns.fingerprints[rows], strict=True)
        return {photo_id: fingerprint for photo_id, fingerprint in pairs if fingerprint}
