"""Opens the manual, and remembers how large its window was."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.settings import MANUAL, Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.help.pages import TITLE, read_pages
from clipiqa_desktop.ui.widgets.qt_state import from_text, to_text
from clipiqa_desktop.ui.window.keys_dialog import key_rows

if TYPE_CHECKING:
    from clipiqa_desktop.ui.help.window import ManualWindow


class ManualSwitch(QObject):
    """Adds the entry "Manual"; there is one such window at most."""

    left = Signal()  # the keyboard may go back to the photographs

    def __init__(self, settings: Settings, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._actions, self._window = settings, actions, window
        self._manual: ManualWindow | None = None
        actions.add(Entry("Help", "show_manual", TITLE, ("F1",)), self.open)
        actions.keys_changed.connect(self._renew)

    def open(self) -> "ManualWindow":
        """Shows the manual where it was left, in front of the other windows."""
        manual = self._manual = self._manual or self._made()
        manual.show()
        manual.raise_()
        manual.activateWindow()
        return manual

    def close(self) -> None:
        """Closes it together with the main window."""
        if self._manual:
            self._manual.close()

    def _made(self) -> "ManualWindow":
        from clipiqa_desktop.ui.help.window import ManualWindow

        manual = ManualWindow(read_pages(key_rows(self._actions)), self._window)
        manual.restoreGeometry(from_text(self._settings.get(MANUAL)))
        manual.closed.connect(self._closed)
        return manual

    def _renew(self) -> None:
        if self._manual:
            self._manual.show_pages(read_pages(key_rows(self._actions)))

    def _closed(self) -> None:
        if self._manual:
            self._settings.set(MANUAL, to_text(self._manual.saveGeometry()))
        self._window.activateWindow()
        self.left.emit()
