"""The key that opens and closes the second window, and its being there again at the next start."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.settings import SECOND_WINDOW, Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.views.modes import Viewing
from clipiqa_desktop.ui.views.second_window import SecondWindow
from clipiqa_desktop.ui.widgets import qt_state

NAME = "second_window"


class SecondActions(QObject):
    """The window is made when it is asked for."""

    def __init__(self, viewing: Viewing, settings: Settings, actions: Actions, first: QWidget) -> None:
        super().__init__(first)
        self._viewing, self._settings, self._first = viewing, settings, first
        self.window: SecondWindow | None = None
        entry = Entry("View", NAME, "Second window with the photograph", ("Shift+F11",), checkable=True, group=3)
        self._action = actions.add(entry, self.toggle)

    def restore(self) -> None:
        """Opens it if it was open when the program was closed."""
        if self._settings.get(SECOND_WINDOW).get("shown"):
            self._open()

    def toggle(self) -> None:
        """Opens or closes it."""
        if self.window and self.window.isVisible():
            self.window.close()
        else:
            self._open()

    def close(self) -> None:
        """With the first window; it will be there again."""
        self._remember()
        if self.window:
            self.window.closed.disconnect(self._closed)
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _open(self) -> None:
        if self.window is None:
            self.window = SecondWindow(self._viewing.context, self._first)
            self.window.closed.connect(self._closed)
        self.window.open(qt_state.from_text(self._settings.get(SECOND_WINDOW).get("geometry", "")))
        self._action.setChecked(True)

    def _closed(self) -> None:
        self._remember(shown=False)
        self._action.setChecked(False)

    def _remember(self, *, shown: bool = True) -> None:
        if self.window:
            geometry = qt_state.to_text(self.window.saveGeometry())
            self._settings.set(SECOND_WINDOW, {"shown": shown and self.window.isVisible(), "geometry": geometry})
