"""What is told apart within groups of photographs, and what is as good as equal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.stages.focus import NARROWEST, TIE

Numbers = NDArray[np.float64]
Codes = NDArray[np.intp]

_LEAST_APART = 0.02  # scores that differ by less may as well be rounding
_SHARE_APART = 0.1  # of how far the shoot's numbers lie apart, from a tenth of them to nine


@dataclass(frozen=True, eq=False)
class Criterion:
    """By what frames are told apart. badness: (n,), the least is the best, NaN where it cannot be told. What lies less
    than `margin` apart is a tie. better, worse: what one is called that is told apart, `sharpest` and `softer`; empty
    where the title, as it stands in a sentence, says it. why, causes: a word for why those rows (n,) are worse.
    said: by row, what says it all where others are told apart.
    """

    title: str
    badness: Numbers
    margin: float
    better: str = ""
    worse: str = ""
    why: str = ""
    causes: NDArray[np.bool_] | None = None
    said: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether it says anything about anybody."""
        return bool(np.isfinite(self.badness).any())

    def behind(self, row: int, best: str = "the best") -> str:
        """What is said of a row that is behind the best of its stack by this; `best` are the words for these."""
        if row in self.said:
            return self.said[row]
        if not self.worse:
            return f"behind {best} in {self.title}"
        why = f"{self.why}, " if self.causes is not None and self.causes[row] else ""
        return f"{why}{self.worse} than {best}"


def by_focus(widths: NDArray[np.floating], moved: NDArray[np.bool_] | None = None) -> Criterion:
    """By widths of edges (n,) in pixels; and which of them moved, against the sharpest of their stack."""
    badness = np.log(np.maximum(widths.astype(np.float64), NARROWEST))
    return Criterion("focus", badness, -np.log1p(-TIE), "sharpest", "softer", "moved", moved)


def by_eyes(closed: NDArray[np.floating], said: Mapping[int, str]) -> Criterion:
    """By how many faces (n,) have closed eyes. said: by row, of closed and of open eyes where the stack has both."""
    return Criterion("eyes", closed.astype(np.float64), 0.5, said=said)


def by_eye_focus(widths: NDArray[np.floating]) -> Criterion:
    """By widths of edges (n,) around the eyes, in pixels."""
    return replace(by_focus(widths), title="focus of the eyes", better="sharpest eyes", worse="softer eyes")


def by_column(title: str, values: NDArray[np.floating], *, most: bool = True) -> Criterion:
    """By the numbers of a column (n,): the most is the best, or the least. How far apart is apart the shoot says."""
    numbers = values.astype(np.float64)
    known = numbers[np.isfinite(numbers)]
    low, high = np.quantile(known, (0.1, 0.9)) if len(known) else (0.0, 0.0)
    return Criterion(title, -numbers if most else numbers, max(_LEAST_APART, _SHARE_APART * float(high - low)))


def levels(groups: Codes, criterion: Criterion, rows: Codes) -> Codes:
    """For each of the rows (m,), of which each belongs to the group (m,) beside it: 0 for the best of its group and all
    that is not told apart from that, 1 for the best of the others and what is not told apart from it, and so on.

    What cannot be told is not told apart from the best.
    """
    badness = _filled(criterion.badness[rows], groups)
    scale = 1 / (np.ptp(badness) + 2 * criterion.margin) if len(rows) else 1.0
    keys = groups + scale * (badness - badness.min(initial=np.inf))  # by group, and within it by badness
    order = np.argsort(keys, kind="stable")
    keys, sorted_groups = keys[order], groups[order]
    starts = np.append(True, np.diff(sorted_groups) > 0)[: len(rows)]
    leads = _leads(sorted_groups, np.flatnonzero(starts), np.searchsorted(keys, keys + scale * criterion.margin))
    counted = np.cumsum(leads)
    found = np.empty(len(rows), np.intp)
    found[order] = counted - counted[np.flatnonzero(starts)][np.cumsum(starts) - 1]
    return found


def _filled(badness: Numbers, groups: Codes) -> Numbers:
    """With the least of its group where it cannot be told."""
    if np.isfinite(badness).all():
        return badness
    least = np.full(groups.max(initial=0) + 1, np.inf)
    known = np.isfinite(badness)
    np.minimum.at(least, groups[known], badness[known])
    filled = np.where(known, badness, least[groups])
    return np.where(np.isfinite(filled), filled, badness[known].min(initial=0))


def _leads(groups: Codes, starts: Codes, after: Codes) -> NDArray[np.bool_]:
    """Of sorted rows those that begin a level: the first of each group, then the first that lies far enough behind."""
    leads = np.zeros(len(groups), np.bool_)
    current = starts
    while len(current):
        leads[current] = True
        behind = after[current]
        inside = behind < len(groups)
        current, behind = current[inside], behind[inside]
        current = behind[groups[behind] == groups[current]]
    return leads
