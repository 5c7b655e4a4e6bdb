"""The cut of a shoot straight from the catalog, as commands and tables tell it."""

from dataclasses import dataclass

import numpy as np

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.query.cells import NO_STACK, RowStacks, StackKind, Stacks
from clipiqa_desktop.catalog.query.columns import Columns
from clipiqa_desktop.catalog.query.fields import Fields, Source
from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.catalog.query.query_engine import QueryEngine
from clipiqa_desktop.culling.cut_sources import NEEDED, BestBy, cut_source, default_key, tastes
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.culling.stacks.grouper import Grouper
from clipiqa_desktop.culling.stacks.ranking import NO_PLACE
from clipiqa_desktop.culling.stacks.stack_eyes import eyes_in_stacks
from clipiqa_desktop.culling.stacks.stack_focus import focus_in_stacks
from clipiqa_desktop.culling.suggestions import CutOptions, Suggestions, suggest
from clipiqa_desktop.mark_words import NO_FLAG, PICK

COLUMNS = ("stack", "stack_kind", "stack_place", "suggestion", "reasons")
_NOTHING = ("",) * len(COLUMNS)


@dataclass(frozen=True, eq=False)
class Cut:
    """Stacks, places and suggestions, by row of the columns."""

    columns: Columns
    stacks: RowStacks
    suggestions: Suggestions

    def cells(self, photo_id: int) -> tuple[str, ...]:
        """What a table says of a photograph, in the order of COLUMNS. Photographs of one stack share its number."""
        rows = self.columns.rows([photo_id])
        return self._cells(int(rows[0])) if len(rows) else _NOTHING

    def leads(self, photo_id: int) -> bool:
        """Whether nothing of its stack is better: it is the best, or as good as that, or there is no best."""
        ranking = self.suggestions.source.ranking
        return not (ranking.places[self.columns.rows([photo_id])] > 1).any()

    def _cells(self, row: int) -> tuple[str, ...]:
        stack, flag = int(self.stacks.of_row[row]), int(self.suggestions.flags[row])
        place = int(self.suggestions.source.ranking.places[row])
        told = ("", "") if stack == NO_STACK else (str(stack), StackKind(int(self.stacks.kinds[row])).word)
        suggestion = "" if flag == NO_FLAG else "pick" if flag == PICK else "reject"
        return (*told, "" if place == NO_PLACE else str(place), suggestion, self.suggestions.words(row))


def cut_of(
    catalog: Catalog,
    strictness: str,
    folders: frozenset[int] | None = None,
    options: CutOptions | None = None,
    best_by: BestBy | None = None,
) -> Cut:
    """Of the photographs in these folders, or of all; stacks as strict as that. Raises sqlite3.Error."""
    columns, model = load(catalog, _needed(catalog, best_by)), catalog.models.current()
    caution = model.caution if model else ""
    stacks, engine = Grouper(catalog, strictness).stacks, QueryEngine(columns, counted=())
    inside = engine.shoot(Query(folders))
    in_rows, of_shoot = stacks.in_rows(columns.ids, inside), np.isin(stacks.ids, columns.ids[inside])
    stacked = Stacks(stacks.ids[of_shoot], stacks.stacks[of_shoot])
    common = focus_in_stacks(catalog, stacked)
    best_by = best_by or BestBy(default_key(columns, inside, caution))
    source = cut_source(columns, inside, in_rows, best_by, common, caution, eyes_in_stacks(catalog, stacked))
    return Cut(columns, in_rows, suggest(source, options or CutOptions()))


def _needed(catalog: Catalog, best_by: BestBy | None) -> Fields:
    """What a cut is made from, and none of the many other columns."""
    fields = fields_of(catalog)
    keys = {*NEEDED, *tastes(fields), *([best_by.key] if best_by else [])}
    return Fields(field for field in fields if field.key in keys or field.source is Source.MARKS)
