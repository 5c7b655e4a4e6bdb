"""Rows in order, by keys of which the first decides, and the next among equals."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.columns import Columns, Numbers
from clipiqa_desktop.catalog.natural_order import natural_order

_UNKNOWN = np.uint32(2**32 - 1)
_SIGN = np.uint32(2**31)


def by_time_and_name(columns: Columns) -> NDArray[np.intp]:
    """All rows by capture time, and by name where that is the same; the names of other rows are not looked at."""
    places = ranks(columns.captured)
    order = sorted_by(places, np.arange(len(places)))
    sorted_places = places[order]
    same = sorted_places[1:] == sorted_places[:-1]
    tied = np.append(same, False) | np.insert(same, 0, False)
    if tied.any():
        rows, groups = order[tied], sorted_places[tied]
        by_name = natural_order(columns.names[rows])
        order[tied] = rows[by_name][np.argsort(groups[by_name], kind="stable")]
    return order


def sorted_by(places: NDArray[np.uint32], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """The rows in the order of their places; among equal ones as they stood."""
    # Sorting unique whole numbers is several times as fast as a stable sort of their indices.
    packed = places[rows].astype(np.uint64) << np.uint64(32) | np.arange(len(rows), dtype=np.uint64)
    packed.sort()
    result: NDArray[np.intp] = rows[(packed & np.uint64(_UNKNOWN)).astype(np.intp)]
    return result


def ranks(values: Numbers) -> NDArray[np.uint32]:
    """Whole numbers that sort like these; equal ones are equal, and what is unknown comes last."""
    if values.dtype == np.float64:
        result = np.unique(values, return_inverse=True)[1].astype(np.uint32)
    else:
        bits = (values + np.float32(0)).view(np.uint32)  # plus zero: -0.0 becomes 0.0
        result = np.where(bits & _SIGN, ~bits, bits | _SIGN)
    result[np.isnan(values)] = _UNKNOWN
    return result


def reversed_ranks(places: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The same the other way round; what is unknown still comes last."""
    result: NDArray[np.uint32] = np.where(places == _UNKNOWN, places, _UNKNOWN - np.uint32(1) - places)
    return result
