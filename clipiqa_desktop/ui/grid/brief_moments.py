"""When photographs were taken, in few letters: the time of day, and the day where another one begins."""

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.query.query_result import QueryResult
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import DAY, day_alone, time_alone


class BriefMoments:
    """Of the cells as they stand in the order, which is that of their times."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._answer: QueryResult | None = None
        self._begins: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def of(self, row: int, key: str) -> str:
        """Of the photograph in this row of the columns; `key`: of the column with the moments."""
        captured = float(self._library.columns.of(key)[row])
        if self._begin_days(key)[row]:
            return day_alone(captured, *self._library.extent(key))
        return time_alone(captured)

    def _begin_days(self, key: str) -> NDArray[np.bool_]:
        """For each row, whether the cell before it in the order is of another day."""
        library = self._library
        if library.answer is not self._answer or len(self._begins) != len(library.columns):
            rows = library.cells.fronts
            days = np.floor(library.columns.of(key)[rows] / DAY)
            self._begins = np.zeros(len(library.columns), np.bool_)
            self._begins[rows] = np.append(True, days[1:] != days[:-1])[: len(rows)]
            self._answer = library.answer
        return self._begins
