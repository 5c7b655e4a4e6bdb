"""The right panel: the current photograph's facts, and the one list of attributes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.columns import LOGARITHMIC
from clipiqa_desktop.catalog.query import Range
from clipiqa_desktop.ui.attributes.details import Details
from clipiqa_desktop.ui.attributes.learned_words import learned_words
from clipiqa_desktop.ui.attributes.list import AttributeList
from clipiqa_desktop.ui.attributes.row_state import AttributeRow, RowState, Standing, spread
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import IN_ORDER, fact, short_fact, title

_SECTIONS = {"look": "Look", "feel": "Feel"}
_FACTS = ("captured", "iso", "focal_length_mm", "aperture", "shutter_s")
_OWN, _TAKEN, _DIFFERENCES = "Your own", "Taken", "Differences"


def _rows(library: Library) -> tuple[AttributeRow, ...]:
    own = (each for each in library.own if each.key in library.keys)
    return (
        *(
            AttributeRow(each.key, each.title, _SECTIONS[each.section], each.high_prompt, each.low_prompt)
            for each in IN_ORDER
        ),
        *(AttributeRow(each.key, each.title, _OWN, *each.prompts, learned_words(each.learning)) for each in own),
        *(AttributeRow(key, title(key), _TAKEN, "", "") for key in _FACTS),
    )


class AttributePanel(QFrame):
    """Keeps the list of attributes and the library's query in step."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._library = library
        self._numbers: Mapping[int, int] = {}
        self._differences_first = False
        self._rows = _rows(library)
        self.list = AttributeList(self._rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Details(library))
        layout.addWidget(self.list, 1)
        self.list.sort_requested.connect(self._sort)
        self.list.range_changed.connect(self._filter)
        self.list.ranges_cleared.connect(self.clear_ranges)
        library.attributes_changed.connect(self._replace_rows)
        library.counts_changed.connect(self._show)
        library.current_changed.connect(self._show)
        self._show()

    def clear_ranges(self) -> None:
        """Filters by no row of the list any more."""
        query = self._library.query
        for row in self._rows:
            query = query.with_range(row.key, Range())
        self._library.ask(query)

    def compare(self, numbers: Mapping[int, int]) -> None:
        """Shows where each of these photographs stands, by the numbers of their tiles; if there are fewer than two,
        where the current one does.
        """
        numbers = numbers if len(numbers) > 1 else {}
        if numbers != self._numbers:
            self._numbers = dict(numbers)
            self._show_in_order()

    @property
    def compares(self) -> bool:
        """Whether several photographs are shown."""
        return bool(self._numbers)

    def put_differences_first(self, on: bool) -> None:
        """While photographs are compared: the attribute first in which they differ most. That order changes only when
        other photographs are compared.
        """
        self._differences_first = on
        self._show_in_order()
        if self.compares:
            self.list.scroll_to_top()

    def put_below_own(self, widget: QWidget) -> None:
        """A widget below the attributes of the person's own, or where they would stand."""
        self.list.put_above(_TAKEN, widget)

    def _replace_rows(self) -> None:
        self._rows = _rows(self._library)
        if self._differences_first and self._numbers:
            self._rows = self._by_differences(self._rows)
        self.list.set_rows(self._rows)

    def _by_differences(self, rows: tuple[AttributeRow, ...]) -> tuple[AttributeRow, ...]:
        scored = [replace(row, section=_DIFFERENCES) for row in rows if row.key not in _FACTS]
        spreads = {row.key: spread(self._standings(row.key)) for row in scored}
        scored.sort(key=lambda row: -1.0 if (known := spreads[row.key]) is None else known, reverse=True)
        return *scored, *(row for row in rows if row.key in _FACTS)

    def _show_in_order(self) -> None:
        self.setUpdatesEnabled(False)  # everything moves at once
        self._replace_rows()
        self._show()
        self.setUpdatesEnabled(True)

    def _sort(self, key: str, second: bool) -> None:
        query = self._library.query
        self._library.ask(query.sorted_by(key, second=second, descending=key != "captured"))

    def _filter(self, key: str, low: float | None, high: float | None) -> None:
        bounds = Range(_off_axis(key, low), _off_axis(key, high))
        self._library.ask(self._library.query.with_range(key, bounds))

    def _show(self) -> None:
        query = self._library.query
        states = {row.key: self._state(row.key) for row in self._rows}
        sort = [(each.key, each.descending) for each in query.sort]
        self.list.show_states(states, sort, len(self._library.answer.rows))

    def _state(self, key: str) -> RowState:
        library = self._library
        histogram, bounds = library.answer.histograms[key], library.raw_range(key)
        return RowState(
            histogram.counts,
            histogram.low,
            histogram.high,
            _on_axis(key, bounds.low),
            _on_axis(key, bounds.high),
            self._standings(key),
            caution="" if key in _FACTS else library.caution_of(key),
            range_words=self._range_words(key, bounds),
        )

    def _standings(self, key: str) -> tuple[Standing, ...]:
        current = self._library.current_id
        if self._numbers:
            return tuple(self._standing(key, *each, active=each[0] == current) for each in self._numbers.items())
        return (Standing() if current is None else self._standing(key, current),)

    def _standing(self, key: str, photo_id: int, number: int | None = None, *, active: bool = True) -> Standing:
        library = self._library
        value = library.score(photo_id, key)
        if key in _FACTS:
            words = "" if value is None else fact(key, value)
            return Standing(_on_axis(key, value), None, words, short_fact(key, value), number, active)
        percentile = library.percentile(key, value) if value is not None else None
        return Standing(value, percentile, number=number, active=active)

    def _range_words(self, key: str, raw: Range) -> str:
        """Empty where the numbers of the range speak for themselves."""
        wanted = self._library.query.range_of(key)
        if wanted.percentile:
            return _spelled("{:.3g} %".format, wanted) + " of the shoot"
        return _spelled(partial(fact, key), raw) if key in _FACTS else ""


def _on_axis(key: str, value: float | None) -> float | None:
    """Where a number stands in its histogram; one that has no place there stands nowhere."""
    if value is None or key not in LOGARITHMIC:
        return value
    return math.log2(value) if value > 0 else None


def _off_axis(key: str, place: float | None) -> float | None:
    return 2**place if place is not None and key in LOGARITHMIC else place


def _spelled(number: Callable[[float], str], bounds: Range) -> str:
    low, high = (None if bound is None else number(bound) for bound in (bounds.low, bounds.high))
    return " ".join(filter(None, (low and f"from {low}", high and f"up to {high}")))
