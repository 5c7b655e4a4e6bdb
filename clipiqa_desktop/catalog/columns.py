"""What the window sorts, filters and counts by, in memory as one numpy column a field."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog import measures
from clipiqa_desktop.catalog.bulk_reading import read_numbers, read_texts, snapshot
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.fields import Axis, Field, Fields, Kind, Source
from clipiqa_desktop.catalog.natural_order import natural_keys, natural_order
from clipiqa_desktop.file_names import folded

Numbers = NDArray[np.float32] | NDArray[np.float64]

# The text that sorts alone, and the column that orders what nothing else does.
NAME, CAPTURED = "name", "captured"


@dataclass
class Columns:
    """Row i of every column is photograph `ids[i]`; ids ascend. All are (n,) but the scores (n, keys), in [0, 1].

    Scores and numbers are NaN where unknown, texts None. fingerprints: of the file's content, None before it was read.
    paired: whether a RAW or a movie belongs to it.

    `stored` are facts, marks and measures by the keys of their fields, which know the units; moments are seconds since
    1970 by the camera's clock, without a zone. `extra` are columns that are computed rather than stored, by a key of
    their own; put a new array there for new numbers. They sort and filter like scores. `folder_paths` are by the ids
    in `folders`.
    """

    fields: Fields
    keys: tuple[str, ...]
    ids: NDArray[np.int64]
    folders: NDArray[np.int64]
    names: NDArray[np.object_]
    fingerprints: NDArray[np.object_]
    unreadable: NDArray[np.bool_]
    paired: NDArray[np.bool_]
    stored: dict[str, NDArray[Any]]
    scores: NDArray[np.float32]
    extra: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    folder_paths: Mapping[int, str] = field(default_factory=dict)

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
        """What ranges can filter by, and what has a histogram: scores, stored numbers, extra columns."""
        stored = (each.key for each in self.fields.numbers if each.key in self.stored)
        return (*self.keys, *stored, *(key for key in self.extra if key not in self.keys))

    @property
    def choices(self) -> tuple[str, ...]:
        """Of what values are chosen."""
        return tuple(each.key for each in self.fields.choices)

    @property
    def stars(self) -> NDArray[np.float32]:
        """Of the person, 0 to 5."""
        return self.stored["stars"]

    @property
    def flag(self) -> NDArray[np.int8]:
        """1 picked, -1 rejected, 0 neither."""
        return self.stored["flag"]

    @property
    def label(self) -> NDArray[np.int8]:
        """The place of the colour among LABELS."""
        return self.stored["label"]

    def of(self, key: str) -> Numbers:
        """A column (n,) to sort and filter by: one of `numbers`, or `name` (the place in natural order, from 0).

        NaN where unknown, in the units that the class names. Raises KeyError where there is none of this key.
        """
        if key == NAME:
            return self.name_order
        if key in self.keys:
            return self.scores[:, self.keys.index(key)]
        return self.stored[key] if key in self.stored else self.extra[key]

    def axis(self, key: str) -> Axis:
        """How the numbers of a column stand in its histogram."""
        known = self.fields.get(key)
        return known.axis if known else Axis.LINEAR

    def array(self, name: str) -> NDArray[Any]:
        """A stored field, or one of the columns that are no field."""
        values: NDArray[Any] = self.stored[name] if name in self.stored else getattr(self, name)
        return values

    def stamp(self, name: str) -> int:
        """Another number after each change of this column: one of `numbers`, or a field."""
        if name in self.extra and self._seen.get(name) is not self.extra[name]:
            self._seen[name] = self.extra[name]
            self._changes[name] += 1
        return self._changes[name]

    @cached_property
    def name_order(self) -> NDArray[np.float32]:
        """The place (n,), from 0, of each row in the natural order of names: DSC_2 before DSC_10."""
        order = np.empty(len(self), np.float32)
        order[natural_order(self.names)] = np.arange(len(self))
        return order

    @cached_property
    def shooting_order(self) -> NDArray[np.float32]:
        """The place of each row by folder and name, as cameras count: 100CANON/IMG_9999 before 101CANON/IMG_0001."""
        ids, rows = np.unique(self.folders, return_inverse=True)
        keys = natural_keys([self.folder_paths.get(int(id_), "") for id_ in ids])
        places = np.unique(np.array(keys, np.object_), return_inverse=True)[1]
        order = np.empty(len(self), np.float32)
        order[np.lexsort((self.name_order, places[rows]))] = np.arange(len(self))
        return order

    @cached_property
    def folded_names(self) -> list[str]:
        """The names for comparing without regard to large and small letters and to their Unicode form."""
        return [folded(name) for name in self.names]

    @cached_property
    def unscored(self) -> NDArray[np.bool_]:
        """Which rows (n,) have no score at all."""
        unscored: NDArray[np.bool_] = np.logical_and.reduce(np.isnan(self.scores), axis=1)
        return unscored

    def refresh(self, catalog: Catalog, ids: Collection[int]) -> None:
        """Reads these photographs anew, after somebody said that they changed; extra columns stay as they are.

        Those that are not here stay away. Raises sqlite3.Error.
        """
        fresh = _load(catalog, self.fields, self.keys, ids)
        self.folder_paths = fresh.folder_paths
        fresh = fresh.subset(_places(self.ids, fresh.ids)[1])
        rows = self.rows(fresh.ids)
        for name in (*_ARRAYS[1:], *self.stored):
            self.put(name, rows, fresh.array(name))

    def with_extra_of(self, other: "Columns") -> "Columns":
        """These, with the extra columns of others; NaN where those did not know a photograph."""
        self.extra.update((key, self.align(other.ids, values)) for key, values in other.extra.items())
        return self

    def align(self, ids: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """A column (n,) of values (m,) that belong to the photographs `ids` (m,), in any order; NaN for all others."""
        rows, known = _places(self.ids, ids)
        column = np.full(len(self), np.nan, np.float32)
        column[rows[known]] = values[known]
        return column

    def put_scores(self, key: str, ids: NDArray[np.int64], values: NDArray[np.float32]) -> None:
        """Takes in the scores (m,) of an attribute, new or here already; NaN for whom is not among `ids` (m,)."""
        keys = self.keys if key in self.keys else (*self.keys, key)
        table = np.empty((len(keys), len(self)), np.float32)
        table[: len(self.keys)] = self.scores.T
        table[keys.index(key)] = self.align(ids, values)
        self._replace_scores(keys, table, key)

    def drop_scores(self, key: str) -> None:
        """Forgets an attribute; nothing happens where it is not here."""
        others = [place for place, each in enumerate(self.keys) if each != key]
        self._replace_scores(tuple(self.keys[place] for place in others), self.scores.T[others], key)

    def _replace_scores(self, keys: tuple[str, ...], table: NDArray[np.float32], changed: str) -> None:
        self.keys, self.scores = keys, table.T
        self._changes.update(("scores", changed))
        for derived in _DERIVED["scores"]:
            self.__dict__.pop(derived, None)

    def subset(self, rows: NDArray[np.bool_]) -> "Columns":
        """The same columns with the rows that a mask (n,) leaves, in the same order; without extra columns."""
        stored = {key: values[rows] for key, values in self.stored.items()}
        arrays: dict[str, Any] = {name: getattr(self, name)[rows] for name in _ARRAYS}
        return Columns(self.fields, self.keys, stored=stored, folder_paths=self.folder_paths, **arrays)

    def put(self, name: str, rows: NDArray[np.intp], values: NDArray[Any]) -> None:
        """Changes a field's values in these rows; nothing else may change a field."""
        column = self.array(name)
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


