"""Moments and numbers in the ways of several countries, there and back."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from clipiqa_desktop.notation import PLAIN
from clipiqa_desktop.ui.widgets.local_notation import local_notation, read_local_moment

WHEN = datetime(2026, 6, 4, 15, 8, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "point", "date", "day", "time", "short_time"),
    [
        ("de_DE", ",", "04.06.2026", "04.06.", "15:08:07", "15:08"),
        ("en_US", ".", "6/4/2026", "6/4", "3:08:07 PM", "3:08 PM"),
        ("fr_FR", ",", "04/06/2026", "04/06", "15:08:07", "15:08"),
        ("sv_SE", ",", "2026-06-04", "06-04", "15:08:07", "15:08"),
        ("hu_HU", ",", "2026. 06. 04.", "06. 04.", "15:08:07", "15:08"),
    ],
)
def test_as_the_country_writes_it(name, point, date, day, time, short_time):
    said = local_notation(QLocale(name))
    told = [each(WHEN).replace("\u202f", " ") for each in (said.date, said.day, said.time, said.short_time)]
    assert (said.point, *told) == (point, date, day, time, short_time)


@pytest.mark.parametrize("name", ["de_DE", "en_US", "fr_FR", "ja_JP", "ar_EG", "ko_KR", "fi_FI"])
def test_what_is_written_can_be_typed(name):
    locale, said = QLocale(name), local_notation(QLocale(name))
    midnight = WHEN.replace(hour=0, minute=0, second=0).timestamp()
    assert read_local_moment(f"{said.date(WHEN)} {said.time(WHEN)}", locale) == WHEN.timestamp()
    assert read_local_moment(f"{said.date(WHEN)} {said.short_time(WHEN)}", locale) == WHEN.replace(second=0).timestamp()
    assert read_local_moment(said.date(WHEN), locale) == midnight
    assert read_local_moment(said.date(WHEN), locale, end=True) == pytest.approx(midnight + 86_400, abs=0.001)
    assert read_local_moment("2026-06-04 15:08:07", locale) == WHEN.timestamp()
    assert read_local_moment("soon", locale) is None


def test_where_the_system_says_nothing_it_is_plain():
    assert local_notation(QLocale.c()) is PLAIN
