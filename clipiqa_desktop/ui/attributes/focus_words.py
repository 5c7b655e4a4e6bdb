"""What was measured of a photograph's focus, in pixels, and where."""

from collections.abc import Sequence
from dataclasses import replace

from clipiqa_desktop.catalog.stages.focus import FocusStore, tied
from clipiqa_desktop.notation import hundredths
from clipiqa_desktop.ui.attributes.row_state import Standing
from clipiqa_desktop.ui.grid.turned_painting import turned_place

_DOWN, _ACROSS = ("upper", "", "lower"), ("left", "", "right")
_ALONE = {"upper": "top", "lower": "bottom"}


def focus_words(store: FocusStore, photo_id: int, quarters: int = 0) -> str:
    """One or two sentences."""
    numbers = store.numbers(photo_id)
    if numbers is None:
        return unmeasured_words(store.reason(photo_id))
    if numbers.width is None or numbers.quarter is None:
        return "Cannot be told: there are no edges, as in sky, fog or night"
    where = f" ({place_words(*turned_place(numbers.place, quarters))})" if numbers.place else ""
    return (
        f"Edges are {hundredths(numbers.width)} pixels wide where it is sharpest{where}, "
        f"at most {hundredths(numbers.quarter)} in the sharpest quarter of what has edges"
    )


def unmeasured_words(reason: str | None) -> str:
    """Of a photograph that could not be measured for this reason; None where it still will be."""
    return f"Could not be measured: {reason}" if reason else "Not measured yet"


def place_words(x: float, y: float) -> str:
    """`upper left`, for shares of width and height."""
    down, across = _DOWN[min(int(3 * y), 2)], _ACROSS[min(int(3 * x), 2)]
    return " ".join(filter(None, (down, across))) if down and across else _ALONE.get(down) or across or "middle"


def with_ties(standings: Sequence[Standing], places: Sequence[int] = ()) -> tuple[Standing, ...]:
    """Those that are as good as equal to the sharpest of them say so, if there is more than one. places: those that
    they have by focus in the stack that all of them belong to, 0 where that cannot be told, which say more than the
    numbers; none else.
    """
    if any(places):
        best = min(filter(None, places))
        return _tied(standings, [each == best for each in places])
    known = [each.value for each in standings if each.value is not None]
    equal = [each.value is not None and tied(each.value, max(known)) for each in standings]
    return _tied(standings, equal)


def _tied(standings: Sequence[Standing], equal: Sequence[bool]) -> tuple[Standing, ...]:
    if sum(equal) < 2:
        return tuple(standings)
    return tuple(replace(each, tied=is_equal) for each, is_equal in zip(standings, equal, strict=True))
