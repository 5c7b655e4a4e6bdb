"""Which photographs are softer than the sharpest of their stack."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.query.fields import Field, Section, Source, Value
from clipiqa_desktop.catalog.stages.focus import NARROWEST, TIE

NO, YES = 0, 1
SOFTER = Field(
    "softer",
    "Focus in its stack",
    Section.FOUND,
    Source.COMPUTED,
    limits=(NO, YES),
    values=(Value(YES, "softer", "Softer than its stack"), Value(NO, "sharp", "As sharp as its stack")),
)
"""The column by which one filters; unknown outside stacks, and where the focus cannot be told."""


def softer(stacks: Stacks, widths: NDArray[np.float32]) -> NDArray[np.float32]:
    """The numbers (n,) of SOFTER for the photographs `stacks.ids` (n,), whose edges are so many pixels wide, compared
    within their stacks: YES where they are wider than the narrowest of the stack by more than a tie.
    """
    wide = np.maximum(widths, NARROWEST)
    _, of_each = np.unique(stacks.stacks, return_inverse=True)
    best = np.full(of_each.max(initial=-1) + 1, np.inf)
    np.fmin.at(best, of_each, wide)
    found = np.where(wide - best[of_each] >= TIE * wide, YES, NO).astype(np.float32)
    found[~np.isfinite(widths)] = np.nan
    return found
