"""Names by a template like `{date}_{counter}_{name}`; all files of a photograph get the same beginning."""

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipiqa_desktop.catalog.moments import moment
from clipiqa_desktop.culling.export.options import Taken
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.file_names import legal_name, shot_stem

if TYPE_CHECKING:  # the command line knows its options without what opens catalogs
    from clipiqa_desktop.catalog.catalog import Catalog
    from clipiqa_desktop.culling.export.shots import Shot

COUNTER = "counter"
FIELDS: Mapping[str, str] = {
    "name": "Name until now",
    "date": "Date: 2026-06-14",
    "time": "Time: 09-08-00",
    "year": "Year: 2026",
    "month": "Month: 06",
    "day": "Day: 14",
    "camera": "Camera",
    COUNTER: "Counter: 0001, 0002, … ({counter:051} begins at 051)",
}
_MOMENTS = {"date": "%Y-%m-%d", "time": "%H-%M-%S", "year": "%Y", "month": "%m", "day": "%d"}
_PART = re.compile(r"\{(?P<field>\w*)(?::(?P<first>\d{1,9}))?\}|(?P<text>[^{}]+)|(?P<wrong>.)", re.DOTALL)
_MOST_BYTES = 200  # of 255, so that endings and numbers have room


@dataclass(frozen=True)
class Template:
    """`parts` are texts, and fields with the number that a counter begins at, as it is written."""

    parts: Sequence[tuple[str, str | None]]  # text or name of a field; None for a text, else how a counter begins

    def names(
        self, catalog: "Catalog", ids: Iterable[int], is_taken: Taken = lambda _photo_id, _name: False
    ) -> dict[int, str]:
        """The beginning of the name of each photograph; counters go by the order of the ids, past what is taken."""
        places, names = count(), {}
        for photo_id in ids:
            name = self._name(catalog, photo_id, place := next(places))
            while is_taken(photo_id, name) and self._name(catalog, photo_id, place + 1) != name:
                name = self._name(catalog, photo_id, place := next(places))
            names[photo_id] = name
        return names

    def _name(self, catalog: "Catalog", photo_id: int, place: int) -> str:
        photo = catalog.photos.get(photo_id)
        words = (
            text if first is None else _value(text, first, photo.path, photo.facts, place) for text, first in self.parts
        )
        return legal("".join(words)) or legal(shot_stem(photo.path.name)) or "photograph"


def read_template(text: str) -> Template:
    """Raises UserError with what is wrong about it."""
    parts: list[tuple[str, str | None]] = []
    for part in _PART.finditer(text.strip()):
        field, first = part["field"], part["first"]
        if part["text"]:
            parts.append((part["text"], None))
        elif part["wrong"]:
            raise UserError(f"The template {text} makes no sense: a name stands between {{ and }}, as in {{date}}.")
        elif field not in FIELDS or (first is not None and field != COUNTER):
            known = ", ".join(f"{{{each}}}" for each in FIELDS)
            raise UserError(f"The template {text} makes no sense: there is no {part[0]}; there are {known}.")
        else:
            parts.append((field, first or "0001"))
    if not parts:
        raise UserError("The template is empty: write for example {date}_{counter}.")
    return Template(parts)


def renamed(shots: "Iterable[Shot]", names: Mapping[int, str]) -> "list[Shot]":
    """These, the files of each of which will be named so; as they are where nothing is said."""
    return [_renamed(shot, names[shot.photo_id]) if shot.photo_id in names else shot for shot in shots]


def _renamed(shot: "Shot", base: str) -> "Shot":
    return replace(shot, files=tuple(replace(file, base=base) for file in shot.files))


def legal(name: str) -> str:
    """What every system takes as the beginning of a file's name; empty where nothing is left."""
    beginning = name.strip(" .")
    return legal_name(_cut(legal_name(beginning))) if beginning else ""


def _cut(name: str) -> str:
    """As many characters as there is room for, in the bytes that the system keeps."""
    ends = list(accumulate(len(os.fsencode(each)) for each in name))
    return name[: bisect_right(ends, _MOST_BYTES)]


def _value(field: str, first: str, path: Path, facts: Mapping[str, Any], place: int) -> str:
    values: Mapping[str, Callable[[], str]] = {
        "name": lambda: shot_stem(path.name),
        "camera": lambda: str(facts.get("camera") or "unknown camera"),
        COUNTER: lambda: f"{int(first) + place:0{len(first)}d}",
    }
    if field in values:
        return values[field]()
    captured = facts.get("captured")
    return "undated" if captured is None else f"{moment(captured):{_MOMENTS[field]}}"
