"""What stacks are made from: when and how each photograph was taken, what it is like, and what the person joined."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import CORRECTED
from clipiqa_desktop.catalog.database.bulk_reading import read_numbers, read_texts, snapshot
from clipiqa_desktop.catalog.query.columns import CAPTURED, places_of
from clipiqa_desktop.catalog.query.natural_order import natural_keys

Texts = NDArray[np.object_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shooting:
    """Row i of every array (n,) is the photograph `ids[i]`; ids ascend. Unknown numbers are NaN. Those that are Numbers
    have the names of their columns in the table of photographs.

    captured: seconds since 1970, corrected. places: texts that sort by folder and name as cameras count. bodies, bursts
    and contents are numbers that only equal texts share, in this process: make, model and number of the camera, the
    burst that it tells, the file's fingerprint; 0 where unknown. own: the number of a stack that the person made, 0 for
    none at all, -1 where nothing was said. is_top: chosen by the person.
    """

    ids: NDArray[np.int64]
    folders: NDArray[np.int64]
    names: Texts
    places: Texts
    bodies: NDArray[np.int64]
    bursts: NDArray[np.int64]
    contents: NDArray[np.int64]
    captured: Numbers
    focal_length_mm: Numbers
    aperture: Numbers
    shutter_s: Numbers
    iso: Numbers
    exposure_bias_ev: Numbers
    exposure_mode: Numbers
    burst_number: Numbers
    width: Numbers
    height: Numbers
    own: NDArray[np.int64]
    is_top: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    def subset(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Self:
        """The same with these rows alone, in their order."""
        return type(self)(**{each.name: getattr(self, each.name)[rows] for each in fields(self)})

    def merged(self, ids: Collection[int], fresh: Self) -> Self:
        """The same, but of the photographs `ids` what `fresh` says: some may be gone, others new. This one is of no use
        any more: its arrays are written over where they can be.
        """
        places, known = places_of(self.ids, np.fromiter(ids, np.int64))
        gone = np.setdiff1d(places[known], places_of(self.ids, fresh.ids)[0])
        kept = self.subset(np.delete(np.arange(len(self)), gone)) if len(gone) else self
        places, known = places_of(kept.ids, fresh.ids)
        for each in fields(self):
            getattr(kept, each.name)[places[known]] = getattr(fresh, each.name)[known]
        return kept if known.all() else kept._with(places[~known], fresh.subset(~known))

    def _with(self, places: NDArray[np.intp], others: Self) -> Self:
        """With other rows in front of those at these places."""
        pairs = {each.name: (getattr(self, each.name), getattr(others, each.name)) for each in fields(self)}
        if (places == len(self)).all():
            return type(self)(**{name: np.concatenate(both) for name, both in pairs.items()})
        return type(self)(**{name: np.insert(mine, places, theirs) for name, (mine, theirs) in pairs.items()})


def read_shooting(catalog: Catalog, ids: Collection[int] | None = None) -> Shooting:
    """Every photograph that is in its place below a folder that was added, or only those among `ids`.

    Raises sqlite3.Error.
    """
    only = "" if ids is None else f"AND photos.id IN ({','.join(str(int(id_)) for id_ in ids)})"
    with snapshot(catalog.connection):
        folders = catalog.folders.below_roots()
        source = f"FROM photos NOT INDEXED WHERE NOT gone {only}"
        texts = read_texts(catalog.connection, ("name", *_TEXTS.values()), source)
        columns = (CORRECTED if each == CAPTURED else each for each in _NUMBERS)
        table = read_numbers(catalog.connection, ("id", "folder_id", *columns), source)
        inside = np.isin(table[:, 1].astype(np.int64), list(folders))
        names, *told = (np.array(each, np.object_)[inside] for each in texts)
        found, folder_ids, *numbers = table[inside].T.copy()
        photo_ids = found.astype(np.int64)
        own, is_top = _own(catalog, photo_ids)
    known: dict[str, Any] = dict(zip(_NUMBERS, numbers, strict=True))
    known |= dict(zip(_TEXTS, map(as_numbers, told), strict=True))
    known |= {"folders": folder_ids.astype(np.int64), "places": _places(folder_ids, names, folders)}
    return Shooting(ids=photo_ids, names=names, own=own, is_top=is_top, **known)


_NUMBERS = tuple(each.name for each in fields(Shooting) if each.type is Numbers)
_TEXTS = {
    "bodies": "coalesce(camera, '') || char(10) || coalesce(serial, '')",
    "bursts": "burst",
    "contents": "fingerprint",
}


def as_numbers(texts: Texts) -> NDArray[np.int64]:
    """A number for each text, the same for the same; 0 for none."""
    return np.fromiter((hash(each) if each else 0 for each in texts), np.int64, len(texts))


def _places(folder_ids: Numbers, names: Texts, paths: dict[int, str]) -> Texts:
    known = np.unique(folder_ids)
    keys = dict(zip(known.tolist(), natural_keys([paths.get(int(id_), "") for id_ in known]), strict=True))
    named = zip(folder_ids.tolist(), natural_keys(names.tolist()), strict=True)
    return np.array([f"{keys[folder]}\0{name}" for folder, name in named], np.object_)


def _own(catalog: Catalog, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    own, is_top = np.full(len(ids), -1), np.zeros(len(ids), np.bool_)
    table = read_numbers(catalog.connection, ("photo_id", "coalesce(stack, -1)", "is_top"), "FROM own_stacks")
    rows, known = places_of(ids, table[:, 0].astype(np.int64))
    own[rows[known]], is_top[rows[known]] = table[known, 1], table[known, 2] > 0
    return own, is_top
