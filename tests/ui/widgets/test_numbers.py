"""What people type as numbers, in their own way of writing."""

import math

import pytest
from PySide6.QtCore import QLocale

from clipiqa_desktop.ui.widgets.numbers import read_number, spelled_number

LOCALES = ["C", "en_US", "de_DE", "de_CH", "fr_FR", "pt_BR", "ja_JP", "ar_EG", "fa_IR", "hi_IN", "sv_SE", "nb_NO"]


@pytest.mark.parametrize("name", LOCALES)
@pytest.mark.parametrize("value", [0.0, 0.25, 0.6, -0.5, 0.000125, 1.8, 100.0, 102400.0, 3276800.0, 1e-7])
def test_what_is_shown_is_read(name: str, value: float) -> None:
    locale = QLocale(name)
    assert read_number(spelled_number(value, locale), locale) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("name", LOCALES)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.600", 0.6),
        ("0,600", 0.6),
        ("0,8", 0.8),
        (" 0.25 ", 0.25),
        (".5", 0.5),
        (",5", 0.5),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("-1", -1),
        ("\u22120,5", -0.5),
        ("1/250", 0.004),
        ("1e-3", 0.001),
        ("25600", 25600),
        ("25 600", 25600),
        ("25\u202f600", 25600),
        ("25\u2019600", 25600),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("\u0660\u066b\u0665", 0.5),
        ("\u06f0\u066b\u06f5", 0.5),
        ("\uff10.\uff15", 0.5),
    ],
)
def test_what_can_mean_one_thing_means_it_everywhere(name: str, text: str, value: float) -> None:
    assert read_number(text, QLocale(name)) == pytest.approx(value)


NO_NUMBERS = [
    "",
    "-",
    "0,,8",
    "0.1.2",
    "1,23,4",
    "a",
    "1/0",
    "1/",
    "nan",
    "inf",
    "1e999",
    "0,8 m",
    "1.234,567.8",
    "0 6",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("name", ["en_US", "de_DE"])
def test_what_is_no_number(name: str, text: str) -> None:
    assert read_number(text, QLocale(name)) is None


@pytest.mark.parametrize(
    ("name", "text", "most", "value"),
    [
        ("de_DE", "1.600", math.inf, 1600),
        ("de_DE", "1,600", math.inf, 1.6),
        ("en_US", "1.600", math.inf, 1.6),
        ("en_US", "1,600", math.inf, 1600),
        ("de_DE", "1.000", 1, 1),
        ("en_US", "1,000", 1, 1),
        ("de_DE", "12.500", 100, 12.5),
    ],
)
def test_thousands_are_grouped_as_the_language_does_unless_that_is_too_much(
    name: str, text: str, most: float, value: float
) -> None:
    assert read_number(text, QLocale(name), most) == pytest.approx(value)


def test_figures_are_not_grouped_when_they_are_shown() -> None:
    assert spelled_number(102400.0, QLocale("en_US")) == "102400"
    assert spelled_number(0.25, QLocale("de_DE")) == "0,25"
