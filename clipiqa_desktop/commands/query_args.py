"""Which photographs a command is about: filters and sort keys from the command line, as a query."""

import argparse
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.moments import read_moment
from clipiqa_desktop.catalog.query.fields import Field, Fields, Kind, Section, Source
from clipiqa_desktop.catalog.query.query import Query, Range, SortKey
from clipiqa_desktop.catalog.query.query_engine import QueryEngine
from clipiqa_desktop.culling.cut_sources import BestBy
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.paths import absolute
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.places import command_words


def wanted_ids(catalog: Catalog, arguments: argparse.Namespace, folders: Iterable[Path]) -> list[int]:
    """The photographs that the arguments ask for, in order; without folders, of all that were added.

    Raises UserError for keys and values that are unknown, and for a folder that was never looked through.
    """
    fields = fields_of(catalog)
    query = _query(fields, arguments)
    columns = load(catalog, fields)
    if (chosen := chosen_folders(catalog, folders)) is not None:
        query = _within(query, chosen)
    return [int(photo_id) for photo_id in columns.ids[QueryEngine(columns, counted=()).answer(query).rows]]


def never_looked_through(catalog: Catalog, folder: Path) -> str:
    """The sentence for a folder of which the catalog knows nothing: what to do, or that there is no such folder."""
    shown, score = displayable_name(str(folder)), command_words(catalog.path, "score", folder)
    if not is_there(folder):
        return f"{shown} does not exist, and was never looked through: check how it is written."
    return f"{shown} was never looked through: run {score} first, with --without-network where there are no weights."


def nothing_matches(catalog: Catalog, arguments: argparse.Namespace) -> str:
    """The sentence for an empty answer: that none is scored yet, where the arguments ask for scores."""
    fields = fields_of(catalog)
    asked = (fields.get(key) for key, _ in _query(fields, arguments).ranges)
    by_scores = any(field and field.source is Source.SCORES for field in asked)
    model = catalog.models.current()
    if by_scores and (model is None or not catalog.scores.all(model)):
        return f"No photograph is scored yet: run {command_words(catalog.path, 'score')} on their folders first."
    return "No photograph matches."


def chosen_folders(catalog: Catalog, folders: Iterable[Path]) -> frozenset[int] | None:
    """These folders with all below them; None for all that were added, where none is named. Raises UserError."""
    chosen = [_folder(catalog, folder) for folder in folders]
    return frozenset(catalog.folders.below(*chosen)) if chosen else None


def judged_by(catalog: Catalog, words: str) -> BestBy:
    """What `--best-by KEY`, `KEY:asc` or `KEY:desc` names. Raises UserError."""
    keys = _Keys(fields_of(catalog))
    name, colon, direction = words.rpartition(":")
    if not colon or direction not in _DIRECTIONS:
        return BestBy.usual(keys.number(f"--best-by {words}", words).key)
    return BestBy(keys.number(f"--best-by {words}", name).key, direction == "desc")


def _within(query: Query, folders: frozenset[int]) -> Query:
    return Query(folders, query.state, query.ranges, query.choices, query.sort)


def _folder(catalog: Catalog, name: Path) -> Path:
    folder = absolute(name)
    if not any(root == folder or root in folder.parents or folder in root.parents for root in catalog.folders.roots()):
        raise UserError(never_looked_through(catalog, name))
    return folder


def _query(fields: Fields, arguments: argparse.Namespace) -> Query:
    keys = _Keys(fields)
    query = Query(sort=tuple(keys.sort_key(words) for words in arguments.sort) or (SortKey("captured"),))
    for option, bounds in (("min", arguments.min), ("max", arguments.max)):
        for words in bounds:
            query = _bounded(query, keys, option, words)
    if arguments.stars is not None:
        query = query.with_range("stars", _stars(arguments.stars))
    for field in (each for each in fields.choices if each.values):
        if (word := getattr(arguments, field.name, None)) is not None:
            values = {each.word: each.value for each in field.values}
            query = query.with_choice(field.key, [_one_of(f"--{field.name}", word, values)])
    return query


def _bounded(query: Query, keys: "_Keys", option: str, words: str) -> Query:
    name, sign, text = words.rpartition("=")
    if not sign:
        raise UserError(f"--{option} {words} makes no sense: write --{option} KEY=VALUE.")
    field = keys.number(f"--{option} {words}", name)
    value = _value(f"--{option} {words}", field, text, last=option == "max")
    before = query.range_of(field.key)
    wanted = Range(value, before.high) if option == "min" else Range(before.low, value)
    if wanted.low is not None and wanted.high is not None and wanted.low > wanted.high:
        raise UserError(f"--{option} {words} leaves nothing: the smallest {name} is above the largest.")
    return query.with_range(field.key, wanted)


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

    def __init__(self, fields: Fields) -> None:
        own = fields.of(Section.OWN)
        self._listed = [*(each.title.casefold() for each in own), *(fields.without(*(e.key for e in own)).by_name)]
        self._fields = {**{each.title.casefold(): each for each in own}, **fields.by_name}

    def number(self, words: str, name: str) -> Field:
        """The field of numbers that is meant. `words` are what to complain about."""
        field = self._find(name)
        if field and field.is_number:
            return field
        known = ", ".join(each for each in self._listed if self._fields[each].is_number)
        raise UserError(f"{words}: there is no {name or 'empty key'}; the keys are {known}, name (only to sort by).")

    def sort_key(self, words: str) -> SortKey:
        """`KEY`, `KEY:asc` or `KEY:desc`."""
        name, colon, direction = words.rpartition(":")
        if colon and self._find(name) and direction not in _DIRECTIONS:
            raise UserError(f"--sort {words} makes no sense: behind the colon stands asc or desc.")
        if direction not in _DIRECTIONS:
            name, direction = words, "asc"
        field = self._find(name)
        found = field if field and field.kind is Kind.TEXT else self.number(f"--sort {words}", name)
        return SortKey(found.key, direction == "desc")

    def _find(self, name: str) -> Field | None:
        return self._fields.get(name) or self._fields.get(name.casefold())


def _value(words: str, field: Field, text: str, *, last: bool) -> float:
    """What `text` says; a day is meant from its first moment on, or with `last` to its end."""
    if field.kind is Kind.MOMENT:
        return _moment(words, text, last=last)
    low, high = field.limits
    value = _number(text)
    if value is None or not low <= value <= high:
        kind = ", as all scores are" if field.source is Source.SCORES else ""
        raise UserError(f"{words} makes no sense: it is a number from {low:,.12g} to {high:,.12g}{kind}.")
    return value


def _number(text: str) -> float | None:
    """A number, or a fraction like 1/250; None for all else."""
    try:
        numerator, *denominator = (float(part) for part in text.split("/", 1))
        return numerator / denominator[0] if denominator else numerator
    except (ValueError, ArithmeticError):
        return None


def _moment(words: str, text: str, *, last: bool) -> float:
    moment = read_moment(text, end=last)
    if moment is None:
        raise UserError(
            f"{words} makes no sense: a time is like 2024-06-15 or 2024-06-15T18:30, by the camera's clock."
        )
    return moment
