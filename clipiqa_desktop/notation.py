"""How numbers, dates and times are written for a person.

As in the program's own language until the window says how its person writes them. Tables and commands, which other
programs read, are written by nothing of this.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


def _strftime(form: str) -> Callable[[datetime], str]:
    return lambda when: when.strftime(form)


def _date(when: datetime) -> str:
    return when.date().isoformat()  # strftime writes the year 999 with three figures on some systems


_DAY, _TIME, _SHORT_TIME = map(_strftime, ("%d %b", "%H:%M:%S", "%H:%M"))


@dataclass(frozen=True)
class Notation:
    """The signs between figures, and how a moment is written: its day, its day without the year, the time of day to the
    second or to the minute.
    """

    point: str = "."
    group: str = ","
    date: Callable[[datetime], str] = _date
    day: Callable[[datetime], str] = _DAY
    time: Callable[[datetime], str] = _TIME
    short_time: Callable[[datetime], str] = _SHORT_TIME


PLAIN = Notation()
_used = [PLAIN]


def current() -> Notation:
    """The one in use."""
    return _used[0]


def use(notation: Notation) -> None:
    """From now on everything is written so."""
    _used[0] = notation


def figures(count: float) -> str:
    """`3,204`."""
    return _written(f"{count:,}")


def tenths(value: float) -> str:
    """`3,204.5`."""
    return _written(f"{value:,.1f}")


def hundredths(value: float) -> str:
    """`0.94`."""
    return _written(f"{value:.2f}")


def thousandths(value: float) -> str:
    """`0.937`."""
    return _written(f"{value:.3f}")


def three_figures(value: float) -> str:
    """`0.5`, `93.7`, `120`."""
    return _written(f"{value:.3g}")


def two_figures(value: float) -> str:
    """`1.8`, `11`."""
    return _written(f"{value:.2g}")


def with_fraction(moment: str, fraction: str) -> str:
    """A moment to the second, as it is written here, with what the second has behind its point."""
    *_, seconds = re.finditer(r"\d+", moment)
    return f"{moment[: seconds.end()]}{current().point}{fraction}{moment[seconds.end() :]}"


def _written(number: str) -> str:
    return number.translate({ord(","): current().group, ord("."): current().point})
