"""All rows under one another, in sections."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clipiqa_desktop.ui.attributes.row import SIDE, RowWidget
from clipiqa_desktop.ui.attributes.row_state import NOTHING, AttributeRow, RowState
from clipiqa_desktop.ui.attributes.section_heading import SectionHeading, SectionState

_WIDEST_NAME = 150


class AttributeList(QFrame):
    """Shows what it is told and tells what the hand asks for; it decides nothing itself."""

    sort_requested = Signal(str, bool)  # key, whether as a further key
    range_changed = Signal(str, object, object)
    ranges_cleared = Signal()
    menu_requested = Signal(str, QPoint)  # key, where on the screen
    section_toggled = Signal(str)
    section_menu_requested = Signal(str, QPoint)  # title of the section, where on the screen

    def __init__(self, rows: Sequence[AttributeRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._rows: dict[AttributeRow, RowWidget] = {}
        self._sections: tuple[SectionState, ...] = ()
        self._headings: list[SectionHeading] = []
        self._extra: dict[str, list[QWidget]] = {}
        self._clear = QPushButton("Clear ranges", self, flat=True)
        self._clear.hide()
        self._clear.setProperty("quiet", True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clear.clicked.connect(self.ranges_cleared)
        self._heads: list[QWidget] = []
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._inside, self._column = QWidget(self), QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._inside.setLayout(self._column)
        self._area = self._scrolling(self._inside)
        self._outer.addWidget(self._area)
        self.set_rows(rows)

    def put_at_head(self, widget: QWidget) -> None:
        """A widget above all sections, that stays where it is while they are scrolled."""
        self._heads.append(widget)
        place = QHBoxLayout()
        place.setContentsMargins(SIDE - 8, 0, SIDE, 0)
        place.addWidget(widget)
        place.addStretch(1)
        self._outer.insertLayout(len(self._heads) - 1, place)
        self._lay_out_again(list(self._rows), self._sections)

    def put_above(self, section: str, widget: QWidget) -> None:
        """A widget that stands between this section and the one before, below those that were put there already."""
        self._extra.setdefault(section, []).append(widget)
        self._lay_out_again(list(self._rows), self._sections)

    def set_rows(self, rows: Sequence[AttributeRow], sections: Sequence[SectionState] = ()) -> None:
        """Shows these sections with their rows; without any, those of the rows. What was there before stays as it is,
        and where nothing is to be moved, nothing is.
        """
        sections = tuple(sections) or tuple(map(SectionState, dict.fromkeys(row.section for row in rows)))
        if sections != self._sections or _in_sections(rows) != _in_sections(self._rows):
            self._lay_out_again(rows, sections)

    def scroll_to_top(self) -> None:
        """Shows the first rows; or where the keyboard is in one, that one."""
        self._column.activate()  # the rows stand where they will be painted
        focus = self.focusWidget()
        if focus and focus.hasFocus() and self._inside.isAncestorOf(focus):
            self._area.ensureWidgetVisible(focus)
        else:
            self._area.verticalScrollBar().setValue(0)

    def _lay_out_again(self, rows: Sequence[AttributeRow], sections: Sequence[SectionState]) -> None:
        focused = [heading.state.title for heading in self._headings if heading.arrow.hasFocus()]
        while self._column.takeAt(0):
            pass
        for gone in (*self._headings, *(widget for row, widget in self._rows.items() if row not in rows)):
            gone.hide()
            gone.deleteLater()
        self._clear.setParent(self)
        self._headings.clear()
        self._sections = tuple(sections)
        self._rows = {row: self._rows.get(row) or self._make_row(row) for row in rows}
        self._lay_out()
        for heading in self._headings:
            if heading.state.title in focused:
                heading.arrow.setFocus()
        width = self._name_width()
        for widget in self._rows.values():
            widget.button.setFixedWidth(width)

    def show_states(
        self,
        states: Mapping[str, RowState],
        sort: Sequence[tuple[str, bool]],
        remaining: int,
        *,
        others_filter: bool = False,
    ) -> None:
        """Show these values; called up to thirty times a second, so only what changed is painted again.

        `others_filter` says that ranges are wanted of rows that do not show.
        """
        marks = {key: (place, descending) for place, (key, descending) in enumerate(sort)}
        for row, widget in self._rows.items():
            widget.show_state(states.get(row.key, NOTHING), marks.get(row.key), remaining)
        self._clear.setVisible(others_filter or any(state.filters for state in states.values()))

    def _lay_out(self) -> None:
        stops: list[QWidget] = [*self._heads, self._clear]
        for section in self._sections:
            for widget in self._extra.get(section.title, ()):
                place = QHBoxLayout()
                place.setContentsMargins(SIDE, 4, SIDE, 4)
                self._column.addLayout(place)  # while it is empty: see layout_items in the tests' conftest
                place.addWidget(widget)
                stops.append(widget)
            heading = self._heading(section)
            self._add(heading)
            stops += (heading.arrow, heading.hidden)
            for widget in (widget for row, widget in self._rows.items() if row.section == section.title):
                self._add(widget)
                stops += (widget.button, widget.histogram)
        self._column.addStretch(1)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        widget.show()  # at once: the layout would show what is new a frame later

    def _heading(self, section: SectionState) -> SectionHeading:
        heading = SectionHeading(section, self)
        heading.toggled.connect(partial(self.section_toggled.emit, section.title))
        heading.menu_requested.connect(partial(self.section_menu_requested.emit, section.title))
        if not self._headings:
            heading.line.addWidget(self._clear)
        self._headings.append(heading)
        return heading

    def _make_row(self, row: AttributeRow) -> RowWidget:
        widget = RowWidget(row, self)
        widget.button.sort_requested.connect(partial(self.sort_requested.emit, row.key))
        widget.histogram.range_changed.connect(partial(self.range_changed.emit, row.key))
        widget.menu_requested.connect(partial(self.menu_requested.emit, row.key))
        return widget

    def _scrolling(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea(self, widgetResizable=True)
        area.setWidget(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in (inside, area.viewport()):
            each.setAutoFillBackground(False)  # the panel's ground shows through
        return area

    def _name_width(self) -> int:
        """One width for all names, so that the histograms stand under one another."""
        return min(max((row.button.sizeHint().width() for row in self._rows.values()), default=0), _WIDEST_NAME)


def _in_sections(rows: Iterable[AttributeRow]) -> list[tuple[AttributeRow, str]]:
    return [(row, row.section) for row in rows]
