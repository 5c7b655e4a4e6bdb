"""The menu of a row in the list of attributes: ready-made ranges, typed ones, and what features add."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.ui.attributes.list import AttributeList
from clipiqa_desktop.ui.attributes.range_dialog import RangeDialog
from clipiqa_desktop.ui.attributes.waiting_words import none_of
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.menu import Menu

_SHARES = (
    ("The {highest} 10 %", Range(90.0, None, percentile=True)),
    ("The {highest} 25 %", Range(75.0, None, percentile=True)),
    ("The higher half", Range(50.0, None, percentile=True)),
    ("The {lowest} 25 %", Range(None, 25.0, percentile=True)),
    ("The {lowest} 10 %", Range(None, 10.0, percentile=True)),
)


class RowMenu(QObject):
    """Opens it where the list asks for it."""

    opening = Signal(str, object)  # key of the row, the QMenu that is about to open

    def __init__(self, library: Library, attributes: AttributeList, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._window = library, window
        attributes.menu_requested.connect(self._open)

    def _open(self, key: str, at: QPoint) -> None:
        menu = Menu(self._window)
        lowest, highest = self._library.fields[key].ends
        is_bare = none_of(self._library, self._library.fields[key]) is not None  # a share of none would hide the shoot
        for words, bounds in _SHARES:
            share = menu.addAction(words.format(lowest=lowest, highest=highest), partial(self._filter, key, bounds))
            share.setEnabled(not is_bare)
        menu.addSeparator()
        menu.addAction("Range in numbers…", lambda: RangeDialog(self._library, key, self._window).open())
        menu.addAction("No filter", lambda: self._filter(key, Range())).setEnabled(
            bool(self._library.query.range_of(key))
        )
        self.opening.emit(key, menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _filter(self, key: str, bounds: Range) -> None:
        self._library.ask(self._library.query.with_range(key, bounds))
