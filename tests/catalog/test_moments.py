import math

import pytest

from clipiqa_desktop.catalog.moments import SECONDS, clock, iso_moment, moment, read_moment, typed


@pytest.mark.parametrize(("seconds", "words"), [(-1.0, "23:59:59"), (61.5, "00:01:01")])
def test_the_time_of_day(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@pytest.mark.parametrize("seconds", [-86_400.0, 0.0, 1_700_000_007.0])
def test_what_is_written_is_read_again(seconds: float) -> None:
    assert read_moment(typed(seconds)) == seconds
    assert read_moment(iso_moment(seconds)) == seconds


@pytest.mark.parametrize(("past", "bound"), [(SECONDS.stop, "9999-12-31 23:59:59"), (SECONDS.start - 1, "0001-01-01")])
def test_beyond_the_years_that_have_dates_stands_the_first_or_the_last_moment(past: float, bound: str) -> None:
    for seconds in (past, past * 10, math.copysign(math.inf, past)):
        assert str(moment(seconds)).startswith(bound)


def test_the_end_of_the_last_day_can_be_typed_and_shown() -> None:
    last = read_moment("9999-12-31", end=True)
    assert last is not None
    assert typed(last) == "9999-12-31 23:59:59"


def test_a_day_is_meant_from_its_start_or_to_its_end() -> None:
    start, end = read_moment("2024-06-15"), read_moment(" 2024-06-15 ", end=True)
    assert start is not None
    assert end is not None
    assert 86_399.9 < end - start < 86_400
    assert read_moment("2024-06-15T18:30", end=True) == read_moment("2024-06-15 18:30")


@pytest.mark.parametrize("text", ["", "yesterday", "2024-06-15T18:00+02:00"])
def test_what_is_no_moment_of_the_cameras_clock_is_none(text: str) -> None:
    assert read_moment(text) is None
