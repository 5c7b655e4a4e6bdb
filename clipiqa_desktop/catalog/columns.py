"""What the window sorts, filters and counts by, in memory as one numpy column a fact."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.names import from_stored

# Facts and marks that are numbers, and those that are one of a few things.
NUMBERS = ("captured", "iso", "focal_length_mm", "aperture", "shutter_s", "stars")
CHOICES = ("camera", "lens", "flag", "label")
# On these a step is a factor: ISO 100, 200, 400.
LOGARITHMIC = frozenset({"iso", "focal_length_mm", "aperture", "shutter_s"})


@dataclass
class Columns:
    """Row i of every column is photograph `ids[i]`; ids ascend. Scores (n, keys) and numbers are NaN where unknown."""

    keys: tuple[str, ...]
    ids: NDArray[np.int64]
    folders: NDArray[np.int64]
    names: NDArray[np.object_]
    fingerprints: NDArray[np.object_]
    unreadable: NDArray[np.bool_]
    paired: NDArray[np.bool_]
    captured: NDArray[np.float64]
    iso: NDArray[np.float64]
    focal_length_mm: NDArray[np.float64]
    aperture: NDArray[np.float64]
    shutter_s: NDArray[np.float64]
    stars: NDArray[np.float64]
    camera: NDArray[np.object_]
    lens: NDArray[np.object_]
    flag: NDArray[np.int64]
    label: NDArray[np.int64]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, ids: Iterable[int]) -> NDArray[np.intp]:
        """The rows of these photographs; ids that are not here are left out."""
        wanted = np.fromiter(ids, np.int64)
        rows = np.searchsorted(self.ids, wanted)
        inside = rows < len(self.ids)
        here: NDArray[np.intp] = rows[inside][self.ids[rows[inside]] == wanted[inside]]
        return here

    def of(self, key: str) -> NDArray[np.float64]:
        """A column to sort and filter by: a score, one of NUMBERS, or `name` (the place in natural order)."""
        if key == "name":
            return self.name_order
        if key in NUMBERS:
            numbers: NDArray[np.float64] = getattr(self, key)
            return numbers
        return self.scores[:, self.keys.index(key)].astype(np.float64)

    @cached_property
    def name_order(self) -> NDArray[np.float64]:
        """The place of each row in the natural order of names: DSC_2 before DSC_10."""
        natural = [_natural(name) for name in self.names]
        order = np.empty(len(natural), np.float64)
        order[sorted(range(len(natural)), key=natural.__getitem__)] = np.arange(len(natural))
        return order

    def refresh(self, catalog: Catalog, ids: Collection[int]) -> None:
        """Reads these photographs anew, after somebody said that they changed."""
        fresh = load(catalog, self.keys, ids)
        fresh = fresh.taken(np.isin(fresh.ids, self.ids))
        rows = self.rows(fresh.ids)
        for name in _COLUMNS[1:]:
            getattr(self, name)[rows] = getattr(fresh, name)

    def taken(self, rows: NDArray[np.bool_]) -> "Columns":
        """The same columns with these rows only."""
        return Columns(self.keys, *(getattr(self, name)[rows] for name in _COLUMNS))


_COLUMNS = tuple(field.name for field in fields(Columns) if field.name != "keys")
_TYPES = {
    "ids": np.int64,
    "folders": np.int64,
    "names": np.object_,
    "fingerprints": np.object_,
    "camera": np.object_,
    "lens": np.object_,
    "unreadable": np.bool_,
    "paired": np.bool_,
    "flag": np.int64,
    "label": np.int64,
}


def load(catalog: Catalog, keys: tuple[str, ...], ids: Collection[int] | None = None) -> Columns:
    """Every photograph that is in its place below a folder that was added, or only those among `ids`."""
    folders = set().union(*(catalog.folders.below(root) for root in catalog.folders.roots()))
    model = catalog.models.current()
    only = "" if ids is None else f"AND photos.id IN ({_numbers(ids)})"
    rows = catalog.connection.execute(
        f"""SELECT photos.id, folder_id, name, fingerprint, error IS NOT NULL, companions.photo_id IS NOT NULL,
        captured, iso, focal_length_mm, aperture, shutter_s, coalesce(stars, 0), camera, lens,
        coalesce(flag, 0), coalesce(label, 0), {", ".join(f'"{key}"' for key in keys)}
        FROM photos
        LEFT JOIN scores ON scores.photo_id = photos.id AND model_id = ?
        LEFT JOIN marks ON marks.photo_id = photos.id
        LEFT JOIN (SELECT DISTINCT photo_id FROM companions) AS companions ON companions.photo_id = photos.id
        WHERE NOT gone AND folder_id IN ({_numbers(folders)}) {only}
        ORDER BY photos.id""",
        (model and model.id,),
    ).fetchall()
    return _columns(keys, rows)


def _columns(keys: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Columns:
    count = len(_COLUMNS) - 1
    by_column = list(zip(*rows, strict=True)) if rows else [()] * (count + len(keys))
    facts: dict[str, NDArray[Any]] = {
        name: np.array(values, _TYPES.get(name, np.float64)) for name, values in zip(_COLUMNS, by_column, strict=False)
    }
    facts["names"] = np.array([from_stored(name) for name in facts["names"]], np.object_)
    scores = np.array(by_column[count:], np.float32).T.reshape(len(rows), len(keys)).copy()
    return Columns(keys, **{**facts, "scores": scores})


def _numbers(ids: Iterable[int]) -> str:
    return ",".join(str(int(id_)) for id_ in ids)


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.casefold())]
