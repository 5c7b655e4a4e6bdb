"""The right panel: the current photograph's facts, and the one list of attributes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.fields import Axis, Field, Section, Source
from clipiqa_desktop.catalog.query import Range
from clipiqa_desktop.ui.attributes.details import Details
from clipiqa_desktop.ui.attributes.learned_words import learned_words
from clipiqa_desktop.ui.attributes.list import AttributeList
from clipiqa_desktop.ui.attributes.row_state import NOTHING, AttributeRow, RowState, Standing, spread
from clipiqa_desktop.ui.library import Library

_DIFFERENCES = "Differences"


def _rows(library: Library) -> tuple[AttributeRow, ...]:
    origins = {each.key: learned_words(each.learning) for each in library.own}
    return tuple(
        AttributeRow(field.key, field.title, field.section.value, *field.prompts, origins.get(field.key, ""))
        for field in library.fields.panel
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
        self._library.count_columns([row.key for row in self._rows])
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
        library.count_again()

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
        self.list.put_above(Section.TAKEN.value, widget)

    def _replace_rows(self) -> None:
        self._rows = _rows(self._library)
        if self._differences_first and self._numbers:
            self._rows = self._by_differences(self._rows)
        self._library.count_columns([row.key for row in self._rows])
        self.list.set_rows(self._rows)

    def _by_differences(self, rows: tuple[AttributeRow, ...]) -> tuple[AttributeRow, ...]:
        fields = self._library.fields
        ranked = [replace(row, section=_DIFFERENCES) for row in rows if fields[row.key].percentile]
        spreads = {row.key: spread(self._standings(fields[row.key])) for row in ranked}
        ranked.sort(key=lambda row: -1.0 if (known := spreads[row.key]) is None else known, reverse=True)
        return *ranked, *(row for row in rows if not fields[row.key].percentile)

    def _show_in_order(self) -> None:
        self.setUpdatesEnabled(False)  # everything moves at once
        self._replace_rows()
        self._show()
        self.setUpdatesEnabled(True)

    def _sort(self, key: str, second: bool) -> None:
        descending = not self._library.fields[key].ascending
        self._library.ask(self._library.query.sorted_by(key, second=second, descending=descending))

    def _filter(self, key: str, low: float | None, high: float | None) -> None:
        axis = self._library.fields[key].axis
        bounds = Range(_off_axis(axis, low), _off_axis(axis, high))
        self._library.ask(self._library.query.with_range(key, bounds))

    def _show(self) -> None:
        library = self._library
        fields = (library.fields.get(row.key) for row in self._rows)
        states = {field.key: self._state(field) for field in fields if field}
        sort = [(each.key, each.descending) for each in library.query.sort]
        self.list.show_states(states, sort, len(library.answer.rows))

    def _state(self, field: Field) -> RowState:
        library = self._library
        histogram = library.answer.histograms.get(field.key)
        if histogram is None:
            return NOTHING  # until the next answer
        bounds = library.raw_range(field.key)
        return RowState(
            histogram.counts,
            histogram.low,
            histogram.high,
            _on_axis(field.axis, bounds.low),
            _on_axis(field.axis, bounds.high),
            self._standings(field),
            caution=library.caution_of(field.key) if field.source is Source.SCORES else "",
            range_words=self._range_words(field, bounds),
        )

    def _standings(self, field: Field) -> tuple[Standing, ...]:
        current = self._library.current_id
        if self._numbers:
            return tuple(self._standing(field, *each, active=each[0] == current) for each in self._numbers.items())
        return (Standing() if current is None else self._standing(field, current),)

    def _standing(self, field: Field, photo_id: int, number: int | None = None, *, active: bool = True) -> Standing:
        """Scores speak in numbers, all others in the words of their field; the row's name says what they are."""
        value = self._library.score(photo_id, field.key)
        words = None if field.source is Source.SCORES else "" if value is None else field.words(value)
        place = _on_axis(field.axis, value)
        if field.percentile:
            percentile = None if value is None else self._library.percentile(field.key, value)
            return Standing(place, percentile, words, None, number, active)
        return Standing(place, None, words, "" if value is None else field.short(value), number, active)

    def _range_words(self, field: Field, raw: Range) -> str:
        """Empty where the numbers of the range speak for themselves."""
        wanted = self._library.query.range_of(field.key)
        if wanted.percentile:
            return _spelled("{:.3g} %".format, wanted) + " of the shoot"
        return "" if field.source is Source.SCORES else _spelled(field.words, raw)


def _on_axis(axis: Axis, value: float | None) -> float | None:
    """Where a number stands in its histogram; one that has no place there stands nowhere."""
    if value is None or axis is Axis.LINEAR:
        return value
    return math.log2(value) if value > 0 else None


def _off_axis(axis: Axis, place: float | None) -> float | None:
    return 2**place if place is not None and axis is Axis.LOG2 else place


def _spelled(number: Callable[[float], str], bounds: Range) -> str:
    low, high = (None if bound is None else number(bound) for bound in (bounds.low, bounds.high))
    return " ".join(filter(None, (low and f"from {low}", high and f"up to {high}")))
