"""The filter for photographs that are softer than the sharpest of their stack."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.culling.softer import SOFTER, YES, softer
from clipiqa_desktop.culling.stacks.stack_focus import StackFocus
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.suggestions.stack_focus_thread import StackFocusThread

_ROW = "focus"  # in whose menu it stands


class SofterFilter(QObject):
    """Compares the stacks beside the window when it is asked for, and filters once that is known."""

    said = Signal(str)

    def __init__(self, library: Library, thread: StackFocusThread, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._thread = library, thread
        self._asked: Stacks | None = None
        self._again: Stacks | None = None  # the same, where nobody waits for it
        thread.compared.connect(self._show)

    def add_to_menu(self, key: str, menu: QMenu) -> None:
        """Adds the entry to the menu of the row of the focus; grey where there are no stacks."""
        if key == _ROW:
            entry = menu.addAction("Softer than its stack", self.filter)
            entry.setEnabled(self._library.answer.stacks is not None)
            entry.setToolTip("" if entry.isEnabled() else "There are no stacks here.")
            menu.insertAction(menu.actions()[0], entry)

    def filter(self) -> None:
        """Shows what is softer than the sharpest of its stack."""
        if stacks := self._library.engine.stacks:
            self.said.emit("Comparing the focus within each stack…")
            self._asked = stacks
            self._thread.compare(stacks, self)

    def renew(self) -> None:
        """Where it filters: by what was measured since. What is shown stays so until one sorts again."""
        stacks = self._library.engine.stacks
        if self._asked:
            self._thread.compare(self._asked, self)
        elif stacks and SOFTER.key in self._library.query.keys:
            self._again = stacks
            self._thread.compare(stacks, self)

    def _show(self, stacks: Stacks, focus: StackFocus, _eyes: object) -> None:
        library, is_asked, is_again = self._library, stacks is self._asked, stacks is self._again
        if not (is_asked or is_again):
            return
        self._asked = self._again = None
        library.show_computed(SOFTER, library.columns.align(stacks.ids, softer(stacks, focus.widths)))
        if is_asked:
            library.ask(library.query.with_range(SOFTER.key, Range(YES, YES)))
            self.said.emit("")
        else:
            library.count_changed()
