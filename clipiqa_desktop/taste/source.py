"""What a taste is learned from: the marks of the whole catalog, the stacks, the network's vectors, and the columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.query.columns import Columns, places_of
from clipiqa_desktop.catalog.query.fields import Field, Fields, Source
from clipiqa_desktop.catalog.scores.models import Model
from clipiqa_desktop.culling.cut_sources import judging_fields
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.taste.decisions import Decisions, Marked, at_most, decisions, is_decided

NO_VECTORS = (
    "A taste is learned from what the network sees in photographs, and it has looked at none that you marked: it takes "
    "the network's weights, and photographs that were looked at with them."
)


@dataclass(frozen=True, eq=False)
class TasteSource:
    """The marked photographs that have vectors (n, d) of the network in use: what was decided of them, the number of
    the stack of each (n,), and the columns (n, k) beside which a taste must stand, with their titles.
    """

    model: Model
    marks: int  # photographs with a mark that says anything, of which the most are learned from
    vectors: NDArray[np.float32]
    groups: NDArray[np.intp]
    decisions: Decisions
    columns: NDArray[np.float32]
    titles: tuple[str, ...]


def read_source(catalog: Catalog, stacks: Stacks) -> TasteSource:
    """Reads it. Raises UserError where there is no vector to learn from, sqlite3.Error where it cannot be read."""
    model = catalog.models.current()
    if model is None:
        raise UserError(NO_VECTORS)
    rivals = _rivals(catalog)
    columns = load(catalog, Fields([*rivals, *fields_of(catalog).of(Source.MARKS)]))
    groups = _groups(columns, stacks)
    decided = np.flatnonzero(is_decided(columns.flag, columns.stars))
    rows = decided[at_most(groups[decided])]
    known = catalog.scores.vectors_of(columns.ids[rows].tolist(), model.weights)
    unknown = ~np.isin(columns.ids[rows], np.array([*known], np.int64))
    rows, groups = rows[~unknown], groups[rows[~unknown]]
    if not len(rows):
        raise UserError(NO_VECTORS)
    return TasteSource(
        model,
        len(decided) - int(unknown.sum()),
        np.stack([known[photo_id] for photo_id in columns.ids[rows].tolist()]),
        groups,
        decisions(Marked(columns.flag[rows], columns.stars[rows], groups)),
        np.stack([columns.of(field.key)[rows] for field in rivals], axis=1).astype(np.float32),
        tuple(field.title for field in rivals),
    )


def _rivals(catalog: Catalog) -> list[Field]:
    """What was learned may have been learned from the same marks, and is no measure for a taste."""
    learned = {each.key for each in catalog.own_attributes.all() if each.learning}
    return [field for field in judging_fields(fields_of(catalog)) if field.key not in learned]


def _groups(columns: Columns, stacks: Stacks) -> NDArray[np.intp]:
    """The stack of each photograph; what is in none has a number of its own."""
    numbers = -1 - np.arange(len(columns))
    places, known = places_of(columns.ids, stacks.ids)
    numbers[places[known]] = stacks.stacks[known]
    return np.unique(numbers, return_inverse=True)[1]
