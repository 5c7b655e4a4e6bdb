"""Numbers and facts as words."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.moments import moment, typed
from clipiqa_desktop.catalog.query.columns import CAPTURED
from clipiqa_desktop.catalog.query.fields import Field, Fields, Kind, Source
from clipiqa_desktop.catalog.query.query import Query, Range, SortKey
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.notation import Notation, current, three_figures, with_fraction
from clipiqa_desktop.ui.library import Library

DAY = 86_400  # seconds
NO_BREAK_SPACE, WORD_JOINER = "\u00a0", "\u2060"
DOT = " · "
UNKNOWN = "\N{EN DASH}"
NARROWEST_NAME = 36  # logical pixels


def plain_tooltip(text: str) -> str:
    """A tooltip that shows this text as it is, in its lines, whatever a file's name looks like."""
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")


def sort_words(query: Query, fields: Fields) -> str:
    """`Sharpness ↓, then time`."""
    first, *others = query.sort
    words = [f"{fields.title(first.key)} {_arrow(first)}"]
    known = (fields.get(other.key) for other in others)
    return ", ".join([*words, *(f"then {field.within_text}" for field in known if field)])


def range_words(field: Field, bounds: Range, *, titled: bool = False) -> str:
    """`from 0.50 up to 0.75`, in the words of the field; empty where there is no bound.

    `titled`: the title stands before it, and days may differ.
    """
    if bounds.percentile:
        return f"{_bounds_words(_percent, bounds)} of the shoot"
    if titled and field.kind is Kind.MOMENT:
        return _bounds_words(typed, bounds)
    return _bounds_words(field.short if titled or field.source is Source.SCORES else field.words, bounds)


def _percent(percentile: float) -> str:
    return f"{three_figures(percentile)} %"


def _bounds_words(number: Callable[[float], str], bounds: Range) -> str:
    low, high = (None if bound is None else number(bound) for bound in (bounds.low, bounds.high))
    return " ".join(filter(None, (low and f"from {low}", high and f"up to {high}")))


def _arrow(sort: SortKey) -> str:
    return "↓" if sort.descending else "↑"


def sort_value(library: Library, row: int) -> tuple[str, float | None]:
    """What stands under a photograph: the value that sorts, and how much of the bar it fills."""
    field = library.fields.get(library.query.sort[0].key)
    if field is None:
        return "", None
    if field.kind is Kind.TEXT:
        return displayable_name(library.columns.names[row]), None
    value = float(library.columns.of(field.key)[row])
    if not np.isfinite(value):
        return ("" if field.source in {Source.FACTS, Source.MARKS} else UNKNOWN), None
    if field.kind is Kind.MOMENT:
        return _when(value, spell(*library.extent(field.key)), current()), None
    return field.brief(value), value if field.source is Source.SCORES else None


class Spell(Enum):
    """How long a shoot lasted, as far as its times are written otherwise."""

    DAY = 1
    YEAR = 2
    YEARS = 3


def spell(first: float, last: float) -> Spell:
    """From the first photograph to the last, in seconds since 1970."""
    if last - first <= DAY:
        return Spell.DAY
    return Spell.YEARS if moment(first).year < moment(last).year else Spell.YEAR


@lru_cache(4096)  # written under each photograph with each paint of the grid
def _when(captured: float, lasted: Spell, notation: Notation) -> str:
    """As much of the moment as tells the shoot's photographs apart: date and time, day and time, or time."""
    when = moment(captured)
    if lasted is Spell.DAY:
        return notation.time(when)
    return f"{_day(captured, lasted, notation)} {notation.short_time(when)}"


def _day(captured: float, lasted: Spell, notation: Notation) -> str:
    return (notation.date if lasted is Spell.YEARS else notation.day)(moment(captured))


def day_alone(captured: float, first: float, last: float) -> str:
    """The day, with its year where photographs from the first to the last are of several."""
    return _day(captured, spell(first, last), current())


def time_alone(captured: float) -> str:
    """`13:02:29`."""
    return current().time(moment(captured))


