"""Order and filters as a whole: reversed, brought up to date, turned off and on again, inverted."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.filters.name_filter import NameFilter
from clipiqa_desktop.ui.library import Library


class FilterActions(QObject):
    """Changes the library's query; `said` tells what stands where nothing on the screen would."""

    said = Signal(str)
    left = Signal()  # the keyboard may go back to the photographs

    def __init__(
        self,
        library: Library,
        name_field: NameFilter,
        open_sort_menu: Callable[[], None],
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._name_field = library, name_field
        name_field.left.connect(self.left)
        self._set_aside: Query | None = None  # what is off, until something filters again
        library.answer_changed.connect(self._keep_aside)
        for name, text, key, run in (
            ("sort_by", "Sort by…", "O", open_sort_menu),
            ("reverse", "Reverse the order", "Ctrl+R", self._reverse),
            ("settle", "Bring the order up to date", "R", lambda: library.ask(library.query)),
            ("clear_filters", "Clear all filters", "Ctrl+0", self.clear),
            ("toggle_filters", "Turn the filters off and on again", "Ctrl+L", self._toggle),
            ("invert_filters", "Show what the filters hide", "Ctrl+I", self._invert),
            ("filter_by_name", "Filter by file name", "Ctrl+Shift+F", name_field.setFocus),
        ):
            actions.add(Entry("Sort and filter", name, text, (key,)), run)

    def clear(self) -> None:
        """Shows the whole shoot."""
        if self._set_aside:
            self._set_aside = None
            self.said.emit("The filters that were off are cleared")
        self._library.ask(self._library.query.unfiltered)
        if self._name_field.hasFocus():
            self.left.emit()

    def _reverse(self) -> None:
        self._library.ask(self._library.query.sorted_by(self._library.query.sort[0].key))

    def _toggle(self) -> None:
        query = self._library.query
        if query.filters:
            self._set_aside = query
            self._library.ask(query.unfiltered)
            self.said.emit("The filters are off; the same key turns them on again")
        elif self._set_aside:
            self._library.ask(replace(self._set_aside, folders=query.folders, sort=query.sort))
            self.said.emit("The filters are on again")

    def _keep_aside(self) -> None:
        if self._library.query.filters:
            self._set_aside = None

    def _invert(self) -> None:
        query = self._library.query
        if query.filters:
            self._library.ask(replace(query, inverted=not query.inverted))
        else:
            self.said.emit("There is no filter to invert")