_ARRAYS = ("ids", "folders", "names", "fingerprints", "unreadable", "paired", "scores")
_DERIVED = {
    "names": ("name_order", "shooting_order", "folded_names"),
    "folders": ("shooting_order",),
    "scores": ("unscored",),
}


def load(catalog: Catalog, fields: Fields, ids: Collection[int] | None = None) -> Columns:
    """Every photograph that is in its place below a folder that was added, or only those among `ids`.

    Scores are those of the network that the catalog used last. Raises sqlite3.Error.
    """
    return _load(catalog, fields, tuple(each.key for each in fields.of(Source.SCORES)), ids)


def _load(catalog: Catalog, fields: Fields, keys: tuple[str, ...], ids: Collection[int] | None) -> Columns:
    only = "" if ids is None else f"IN ({','.join(str(int(id_)) for id_ in ids)})"
    with snapshot(catalog.connection):
        photos, facts = _photos(catalog, fields.of(Source.FACTS), only)
        marks = _columns_of(catalog, fields.of(Source.MARKS), "marks WHERE true", only, photos["ids"], 0)
        measured = _columns_of(catalog, fields.of(Source.MEASURES), measures.SHOWN, only, photos["ids"], np.nan)
        paired = _align(photos["ids"], _read(catalog, ("1",), f"companions WHERE true {_and(only)}"), 0)
        model = catalog.models.current()
        made = f"scores WHERE model_id = {model.id if model else 'NULL'} {_and(only)}"
        scores = _align(photos["ids"], _read(catalog, [f'"{key}"' for key in keys], made), np.nan)
        paths = {folder.id: str(folder.path) for folder in catalog.folders.all()}
    stored = facts | marks | measured
    return Columns(fields, keys, **photos, paired=paired[:, 0] > 0, stored=stored, scores=scores, folder_paths=paths)


