"""The menu that says by what the photographs are sorted, and by what then."""

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from clipiqa_desktop.catalog.query.fields import Field, Section
from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.menu import Menu

_FIRST = (Section.TAKEN, Section.MARKS)


def sort_menu(library: Library, parent: QWidget) -> QMenu:
    """All sort keys, a second one, and the direction."""
    menu = Menu(parent)
    _fill(menu, library, second=False)
    menu.addSeparator()
    _fill(menu.under("Then by"), library, second=True)
    reverse = menu.addAction("Reverse the order")
    reverse.triggered.connect(lambda: library.ask(library.query.sorted_by(library.query.sort[0].key)))
    return menu


def newly_sorted(query: Query, field: Field, *, second: bool = False) -> Query:
    """Sorted by a field in its natural direction: best scores first, names and times ascending."""
    if query.sort[0].key == field.key:
        return query
    return query.sorted_by(field.key, second=second, descending=not field.ascending)


def _fill(menu: QMenu, library: Library, *, second: bool) -> None:
    sort = library.query.sort
    now = sort[int(second)].key if len(sort) > int(second) else None
    group = QActionGroup(menu)
    for sections in (_FIRST, *((each,) for each in Section if each not in _FIRST)):
        for field in (each for each in library.fields.of(*sections) if each.sorts):
            action = menu.addAction(field.title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(field.key == now)
            action.setEnabled(not second or field.key != sort[0].key)
            action.triggered.connect(
                lambda _checked=False, field=field: library.ask(newly_sorted(library.query, field, second=second))
            )
            group.addAction(action)
        menu.addSeparator()
