"""What a row of the list is and shows, and the same in words."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.notation import figures, hundredths, thousandths
from clipiqa_desktop.ui.attributes.markers import Marker
from clipiqa_desktop.ui.attributes.waiting_words import Waiting

NO_SCORE, TIE = "\N{EN DASH}", "tie"
_BEGAN = "It began as "


@dataclass(frozen=True)
class AttributeRow:
    """What a row is, whatever it shows and wherever it stands."""

    key: str
    title: str
    section: str = field(compare=False)
    high_prompt: str
    low_prompt: str
    origin: str = ""  # where its prompts come from, if nobody typed them


@dataclass(frozen=True)
class Standing:
    """Where a photograph stands in a row; `percentile` is 0 to 100 within the shoot."""

    value: float | None = None  # on the axis of the histogram
    percentile: float | None = None
    words: str | None = None  # what stands for the value where it is no score
    short: str | None = None  # the same in the fewest characters
    number: int | None = None  # of its tile, where there are several
    active: bool = True  # it is the one that the keys are about
    brief: str = ""  # the value as it stands under a photograph that is sorted by it
    tied: bool = False  # with the best of those that are shown

    @property
    def place(self) -> str:
        """What stands at the end of the row."""
        if self.tied:
            return TIE
        if self.short is not None:
            return self.short or NO_SCORE
        return NO_SCORE if self.percentile is None else f"{round(self.percentile)}%"

    @property
    def raw(self) -> str:
        """The value itself."""
        if self.words is not None:
            return self.words or "unknown"
        return "no score" if self.value is None else thousandths(self.value)

    @property
    def spoken(self) -> str:
        """`2: 0.641 (41 %)`, without the number where it stands alone."""
        number = "" if self.number is None else f"{self.number}: "
        percentile = "" if self.percentile is None else f" ({round(self.percentile)} %)"
        return f"{number}{self.raw}{percentile}{', a tie' if self.tied else ''}"


@dataclass(frozen=True, eq=False)
class RowState:
    """What a row shows at the moment."""

    counts: NDArray[np.int64]
    low: float
    high: float
    range_low: float | None = None
    range_high: float | None = None
    standings: Sequence[Standing] = ()  # one a photograph shown
    caution: str = ""  # what must be said beside the score
    range_words: str = ""  # what stands for the range where its numbers do not speak for themselves
    beyond: str = ""  # what the bars at the ends count beside their own numbers
    details: Callable[[], str] | None = None  # what more there is to be said of the photograph
    waiting: Waiting | None = None  # what is on its way

    @property
    def filters(self) -> bool:
        """Whether only a range of it is wanted."""
        return self.range_low is not None or self.range_high is not None

    @property
    def active(self) -> Standing:
        """Where the photograph stands that the keys are about."""
        return next((each for each in self.standings if each.active), Standing())

    @property
    def compares(self) -> bool:
        """Whether several photographs are shown."""
        return len(self.standings) > 1

    @property
    def markers(self) -> tuple[Marker, ...]:
        """Those standings that have a place in the histogram."""
        return tuple(
            Marker(each.value, each.number, each.active)
            for each in self.standings
            if each.value is not None and math.isfinite(each.value)
        )

    @property
    def range_in_words(self) -> str:
        """Which range of it is wanted."""
        return self.range_words or range_text(self.range_low, self.range_high)


NOTHING = RowState(np.zeros(0, dtype=np.int64), 0.0, 1.0)


def spread(standings: Sequence[Standing]) -> float | None:
    """How much of the shoot, 0 to 100, lies between the highest and the lowest; None where fewer than two have a
    percentile.
    """
    told = [each for each in standings if each.percentile is not None]
    if len(told) > 1 and all(each.tied for each in told):
        return 0.0
    percentiles = [each.percentile for each in told if each.percentile is not None]
    return max(percentiles) - min(percentiles) if len(percentiles) > 1 else None


def spread_text(standings: Sequence[Standing]) -> str:
    """The same as a sentence; empty where there is none."""
    between = spread(standings)
    if between is None:
        return ""
    if all(each.tied for each in standings):
        return "A tie: they differ by less than can be told"
    return f"{round(between)} % of the shoot between them" if round(between) else "Hardly any difference"


def range_text(low: float | None, high: float | None) -> str:
    """A range of scores in words."""
    if low is None and high is None:
        return "whole range"
    if low is None or high is None:
        return f"up to {hundredths(high)}" if high is not None else f"from {hundredths(low or 0.0)}"
    return f"from {hundredths(low)} to {hundredths(high)}"


def spoken_text(row: AttributeRow, state: RowState) -> str:
    """What a screen reader says of the histogram."""
    standings = ", ".join(each.spoken for each in state.standings)
    waiting = state.waiting.sentence if state.waiting else ""
    parts = (f"{row.title}: {state.range_in_words}", standings, spread_text(state.standings), waiting)
    return "; ".join(part for part in parts if part)


def tooltip_text(row: AttributeRow, state: RowState, remaining: int) -> str:
    """The row explained."""
    title = f"<b>{escape(row.title)}</b>"
    if state.compares:
        lines = [title, *(_tooltip_line(each) for each in state.standings), spread_text(state.standings)]
    else:
        lines = [f"{title} &nbsp;{escape(state.active.raw)}", escape(state.details() if state.details else "")]
    lines.append(escape(state.waiting.sentence if state.waiting else ""))
    lines.append(escape(row.origin))
    if row.high_prompt:
        began = _BEGAN if row.origin else ""
        lines.append(f"{began}{escape(row.high_prompt)} / {escape(row.low_prompt)}")
    if state.filters:
        lines.append(state.range_in_words.capitalize())
    lines.append(escape(state.beyond))
    lines.append(f"{figures(remaining)} remain" if remaining != 1 else "1 remains")
    lines.append(escape(state.caution))
    return "<br>".join(line for line in lines if line)


def _tooltip_line(standing: Standing) -> str:
    words = escape(standing.spoken)
    return f"<b>{words}</b>" if standing.active else words
