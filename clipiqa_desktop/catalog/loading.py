"""Columns out of the catalog."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import CORRECTED
from clipiqa_desktop.catalog.database.bulk_reading import read_numbers, read_texts, snapshot
from clipiqa_desktop.catalog.query.columns import ARRAYS, CAPTURED, Columns, Numbers, looked_key, places_of
from clipiqa_desktop.catalog.query.fields import Field, Fields, Kind, Source
from clipiqa_desktop.catalog.stages.stage_table import Looked

_SHAPE = "CAST(width AS REAL) / nullif(height, 0)"


def load(catalog: Catalog, fields: Fields, ids: Collection[int] | None = None) -> Columns:
    """Every photograph that is in its place below a folder that was added, or only those among `ids`.

    Scores are those of the network that the catalog used last. Raises sqlite3.Error.
    """
    return _load(catalog, fields, tuple(each.key for each in fields.of(Source.SCORES)), ids)


def refresh(columns: Columns, catalog: Catalog, ids: Collection[int]) -> None:
    """Reads these photographs anew, after somebody said that they changed; extra columns stay as they are.

    Those that are not here stay away. Raises sqlite3.Error.
    """
    fresh = _load(catalog, columns.fields, columns.keys, ids)
    columns.folder_paths = fresh.folder_paths
    fresh = fresh.subset(places_of(columns.ids, fresh.ids)[1])
    rows = columns.rows(fresh.ids)
    for name in (*ARRAYS[1:], *columns.stored):
        columns.put(name, rows, fresh.array(name))


def _load(catalog: Catalog, fields: Fields, keys: tuple[str, ...], ids: Collection[int] | None) -> Columns:
    only = "" if ids is None else f"IN ({','.join(str(int(id_)) for id_ in ids)})"
    with snapshot(catalog.connection):
        folders = catalog.folders.below_roots()
        photos, facts = _photos(catalog, folders, fields.of(Source.FACTS), only)
        stored = facts | _marks(catalog, fields.of(Source.MARKS), only, photos["ids"])
        for source, table in catalog.measured.items():
            rows = f"{table.shown} {_and(only)}"
            stored |= _measured(catalog, fields.of(source), looked_key(source), rows, photos["ids"])
        paired = _align(photos["ids"], _read(catalog, ("1",), f"companions WHERE true {_and(only)}"), 0)
        turned = _align(photos["ids"], _read(catalog, ("quarters",), f"turns WHERE true {_and(only)}"), 0)
        model = catalog.models.current()
        made = f"scores WHERE model_id = {model.id if model else 'NULL'} {_and(only)}"
        scores = _align(photos["ids"], _read(catalog, [f'"{key}"' for key in keys], made), np.nan)
    photos |= {"turned": turned[:, 0].astype(np.int8), "paired": paired[:, 0] > 0}
    return Columns(fields, keys, **photos, stored=stored, scores=scores, folder_paths=folders)


def _photos(
    catalog: Catalog, folders: Collection[int], facts: Sequence[Field], only: str
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What the table of photographs says: of the files, and of the facts by the keys of their fields."""
    source = f"FROM photos NOT INDEXED WHERE NOT gone {only and f'AND id {only}'}"
    # Not indexed: by the table itself, in the order of ids.
    numbers = [each for each in facts if each.is_number]
    choices = [each for each in facts if each.kind is Kind.CHOICE]
    texts = read_texts(catalog.connection, ("name", "fingerprint", "embedded", *(each.key for each in choices)), source)
    values = (CORRECTED if each.key == CAPTURED else each.key for each in numbers)
    columns = ("id", "folder_id", "error IS NOT NULL", _SHAPE, *values)
    table = read_numbers(catalog.connection, columns, source)
    rows = np.isin(table[:, 1].astype(np.int64), list(folders))
    ids, folder_ids, unreadable, shapes, *told = table[rows].T
    names, *others = (np.array(each, np.object_)[rows] for each in texts)
    for each in others:
        each[each == ""] = None
    files = {
        "ids": ids.astype(np.int64),
        "folders": folder_ids.astype(np.int64),
        "unreadable": unreadable > 0,
        "names": names,
        "fingerprints": others[0],
        "embedded": others[1],
        "shapes": shapes.astype(np.float32),
    }
    known = {each.key: _typed(each, column) for each, column in zip(numbers, told, strict=True)}
    return files, known | {each.key: column for each, column in zip(choices, others[2:], strict=True)}


def _typed(field: Field, values: Numbers) -> NDArray[Any]:
    """A moment needs all of its 64 bits."""
    if field.kind is Kind.CHOICE:
        return values.astype(np.int8)
    return values.copy() if field.kind is Kind.MOMENT else values.astype(np.float32, copy=False)


def _marks(catalog: Catalog, fields: Sequence[Field], only: str, ids: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """In the order of `ids`, by the keys of the fields."""
    values = _align(ids, _read(catalog, _names(fields), f"marks WHERE true {_and(only)}"), 0)
    return _by_key(fields, values)


def _measured(
    catalog: Catalog, fields: Sequence[Field], looked: str, source: str, ids: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """The same of what a stage finds, and under the key `looked` how far it is with each."""
    if not fields:
        return {}
    values = _align(ids, _read(catalog, ("reason IS NULL", *_names(fields)), source), np.nan)
    is_found = values[:, 0]
    states = np.select([np.isnan(is_found), is_found == 0], [Looked.NOT_YET, Looked.FAILED], Looked.FOUND)
    return _by_key(fields, values[:, 1:]) | {looked: states.astype(np.int8)}


def _names(fields: Sequence[Field]) -> list[str]:
    return [f'"{each.key}"' for each in fields]


def _by_key(fields: Sequence[Field], values: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """The columns of a table in which each has the key of its field."""
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
    rows, known = places_of(ids, table[:, 0].astype(np.int64))
    beside[:, rows[known]] = table[known, 1:].T
    return beside.T
