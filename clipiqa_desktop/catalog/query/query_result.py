"""The answer to a query: which photographs, in which order, and how stacks of them are laid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.cells import Cells, RowStacks
from clipiqa_desktop.catalog.query.histograms import Histogram
from clipiqa_desktop.catalog.query.precedence import Precedence


@dataclass(frozen=True)
class QueryResult:
    """The wanted rows in order, how many the shoot holds, and a histogram under the other filters of each column that
    is counted; where rows belong together, also their stacks, and by what these are laid and placed, as `Cells` says.
    """

    rows: NDArray[np.intp]
    shoot: int
    histograms: Mapping[str, Histogram]
    stacks: RowStacks | None = None
    laid: Precedence | None = None
    placed: Precedence | None = None

    @cached_property
    def cells(self) -> Cells:
        """What views show of it."""
        return Cells(self.rows, self.stacks, self.laid, self.placed)

    def laid_like(self, before: "QueryResult") -> "QueryResult":
        """Of the same rows as one before: what lies on top stays there, and where that stands."""
        return replace(self, laid=before.laid, placed=before.placed)

    def laid_like_known(self, before: "QueryResult", rows: NDArray[np.intp], known: NDArray[np.bool_]) -> "QueryResult":
        """The same of other rows: row i of the one before is `rows[i]` of this one, where that is `known`."""

        def carried(new: Precedence | None, old: Precedence | None) -> Precedence | None:
            if new is not None and old is not None:
                new = new.copy()
                new[rows[known]] = old[known]
            return new

        return replace(self, laid=carried(self.laid, before.laid), placed=carried(self.placed, before.placed))
