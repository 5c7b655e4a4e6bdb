"""What the window sorts, filters and counts by, in memory as one numpy column a field."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.fields import Axis, Fields, Source
from clipiqa_desktop.catalog.query.natural_order import natural_keys, natural_order
from clipiqa_desktop.catalog.stages.stage_table import Looked
from clipiqa_desktop.files.file_names import folded

Numbers = NDArray[np.float32] | NDArray[np.float64]

# The text that sorts alone, and the column that orders what nothing else does.
NAME, CAPTURED = "name", "captured"


@dataclass
class Columns:
    """Row i of every column is photograph `ids[i]`; ids ascend. All are (n,) but the scores (n, keys), in [0, 1].

    Scores and numbers are NaN where unknown, texts None. fingerprints: of the file's content, None before it was read.
    embedded: the key of the picture that stands for it until then. shapes: width / height of the upright photograph.
    turned: by how many quarters the person turned it, clockwise. paired: whether a RAW or a movie belongs to it.

    `stored` are facts, marks and measures by the keys of their fields, which know the units; moments are seconds since
    1970 by the camera's clock, without a zone; and by `looked_key` how far stages are that measure. `extra` are columns
    that are computed rather than stored, by a key of their own; put a new array there for new numbers. They sort and
    filter like scores. `folder_paths` are by the ids in `folders`.
    """

    fields: Fields
    keys: tuple[str, ...]
    ids: NDArray[np.int64]
    folders: NDArray[np.int64]
    names: NDArray[np.object_]
    fingerprints: NDArray[np.object_]
    embedded: NDArray[np.object_]
    shapes: NDArray[np.float32]
    turned: NDArray[np.int8]
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
        rows, known = places_of(self.ids, np.fromiter(ids, np.int64))
        return rows[known]

    def row(self, photo_id: int) -> int | None:
        """The row of this photograph; None where it is not here."""
        place = int(self.ids.searchsorted(photo_id))
        return place if place < len(self.ids) and self.ids[place] == photo_id else None

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

    def looked(self, source: Source) -> NDArray[np.int8]:
        """How far the stage that finds the values of a source is with each row (n,), as a `Looked`."""
        known = self.stored.get(looked_key(source))
        return np.full(len(self), Looked.NOT_YET, np.int8) if known is None else known

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
        return _places_in(self._by_name)

    @cached_property
    def _by_name(self) -> NDArray[np.intp]:
        return natural_order(self.names)

    @cached_property
    def shooting_order(self) -> NDArray[np.float32]:
        """The place of each row by folder and name, as cameras count: 100CANON/IMG_9999 before 101CANON/IMG_0001."""
        ids, rows = np.unique(self.folders, return_inverse=True)
        keys = natural_keys([self.folder_paths.get(int(id_), "") for id_ in ids])
        places = np.unique(np.array(keys, np.object_), return_inverse=True)[1]
        # Of whole numbers of 16 bits numpy sorts many times as fast as of larger ones.
        folder = places.astype(np.min_scalar_type(len(places)))[rows[self._by_name]]
        return _places_in(self._by_name[np.argsort(folder, kind="stable")])

    @cached_property
    def folded_names(self) -> list[str]:
        """The names for comparing without regard to large and small letters and to their Unicode form."""
        return [folded(name) for name in self.names]

    @cached_property
    def unscored(self) -> NDArray[np.bool_]:
        """Which rows (n,) have no score at all."""
        unscored: NDArray[np.bool_] = np.logical_and.reduce(np.isnan(self.scores), axis=1)
        return unscored

    def with_extra_of(self, other: "Columns") -> "Columns":
        """These, with the extra columns of others; NaN where those did not know a photograph."""
        self.extra.update((key, self.align(other.ids, values)) for key, values in other.extra.items())
        return self

    def align(self, ids: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """A column (n,) of values (m,) that belong to the photographs `ids` (m,), in any order; NaN for all others."""
        rows, known = places_of(self.ids, ids)
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
        arrays: dict[str, Any] = {name: getattr(self, name)[rows] for name in ARRAYS}
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


ARRAYS = ("ids", "folders", "names", "fingerprints", "embedded", "shapes", "turned", "unreadable", "paired", "scores")
_DERIVED = {
    "names": ("_by_name", "name_order", "shooting_order", "folded_names"),
    "folders": ("shooting_order",),
    "scores": ("unscored",),
}


def looked_key(source: Source) -> str:
    """Under which key it is stored how far the stage is that finds the values of a source."""
    return f"looked for {source.name}"


def _places_in(order: NDArray[np.intp]) -> NDArray[np.float32]:
    """The place of each row, from 0, where `order` says which row comes first, second, and so on."""
    places = np.empty(len(order), np.float32)
    places[order] = np.arange(len(order))
    return places


def places_of(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where those that are wanted stand among ascending ids, and which of them stand there at all."""
    places = np.searchsorted(ids, wanted)
    known = places < len(ids)
    known[known] = ids[places[known]] == wanted[known]
    return places, known
