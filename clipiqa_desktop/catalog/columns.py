"""What the window sorts, filters and counts by, in memory as one numpy column a fact."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.bulk_reading import read_numbers, read_texts, snapshot
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.natural_order import natural_order

Numbers = NDArray[np.float32] | NDArray[np.float64]

# Facts and marks that are numbers, and those that are one of a few things.
NUMBERS = ("captured", "iso", "focal_length_mm", "aperture", "shutter_s", "stars")
CHOICES = ("camera", "lens", "flag", "label")
# On these a step is a factor: ISO 100, 200, 400.
LOGARITHMIC = frozenset({"iso", "focal_length_mm", "aperture", "shutter_s"})


@dataclass
class Columns:
    """Row i of every column is photograph `ids[i]`; ids ascend. Scores (n, keys) and numbers are NaN where unknown.

    `extra` are columns that are computed rather than stored, by a key of their own; put a new array there for new
    numbers. They sort and filter like scores.
    """

    keys: tuple[str, ...]
    ids: NDArray[np.int64]
    folders: NDArray[np.int64]
    names: NDArray[np.object_]
    fingerprints: NDArray[np.object_]
    unreadable: NDArray[np.bool_]
    paired: NDArray[np.bool_]
    captured: NDArray[np.float64]
    iso: NDArray[np.float32]
    focal_length_mm: NDArray[np.float32]
    aperture: NDArray[np.float32]
    shutter_s: NDArray[np.float32]
    stars: NDArray[np.float32]
    camera: NDArray[np.object_]
    lens: NDArray[np.object_]
    flag: NDArray[np.int8]
    label: NDArray[np.int8]
    scores: NDArray[np.float32]
    extra: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._changes: Counter[str] = Counter()
        self._seen: dict[str, NDArray[np.float32]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, ids: Iterable[int]) -> NDArray[np.intp]:
        """The rows of these photographs; ids that are not here are left out."""
        rows, known = _places(self.ids, np.fromiter(ids, np.int64))
        return rows[known]

    @property
    def numbers(self) -> tuple[str, ...]:
        """What ranges can filter by, and what has a histogram: scores, NUMBERS, extra columns."""
        return (*self.keys, *NUMBERS, *(key for key in self.extra if key not in self.keys))

    def of(self, key: str) -> Numbers:
        """A column to sort and filter by: one of `numbers`, or `name` (the place in natural order).

        Raises KeyError where there is none of this key.
        """
        if key == "name":
            return self.name_order
        if key in NUMBERS:
            numbers: Numbers = getattr(self, key)
            return numbers
        return self.scores[:, self.keys.index(key)] if key in self.keys else self.extra[key]

    def stamp(self, name: str) -> int:
        """Another number after each change of this column: one of `numbers`, or a field."""
        if name in self.extra and self._seen.get(name) is not self.extra[name]:
            self._seen[name] = self.extra[name]
            self._changes[name] += 1
        return self._changes[name]

    @cached_property
    def name_order(self) -> NDArray[np.float32]:
        """The place of each row in the natural order of names: DSC_2 before DSC_10."""
        order = np.empty(len(self), np.float32)
        order[natural_order(self.names)] = np.arange(len(self))
        return order

    @cached_property
    def folded_names(self) -> list[str]:
        """The names for comparing without regard to large and small letters."""
        return [name.casefold() for name in self.names]

    @cached_property
    def unscored(self) -> NDArray[np.bool_]:
        """Which rows have no score at all."""
        unscored: NDArray[np.bool_] = np.logical_and.reduce(np.isnan(self.scores), axis=1)
        return unscored

    def refresh(self, catalog: Catalog, ids: Collection[int]) -> None:
        """Reads these photographs anew, after somebody said that they changed; extra columns stay as they are."""
        fresh = load(catalog, self.keys, ids)
        fresh = fresh.subset(_places(self.ids, fresh.ids)[1])
        rows = self.rows(fresh.ids)
        for name in _COLUMNS[1:]:
            self.put(name, rows, getattr(fresh, name))

    def with_extra_of(self, other: "Columns") -> "Columns":
        """These, with the extra columns of others; NaN where those did not know a photograph."""
        self.extra.update((key, self.align(other.ids, values)) for key, values in other.extra.items())
        return self

    def align(self, ids: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """A column of the values that belong to these photographs, in any order; NaN for all others."""
        rows, known = _places(self.ids, ids)
        column = np.full(len(self), np.nan, np.float32)
        column[rows[known]] = values[known]
        return column

    def put_scores(self, key: str, ids: NDArray[np.int64], values: NDArray[np.float32]) -> None:
        """Takes in the scores of an attribute, a new one or one that is here; NaN for whom is not among `ids`."""
        keys = self.keys if key in self.keys else (*self.keys, key)
        table = np.empty((len(keys), len(self)), np.float32)
        table[: len(self.keys)] = self.scores.T
        table[keys.index(key)] = self.align(ids, values)
        self._replace_scores(keys, table, key)

    def drop_scores(self, key: str) -> None:
        """Forgets an attribute."""
        others = [place for place, each in enumerate(self.keys) if each != key]
        self._replace_scores(tuple(self.keys[place] for place in others), self.scores.T[others], key)

    def _replace_scores(self, keys: tuple[str, ...], table: NDArray[np.float32], changed: str) -> None:
        self.keys, self.scores = keys, table.T
        self._changes.update(("scores", changed))
        for derived in _DERIVED["scores"]:
            self.__dict__.pop(derived, None)

    def subset(self, rows: NDArray[np.bool_]) -> "Columns":
        """The same columns with these rows only."""
        return Columns(self.keys, *(getattr(self, name)[rows] for name in _COLUMNS))

    def put(self, name: str, rows: NDArray[np.intp], values: NDArray[Any]) -> None:
        """Changes a field's values in these rows; nothing else may change a field."""
        column = getattr(self, name)
        changed = column[rows] != values
        if column.dtype.kind == "f":
            changed &= ~(np.isnan(column[rows]) & np.isnan(values))
        if not changed.any():
            return
        column[rows] = values
        self._changes[name] += 1
        if name == "scores":
            self._changes.update(key for key, each in zip(self.keys, changed.any(axis=0), strict=True) if each)
        for derived in _DERIVED.get(name, ()):
            self.__dict__.pop(derived, None)


