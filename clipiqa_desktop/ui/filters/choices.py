"""What can be chosen in the left panel beside folders, with what choosing it would ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clipiqa_desktop.catalog.query import Query, Range
from clipiqa_desktop.mark_words import LABELS, MOST_STARS, NO_FLAG, PICK, REJECT
from clipiqa_desktop.ui.library import Library

_FLAGS = ((PICK, "⚑ Picked"), (REJECT, "✕ Rejected"), (NO_FLAG, "Not decided"))


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
    """Flags; and stars and labels as far as any photograph has them."""
    flags, stars, labels = (library.answering.counts(library.query, key) for key in ("flag", "stars", "label"))
    return [
        *(_choice(library, "flag", value, title, flags) for value, title in _FLAGS),
        *_star_choices(library, {int(value): count for value, count in stars.items()}),
        *(
            _choice(library, "label", value, f"{name.capitalize()} label", labels)
            for value, name in enumerate(LABELS)
            if name and (value in labels or value in library.query.choice_of("label"))
        ),
    ]


def camera_choices(library: Library) -> list[Choice]:
    """The cameras of the shoot, where there are several."""
    return _kinds(library, "camera")


def lens_choices(library: Library) -> list[Choice]:
    """The lenses of the shoot, where there are several."""
    return _kinds(library, "lens")


def _kinds(library: Library, key: str) -> list[Choice]:
    found, chosen = library.answering.counts(library.query, key), library.query.choice_of(key)
    values = {*found, *chosen}
    if len(values) < 2 and not chosen:
        return []
    return [_choice(library, key, value, str(value), found) for value in sorted(values, key=str)]


def _choice(library: Library, key: str, value: str | int, title: str, found: Mapping[str | int, int]) -> Choice:
    chosen = library.query.choice_of(key)
    asks = library.query.with_choice(key, chosen ^ {value})
    return Choice(title, found.get(value, 0), value in chosen, asks)


def _star_choices(library: Library, stars: dict[int, int]) -> Iterable[Choice]:
    wanted = library.query.range_of("stars")
    for least in range(1, MOST_STARS + 1):
        active = wanted == Range(least)
        count = sum(number for value, number in stars.items() if value >= least)
        if count or active:
            title = "★" * least + (" and more" if least < MOST_STARS else "")
            yield Choice(title, count, active, library.query.with_range("stars", Range() if active else Range(least)))
