"""What the window sorts, filters and counts by, in memory as one numpy column a fact."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.names import from_stored


@dataclass
class Columns:
    """Row i of every column is photograph `ids[i]`; ids ascend. Scores (n, keys) and times are NaN where unknown."""

    keys: tuple[str, ...]
    ids: NDArray[np.int64]
    folders: NDArray[np.int64]
    names: NDArray[np.object_]
    fingerprints: NDArray[np.object_]
    captured: NDArray[np.float64]
    unreadable: NDArray[np.bool_]
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
        """A column to sort by: a score, `captured` or `name` (the place in natural order)."""
        if key == "name":
            return self.name_order
        if key == "captured":
            return self.captured
        return self.scores[:, self.keys.index(key)].astype(np.float64)

    @cached_property
    def name_order(self) -> NDArray[np.float64]:
        """The place of each row in the natural order of names: DSC_2 before DSC_10."""
        natural = [_natural(name) for name in self.names]
        order = np.empty(len(natural), np.float64)
        order[sorted(range(len(natural)), key=natural.__getitem__)] = np.arange(len(natural))
        return order

    def refresh(self, catalog: Catalog, ids: Collection[int]) -> None:
        """Reads these photographs anew, after the indexing said that they changed."""
        fresh = load(catalog, self.keys, ids)
        fresh = fresh.taken(np.isin(fresh.ids, self.ids))
        rows = self.rows(fresh.ids)
        for name in ("fingerprints", "captured", "unreadable", "scores"):
            getattr(self, name)[rows] = getattr(fresh, name)

    def taken(self, rows: NDArray[np.bool_]) -> "Columns":
        """The same columns with these rows only."""
        names = ("ids", "folders", "names", "fingerprints", "captured", "unreadable", "scores")
        return Columns(self.keys, *(getattr(self, name)[rows] for name in names))


def load(catalog: Catalog, keys: tuple[str, ...], ids: Collection[int] | None = None) -> Columns:
    """Every photograph that is in its place below a folder that was added, or only those among `ids`."""
    folders = set().union(*(catalog.folders.below(root) for root in catalog.folders.roots()))
    model = catalog.models.current()
    scores = ", ".join(f'"{key}"' for key in keys)
    only = "" if ids is None else f"AND photos.id IN ({_numbers(ids)})"
    rows = catalog.connection.execute(
        f"""SELECT photos.id, folder_id, name, fingerprint, captured, error IS NOT NULL, {scores}
        FROM photos LEFT JOIN scores ON photo_id = photos.id AND model_id = ?
        WHERE NOT gone AND folder_id IN ({_numbers(folders)}) {only}
        ORDER BY photos.id""",
        (model and model.id,),
    ).fetchall()
    return _columns(keys, rows)


def _columns(keys: tuple[str, ...], rows: list[tuple[object, ...]]) -> Columns:
    ids, folders, names, fingerprints, captured, unreadable, *scores = (
        zip(*rows, strict=True) if rows else [()] * (6 + len(keys))
    )
    return Columns(
        keys,
        np.array(ids, np.int64),
        np.array(folders, np.int64),
        np.array([from_stored(name) for name in names], np.object_),
        np.array(fingerprints, np.object_),
        np.array(captured, np.float64),
        np.array(unreadable, np.bool_),
        np.array(scores, np.float32).T.reshape(len(rows), len(keys)).copy(),
    )


def _numbers(ids: Iterable[int]) -> str:
    return ",".join(str(int(id_)) for id_ in ids)


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.casefold())]
