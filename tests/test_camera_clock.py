import pytest

from clipiqa_desktop.camera_clock import exact_text, from_text, iso_text, moment

DAY = 86_400


def test_times_before_1970_are_times_too() -> None:
    assert moment(-DAY).isoformat() == "1969-12-31T00:00:00+00:00"
    assert iso_text(-0.5) == "1969-12-31T23:59:59.500"


@pytest.mark.parametrize(("seconds", "text"), [(0, "1970-01-01 00:00:00"), (1.25, "1970-01-01 00:00:01.25")])
def test_hundredths_are_written_where_there_are_any(seconds: float, text: str) -> None:
    assert exact_text(seconds) == text
    assert from_text(text, last=True) == seconds


@pytest.mark.parametrize(
    ("text", "last", "seconds"), [("1970-01-02", False, DAY), (" 19700102 ", True, 2 * DAY - 1e-6)]
)
def test_a_day_is_meant_from_its_first_moment_or_to_its_end(text: str, last: bool, seconds: float) -> None:
    assert from_text(text, last=last) == pytest.approx(seconds, abs=1e-7)


@pytest.mark.parametrize("text", ["", "noon", "2024-13-01", "2024-06-15T12:00+02:00"])
def test_no_moment_and_one_with_a_zone_are_none(text: str) -> None:
    assert from_text(text, last=False) is None