def exact_moment(captured: float | None) -> str:
    """`2023-11-23 12:41:07.32`, with hundredths where the camera wrote any; empty where it is unknown."""
    if captured is None:
        return ""
    hundredths = f"{moment(captured).microsecond // 10_000:02}"
    whole = typed(captured)
    return whole if hundredths == "00" else with_fraction(whole, hundredths)


def facts_line(facts: Mapping[str, Any]) -> str:
    """`2023-11-23 12:41:07 · 85 mm · f/1.8 · 1/500 · ISO 400`, with what is known; a line ends only after a dot."""
    return f"{NO_BREAK_SPACE}· ".join(map(_unbroken, fact_words(facts)))


def fact_words(facts: Mapping[str, Any]) -> list[str]:
    """What is known of when and how it was taken, each for itself."""
    return [words for field in BUILT_IN.numbers if (words := _fact(field, facts.get(field.key)))]


def exposure_words(facts: Mapping[str, Any]) -> list[str]:
    """`85 mm`, `f/1.8`, `1/500`, `ISO 400`: how it was taken, without when."""
    return fact_words({key: value for key, value in facts.items() if key != CAPTURED})


def zoom_words(zoom: float) -> str:
    """`zoom 33 %`: so many pixels of the screen for 100 of the photograph, and no rank as other figures with a sign."""
    return f"zoom {100 * zoom:.0f} %"


def as_fits(parts: Sequence[str], metrics: QFontMetrics, width: int, between: str = DOT) -> str:
    """`0.94 · f/1.8 · 1/500`: as many parts, from the first, as have room whole; of the first alone its beginning."""
    for count in range(len(parts), 0, -1):
        line = between.join(parts[:count])
        if metrics.horizontalAdvance(line) <= width:
            return line
    return metrics.elidedText(parts[0], Qt.TextElideMode.ElideRight, width) if parts else ""


def _fact(field: Field, value: float | None) -> str:
    if field.kind is Kind.MOMENT:
        return "" if value is None else typed(value)
    return field.words(value) if value else ""


def _unbroken(fact: str) -> str:
    return fact.replace(" ", NO_BREAK_SPACE).replace("/", f"/{WORD_JOINER}").replace("-", f"-{WORD_JOINER}")


def camera_words(facts: Mapping[str, Any], turned: int = 0) -> tuple[str, str, str]:
    """`NIKON D3400`, `6000 x 4000` and `35.0 mm f/1.8`, with what is known: of a lens that is named after its camera,
    with the maker or without, only the rest. turned: by how many quarters the person turned the photograph; the size is
    as it is seen.
    """
    sides = (facts.get("width"), facts.get("height"))[:: -1 if turned % 2 else 1]
    camera, lens = facts.get("camera") or "", facts.get("lens") or ""
    words = camera.split()
    names = [" ".join(words[each:]) for each in range(len(words))]
    named = next((name for name in names if f"{lens} ".startswith(f"{name} ")), "")
    return camera, f"{sides[0]} x {sides[1]}" if all(sides) else "", lens.removeprefix(named).strip() or lens


def duration(seconds: float) -> str:
    """`2 min 17 s`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def about(seconds: float) -> str:
    """`about 3 min`, for a time that is coarse already."""
    minutes = round(seconds / 60)
    if seconds <= 60:
        return "about a minute" if seconds == 60 else "less than a minute"
    if minutes < 60:
        return f"about {minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"about {hours}{'½' if rest >= 30 else ''} h"


def shortened(name: str, metrics: QFontMetrics, width: int) -> str:
    """A file's name within this many pixels: its middle goes first, and its ending, which tells RAW from JPEG, last."""
    if metrics.horizontalAdvance(name) <= width:
        return name
    path, middle = Path(name), Qt.TextElideMode.ElideMiddle
    room = width - metrics.horizontalAdvance(path.suffix)
    if room < NARROWEST_NAME:
        return metrics.elidedText(path.stem, middle, width)
    return metrics.elidedText(path.stem, middle, room) + path.suffix


def stacks_words(count: int) -> str:
    """What so many stacks and lone photographs are called together."""
    return "stack" if count == 1 else "stacks and singles"
