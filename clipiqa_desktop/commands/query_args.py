"""Which photographs a command is about: filters and sort keys from the command line, as a query."""

import argparse
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.columns import load
from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.catalog.query import Query, Range, SortKey
from clipiqa_desktop.catalog.query_engine import answer
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.mark_words import FLAG_WORDS, LABEL_WORDS, MOST_STARS
from clipiqa_desktop.paths import absolute

# What the facts are called on the command line, and between what their numbers make sense.
_FACTS: Mapping[str, str] = {
    "iso": "iso",
    "aperture": "aperture",
    "shutter": "shutter_s",
    "focal_length": "focal_length_mm",
    "captured": "captured",
    "stars": "stars",
}
_LIMITS: Mapping[str, tuple[float, float]] = {
    "iso": (1, 1e8),
    "aperture": (0.1, 1e3),
    "shutter_s": (1e-7, 1e6),
    "focal_length_mm": (0.1, 1e4),
    "stars": (0, MOST_STARS),
}
_END_OF_DAY = timedelta(days=1, microseconds=-1)


def wanted_ids(catalog: Catalog, arguments: argparse.Namespace, folders: Iterable[Path]) -> list[int]:
    """The photographs that the arguments ask for, in order; without folders, of all that were added.

    Raises UserError for keys and values that are unknown, and for a folder that was never looked through.
    """
    query = _query(catalog, arguments)
    columns = load(catalog, catalog.scores.keys)
    chosen = [_folder(catalog, folder) for folder in folders]
    if chosen:
        query = _within(query, frozenset().union(*(catalog.folders.below(folder) for folder in chosen)))
    return [int(photo_id) for photo_id in columns.ids[answer(columns, query).rows]]


def _within(query: Query, folders: frozenset[int]) -> Query:
    return Query(folders, query.state, query.ranges, query.choices, query.sort)


def _folder(catalog: Catalog, name: Path) -> Path:
    folder = absolute(name)
    if not any(root == folder or root in folder.parents or folder in root.parents for root in catalog.folders.roots()):
        shown = displayable_name(str(name))
        raise UserError(f"{shown} was never looked through: run `clipiqa-desktop score {shown}` first.")
    return folder


def _query(catalog: Catalog, arguments: argparse.Namespace) -> Query:
    keys = _Keys(catalog)
    query = Query(sort=tuple(keys.sort_key(words) for words in arguments.sort) or (SortKey("captured"),))
    for option, bounds in (("min", arguments.min), ("max", arguments.max)):
        for words in bounds:
            query = _bounded(query, keys, option, words)
    if arguments.stars is not None:
        query = query.with_range("stars", _stars(arguments.stars))
    for name, values in (("flag", FLAG_WORDS), ("label", LABEL_WORDS)):
        if (word := getattr(arguments, name)) is not None:
            query = query.with_choice(name, [_one_of(f"--{name}", word, values)])
    return query


def _bounded(query: Query, keys: "_Keys", option: str, words: str) -> Query:
    name, sign, text = words.rpartition("=")
    if not sign:
        raise UserError(f"--{option} {words} makes no sense: write --{option} KEY=VALUE.")
    key = keys.number(f"--{option} {words}", name)
    value = _value(f"--{option} {words}", key, text, last=option == "max")
    before = query.range_of(key)
    wanted = Range(value, before.high) if option == "min" else Range(before.low, value)
    if wanted.low is not None and wanted.high is not None and wanted.low > wanted.high:
        raise UserError(f"--{option} {words} leaves nothing: the smallest {name} is above the largest.")
    return query.with_range(key, wanted)


def _stars(words: str) -> Range:
    said = re.fullmatch(r"\s*(>=|<=|=|)\s*([0-5])\s*", words, re.ASCII)
    if not said:
        raise UserError(f"--stars {words} makes no sense: it is 0 to 5, or such a number after =, >= or <=.")
    stars = float(said[2])
    return Range(None if said[1] == "<=" else stars, None if said[1] == ">=" else stars)


def _one_of(option: str, word: str, values: Mapping[Any, int]) -> int:
    if word not in values:
        raise UserError(f"{option} {word} is unknown: it is one of {', '.join(values)}.")
    return values[word]


_DIRECTIONS = frozenset({"asc", "desc"})


class _Keys:
    """What can be filtered and sorted by; an attribute of the person's own by its key, or by its title."""

    def __init__(self, catalog: Catalog) -> None:
        own = {each.title.casefold(): each.key for each in catalog.own_attributes.all()}
        self._named = own | {key: key for key in catalog.scores.keys if key not in own.values()} | dict(_FACTS)
        self._columns = self._named | {key: key for key in own.values()}

    def number(self, words: str, name: str) -> str:
        """The column of numbers that is meant. `words` are what to complain about."""
        if column := self._columns.get(name) or self._columns.get(name.casefold()):
            return column
        raise UserError(f"{words}: there is no {name or 'empty key'}; the keys are {self._listed()}.")

    def sort_key(self, words: str) -> SortKey:
        """`KEY`, `KEY:asc` or `KEY:desc`."""
        name, colon, direction = words.rpartition(":")
        if colon and name in self._columns and direction not in _DIRECTIONS:
            raise UserError(f"--sort {words} makes no sense: behind the colon stands asc or desc.")
        if direction not in _DIRECTIONS:
            name, direction = words, "asc"
        column = "name" if name == "name" else self.number(f"--sort {words}", name)
        return SortKey(column, direction == "desc")

    def _listed(self) -> str:
        return ", ".join([*self._named, "name (only to sort by)"])


def _value(words: str, column: str, text: str, *, last: bool) -> float:
    """What `text` says; a day is meant from its first moment on, or with `last` to its end."""
    if column == "captured":
        return _moment(words, text, last=last)
    low, high = _LIMITS.get(column, (0.0, 1.0))
    value = _number(text)
    if value is None or not low <= value <= high:
        kind = "" if column in _LIMITS else ", as all scores are"
        raise UserError(f"{words} makes no sense: it is a number from {low:,g} to {high:,g}{kind}.")
    return value


def _number(text: str) -> float | None:
    """A number, or a fraction like 1/250; None for all else."""
    try:
        numerator, *denominator = (float(part) for part in text.split("/", 1))
        return numerator / denominator[0] if denominator else numerator
    except (ValueError, ArithmeticError):
        return None


def _moment(words: str, text: str, *, last: bool) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo:
        raise UserError(
            f"{words} makes no sense: a time is like 2024-06-15 or 2024-06-15T18:30, by the camera's clock."
        )
    is_day = not re.search(r"[T ]", text)
    return (moment.replace(tzinfo=UTC) + (_END_OF_DAY if last and is_day else timedelta())).timestamp()
