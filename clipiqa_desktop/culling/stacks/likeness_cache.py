"""The likeness of neighbours, computed once a pair."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.shooting import Shooting
from clipiqa_desktop.culling.stacks.likeness import Signatures, likeness
from clipiqa_desktop.culling.stacks.sequences import Rows
from clipiqa_desktop.photos.signature import LENGTH


class LikenessCache:
    """By the ids of both photographs, from their `signatures`."""

    def __init__(self, signatures: Mapping[int, bytes]) -> None:
        self._signatures: dict[int, bytes] = {}
        # Beside each what it was computed from: what was changed since does not count.
        self._known: dict[tuple[int, int], tuple[bytes, bytes, float]] = {}
        self.change((), signatures)

    def of(self, shooting: Shooting, first: Rows, second: Rows) -> NDArray[np.float32]:
        """For each pair of rows (n,) how alike they are; NaN where one has no signature."""
        found = np.full(len(first), np.nan, np.float32)
        new: list[tuple[int, tuple[int, int], bytes, bytes]] = []
        signed = self._signatures.get
        for place, pair in enumerate(zip(shooting.ids[first].tolist(), shooting.ids[second].tolist(), strict=True)):
            one, other = signed(pair[0]), signed(pair[1])
            known = self._known.get(pair)
            if known and known[0] is one and known[1] is other:
                found[place] = known[2]
            elif one and other:
                new.append((place, pair, one, other))
        for (place, pair, one, other), value in zip(new, self._likeness([each[1] for each in new]), strict=True):
            self._known[pair] = (one, other, value)
            found[place] = value
        return found

    def _likeness(self, pairs: list[tuple[int, int]]) -> list[float]:
        ids, numbers = np.unique(np.array(pairs, np.int64).reshape(-1, 2), return_inverse=True)
        found: list[float] = likeness(self.signatures(ids.tolist()), *numbers.reshape(-1, 2).T).tolist()
        return found

    def signatures(self, ids: Iterable[int]) -> Signatures:
        """Of photographs that have one."""
        return _array(self._signatures[id_] for id_ in ids)

    def change(self, ids: Collection[int], signatures: Mapping[int, bytes]) -> None:
        """The photographs `ids` have these signatures now, or none."""
        for id_ in ids:
            self._signatures.pop(id_, None)
        self._signatures.update((id_, each) for id_, each in signatures.items() if len(each) == LENGTH)


def _array(signatures: Iterable[bytes]) -> Signatures:
    return np.frombuffer(b"".join(signatures), np.uint8).reshape(-1, LENGTH)
