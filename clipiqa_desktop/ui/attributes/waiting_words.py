"""Why nothing is known of a column that is measured, in words."""

from dataclasses import dataclass, replace

import numpy as np

from clipiqa_desktop.catalog.query.fields import Field, Source
from clipiqa_desktop.indexing.progress import Phase, Progress, StageName
from clipiqa_desktop.indexing.wishes import ASKED_FOR, stage_of
from clipiqa_desktop.ui.library import Library

_DOES = {"encode": "Scored", "measure": "Measured", "faces": "Looked for"}
_DOING = {"encode": "scoring", "measure": "measuring", "faces": "looking"}
_SOONER = "Sort by it to have it sooner."


@dataclass(frozen=True)
class Waiting:
    """`short` stands where the columns of a histogram will; `sentence` says it in full."""

    short: str
    sentence: str

    def of(self, *, is_bare: bool) -> "Waiting":
        """Columns that are there are not written over."""
        return self if is_bare else replace(self, short="")


def waiting_of(library: Library, field: Field, progress: Progress) -> Waiting | None:
    """What is said of values that the shoot still lacks; None where none are on their way."""
    stage = _stage_of(field)
    waiting = waiting_for(stage, progress, is_wished=field.key in library.query.keys) if stage else None
    if waiting is None or not _awaits(library, field):
        return None
    return waiting.of(is_bare=not library.is_known(field.key))


def none_of(library: Library, field: Field) -> Waiting | None:
    """What is said of values that nothing will find as it is; None where there are some, or no photographs."""
    if library.is_known(field.key) or not library.answer.shoot:
        return None
    if _stage_of(field) and _awaits(library, field):
        return Waiting("none yet", "Nothing is known of it yet, so there is no range to choose.")
    return Waiting("none", "No photograph here has a value, so there is no range to choose.")


def why_no_order(library: Library, field: Field, progress: Progress, *, has_weights: bool) -> str:
    """Why sorting by a column would do nothing, also later; empty where it does, or where there are no photographs."""
    if not field.is_number or library.is_known(field.key) or not library.answer.shoot:
        return ""
    if field.source is Source.SCORES:
        return "" if has_weights else "No photograph here has a score: scores come with the weights."
    is_coming = (progress.under_way and progress.left("glance")) or waiting_of(library, field, progress)
    return "" if is_coming else "No photograph here has a value."


def why_none(library: Library, progress: Progress) -> str:
    """Why nothing may match filters that something will match later; empty where that is not to be expected."""
    filtering = (library.fields.get(key) for key, _ in library.query.ranges)
    for field in (each for each in filtering if each and stage_of(each)):
        if waiting := waiting_of(library, field, progress):
            return f"{field.title}: {waiting.sentence[0].lower()}{waiting.sentence[1:]}"
    return "There are new results: sort again to see them." if library.stale else ""


def waiting_for(stage: StageName, progress: Progress, *, is_wished: bool = False) -> Waiting | None:
    """What a stage has still to do; None where nothing is on its way. `is_wished`: it need not be asked for."""
    if not (progress.under_way and progress.left(stage)):
        return None
    if progress.phase is Phase.PAUSED:
        return Waiting("paused", "The work below is paused.")
    if progress.stage == stage:
        return Waiting(_DOING[stage], f"Being {_DOES[stage].lower()} now.")
    if is_wished:
        return Waiting("comes next", "Comes next.")
    sooner = f" {_SOONER}" if stage in ASKED_FOR else ""
    return Waiting("waiting", f"{_DOES[stage]} {_when(stage, progress)}.{sooner}")


def _when(stage: StageName, progress: Progress) -> str:
    if stage == "encode":
        return "as soon as the program is ready for it"
    if stage == "faces":
        return "last"
    return "after the scores" if progress.left("encode") else "after the thumbnails"


def _stage_of(field: Field) -> StageName | None:
    """The stage that finds the values of this column."""
    return "encode" if field.source is Source.SCORES else stage_of(field)


def _awaits(library: Library, field: Field) -> bool:
    """Whether its stage has still to look at any photograph of the shoot."""
    if field.source is not Source.SCORES:
        return library.awaits(field.source)
    left = library.shoot & ~library.columns.unreadable
    return bool(np.isnan(library.columns.of(field.key)[left]).any())
