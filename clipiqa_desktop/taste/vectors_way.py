"""A taste as a direction in the vectors of photographs: ridge regression on the differences of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.perception.scoring import normalised
from clipiqa_desktop.taste.agreement import Shares
from clipiqa_desktop.taste.decisions import FOLDS, Decisions

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Folds = frozenset[int]

STRENGTHS: Sequence[float] = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Of the penalty, for each pair, as shares of the mean variance of a difference along one axis."""
_MOST_DIRECTIONS, _NOTHING = 300, 1e-9
_ALL = frozenset(range(FOLDS))
_SPREAD = 1.5  # of the logits, as a standard deviation: scores from about 0.05 to 0.95


@dataclass(frozen=True, eq=False)
class VectorsWay:
    """Learns from the vectors (n, d) of photographs and what was decided of their pairs.

    What all vectors have in common is taken out first: it orders no pair, but it would move all scores to one end.
    """

    vectors: Floats
    decisions: Decisions
    _known: dict[tuple[Folds, float], Doubles] = field(default_factory=dict)

    @cached_property
    def _common(self) -> Doubles:
        mean: Doubles = normalised(self.vectors).mean(axis=0, dtype=np.float64)
        return mean / np.linalg.norm(mean)

    @cached_property
    def _basis(self) -> tuple[Doubles, Doubles]:
        """The directions (d, r) in which the photographs differ most, and these in them (n, r)."""
        rows = normalised(self.vectors).astype(np.float64)
        rows -= np.outer(rows @ self._common, self._common)
        wide = len(rows) < rows.shape[1]
        values, found = np.linalg.eigh(rows @ rows.T if wide else rows.T @ rows)
        largest = values > values[-1] * _NOTHING
        largest[:-_MOST_DIRECTIONS] = False
        largest[-1] = True  # where all are alike, and nothing can be told
        lengths = np.sqrt(np.maximum(values[largest], _NOTHING))
        basis = rows.T @ (found[:, largest] / lengths) if wide else found[:, largest]
        return basis, rows @ basis

    @cached_property
    def _differences(self) -> list[Doubles]:
        """Of the pairs of each fold, (m, r)."""
        inside, decisions = self._basis[1], self.decisions
        parts = [decisions.pairs[decisions.folds == fold] for fold in range(FOLDS)]
        return [inside[part[:, 0]] - inside[part[:, 1]] for part in parts]

    @cached_property
    def _grams(self) -> list[Doubles]:
        return [part.T @ part for part in self._differences]

    def held_out(self) -> Shares:
        """For each pair whether the direction that was learned from the other folds orders it as the person did, also
        with a strength that is chosen by these others alone.
        """
        shares = np.full(len(self.decisions), 0.5)
        for fold in range(FOLDS):
            others = _ALL - {fold}
            direction = self._fitted(others, self._strength(others))
            shares[self.decisions.folds == fold] = (1 + np.sign(self._differences[fold] @ direction)) / 2
        return shares

    def pair(self, logit_scale: float) -> Floats:
        """Two vectors (2, d) of length 1, the high end first, whose score (Eq. 2 and 3 of the paper) rises along the
        direction that was learned from all; the scores of these photographs are spread about 0.5.
        """
        basis, inside = self._basis
        direction = self._fitted(_ALL, self._strength(_ALL))
        spread = float((inside @ direction).std()) or 1.0
        half = basis @ direction * _SPREAD / spread / logit_scale / 2
        # of length 1, as the common vector stands at a right angle to the direction
        length = min(float(np.linalg.norm(half)), 1.0)
        rest = np.sqrt(1 - length**2) * self._common
        half *= length / max(float(np.linalg.norm(half)), 1e-12)
        return np.stack([rest + half, rest - half]).astype(np.float32)

    def _strength(self, folds: Folds) -> float:
        """The one with which each of these folds is told best from the others."""
        losses = [sum(self._loss(folds, fold, strength) for fold in folds) for strength in STRENGTHS]
        return STRENGTHS[int(np.argmin(losses))]

    def _loss(self, folds: Folds, fold: int, strength: float) -> float:
        direction = self._fitted(folds - {fold}, strength)
        return float(np.square(1 - self._differences[fold] @ direction).sum())

    def _fitted(self, folds: Folds, strength: float) -> Doubles:
        """(r,): its product with each difference of these folds shall be 1."""
        if (folds, strength) not in self._known:
            self._known[folds, strength] = self._solved(folds, strength)
        return self._known[folds, strength]

    def _solved(self, folds: Folds, strength: float) -> Doubles:
        gram = sum((self._grams[fold] for fold in folds), np.zeros_like(self._grams[0]))
        sums = np.sum([self._differences[fold].sum(axis=0) for fold in folds], axis=0)
        penalty = strength * max(float(np.trace(gram)) / len(gram), 1e-9)
        gram[np.diag_indices_from(gram)] += penalty
        found: Doubles = np.linalg.solve(gram, sums)
        return found
