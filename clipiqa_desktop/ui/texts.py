"""Numbers and facts as words."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import numpy as np

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.catalog.query import Query, SortKey
from clipiqa_desktop.catalog.query_engine import Histogram
from clipiqa_desktop.perception.attributes import BUILT_IN
from clipiqa_desktop.ui.library import Library

DAY = 86_400  # seconds
NO_BREAK_SPACE, WORD_JOINER = "\u00a0", "\u2060"

# What is asked for most stands first.
_LOOK = ("quality", "sharpness", "brightness", "noisiness", "colorfulness", "contrast")
_FEEL = ("aesthetic", "beautiful", "happy", "scary", "natural", "complex", "new", "warm", "real", "lonely", "relaxing")
IN_ORDER = sorted(BUILT_IN, key=lambda each: (*_LOOK, *_FEEL).index(each.key))
_FACTS = {
    "captured": "Capture time",
    "name": "Name",
    "stars": "Stars",
    "iso": "ISO",
    "focal_length_mm": "Focal length",
    "aperture": "Aperture",
    "shutter_s": "Shutter",
}
_TITLES = _FACTS | {attribute.key: attribute.title for attribute in BUILT_IN}
_SHORT = {"captured": "time", "name": "name"}


def title(key: str, others: Mapping[str, str] | None = None) -> str:
    """What the window calls a sort key; `others` are the library's titles of those that are not built in."""
    return _TITLES.get(key) or (others or {}).get(key, key)


def keys_in_order(keys: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Score keys as people look for them: the look, the feel, the person's own."""
    look, feel = ([key for key in section if key in keys] for section in (_LOOK, _FEEL))
    return look, feel, [key for key in keys if key not in {*_LOOK, *_FEEL}]


def plain_tooltip(text: str) -> str:
    """A tooltip that shows this text as it is, whatever a file's name looks like."""
    return f"<qt>{escape(text)}</qt>"


def sort_words(query: Query, titles: Mapping[str, str] | None = None) -> str:
    """`Sharpness ↓, then time`; `titles` as for `title`."""
    first, *others = query.sort
    words = [f"{title(first.key, titles)} {_arrow(first)}"]
    words += [f"then {_SHORT.get(other.key, title(other.key, titles).lower())}" for other in others]
    return ", ".join(words)


def _arrow(sort: SortKey) -> str:
    return "↓" if sort.descending else "↑"


def sort_value(library: Library, row: int) -> tuple[str, float | None]:
    """What stands under a photograph: the value that sorts, and how much of the bar it fills."""
    key = library.query.sort[0].key
    if key == "name":
        return displayable_name(library.columns.names[row]), None
    value = float(library.columns.of(key)[row])
    if key == "captured":
        return _when(value, library.answer.histograms["captured"]), None
    if key in library.keys:
        return (f"{value:.2f}", value) if np.isfinite(value) else ("–", None)
    if key in library.columns.extra:
        return (f"{value:.3f}" if np.isfinite(value) else "–"), None
    return fact(key, value), None


def _when(captured: float, shoot: Histogram) -> str:
    """As much of the moment as tells the shoot's photographs apart: its date, its day and time, or its time."""
    if shoot.high - shoot.low <= DAY:
        return clock(captured)
    first, last = _moment(shoot.low), _moment(shoot.high)
    return date(captured) if first.year < last.year else day_and_time(captured)


def fact(key: str, value: float) -> str:
    """A number of NUMBERS in few characters; empty where it is unknown."""
    return _FACT_WORDS[key](value) if np.isfinite(value) else ""


def short_fact(key: str, value: float | None) -> str:
    """The same in the fewest characters, where the row's name says the rest."""
    words = fact(key, math.nan if value is None else value)
    return words[:-3] if key == "captured" else words.removeprefix("ISO ").removesuffix(" mm")


def clock(captured: float | None) -> str:
    """The camera's own time of day; empty where it is unknown."""
    return f"{_moment(captured):%H:%M:%S}" if captured is not None and np.isfinite(captured) else ""


def day_and_time(captured: float) -> str:
    """`23 Nov 12:41`; empty where it is unknown."""
    return f"{_moment(captured):%d %b %H:%M}" if np.isfinite(captured) else ""


def date(captured: float) -> str:
    """`2023-11-23`; empty where it is unknown."""
    return f"{_moment(captured):%Y-%m-%d}" if np.isfinite(captured) else ""


def exact_moment(captured: float | None) -> str:
    """`2023-11-23 12:41:07.32`, with hundredths where the camera wrote any; empty where it is unknown."""
    return f"{_moment(captured):%Y-%m-%d %H:%M:%S.%f}"[:-4].removesuffix(".00") if captured is not None else ""


def facts_line(facts: Mapping[str, Any]) -> str:
    """`2023-11-23 12:41:07 · 85 mm · f/1.8 · 1/500 · ISO 400`, with what is known; a line ends only after a dot."""
    captured = facts["captured"]
    parts = [
        captured is not None and f"{_moment(captured):%Y-%m-%d %H:%M:%S}",
        facts["focal_length_mm"] and f"{facts['focal_length_mm']:.3g} mm",
        facts["aperture"] and f"f/{facts['aperture']:.2g}",
        facts["shutter_s"] and _shutter(facts["shutter_s"]),
        facts["iso"] and f"ISO {facts['iso']}",
    ]
    return f"{NO_BREAK_SPACE}· ".join(_unbroken(part) for part in parts if part)


def _unbroken(fact: str) -> str:
    return fact.replace(" ", NO_BREAK_SPACE).replace("/", f"/{WORD_JOINER}").replace("-", f"-{WORD_JOINER}")


def camera_line(facts: Mapping[str, Any]) -> str:
    """`NIKON D3400 · 35.0 mm f/1.8 · 6000 x 4000`, with what is known of it."""
    size = f"{facts['width']} x {facts['height']}" if facts["width"] else None
    return " · ".join(part for part in (facts["camera"], facts["lens"], size) if part)


def duration(seconds: float) -> str:
    """`2 min 17 s`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _moment(captured: float) -> datetime:
    """Unlike the system's own functions, for times before 1970 too."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=captured)


def _shutter(seconds: float) -> str:
    return f"1/{round(1 / seconds)}" if seconds < 0.3 else f"{seconds:.3g} s"


_FACT_WORDS: dict[str, Callable[[float], str]] = {
    "captured": clock,
    "stars": lambda value: "★" * round(value),
    "iso": "ISO {:.0f}".format,
    "focal_length_mm": "{:.3g} mm".format,
    "aperture": "f/{:.2g}".format,
    "shutter_s": _shutter,
}
