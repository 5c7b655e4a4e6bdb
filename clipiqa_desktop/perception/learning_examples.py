"""What people say of photographs, to learn prompts from, and which of it is held out. Imports no torch."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.perception.scoring import normalised

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

HELD_OUT = 0.2
SROCC, AGREEMENT = "SROCC", "share of pairs in the right order"
"""By what it is told how well scores agree with ratings, and with preferences."""


@dataclass(frozen=True, eq=False)
class Ratings:
    """A label in [0, 1] (n,) for each image vector (n, d)."""

    vectors: Floats
    labels: Floats

    def __len__(self) -> int:
        return len(self.labels)

    def split(self, rng: np.random.Generator) -> tuple[Self, Self]:
        """To learn from, and held out: of every five in the order of their labels one, so that both have all kinds."""
        order = np.lexsort((rng.random(len(self.labels)), self.labels))
        block = round(1 / HELD_OUT)
        held_out = np.array([rng.choice(order[start : start + block]) for start in range(0, len(order), block)])
        return self._taken(np.setdiff1d(order, held_out)), self._taken(np.sort(held_out))

    def questions(self) -> tuple[Floats, Floats]:
        """What a direction is asked: rows (m, d), and in [0, 1] (m,) how likely it shall say yes to each."""
        return normalised(self.vectors), self.labels

    def _taken(self, rows: Rows) -> Self:
        return replace(self, vectors=self.vectors[rows], labels=self.labels[rows])


@dataclass(frozen=True, eq=False)
class Preferences:
    """Pairs (m, 2) of rows of the image vectors (n, d): the first one rather than the second one.

    groups: (n,), the same number for photographs of which none is held out without the others; None for each by itself.
    """

    vectors: Floats
    pairs: Rows
    groups: Rows | None = None

    def __len__(self) -> int:
        return len(self.pairs)

    def split(self, rng: np.random.Generator) -> tuple[Self, Self]:
        """To learn from, and held out: all pairs with one of some photographs or groups, which are then in no other."""
        groups = np.arange(len(self.vectors)) if self.groups is None else self.groups
        unseen = np.zeros(len(self.vectors), bool)
        held_out: NDArray[np.bool_] = np.zeros(len(self.pairs), bool)
        for group in rng.permutation(np.unique(groups[self.pairs])):
            if held_out.mean() >= HELD_OUT:
                break
            unseen |= groups == group
            held_out = np.logical_or(*unseen[self.pairs].T)
        return replace(self, pairs=self.pairs[~held_out]), replace(self, pairs=self.pairs[held_out])

    def questions(self) -> tuple[Floats, Floats]:
        """What a direction is asked: rows (m, d), the better vectors less the worse, and that it say yes to all."""
        better, worse = normalised(self.vectors)[self.pairs.T]
        return better - worse, np.ones(len(self.pairs), np.float32)


Examples = Ratings | Preferences
