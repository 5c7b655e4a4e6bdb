"""Whose mark counts where the person and another program both changed a photograph's marks."""

from dataclasses import dataclass, replace

from clipiqa_desktop.catalog.marks.marks import FIELDS, Mark, as_number


@dataclass(frozen=True)
class Clash:
    """One field that both sides changed, each to something else, as numbers."""

    field: str
    ours: int
    theirs: int
    kept_ours: bool


def merged(base: Mark, ours: Mark, theirs: Mark, *, theirs_is_newer: bool) -> tuple[Mark, tuple[Clash, ...]]:
    """What holds from now on, field by field, and where the sides clashed; then the newer one holds.

    `base` is what both sides last agreed to know of each other.
    """
    mark, clashes = ours, []
    for field in FIELDS:
        before, here, there = (getattr(side, field) for side in (base, ours, theirs))
        if there in {before, here}:
            continue
        if here != before:
            clashes.append(Clash(field, as_number(here), as_number(there), kept_ours=not theirs_is_newer))
        if here == before or theirs_is_newer:
            mark = replace(mark, **{field: there})
    return mark, tuple(clashes)
