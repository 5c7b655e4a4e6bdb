"""Numbers and moments as people write them."""

from datetime import UTC, datetime

import pytest

from clipiqa_desktop import notation
from clipiqa_desktop.notation import Notation, figures, hundredths, tenths, thousandths, three_figures, two_figures


@pytest.fixture
def german():
    notation.use(Notation(",", "."))
    yield
    notation.use(notation.PLAIN)


def test_plain_until_somebody_says_otherwise() -> None:
    assert (figures(3204), tenths(3204.56), hundredths(0.938)) == ("3,204", "3,204.6", "0.94")
    assert (thousandths(0.9375), three_figures(93.72), two_figures(1.8)) == ("0.938", "93.7", "1.8")
    assert notation.current().date(datetime(2026, 6, 14, tzinfo=UTC)) == "2026-06-14"
    assert notation.current().date(datetime(999, 6, 14, tzinfo=UTC)) == "0999-06-14"  # a camera without a clock


@pytest.mark.usefixtures("german")
def test_with_the_signs_of_another_language() -> None:
    assert (figures(3204), tenths(3204.56), hundredths(0.938)) == ("3.204", "3.204,6", "0,94")
    assert notation.with_fraction("14.06.2026 12:41:07", "32") == "14.06.2026 12:41:07,32"


def test_a_fraction_stands_behind_the_seconds_whatever_follows() -> None:
    assert notation.with_fraction("6/14/2026 3:08:07 PM", "32") == "6/14/2026 3:08:07.32 PM"
