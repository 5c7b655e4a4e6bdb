"""The menu that says by what the photographs are sorted, and by what then."""

from collections.abc import Callable

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from clipiqa_desktop.catalog.query.fields import Field, Section
from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.menu import Menu

_FIRST = (Section.TAKEN, Section.MARKS)
_FIRST_ALREADY = "The photographs are sorted by it first."
WhyNot = Callable[[Field], str]


def sort_menu(library: Library, why_not: WhyNot, parent: QWidget) -> QMenu:
    """The direction, a second sort key, and all there are, each always in its place; grey where `why_not` has a reason.

    The direction comes first: all keys together may be higher than the screen.
    """
    menu = Menu(parent)
    reverse = menu.addAction("Reverse the order")
    reverse.triggered.connect(lambda: library.ask(library.query.sorted_by(library.query.sort[0].key)))
    _fill(menu.under("Then by"), library, why_not, second=True)
    menu.addSeparator()
    _fill(menu, library, why_not, second=False)
    return menu


def newly_sorted(query: Query, field: Field, *, second: bool = False) -> Query:
    """Sorted by a field in its natural direction: best scores first, names and times ascending."""
    if query.sort[0].key == field.key:
        return query
    return query.sorted_by(field.key, second=second, descending=not field.ascending)


def _fill(menu: QMenu, library: Library, why_not: WhyNot, *, second: bool) -> None:
    sort = library.query.sort
    now = sort[int(second)].key if len(sort) > int(second) else None
    group = QActionGroup(menu)
    for sections in (_FIRST, *((each,) for each in Section if each not in _FIRST)):
        for field in (each for each in library.fields.of(*sections) if each.sorts):
            action = menu.addAction(field.title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(field.key == now)
            why = _FIRST_ALREADY if second and field.key == sort[0].key else why_not(field)
            action.setEnabled(field.key == now or not why)
            action.setToolTip(why)
            action.triggered.connect(
                lambda _checked=False, field=field: library.ask(newly_sorted(library.query, field, second=second))
            )
            group.addAction(action)
        menu.addSeparator()
