"""A query as values that JSON can hold, and back again."""

import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from clipiqa_desktop.catalog.query.fields import Fields
from clipiqa_desktop.catalog.query.query import ALL, STATES, Query, Range, SortKey

_PERCENTILE = "percentile"


def to_json(query: Query) -> dict[str, Any]:
    """All that the query wants but its folders, which belong to one catalog."""
    return {
        "state": query.state,
        "ranges": {key: _bounds(wanted) for key, wanted in query.ranges},
        "choices": {key: sorted(values, key=str) for key, values in query.choices},
        "sort": [[sort.key, sort.descending] for sort in query.sort],
        "name": query.name,
        "inverted": query.inverted,
    }


def from_json(value: object, fields: Fields) -> Query:
    """What `to_json` gave, in a catalog that has these fields; whatever makes no sense is left out."""
    parts = value if isinstance(value, Mapping) else {}
    query = Query(state=_one_of(STATES, parts.get("state"), ALL), sort=_sort(parts.get("sort"), fields))
    for key, bounds in _pairs(parts.get("ranges")):
        if (field := fields.get(key)) and field.is_number:
            query = query.with_range(key, _range(bounds))
    for key, values in _pairs(parts.get("choices")):
        if (field := fields.get(key)) and field in fields.choices:
            query = query.with_choice(key, filter(field.knows, _list(values)))
    name = parts.get("name")
    return replace(query, name=name if isinstance(name, str) else "", inverted=parts.get("inverted") is True)


def _bounds(wanted: Range) -> list[float | str | None]:
    return [wanted.low, wanted.high, *([_PERCENTILE] if wanted.percentile else [])]


def _range(bounds: object) -> Range:
    low, high, *more = _list(bounds) if len(_list(bounds)) >= 2 else (None, None)
    most, percentile = sys.float_info.max, more == [_PERCENTILE]
    within = (0.0, 100.0) if percentile else (-most, most)
    return Range(_number(low, *within), _number(high, *within), percentile)


def _number(value: object, low: float, high: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if low <= value <= high else None


def _sort(value: object, fields: Fields) -> tuple[SortKey, ...]:
    known = [field.key for field in fields.sorting]
    found: dict[str, SortKey] = {}
    for each in _list(value):
        if isinstance(each, (list, tuple)) and len(each) == 2 and each[0] in known:
            found.setdefault(each[0], SortKey(each[0], bool(each[1])))
    return tuple(found.values()) or Query().sort


def _pairs(value: object) -> Iterable[tuple[str, object]]:
    return value.items() if isinstance(value, Mapping) else ()


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _one_of(known: Collection[str], value: object, default: str) -> str:
    return value if isinstance(value, str) and value in known else default
