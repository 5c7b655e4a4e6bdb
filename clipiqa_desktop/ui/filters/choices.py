"""What can be chosen in the left panel beside folders, with what choosing it would ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clipiqa_desktop.catalog.query.fields import Field
from clipiqa_desktop.catalog.query.query import Query, Range
from clipiqa_desktop.mark_words import MOST_STARS
from clipiqa_desktop.ui.library import Library


@dataclass(frozen=True)
class Choice:
    """One row: how many photographs it would leave under the other filters, whether it filters now, and the query that
    a click asks for.
    """

    title: str
    count: int
    active: bool
    asks: Query


def mark_choices(library: Library) -> list[Choice]:
    """Flags, stars and labels: always the same rows, so that none moves under the pointer."""
    flag, label, stars = (library.fields[key] for key in ("flag", "label", "stars"))
    return [*_values(library, flag), *_star_choices(library, stars), *_values(library, label)]


def kind_choices(key: str, library: Library) -> list[Choice]:
    """The values of a field in the shoot, like its cameras, where there are several; whatever else filters."""
    found, chosen = library.engine.counts(library.query, key), library.query.choice_of(key)
    values = {*library.engine.counts(library.query.unfiltered, key), *chosen}
    if len(values) < 2 and not chosen:
        return []
    return [_choice(library, key, value, str(value), found) for value in sorted(values, key=str)]


def _values(library: Library, field: Field) -> Iterable[Choice]:
    counts = library.engine.counts(library.query, field.key)
    return (_choice(library, field.key, each.value, each.title, counts) for each in field.values)


def _choice(library: Library, key: str, value: str | int, title: str, found: Mapping[str | int, int]) -> Choice:
    chosen = library.query.choice_of(key)
    asks = library.query.with_choice(key, chosen ^ {value})
    return Choice(title, found.get(value, 0), value in chosen, asks)


def _star_choices(library: Library, field: Field) -> Iterable[Choice]:
    stars, wanted = library.engine.counts(library.query, field.key), library.query.range_of(field.key)
    for least in range(1, MOST_STARS + 1):
        active = wanted == Range(least)
        count = sum(number for value, number in stars.items() if int(value) >= least)
        title = "★" * least + (" and more" if least < MOST_STARS else "")
        yield Choice(title, count, active, library.query.with_range(field.key, Range() if active else Range(least)))
