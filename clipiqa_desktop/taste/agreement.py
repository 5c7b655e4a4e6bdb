"""How often a judgement orders pairs as the person did, and whether that says anything yet."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.taste.decisions import FOLDS, Decisions

Shares = NDArray[np.float64]  # (m,): 1 where a pair is ordered as the person did, 0 where not, 0.5 for a tie
Rows = NDArray[np.intp]

FEWEST, FEWEST_STACKS = 40, 10
"""Photographs that a taste takes, and stacks or lone photographs among them: from fewer no share can be told from
chance.
"""
_SURE, _LIKELY = 2.0, 1.0  # standard errors: better than chance in 98 of 100 cases, than a column in 84
_OF_FOLDS = (
    1.5  # pairs of a fold share a direction: of marks by chance shares vary by so much more (benchmarks/taste.py)
)
_MOST_TIMES = 4  # as many decisions as there are: what is further away is not foreseen


def ordered(values: NDArray[np.floating], pairs: Rows) -> Shares:
    """By a number for each photograph (n,), the most is the best; unknown numbers make a tie."""
    difference = np.nan_to_num(values[pairs[:, 0]].astype(np.float64) - values[pairs[:, 1]])
    shares: Shares = (1 + np.sign(difference)) / 2
    return shares


def best_column(columns: NDArray[np.floating], decisions: Decisions) -> tuple[int, Shares]:
    """Of columns (n, k) the one that orders most pairs as the person did, by its most or its least.

    The shares are held out: for each fold the column and its end are those that serve the others best.
    """
    each = np.stack([ordered(column, decisions.pairs) for column in columns.T])
    shares = np.full(len(decisions), 0.5)
    for fold in range(FOLDS):
        here = decisions.folds == fold
        if here.any() and not here.all():
            best, end = _best(each[:, ~here])
            shares[here] = each[best, here] if end > 0 else 1 - each[best, here]
    return _best(each)[0], shares


def _best(each: Shares) -> tuple[int, float]:
    means = each.mean(axis=1) - 0.5
    best = int(np.argmax(np.abs(means)))
    return best, float(means[best])


@dataclass(frozen=True)
class Verdict:
    """How well a taste and the best single column agree with the person on what was held out, as shares; and about how
    many more decisions it takes until that says anything, 0 where it does.
    """

    agreement: float
    rival: float
    missing: int


def judged(taste: Shares, rival: Shares, decisions: Decisions, groups: Rows) -> Verdict:
    """Of the shares held out. groups: (n,), the same number for photographs of one stack."""
    count = decisions.photographs
    bars = ((taste - 0.5, _SURE), (taste - rival, _LIKELY))
    missing = max(_missing(margin, times, decisions, groups, count) for margin, times in bars)
    return Verdict(float(taste.mean()), float(rival.mean()), _rounded(missing))


def too_few(photographs: int, stacks: int) -> int:
    """About how many more decisions it takes to begin, 0 where there are enough; a stack brings two at least."""
    return _rounded(max(FEWEST - photographs, 2 * (FEWEST_STACKS - stacks)))


def _rounded(missing: float) -> int:
    return math.ceil(max(missing, 0) / 10) * 10


def _missing(margin: Shares, times: float, decisions: Decisions, groups: Rows, count: int) -> float:
    """The standard error falls with the root of the number of decisions, if more of them are like these. Where there is
    no margin that could become clear, as many again are asked for.
    """
    mean, error = float(margin.mean()), standard_error(margin, decisions, groups)
    if mean > times * error:
        return 0.0
    return count * (min((times * error / mean) ** 2, _MOST_TIMES + 1) - 1) if mean > 0 else float(count)


def standard_error(margin: Shares, decisions: Decisions, groups: Rows) -> float:
    """Of the mean of numbers (m,), one a pair. Pairs that share a stack are not independent: each stack counts with the
    sum of all its pairs (the Hajek projection of a U-statistic).
    """
    first, second = groups[decisions.pairs].T
    rest = margin - margin.mean()
    sums = np.bincount(first, rest, minlength=groups.max(initial=0) + 1)
    sums += np.bincount(second, np.where(first == second, 0, rest), minlength=len(sums))
    return _OF_FOLDS * float(np.sqrt(np.square(sums).sum())) / max(len(margin), 1)
