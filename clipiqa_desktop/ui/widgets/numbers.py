"""Numbers as a person types and reads them: with a comma where their language has one."""

import math
import re
import unicodedata
from decimal import Decimal

from PySide6.QtCore import QLocale

_MINUS = "-\u2212\u2010\u2011\u2013\ufe63\uff0d"
_POINTS = ".,\u066b\uff0c\uff0e"
_APOSTROPHES = "'\u2019\u066c"
_SPACE = " "
_PLAIN = re.compile(r"-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.ASCII | re.IGNORECASE)


def spelled_number(value: float, locale: QLocale) -> str:
    """Six figures of a number, in the digits and with the decimal sign of the locale; nothing groups them."""
    plain = f"{Decimal(f'{value:.6g}'):f}"
    zero = ord(locale.zeroDigit()) if len(locale.zeroDigit()) == 1 else ord("0")
    digits = {ord(str(digit)): chr(zero + digit) for digit in range(10)}
    return plain.translate(digits | {ord("."): locale.decimalPoint(), ord("-"): locale.negativeSign()})


def read_number(text: str, locale: QLocale, most: float = math.inf) -> float | None:
    """What a person typed, in their own way of writing or with a point; a fraction like 1/250 too. None for all else.

    The sign that groups thousands in the locale does so only where nothing else can be meant: not behind a zero (0.600
    is 0.6 everywhere), not without three figures behind it, and not where the number would be more than `most`.
    """
    numerator, slash, denominator = _in_ascii(text).partition("/")
    above, below = _one_number(numerator, locale, most if not slash else math.inf), 1.0
    if slash:
        below = _one_number(denominator, locale, math.inf) or 0.0
    return above / below if above is not None and below else None


def _one_number(text: str, locale: QLocale, most: float) -> float | None:
    readings = [value for reading in _readings(text, locale) if (value := _plain_number(reading)) is not None]
    return next((value for value in readings if abs(value) <= most), readings[0] if readings else None)


def _readings(text: str, locale: QLocale) -> list[str]:
    """What the signs between the figures may mean, the likeliest first; with a point before decimals alone."""
    signs = [sign for sign in text if sign in _POINTS]
    if not signs:
        return [_ungrouped(text, _SPACE)]
    last = signs[-1]
    whole, _, decimals = text.rpartition(last)
    if len(set(signs)) > 1:  # 1.234,5 or 1,234.5
        return [f"{figures}.{decimals}" for figures in [_ungrouped(whole, signs[0])] if figures]
    point = f"{_ungrouped(whole, _SPACE)}.{decimals}" if len(signs) == 1 else ""
    groups = _ungrouped(text, last)
    return [point, groups] if last == locale.decimalPoint() and point else [groups, point]


def _ungrouped(text: str, sign: str) -> str:
    """The figures of 1,234,567, of which each three stand together; nothing where they are parted otherwise."""
    is_sound = re.fullmatch(rf"-?[1-9]\d{{0,2}}({re.escape(sign)}\d{{3}})+", text, re.ASCII)
    return text.replace(sign, "") if is_sound or sign not in text else ""


def _plain_number(text: str) -> float | None:
    value = float(text) if _PLAIN.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def _in_ascii(text: str) -> str:
    """Figures of every script as 0 to 9; white space and apostrophes between them as one and the same sign."""
    letters = ("-" if each in _MINUS else str(unicodedata.digit(each, each)) for each in text.strip())
    shown = (each for each in letters if unicodedata.category(each) != "Cf")  # marks of the writing direction
    return "".join(_SPACE if each.isspace() or each in _APOSTROPHES else each for each in shown)
