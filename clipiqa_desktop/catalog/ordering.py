"""Rows in order, by keys of which the first decides, and the next among equals."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.columns import Columns, Numbers

_UNKNOWN = np.uint32(2**32 - 1)  # no number has it: with the sign turned it would be a NaN
_SIGN = np.uint32(2**31)


def by_time_and_name(columns: Columns, places: NDArray[np.uint32]) -> NDArray[np.intp]:
    """All rows (n,) by capture time, and by name where that is the same; where it never is, names are not looked at.

    `places` (n,) are the ranks of the capture times.
    """
    order = sorted_by(places, np.arange(len(places)))
    sorted_places = places[order]
    same = sorted_places[1:] == sorted_places[:-1]
    tied = np.append(same, False) | np.insert(same, 0, False)
    if tied.any():
        rows = order[tied]
        order[tied] = rows[np.lexsort((columns.name_order[rows], sorted_places[tied]))]
    return order


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
