"""What a cut is made from, out of columns and stacks: by what frames are told apart, and what there is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.cells import NO_STACK, RowStacks
from clipiqa_desktop.catalog.query.columns import CAPTURED, Columns
from clipiqa_desktop.catalog.query.fields import Field, Fields, Section, Source
from clipiqa_desktop.catalog.stages.faces import CLOSED
from clipiqa_desktop.catalog.stages.focus import widths_of
from clipiqa_desktop.catalog.stages.stage_table import Looked
from clipiqa_desktop.culling.stacks.levels import Criterion, by_column, by_eye_focus, by_eyes, by_focus
from clipiqa_desktop.culling.stacks.ranking import Ranking, rank
from clipiqa_desktop.culling.stacks.stack_eyes import StackEyes
from clipiqa_desktop.culling.stacks.stack_focus import StackFocus
from clipiqa_desktop.culling.suggestions import EYES, REASONS, CutSource, Known
from clipiqa_desktop.notation import figures

FOCUS, QUALITY = "focus", "quality"
_BLOWN, _BLOCKED, _EYES, _FACES = "blown", "blocked", "eyes_open", "faces"
NEEDED = (FOCUS, QUALITY, _BLOWN, _BLOCKED, _EYES, _FACES, CAPTURED)
"""The keys of the columns without which there is no cut, beside the person's marks."""

_LEAST_IS_BEST = frozenset({_BLOWN, _BLOCKED, "iso", "shutter_s"})
_MEASURED = frozenset({Source.FOCUS, Source.MEASURES, Source.FACES})
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
    eyes: StackEyes | None = None,
) -> CutSource:
    """Of the rows `inside` (n,). common: the focus where any frame of a stack is sharp. caution: what stands wherever
    the scores show; with one, they decide only where they are asked for. eyes: compared within the stacks; None where
    they were not yet.
    """
    widths, common = widths_of(_numbers(columns, FOCUS)), common.in_rows(columns)
    wanted = by_focus(widths) if best_by.key == FOCUS else _criterion(columns, best_by)
    inside = inside & ~columns.unreadable
    stacks = replace(stacks, of_row=np.where(inside, stacks.of_row, NO_STACK))
    compared = np.isin(stacks.of_row, stacks.of_row[np.isfinite(common.widths)]) & (stacks.of_row != NO_STACK)
    in_stack = by_focus(np.where(compared, common.widths, widths), common.moved)
    widths = np.where(compared & np.isnan(common.widths), np.nan, widths)  # of edges that its light left over
    by_faces = _by_faces(columns, stacks, eyes) if eyes else ()
    return CutSource(
        inside,
        columns.flag,
        (columns.stars > 0) | (columns.label > 0),
        stacks.of_row,
        _rank(columns, stacks, [*by_faces, in_stack], best_by, caution),
        wanted,
        widths,
        _numbers(columns, _BLOWN) + _numbers(columns, _BLOCKED),
        columns.of(CAPTURED).astype(np.float64),
        _closed_eyes(columns, by_faces),
        _looked(columns, Source.FOCUS, inside),
        _looked(columns, Source.FACES, inside),
        _best_known(columns, best_by, inside),
    )


def missing(source: CutSource) -> list[str]:
    """What cannot be told yet, or never, a sentence each."""
    said = _unknown(source, "Focus is", source.focus_known, " so far")
    if source.best_by.title != FOCUS:
        said += _unknown(source, f"{source.best_by.title.capitalize()} is", source.best_known)
    return said


def missing_eyes(source: CutSource, *, asked: bool) -> list[str]:
    """The same of eyes. asked: whether one may be rejected for them; else they count only where any are known."""
    of = source.faces_known
    return _unknown(source, "Eyes are", of) if asked or of.known else []


def _unknown(source: CutSource, what: str, of: Known, so_far: str = "") -> list[str]:
    """What there is to wait for, told apart from what could not be found out."""
    photographs = int(np.count_nonzero(source.inside))
    said = []
    if of.known + of.failed < photographs:
        said.append(f"{what} known of {figures(of.known)} of {figures(photographs)}{so_far}.")
    if of.failed:
        said.append(f"{what} unknown of {figures(of.failed)}, which could not be measured.")
    return said


def _rank(columns: Columns, stacks: RowStacks, sharp: Sequence[Criterion], best_by: BestBy, caution: str) -> Ranking:
    """By eyes, by focus, and what these do not tell apart by what is asked for, then by taste, then by quality."""
    further = [] if best_by.key == FOCUS else [_criterion(columns, best_by)]
    others = () if caution else (*tastes(columns.fields)[:1], QUALITY)
    further += [_criterion(columns, BestBy(key)) for key in others if key != best_by.key]
    return rank(stacks, columns.flag, [*sharp, *further], _unmeasured(columns))


def _unmeasured(columns: Columns) -> NDArray[np.bool_]:
    """Those that are still to be measured; not what could not be."""
    unmeasured: NDArray[np.bool_] = columns.looked(Source.FOCUS) == Looked.NOT_YET
    return unmeasured


def _looked(columns: Columns, source: Source, inside: NDArray[np.bool_]) -> Known:
    states = columns.looked(source)[inside]
    return Known(int(np.count_nonzero(states == Looked.FOUND)), int(np.count_nonzero(states == Looked.FAILED)))


def _best_known(columns: Columns, best_by: BestBy, inside: NDArray[np.bool_]) -> Known:
    field = columns.fields.get(best_by.key)
    if field and field.source in _MEASURED:
        return _looked(columns, field.source, inside)
    return Known(int(np.count_nonzero(inside & np.isfinite(_numbers(columns, best_by.key)))))


def _by_faces(columns: Columns, stacks: RowStacks, eyes: StackEyes) -> tuple[Criterion, Criterion]:
    """Open eyes first, then sharp ones; whoever has none closed in a stack in which others have is said to be open."""
    closed = columns.align(eyes.ids, eyes.closed)
    worse = np.isin(stacks.of_row, np.unique(stacks.of_row[closed > 0])) & (stacks.of_row != NO_STACK)
    said = dict.fromkeys(np.flatnonzero(worse & (closed == 0)).tolist(), "eyes open")
    for photo_id, words in eyes.words.items():
        said.update((int(row), words) for row in columns.rows([photo_id]))
    return by_eyes(closed, said), by_eye_focus(columns.align(eyes.ids, eyes.widths))


def _closed_eyes(columns: Columns, by_faces: Sequence[Criterion]) -> Mapping[int, str]:
    """Why one may be rejected for its eyes, by row: those that are closed in their stack, and others that may be."""
    may_be = np.flatnonzero(_numbers(columns, _EYES) <= CLOSED)
    in_stacks = {row: words for each in by_faces for row, words in each.said.items() if each.badness[row] > 0}
    return dict.fromkeys(may_be.tolist(), REASONS[EYES]) | in_stacks


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
