"""The rows of the left panel's filters by what is suggested."""

import numpy as np

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.culling.ghosts import SUGGESTION
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.ui.filters.choices import Choice
from clipiqa_desktop.ui.library import Library

# Their heading says that they are suggested, and there is little room.
_TITLES = {PICK: "⚑ Picks", REJECT: "✕ Rejects"}


def suggested_choices(library: Library) -> list[Choice]:
    """Picks, rejects, and what is left to the person; nothing as long as nothing is suggested."""
    column = library.columns.extra.get(SUGGESTION.key)
    if library.ghosts is None or column is None:
        return []
    query, choices = library.query, []
    others = library.engine.filtered(query.with_range(SUGGESTION.key, Range()))
    for each in SUGGESTION.values:
        wanted = Range(each.value, each.value)
        active = query.range_of(SUGGESTION.key) == wanted
        count = int(np.count_nonzero(others & (column == each.value)))
        title = _TITLES.get(each.value, each.title)
        choices.append(Choice(title, count, active, query.with_range(SUGGESTION.key, Range() if active else wanted)))
    return choices
