"""All vectors of one network in memory, to be scored at once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.scores.models import Model
from clipiqa_desktop.perception.scoring import normalised, scores

Floats = NDArray[np.float32]

# As float32 a block of them stays in the cache.
_BLOCK = 4096


class Vectors:
    """The vectors (n, d) of the photographs `ids` (n,), as float16, in no particular order."""

    def __init__(self, catalog: Catalog, model: Model) -> None:
        self._catalog, self.model = catalog, model
        self.ids = np.empty(0, np.int64)
        self._vectors: NDArray[np.float16] | None = None
        self._change = -1

    def refresh(self) -> NDArray[np.bool_]:
        """Reads those that were stored since the last time, which then stand at the end.

        Answers which of the rows before are still there, in their order; the others were replaced.
        """
        ids: list[int] = []
        vectors, change = [], self._change
        for some, stored, reached in self._catalog.scores.vectors_since(self.model, self._change):
            ids += some
            vectors.append(stored)
            change = reached
        stays = ~np.isin(self.ids, ids)
        if vectors:
            kept = [] if self._vectors is None else [self._vectors if stays.all() else self._vectors[stays]]
            self._vectors = np.concatenate([*kept, *vectors])
            self.ids = np.concatenate([self.ids[stays], np.array(ids, np.int64)])
        self._change = change
        return stays

    def scores(self, pair: Floats, first: int = 0) -> Floats:
        """The scores of a prompt pair (2, d) from row `first` on."""
        return self._measured(lambda block: scores(block, pair[None], self.model.logit_scale)[:, 0], first)

    def cosines(self, vector: Floats) -> Floats:
        """How near (d,) is to every photograph, -1 to 1."""
        direction = normalised(vector)
        return self._measured(lambda block: normalised(block) @ direction)

    def _measured(self, measure: Callable[[Floats], Floats], first: int = 0) -> Floats:
        measured = np.empty(len(self.ids) - first, np.float32)
        for start in range(0, len(measured), _BLOCK):
            assert self._vectors is not None
            block = self._vectors[first + start : first + start + _BLOCK].astype(np.float32)
            measured[start : start + len(block)] = measure(block)
        return measured
