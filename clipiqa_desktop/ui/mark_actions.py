"""The keys that mark: each alone, and with Shift to go on to the next photograph."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from clipiqa_desktop.culling.marking import KEYED, Changing
from clipiqa_desktop.ui.grid import Grid
from clipiqa_desktop.ui.library import Library

MENU = "Mark"
# What Shift makes of the digits on the keyboards that most cameras are sold with; elsewhere the menu's switch helps.
_SHIFTED = dict(zip("0123456789", ")!@#$%^&*(", strict=True))

KEYS_HELP = (
    (MENU, "P, X, U", "Pick, reject, no flag"),
    (MENU, "1 to 5, 0", "Stars, none"),
    (MENU, "6, 7, 8, 9", "Red, yellow, green, blue label; again: none"),
    (MENU, "Shift+key", "Mark and go on to the next"),
)


class MarkActions:
    """Marks the selected photographs of the grid, or the current one."""

    def __init__(self, library: Library, grid: Grid, window: QWidget) -> None:
        self._library, self._grid = library, grid
        self.menu = QMenu(MENU, window)
        self.always_advance = QAction("Go on after each mark", window, checkable=True)
        for _, key, words, changing in KEYED:
            action = self._action(window, words, changing, advance=False)
            action.setShortcuts([QKeySequence(key)] if key else [])
            self.menu.addAction(action)
            if key:
                advancing = self._action(window, words, changing, advance=True)
                shifted = [_SHIFTED[key], f"Shift+{_SHIFTED[key]}"] if key in _SHIFTED else []
                advancing.setShortcuts([QKeySequence(keys) for keys in (f"Shift+{key}", *shifted)])
        self.menu.addSeparator()
        self.menu.addAction(self.always_advance)

    def _action(self, window: QWidget, words: str, changing: Changing, *, advance: bool) -> QAction:
        action = QAction(words, window)
        action.triggered.connect(self._marker(words, changing, advance=advance))
        window.addAction(action)
        return action

    def _marker(self, words: str, changing: Changing, *, advance: bool) -> Callable[[], None]:
        def mark() -> None:
            before = self._library.current_id
            self._library.mark(self._grid.selected_ids(), words, changing)
            # Where the mark took the photograph out of the filter, the next one is current already.
            if (advance or self.always_advance.isChecked()) and self._library.current_id == before:
                self._grid.step(1)

        return mark
