"""Places in the library's answer."""

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


def place_of(ids: Ids, photo_id: int | None) -> int | None:
    """Where a photograph stands; None where it does not."""
    if photo_id is None:
        return None
    places = np.flatnonzero(ids == photo_id)
    return int(places[0]) if len(places) else None


def neighbour(ids: Ids, place: int, by: int, skipping: Collection[int] = ()) -> int | None:
    """The id so many places on, or the last there is in that direction; those to skip are not counted."""
    ahead = ids[place + 1 :] if by > 0 else ids[:place][::-1]
    left = ahead[~np.isin(ahead, list(skipping))]
    return int(left[min(abs(by), len(left)) - 1]) if len(left) else None


def nearest(ids: Ids, place: int, skipping: Collection[int] = ()) -> int | None:
    """The next one that need not be skipped, else the one before."""
    following = neighbour(ids, place, 1, skipping)
    return following if following is not None else neighbour(ids, place, -1, skipping)


def still_there(ids: Ids, wanted: Iterable[int]) -> list[int]:
    """Those of `wanted` that are in the answer, in their own order."""
    known = list(wanted)
    return [each for each, there in zip(known, np.isin(known, ids).tolist(), strict=True) if there]
