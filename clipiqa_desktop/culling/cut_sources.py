"""What a cut is made from, out of columns and stacks: by what frames are told apart, and what there is not."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.cells import NO_STACK, RowStacks
from clipiqa_desktop.catalog.columns import CAPTURED, Columns
from clipiqa_desktop.catalog.fields import Field, Fields, Section
from clipiqa_desktop.catalog.focus import widths_of
from clipiqa_desktop.culling.stacks.levels import Criterion, by_column, by_focus
from clipiqa_desktop.culling.stacks.ranking import Ranking, rank
from clipiqa_desktop.culling.stacks.stack_focus import StackFocus
from clipiqa_desktop.culling.suggestions import CutSource

FOCUS, QUALITY = "focus", "quality"
_BLOWN, _BLOCKED = "blown", "blocked"
NEEDED = (FOCUS, QUALITY, _BLOWN, _BLOCKED, CAPTURED)
"""The keys of the columns without which there is no cut, beside the person's marks."""

_LEAST_IS_BEST = frozenset({_BLOWN, _BLOCKED, "iso", "shutter_s"})
_JUDGING = (Section.MEASURED, Section.LOOK, Section.FEEL, Section.OWN)


@dataclass(frozen=True)
class BestBy:
    """The key of a column of numbers, and whether its most or its least is the best."""

    key: str
    most: bool = True

    @classmethod
    def usual(cls, key: str) -> "BestBy":
        """With the end that one means by it."""
        return cls(key, key not in _LEAST_IS_BEST)


def judging_fields(fields: Fields) -> tuple[Field, ...]:
    """By what one may want the best."""
    return tuple(field for field in fields.of(*_JUDGING) if field.is_number)


def default_key(columns: Columns, inside: NDArray[np.bool_], caution: str) -> str:
    """The person's taste where one was learned, else quality; focus where the shoot is not scored by a network that is
    known.
    """
    keys = [] if caution else [*tastes(columns.fields), QUALITY]
    return next((key for key in keys if _is_known(columns, key, inside)), FOCUS)


def tastes(fields: Fields) -> tuple[str, ...]:
    """The keys of what was learned from the person's marks."""
    return tuple(field.key for field in fields.of(Section.OWN) if field.is_taste)


def cut_source(
    columns: Columns,
    inside: NDArray[np.bool_],
    stacks: RowStacks,
    best_by: BestBy,
    common: StackFocus,
    caution: str = "",
) -> CutSource:
    """Of the rows `inside` (n,). common: the focus where any frame of a stack is sharp. caution: what stands wherever
    the scores show; with one, they decide only where they are asked for.
    """
    widths, common = widths_of(_numbers(columns, FOCUS)), common.in_rows(columns)
    in_stack = by_focus(np.where(np.isnan(common.widths), widths, common.widths), common.moved)
    wanted = by_focus(widths) if best_by.key == FOCUS else _criterion(columns, best_by)
    inside = inside & ~columns.unreadable
    stacks = replace(stacks, of_row=np.where(inside, stacks.of_row, NO_STACK))
    return CutSource(
        inside,
        columns.flag,
        (columns.stars > 0) | (columns.label > 0),
        stacks.of_row,
        _rank(columns, stacks, in_stack, best_by, caution),
        wanted,
        widths,
        _numbers(columns, _BLOWN) + _numbers(columns, _BLOCKED),
        columns.of(CAPTURED).astype(np.float64),
    )


def missing(source: CutSource) -> list[str]:
    """What cannot be told yet, a sentence each."""
    photographs = int(np.count_nonzero(source.inside))
    said = []
    measured = int(np.count_nonzero(source.inside & np.isfinite(source.widths)))
    if measured < photographs:
        said.append(f"Focus is known of {measured:,} of {photographs:,}.")
    known = int(np.count_nonzero(np.isfinite(source.standings)))
    if known < photographs and source.best_by.title != FOCUS:
        said.append(f"{source.best_by.title.capitalize()} is known of {known:,} of {photographs:,}.")
    return said


def _rank(columns: Columns, stacks: RowStacks, focus: Criterion, best_by: BestBy, caution: str) -> Ranking:
    """By focus first, and what focus does not tell apart by what is asked for, then by taste, then by quality."""
    further = [] if best_by.key == FOCUS else [_criterion(columns, best_by)]
    others = () if caution else (*tastes(columns.fields)[:1], QUALITY)
    further += [_criterion(columns, BestBy(key)) for key in others if key != best_by.key]
    return rank(stacks, columns.flag, [focus, *further])


def _criterion(columns: Columns, best_by: BestBy) -> Criterion:
    field = columns.fields.get(best_by.key)
    title = field.within_text if field else best_by.key
    return by_column(title, _numbers(columns, best_by.key), most=best_by.most)


def _is_known(columns: Columns, key: str, inside: NDArray[np.bool_]) -> bool:
    return bool(np.isfinite(_numbers(columns, key)[inside]).any())


def _numbers(columns: Columns, key: str) -> NDArray[np.floating]:
    """NaN throughout where there is no such column."""
    known = key in columns.numbers
    return columns.of(key) if known else np.full(len(columns), np.nan, np.float32)
