"""Numbers and moments as the system says that the person writes them, and moments back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from clipiqa_desktop.catalog.moments import END_OF_DAY, read_moment
from clipiqa_desktop.notation import PLAIN, Notation

_SHORT, _LONG = QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat


def local_notation(locale: QLocale) -> Notation:
    """Of this locale; the plain one where the system says none."""
    if locale.language() == QLocale.Language.C:
        return PLAIN
    return Notation(
        point=locale.decimalPoint(),
        group=locale.groupSeparator(),
        date=_of_day(locale, _date_format(locale)),
        day=_of_day(locale, _without_year(_date_format(locale))),
        time=_of_time(locale, _time_format(locale)),
        short_time=_of_time(locale, locale.timeFormat(_SHORT)),
    )


def read_local_moment(text: str, locale: QLocale, *, end: bool = False) -> float | None:
    """What a person typed: as in their locale, or as 2026-06-14 12:30; the rest as `read_moment`."""
    if (said := read_moment(text, end=end)) is not None:
        return said
    text, day = text.strip(), _date_format(locale)
    if (date := locale.toDate(text, day)).isValid():
        return _seconds(QDateTime(date, QTime(0, 0))) + (END_OF_DAY if end else 0.0)
    for time in (_time_format(locale), locale.timeFormat(_SHORT)):
        if (moment := locale.toDateTime(text, f"{day} {time}")).isValid():
            return _seconds(moment)
    return None


def _date_format(locale: QLocale) -> str:
    """The short one, with all four figures of the year."""
    return re.sub(r"y+", "yyyy", locale.dateFormat(_SHORT))


def _without_year(date_format: str) -> str:
    """A point behind a day belongs to it, as in 14.06."""
    return re.sub(r"y+[./\-\s年]+|[/\-\s]*y+", "", date_format)


def _time_format(locale: QLocale) -> str:
    """With seconds, without the zone."""
    return re.sub(r"[\s(]*t+\)?", "", locale.timeFormat(_LONG)).strip()


def _of_day(locale: QLocale, form: str) -> Callable[[datetime], str]:
    return lambda when: locale.toString(QDate(when.year, when.month, when.day), form)


def _of_time(locale: QLocale, form: str) -> Callable[[datetime], str]:
    return lambda when: locale.toString(QTime(when.hour, when.minute, when.second), form)


def _seconds(moment: QDateTime) -> float:
    date, time = moment.date(), moment.time()
    return datetime(
        date.year(), date.month(), date.day(), time.hour(), time.minute(), time.second(), tzinfo=UTC
    ).timestamp()
