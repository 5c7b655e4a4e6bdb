"""The rows of the left panel's filters: everything, what has no score, all of it inverted; and what was saved."""

from dataclasses import replace

from clipiqa_desktop.catalog.query.presets import Presets
from clipiqa_desktop.catalog.query.query import UNREADABLE, UNSCORED, Query
from clipiqa_desktop.ui.filters.choices import Choice
from clipiqa_desktop.ui.library import Library

STATE_TITLES = {UNSCORED: "Not scored yet", UNREADABLE: "Could not be read"}


def saved_choices(library: Library, presets: Presets) -> list[Choice]:
    """Filters under a name of the person's."""
    return [_saved(library, presets, name) for name in presets.names()]


def filter_choices(library: Library) -> list[Choice]:
    """What is active filters now; a press asks for it, or takes it back. Always the same rows."""
    query = library.query
    return [
        Choice("All", library.answer.shoot, not query.filters, query.unfiltered),
        *(_state(library, state, title) for state, title in STATE_TITLES.items()),
        _inverted(library),
    ]


def _saved(library: Library, presets: Presets, name: str) -> Choice:
    query = replace(presets.query(name, library.fields), folders=library.query.folders)
    active = query.filters and library.query == replace(query, sort=library.query.sort)
    return Choice(name, library.count(query), active, library.query.unfiltered if active else query)


def _state(library: Library, state: str, title: str) -> Choice:
    alone = Query(library.query.folders, state)
    active = library.query.state == state
    asks = replace(library.query.unfiltered, state=state)
    return Choice(title, library.count(alone), active, library.query.unfiltered if active else asks)


def _inverted(library: Library) -> Choice:
    query = library.query
    other = replace(query, inverted=query.filters and not query.inverted)
    left_out = len(library.answer.rows) if query.inverted else library.answer.shoot - len(library.answer.rows)
    return Choice("Hidden by filters", left_out, query.inverted, other)
