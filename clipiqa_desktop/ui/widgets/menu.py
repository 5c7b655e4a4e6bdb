"""A menu in which what is typed finds an entry, as in a list."""

from time import monotonic

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

_BESIDE_LETTERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Menu(QMenu):
    """Letters go to the next entry that begins with them, Return takes it; a tooltip says why an entry is grey."""

    def __init__(self, parent: QWidget | None = None, title: str = "") -> None:
        super().__init__(title, parent)
        self.setToolTipsVisible(True)
        self._typed, self._when = "", 0.0

    def under(self, title: str) -> "Menu":
        """One more menu in it. What `addMenu(title)` answers may be taken for an object that was deleted."""
        below = Menu(self, title)
        self.addMenu(below)
        return below

    def go_to(self, action: QAction) -> None:
        """As the arrow does: `setActiveAction` would open the menu that is under it, and letters would go there."""
        for _ in self.actions():
            if self.activeAction() == action:
                return
            super().keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Writes on, if it is soon enough after the last letter."""
        text = event.text()
        if not text.isprintable() or not text.strip() or event.modifiers() & ~_BESIDE_LETTERS:
            super().keyPressEvent(event)
            return
        now, pause = monotonic(), QApplication.keyboardInputInterval() / 1000
        self._typed = (self._typed if now - self._when < pause else "") + text.casefold()
        self._when = now
        if found := self._found():
            self.go_to(found)

    def _found(self) -> QAction | None:
        """The first from the current one that begins with what was typed; one letter, again or alone, goes on."""
        goes_on = len(set(self._typed)) == 1
        wanted = self._typed[0] if goes_on else self._typed
        actions = self.actions()
        current = self.activeAction()
        start = actions.index(current) + goes_on if current in actions else 0
        in_turn = (*actions[start:], *actions[:start])
        return next((each for each in in_turn if each.isEnabled() and _title(each).startswith(wanted)), None)


def _title(action: QAction) -> str:
    return "" if action.isSeparator() else action.text().replace("&&", "&").casefold()
