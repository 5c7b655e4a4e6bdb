"""The right panel: the current photograph's facts, and the one list of attributes."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.query import Range
from clipiqa_desktop.ui.attribute_list import AttributeList, AttributeRow, RowState
from clipiqa_desktop.ui.details import Details
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import IN_ORDER

_SECTIONS = {"look": "Look", "feel": "Feel"}
_ROWS = tuple(
    AttributeRow(each.key, each.title, _SECTIONS[each.section], each.high_prompt, each.low_prompt) for each in IN_ORDER
)


class AttributePanel(QFrame):
    """Keeps the list of attributes and the library's query in step."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._library = library
        self.list = AttributeList(_ROWS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Details(library))
        layout.addWidget(self.list, 1)
        self.list.sort_requested.connect(self._sort)
        self.list.range_changed.connect(self._filter)
        self.list.ranges_cleared.connect(self.clear_ranges)
        library.counts_changed.connect(self._show)
        library.current_changed.connect(self._show)
        self._show()

    def clear_ranges(self) -> None:
        """Filters by no score any more."""
        query = self._library.query
        for key, _ in query.ranges:
            query = query.with_range(key, Range())
        self._library.ask(query)

    def _sort(self, key: str, second: bool) -> None:
        self._library.ask(self._library.query.sorted_by(key, second=second))

    def _filter(self, key: str, low: float | None, high: float | None) -> None:
        self._library.ask(self._library.query.with_range(key, Range(low, high)))

    def _show(self) -> None:
        query = self._library.query
        states = {key: self._state(key) for key in self._library.keys}
        sort = [(each.key, each.descending) for each in query.sort]
        self.list.show_states(states, sort, len(self._library.answer.rows))

    def _state(self, key: str) -> RowState:
        library = self._library
        histogram, bounds = library.answer.histograms[key], library.query.range_of(key)
        value = library.score(library.current_id, key) if library.current_id is not None else None
        place = library.percentile(key, value) if value is not None else None
        return RowState(
            histogram.counts, histogram.low, histogram.high, bounds.low, bounds.high, value, place, library.caution
        )
