"""Which stages somebody waits for, who sorts or filters by what they find."""

from collections.abc import Iterable, Mapping

from clipiqa_desktop.catalog.query.fields import Field, Fields, Source
from clipiqa_desktop.indexing.progress import StageName

_FOUND_BY: Mapping[Source, StageName] = {
    Source.MEASURES: "measure",
    Source.FOCUS: "measure",
    Source.FACES: "faces",
}
# The stages that somebody may wait for, in the order in which they have their turn.
ASKED_FOR: tuple[StageName, ...] = tuple(dict.fromkeys(_FOUND_BY.values()))


def stage_of(field: Field) -> StageName | None:
    """The stage that finds the values of this column, where it is one of those that come last."""
    return _FOUND_BY.get(field.source)


def stages_of(keys: Iterable[str], fields: Fields) -> frozenset[StageName]:
    """Those of the columns with these keys."""
    known = (field for key in keys if (field := fields.get(key)))
    return frozenset(stage for field in known if (stage := stage_of(field)))
