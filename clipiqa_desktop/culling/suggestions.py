"""A cut that explains itself: which photographs of a shoot to pick and which to reject, and why. Nothing is marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.cells import NO_STACK
from clipiqa_desktop.culling.stacks.levels import Criterion
from clipiqa_desktop.culling.stacks.ranking import Ranking
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT

Mask = NDArray[np.bool_]

UNFOCUSED, EYES, CLIPPED, WORSE = "unfocused", "eyes", "clipped", "worse"

REASONS: Mapping[str, str] = {
    UNFOCUSED: "nothing in focus",
    EYES: "eyes may be closed",
    CLIPPED: "blown or blocked",
    WORSE: "worse in its stack",
}
"""Why one may be rejected, in words; where several hold, the first is said."""

LIMITS: Mapping[str, tuple[float, float, float]] = {UNFOCUSED: (1.25, 2.0, 5.0), CLIPPED: (0.01, 0.05, 0.5)}
"""The least, the usual and the greatest limit of a reason. UNFOCUSED: edges are so many times as wide as those of the
middle photograph of the shoot. CLIPPED: the share of the shoot that is clipped most.
"""

_HARDLY_CLIPPED = 0.01  # of the pixels: what has less is not rejected for it in any shoot
_CROWDED = 0.25  # of the shoot that another one of the same minute must be ahead by: with 4 it is behind all others
_MINUTE_S = 60.0


@dataclass(frozen=True)
class CutOptions:
    """What the person wants. keep: about so many picks, the person's own among them; None for one a stack. limits: by
    reason; the usual ones where there is none.
    """

    keep: int | None = None
    rejecting: frozenset[str] = frozenset({UNFOCUSED, WORSE})
    limits: Mapping[str, float] = field(default_factory=dict)

    def limit(self, reason: str) -> float:
        """The one that holds."""
        return self.limits.get(reason, LIMITS[reason][1])


@dataclass(frozen=True)
class Known:
    """Of how many photographs of the shoot something is known, and of how many it never will be."""

    known: int = 0
    failed: int = 0


@dataclass(frozen=True, eq=False)
class CutSource:
    """What is known of each row (n,). inside: belongs to the shoot, and can be read. valued: has stars or a label of
    the person, and is never rejected. widths: of edges, in pixels; clipped: share of the pixels; captured: seconds; NaN
    where unknown. closed_eyes: by row, what is said of eyes that may be closed. focus_known, faces_known and best_known
    say of how many of the shoot focus, faces and what `best_by` judges by are known. best_by says which photographs go
    before others, the ranking which of a stack.
    """

    inside: Mask
    flags: NDArray[np.int8]
    valued: Mask
    stacks: NDArray[np.int64]
    ranking: Ranking
    best_by: Criterion
    widths: NDArray[np.floating]
    clipped: NDArray[np.floating]
    captured: NDArray[np.float64]
    closed_eyes: Mapping[int, str] = field(default_factory=dict)
    focus_known: Known = field(default_factory=Known)
    faces_known: Known = field(default_factory=Known)
    best_known: Known = field(default_factory=Known)

    @cached_property
    def typical_width(self) -> float:
        """Of the shoot; NaN where none is known."""
        known = self.widths[self.inside & np.isfinite(self.widths)]
        return float(np.median(known)) if len(known) else float("nan")

    @cached_property
    def cells(self) -> int:
        """How many stacks and single photographs the shoot has."""
        of_row = self.stacks[self.inside]
        return int(np.count_nonzero(of_row == NO_STACK) + len(np.unique(of_row[of_row != NO_STACK])))

    @cached_property
    def standings(self) -> NDArray[np.float64]:
        """Where each row (n,) stands in the shoot by `best_by`, from 0 for the last to 1; NaN where it is unknown."""
        badness = np.where(self.inside, self.best_by.badness, np.nan)
        known = np.flatnonzero(np.isfinite(badness))
        standings = np.full(len(badness), np.nan)
        values, places = np.unique(-badness[known], return_inverse=True)
        before = np.cumsum(np.bincount(places, minlength=len(values)))
        standings[known] = (before[places] - 0.5) / max(len(known), 1)
        return standings


@dataclass(frozen=True, eq=False)
class Suggestions:
    """For each row (n,) PICK, REJECT or NO_FLAG; `counts` are of the rejects, by reason, and for those that are
    switched off what they would add.
    """

    source: CutSource
    flags: NDArray[np.int8]
    reasons: NDArray[np.int8]  # the place of the reason among REASONS, where it is a reject
    counts: Mapping[str, int]

    @property
    def picks(self) -> int:
        """How many there are."""
        return int(np.count_nonzero(self.flags == PICK))

    @property
    def rejects(self) -> int:
        """How many there are."""
        return int(np.count_nonzero(self.flags == REJECT))

    def without_pick(self) -> dict[str, int]:
        """How many stacks and single photographs have no pick, neither of the person nor suggested, by why; nothing
        where the person has decided all.
        """
        source, ranking = self.source, self.source.ranking
        if not (source.flags[source.inside] == NO_FLAG).any():
            return {}
        flags = np.where(source.flags == NO_FLAG, self.flags, source.flags)
        open_, known = flags == NO_FLAG, np.isfinite(source.standings) & ~ranking.waiting
        alone = -1 - np.arange(len(flags))
        cells = np.where(source.stacks == NO_STACK, alone, source.stacks)[source.inside]

        def having(mask: Mask) -> set[int]:
            return set(cells[mask[source.inside]].tolist())

        bare = having(source.inside) - having(flags == PICK)
        reasons = {
            "all rejected": bare - having(open_),
            "kept whole": having(open_ & ranking.kept_whole),
            "left to you because their best are alike": having(open_ & known & (ranking.places == 1)),
            "left to you": having(open_ & known),
            "not measured": bare,
        }
        found = {}
        for words, these in reasons.items():
            found[words] = len(these & bare)
            bare -= these
        return {words: count for words, count in found.items() if count}

    def after_marks(self, flags: NDArray[np.int8], suggested: NDArray[np.int8]) -> "Suggestions":
        """The same once the person gave these flags (n,), and these (n,) are still suggested."""
        return replace(self, source=replace(self.source, flags=flags), flags=suggested)

    def words(self, row: int) -> str:
        """Why, in a few words; of what is left to the person what can be said of it."""
        ranking, flag = self.source.ranking, int(self.flags[row])
        if flag == REJECT:
            reason = tuple(REASONS)[self.reasons[row]]
            if reason == EYES:
                return self.source.closed_eyes[row]
            return ranking.reason(row) if reason == WORSE else REASONS[reason]
        return self._lone(row) if flag == PICK and ranking.sizes[row] < 2 else ranking.reason(row)

    def _lone(self, row: int) -> str:
        """Of what is in no stack, or the only one of its stack that is looked at."""
        title, said = self.source.best_by.title, ["only one"]
        if self.source.widths[row] <= self.source.typical_width * LIMITS[UNFOCUSED][0]:
            said.append("in focus")
        if title != "focus":
            said.append(f"above {100 * self.source.standings[row]:.0f} % in {title}")
        return ", ".join(said)


def suggest(source: CutSource, options: CutOptions) -> Suggestions:
    """What to pick and what to reject. Whatever the person marked stays out of it, and so do brackets."""
    free = source.inside & (source.flags == NO_FLAG) & ~source.ranking.kept_whole
    flags = np.zeros(len(free), np.int8)
    reasons, counts = np.full(len(free), -1, np.int8), {}
    for number, reason in enumerate(REASONS):
        holds = free & ~source.valued & (flags == NO_FLAG) & _holds(source, options, reason)
        counts[reason] = int(np.count_nonzero(holds))
        if reason in options.rejecting:
            flags[holds], reasons[holds] = REJECT, number
    flags[_picks(source, free & (flags == NO_FLAG), options)] = PICK
    return Suggestions(source, flags, reasons, counts)


def _holds(source: CutSource, options: CutOptions, reason: str) -> Mask:
    if reason == WORSE:
        behind: Mask = source.ranking.places > 1
        return behind
    if reason == EYES:
        closed = np.zeros(len(source.inside), np.bool_)
        closed[list(source.closed_eyes)] = True
        return closed
    if reason == UNFOCUSED:
        found: Mask = source.widths > options.limit(reason) * source.typical_width
        return found
    known = source.clipped[source.inside & np.isfinite(source.clipped)]
    limit = np.quantile(known, 1 - options.limit(reason)) if len(known) else np.inf
    clipped: Mask = source.clipped > max(float(limit), _HARDLY_CLIPPED)
    return clipped


def _picks(source: CutSource, free: Mask, options: CutOptions) -> NDArray[np.intp]:
    """The best of the stacks and single photographs, as many as are wanted; of one minute the further ones count less,
    so that no fifth is picked while another minute has none.
    """
    own = source.inside & (source.flags == PICK)
    wanted = (source.cells if options.keep is None else options.keep) - np.count_nonzero(own)
    is_one = source.ranking.is_best | (source.stacks == NO_STACK)
    rows = np.flatnonzero(free & is_one & np.isfinite(source.standings))
    standings = source.standings[rows]
    minutes, taken = _minutes(source.captured, rows, np.flatnonzero(own))
    order = np.lexsort((-standings, minutes))
    starts = np.flatnonzero(np.append(True, np.diff(minutes[order]) != 0)[: len(rows)])
    earlier = np.empty(len(rows))
    earlier[order] = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    earlier += taken
    found: NDArray[np.intp] = rows[np.lexsort((earlier, _CROWDED * earlier - standings))[: max(0, wanted)]]
    return found


def _minutes(
    captured: NDArray[np.float64], rows: NDArray[np.intp], own: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The number of the minute of each of the rows (m,), one by itself for what has no time; and how many of the
    person's own picks are of that minute.
    """
    minutes = np.floor(np.concatenate([captured[rows], captured[own]]) / _MINUTE_S)
    unknown = np.isnan(minutes)
    minutes[unknown] = -1.0 - np.arange(np.count_nonzero(unknown)) - np.abs(np.nan_to_num(minutes)).max(initial=0)
    codes = np.unique(minutes, return_inverse=True)[1]
    of_rows, of_own = codes[: len(rows)], codes[len(rows) :]
    return of_rows, np.bincount(of_own, minlength=len(codes))[of_rows]
