"""The frames of a stack in the order in which they were taken, by which people count them."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import CORRECTED
from clipiqa_desktop.catalog.database.many import AMONG, listed
from clipiqa_desktop.catalog.database.names import from_stored
from clipiqa_desktop.catalog.query.natural_order import natural_keys


def as_taken(catalog: Catalog, ids: Collection[int]) -> list[int]:
    """These photographs by time, put right, and then by folder and name as cameras count; without a time at the end.

    Raises sqlite3.Error.
    """
    known = {
        photo_id: (captured is None, captured or 0.0, folder, name)
        for photo_id, captured, folder, name in catalog.connection.execute(
            f"""SELECT photos.id, {CORRECTED}, folders.path, name
            FROM photos JOIN folders ON folders.id = folder_id WHERE photos.id {AMONG}""",
            (listed(ids),),
        )
    }
    names = natural_keys([from_stored(name) for *_, name in known.values()])
    keys = {id_: (*about[:2], str(about[2]), key) for (id_, about), key in zip(known.items(), names, strict=True)}
    return sorted(ids, key=lambda photo_id: keys.get(photo_id, (True, 0.0, "", "")))


def ranks_as_taken(catalog: Catalog, ids: NDArray[np.int64]) -> NDArray[np.intp]:
    """The place (n,) of each of them in that order. Raises sqlite3.Error."""
    places = {photo_id: place for place, photo_id in enumerate(as_taken(catalog, ids.tolist()))}
    return np.array([places[photo_id] for photo_id in ids.tolist()], np.intp)
