"""Rows in order, by keys of which the first decides, and the next among equals."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.columns import Columns, Numbers

# a camera's counter is the last number of four or more digits before the suffix
_COUNTER = re.compile(r"(.*?)(\d{4,})[^\d.]*(?=\.|$)", re.DOTALL | re.ASCII)
_UNKNOWN = np.uint32(2**32 - 1)  # no number has it: with the sign turned it would be a NaN
_SIGN = np.uint32(2**31)


def by_time_and_name(columns: Columns, places: NDArray[np.uint32]) -> NDArray[np.intp]:
    """All rows (n,) by capture time; where that is the same by folder and name in the order in which cameras count,
    also when their numbers begin anew. Where it never is, names are not looked at.

    `places` (n,) are the ranks of the capture times.
    """
    order = sorted_by(places, np.arange(len(places)))
    sorted_places = places[order]
    same = sorted_places[1:] == sorted_places[:-1]
    tied = np.append(same, False) | np.insert(same, 0, False)
    if tied.any():
        rows, moments = order[tied], sorted_places[tied]
        rows = rows[np.lexsort((columns.shooting_order[rows], moments))]
        _roll_over(columns, moments, rows)
        order[tied] = rows
    return order


def _roll_over(columns: Columns, moments: NDArray[np.uint32], rows: NDArray[np.intp]) -> None:
    """Puts 9999 before 0001 wherever both are of one moment and one folder; `moments` are those of the rows, in order.

    What has no known moment keeps the order of its names.
    """
    names = columns.names[rows].tolist()
    ends = [place for place, name in enumerate(names) if "999" in name]
    ends = [place for place in ends if moments[place] != _UNKNOWN]
    folders = columns.folders[rows[ends]].tolist()
    spans = zip(*(np.searchsorted(moments, moments[ends], side).tolist() for side in ("left", "right")), strict=True)
    for (first, end), folder in dict.fromkeys(zip(spans, folders, strict=True)):
        at = first + np.flatnonzero(columns.folders[rows[first:end]] == folder)
        rows[at] = rows[at][_counted([columns.names[row] for row in rows[at]])]


def _counted(names: Sequence[str]) -> list[int]:
    """The order of these names, which are in natural order, when counters that began anew go on instead."""
    numbers: dict[tuple[str, int], dict[int, int]] = {}
    for place, said in enumerate(map(_COUNTER.match, names)):
        if said:
            numbers.setdefault((said[1].casefold(), len(said[2])), {})[place] = int(said[2])
    order = list(range(len(names)))
    for (_, digits), by_place in numbers.items():
        # most count to 9999 whatever room there is: DSC09999, DSC00001
        limit = 10**4 if max(by_place.values()) < 10**4 else 10**digits
        for place, name in zip(by_place, _rolled_over(by_place, limit), strict=True):
            order[place] = name
    return order


def _rolled_over(numbers: Mapping[int, int], limit: int) -> list[int]:
    """The keys of ascending numbers below a limit; those of the lower half last where they lie so far apart."""
    if max(numbers.values()) - min(numbers.values()) <= limit // 2:
        return list(numbers)
    return sorted(numbers, key=lambda place: numbers[place] < limit // 2)


def sorted_by(places: NDArray[np.uint32], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """The rows (m,) in the order of their `places[row]`; among equal ones as they stood.

    A radix sort of two digits of 16 bits, the lower one first.
    """
    # Of whole numbers of 16 bits numpy sorts a million twice in the time that it takes for larger ones once.
    wanted = places[rows]
    by_lower = np.argsort(wanted.astype(np.uint16), kind="stable")
    upper = (wanted >> np.uint32(16)).astype(np.uint16)
    return rows[by_lower[np.argsort(upper[by_lower], kind="stable")]]


def ranks(values: Numbers) -> NDArray[np.uint32]:
    """Whole numbers (n,) that sort like these (n,); equal ones are equal, and what is unknown (NaN) comes last.

    The bits of an IEEE 754 number of 32 bits are sign, exponent, mantissa: read as a whole number they ascend with
    numbers from 0 on, and descend with negative ones. So all bits of a negative number are turned, and of the others
    the sign alone, which puts them above (Herf 2001, "Radix Tricks"). Numbers of 64 bits get the ranks of their values.
    """
    if values.dtype == np.float64:
        result = np.unique(values, return_inverse=True)[1].astype(np.uint32)
    else:
        bits = (values + np.float32(0)).view(np.uint32)  # plus zero: -0.0 becomes 0.0
        result = np.where(bits & _SIGN, ~bits, bits | _SIGN)
    result[np.isnan(values)] = _UNKNOWN
    return result


def reversed_ranks(places: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The same ranks (n,) the other way round; what is unknown still comes last."""
    result: NDArray[np.uint32] = np.where(places == _UNKNOWN, places, _UNKNOWN - np.uint32(1) - places)
    return result
