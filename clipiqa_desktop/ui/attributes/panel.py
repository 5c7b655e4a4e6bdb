"""The right panel: the current photograph's facts, and the one list of attributes."""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.query.fields import PANEL, Field, Section
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.indexing.progress import Progress
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui.attributes import panel_layout
from clipiqa_desktop.ui.attributes.above import Above
from clipiqa_desktop.ui.attributes.axes import off_axis
from clipiqa_desktop.ui.attributes.details import Details
from clipiqa_desktop.ui.attributes.learned_words import learned_words
from clipiqa_desktop.ui.attributes.list import AttributeList
from clipiqa_desktop.ui.attributes.panel_layout import PanelLayout
from clipiqa_desktop.ui.attributes.row_state import AttributeRow, spread
from clipiqa_desktop.ui.attributes.row_states import RowStates
from clipiqa_desktop.ui.attributes.section_heading import SectionState
from clipiqa_desktop.ui.attributes.weights_offer import SCORED, WeightsOffer
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.menu import Menu

_DIFFERENCES = "Differences"
_TITLES = {section.value: section for section in PANEL}


class AttributePanel(QFrame):
    """Keeps the list of attributes and the library's query in step."""

    def __init__(self, library: Library, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._library, self._settings = library, settings
        self._layout = panel_layout.load(settings)
        self._states = RowStates(library)
        self._differences_first = False
        self._rows: tuple[AttributeRow, ...] = ()
        self.list = AttributeList()
        self.offer, self._offers = WeightsOffer(), not library.has_network
        self._found_weights = False
        self.list.put_above(Section.TAKEN.value, self.offer)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.above = Above()
        layout.addWidget(Details(library))
        layout.addWidget(self.above)
        layout.addWidget(self.list, 1)
        self.list.sort_requested.connect(self._sort)
        self.list.range_changed.connect(self._filter)
        self.list.ranges_cleared.connect(self.clear_ranges)
        self.list.section_toggled.connect(self._toggle_section)
        self.list.section_menu_requested.connect(self._open_section_menu)
        library.attributes_changed.connect(self._replace_rows)
        library.counts_changed.connect(self._show)
        library.current_changed.connect(self._follow)
        self._replace_rows()
        library.count_again()

    def expect_scores(self, found: bool) -> None:
        """Whether there are weights, which nothing may have been scored with yet."""
        self._found_weights = found
        self._show()

    def why_no_order(self, field: Field) -> str:
        """Why sorting by this column would do nothing; empty where it does, or will when its values have come."""
        return self._states.why_no_order(field, has_weights=not self._wants_weights)

    def follow_run(self, progress: Progress) -> None:
        """What is on its way is told where it is missed."""
        if self._states.follow(progress):
            self._show()

    def clear_ranges(self) -> None:
        """Filters by no row of the list any more."""
        query = self._library.query
        for field in self._library.fields.panel:
            query = query.with_range(field.key, Range())
        self._library.ask(query)

    def compare(self, numbers: Mapping[int, int]) -> None:
        """Shows where each of these photographs stands, by the numbers of their tiles; if there are fewer than two,
        where the current one does.
        """
        numbers = numbers if len(numbers) > 1 else {}
        if numbers != self._states.numbers:
            self._states.numbers = dict(numbers)
            self._show_in_order()

    @property
    def compares(self) -> bool:
        """Whether several photographs are shown."""
        return bool(self._states.numbers)

    def put_differences_first(self, on: bool) -> None:
        """While photographs are compared: the attribute first in which they differ most. That order changes only when
        other photographs are compared.
        """
        self._differences_first = on
        self._show_in_order()
        if self.compares:
            self.list.scroll_to_top()

    def put_over_list(self, widget: QWidget) -> None:
        """A widget that scrolls by itself where the window is too low, between what stands above and the list."""
        self._column.insertWidget(self._column.indexOf(self.list), widget)

    def put_below_own(self, widget: QWidget) -> None:
        """A widget below the attributes of the person's own, or where they would stand."""
        self.list.put_above(Section.TAKEN.value, widget)

    def add_to_menu(self, key: str, menu: QMenu) -> None:
        """What can be done with the place of a row."""
        fields = self._library.fields.panel
        shown = self._layout.beside(fields, key)
        menu.addSeparator()
        for words, step, end in (("Move up", -1, shown[0]), ("Move down", 1, shown[-1])):
            action = menu.addAction(words, partial(self._move, key, step))
            action.setEnabled(key != end and not self._by_differences)
        menu.addAction("Hide this row", partial(self._hide, key))

    def _move(self, key: str, step: int) -> None:
        self._arrange(self._layout.moved(self._library.fields.panel, key, step))

    def _hide(self, key: str) -> None:
        """A row that is not seen must not filter."""
        self._library.ask(self._library.query.with_range(key, Range()))
        self._arrange(self._layout.hiding(key))

    def _toggle_section(self, title: str) -> None:
        if section := _TITLES.get(title):
            self._arrange(self._layout.toggled(section))

    def _open_section_menu(self, title: str, at: QPoint) -> None:
        menu = Menu(self)
        hidden = [field for field in self._members(title) if field.key in self._layout.hidden]
        for field in hidden:
            words = f"Show {field.title}".replace("&", "&&")
            menu.addAction(words, partial(self._show_again, field.key))
        keys = [field.key for field in hidden]
        menu.addAction("Show all", partial(self._show_again, *keys)).setEnabled(bool(keys))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _show_again(self, *keys: str) -> None:
        self._arrange(self._layout.showing(*keys))

    def _members(self, title: str) -> list[Field]:
        return [field for field in self._library.fields.panel if self._title(field) == title]

    def _arrange(self, layout: PanelLayout) -> None:
        self._layout = layout
        panel_layout.save(self._settings, layout)
        self._show_in_order()

    @property
    def _by_differences(self) -> bool:
        return self._differences_first and self.compares

    def _replace_rows(self) -> None:
        """Only what shows is counted."""
        self._offers = self._wants_weights
        self.offer.setVisible(self._offers)
        every = self._library.fields.panel
        fields = self._layout.arranged([each for each in every if not self._offers or each.section not in SCORED])
        self._rows = self._make_rows([field for field in fields if self._shows(field)])
        self._library.count_columns([row.key for row in self._rows])
        self.list.set_rows(self._rows, self._sections(fields))

    def _shows(self, field: Field) -> bool:
        ranked = self._by_differences and field.percentile
        return field.key not in self._layout.hidden and (ranked or not self._layout.is_collapsed(field.section))

    def _title(self, field: Field) -> str:
        """Of the section that a field stands in now."""
        return _DIFFERENCES if self._by_differences and field.percentile else field.section.value

    def _make_rows(self, fields: Collection[Field]) -> tuple[AttributeRow, ...]:
        origins = {each.key: learned_words(each.learning) for each in self._library.own}
        if self._by_differences:
            fields = sorted(fields, key=self._difference, reverse=True)
        return tuple(
            AttributeRow(field.key, field.title, self._title(field), *field.prompts, origins.get(field.key, ""))
            for field in fields
        )

    def _difference(self, field: Field) -> float:
        """How far those that are compared lie apart; what the camera wrote stays last, and as it stands."""
        between = spread(self._states.standings(field)) if field.percentile else -2.0
        return -1.0 if between is None else between

    def _sections(self, fields: Collection[Field]) -> list[SectionState]:
        hidden = Counter(self._title(field) for field in fields if field.key in self._layout.hidden)
        return [
            SectionState(title, self._is_collapsed(title), hidden[title], folds=title in _TITLES)
            for title in dict.fromkeys(map(self._title, fields))
        ]

    def _is_collapsed(self, title: str) -> bool:
        return title in _TITLES and self._layout.is_collapsed(_TITLES[title])

    def _show_in_order(self) -> None:
        self.setUpdatesEnabled(False)  # everything moves at once
        self._replace_rows()
        if {row.key for row in self._rows} == self._library.answer.histograms.keys():
            self._show()
        else:
            self._library.count_again()  # which shows them too
        self.setUpdatesEnabled(True)

    def _sort(self, key: str, second: bool) -> None:
        descending = not self._library.fields[key].ascending
        self._library.ask(self._library.query.sorted_by(key, second=second, descending=descending))

    def _filter(self, key: str, low: float | None, high: float | None) -> None:
        axis = self._library.fields[key].axis
        wanted = [None if end is None else off_axis(axis, end) for end in (low, high)]
        bounds = Range(wanted[0], wanted[1])
        self._library.ask(self._library.query.with_range(key, bounds))

    def _follow(self) -> None:
        if not self._library.counts_follow:
            self._show()

    def _show(self) -> None:
        library = self._library
        if self._offers != self._wants_weights:
            self._show_in_order()  # weights have come, or a catalog without any
            return
        fields = (library.fields.get(row.key) for row in self._rows)
        states = {field.key: self._states.of(field) for field in fields if field}
        sort = [(each.key, each.descending) for each in library.query.sort]
        others = any(key not in states and _in_panel(library.fields.get(key)) for key, _ in library.query.ranges)
        self.list.show_states(states, sort, len(library.answer.rows), others_filter=others)

    @property
    def _wants_weights(self) -> bool:
        return not (self._found_weights or self._library.has_network)


def _in_panel(field: Field | None) -> bool:
    return field is not None and field.in_panel