def _photos(catalog: Catalog, facts: Sequence[Field], only: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What the table of photographs says: of the files, and of the facts by the keys of their fields."""
    folders = catalog.folders.below_roots()
    source = f"FROM photos NOT INDEXED WHERE NOT gone {only and f'AND id {only}'}"
    # Not indexed: by the table itself, in the order of ids.
    numbers, choices = ([each for each in facts if kind(each)] for kind in (_is_number, _is_choice))
    texts = read_texts(catalog.connection, ("name", "fingerprint", *(each.key for each in choices)), source)
    columns = ("id", "folder_id", "error IS NOT NULL", *(each.key for each in numbers))
    table = read_numbers(catalog.connection, columns, source)
    rows = np.isin(table[:, 1].astype(np.int64), list(folders))
    ids, folder_ids, unreadable, *values = table[rows].T
    names, *others = (np.array(each, np.object_)[rows] for each in texts)
    for each in others:
        each[each == ""] = None
    files = {
        "ids": ids.astype(np.int64),
        "folders": folder_ids.astype(np.int64),
        "unreadable": unreadable > 0,
        "names": names,
        "fingerprints": others[0],
    }
    known = {each.key: _typed(each, column) for each, column in zip(numbers, values, strict=True)}
    return files, known | {each.key: column for each, column in zip(choices, others[1:], strict=True)}


def _is_number(field: Field) -> bool:
    return field.is_number


def _is_choice(field: Field) -> bool:
    return field.kind is Kind.CHOICE


def _typed(field: Field, values: Numbers) -> NDArray[Any]:
    """A moment needs all of its 64 bits."""
    if field.kind is Kind.CHOICE:
        return values.astype(np.int8)
    return values.copy() if field.kind is Kind.MOMENT else values.astype(np.float32, copy=False)


def _columns_of(
    catalog: Catalog, fields: Sequence[Field], table: str, only: str, ids: NDArray[np.int64], unknown: float
) -> dict[str, NDArray[Any]]:
    """The columns of a table in which each has the key of its field, in the order of `ids`."""
    if not fields:
        return {}
    read = _read(catalog, [f'"{each.key}"' for each in fields], f"{table} {_and(only)}")
    values = _align(ids, read, unknown)
    return {each.key: _typed(each, values[:, place]) for place, each in enumerate(fields)}


def _read(catalog: Catalog, numbers: Sequence[str], source: str) -> NDArray[np.float64]:
    return read_numbers(catalog.connection, ("photo_id", *numbers), f"FROM {source}")


def _and(only: str) -> str:
    return only and f"AND photo_id {only}"


def _align(ids: NDArray[np.int64], table: NDArray[np.float64], unknown: float) -> NDArray[np.float32]:
    """The rows of a table (m, 1 + k), whose first column is a photograph's id, in the order of `ids` (n,): (n, k).

    `unknown` where the table has no row. Each column is contiguous, to be sorted fast.
    """
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
