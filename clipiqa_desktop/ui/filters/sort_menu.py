"""The menu that says by what the photographs are sorted, and by what then."""

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from clipiqa_desktop.catalog.columns import NUMBERS
from clipiqa_desktop.catalog.query import Query
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import keys_in_order, title

ASCENDING = ("captured", "name")  # which of them people expect to begin with the least
_FACTS = ("captured", "name", *(key for key in NUMBERS if key != "captured"))


def sort_menu(library: Library, parent: QWidget) -> QMenu:
    """All sort keys, a second one, and the direction."""
    menu = QMenu(parent)
    _fill(menu, library, second=False)
    menu.addSeparator()
    _fill(menu.addMenu("Then by"), library, second=True)
    reverse = menu.addAction("Reverse the order")
    reverse.triggered.connect(lambda: library.ask(library.query.sorted_by(library.query.sort[0].key)))
    return menu


def newly_sorted(query: Query, key: str, *, second: bool = False) -> Query:
    """Sorted by `key` in its natural direction: best scores first, names and times ascending."""
    if query.sort[0].key == key:
        return query
    return query.sorted_by(key, second=second, descending=key not in ASCENDING)


def _fill(menu: QMenu, library: Library, *, second: bool) -> None:
    sort = library.query.sort
    now = sort[int(second)].key if len(sort) > int(second) else None
    group = QActionGroup(menu)
    for section in (_FACTS, *keys_in_order(library.keys), library.columns.extra):
        for key in section:
            action = menu.addAction(title(key, library.titles).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == now)
            action.setEnabled(not second or key != sort[0].key)
            action.triggered.connect(
                lambda _checked=False, key=key: library.ask(newly_sorted(library.query, key, second=second))
            )
            group.addAction(action)
        menu.addSeparator()