_COLUMNS = tuple(each.name for each in fields(Columns) if each.name not in {"keys", "extra"})
_DERIVED = {"names": ("name_order", "folded_names"), "scores": ("unscored",)}
_FACTS = ("captured", "iso", "focal_length_mm", "aperture", "shutter_s")
_TEXTS = ("name", "fingerprint", "camera", "lens")


def load(catalog: Catalog, keys: tuple[str, ...], ids: Collection[int] | None = None) -> Columns:
    """Every photograph that is in its place below a folder that was added, or only those among `ids`."""
    only = "" if ids is None else f"IN ({','.join(str(int(id_)) for id_ in ids)})"
    with snapshot(catalog.connection):
        facts = _photos(catalog, only)
        marks = _align(facts["ids"], _read(catalog, ("stars", "flag", "label"), f"marks WHERE true {_and(only)}"), 0)
        paired = _align(facts["ids"], _read(catalog, ("1",), f"companions WHERE true {_and(only)}"), 0)
        model = catalog.models.current()
        made = f"scores WHERE model_id = {model.id if model else 'NULL'} {_and(only)}"
        scores = _align(facts["ids"], _read(catalog, [f'"{key}"' for key in keys], made), np.nan)
    return Columns(
        keys=keys,
        **facts,
        paired=paired[:, 0] > 0,
        stars=marks[:, 0],
        flag=marks[:, 1].astype(np.int8),
        label=marks[:, 2].astype(np.int8),
        scores=scores,
    )


def _photos(catalog: Catalog, only: str) -> dict[str, Any]:
    folders = catalog.folders.below_roots()
    source = f"FROM photos NOT INDEXED WHERE NOT gone {only and f'AND id {only}'}"
    # Not indexed: by the table itself, in the order of ids.
    texts = read_texts(catalog.connection, _TEXTS, source)
    numbers = ("id", "folder_id", "error IS NOT NULL", *_FACTS)
    table = read_numbers(catalog.connection, numbers, source)
    rows = np.isin(table[:, 1].astype(np.int64), list(folders))
    ids, folder_ids, unreadable, captured, *facts = table[rows].T
    names, *others = (np.array(each, np.object_)[rows] for each in texts)
    for values in others:
        values[values == ""] = None
    return {
        "ids": ids.astype(np.int64),
        "folders": folder_ids.astype(np.int64),
        "unreadable": unreadable > 0,
        "captured": captured.copy(),
        **{name: values.astype(np.float32) for name, values in zip(_FACTS[1:], facts, strict=True)},
        "names": names,
        **dict(zip(("fingerprints", "camera", "lens"), others, strict=True)),
    }


def _read(catalog: Catalog, numbers: Sequence[str], source: str) -> NDArray[np.float64]:
    return read_numbers(catalog.connection, ("photo_id", *numbers), f"FROM {source}")


def _and(only: str) -> str:
    return only and f"AND photo_id {only}"


def _align(ids: NDArray[np.int64], table: NDArray[np.float64], unknown: float) -> NDArray[np.float32]:
    """The rows of a table, whose first column is a photograph's id, in the order of `ids`; each column contiguous."""
    beside = np.full((table.shape[1] - 1, len(ids)), unknown, np.float32)
    rows, known = _places(ids, table[:, 0].astype(np.int64))
    beside[:, rows[known]] = table[known, 1:].T
    return beside.T


def _places(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where those that are wanted stand among ascending ids, and which of them stand there at all."""
    places = np.searchsorted(ids, wanted)
    known = places < len(ids)
    known[known] = ids[places[known]] == wanted[known]
    return places, known
