"""The entry of the menu that puts the clocks of cameras right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.culling.undo import NotNow
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.clocks.dialog import ClockDialog
from clipiqa_desktop.ui.library import Library


class ClockActions(QObject):
    """Asks, and says what came of it; `targets` answers what is selected."""

    said = Signal(str)

    def __init__(
        self, library: Library, targets: Callable[[], Sequence[int]], actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library, self._targets, self._window = library, targets, window
        actions.add(Entry("Photo", "camera_clocks", "Camera clock…", group=5), self.ask)

    def ask(self) -> None:
        """Shows the cameras of the chosen folder; two selected photographs may be told to be of one moment."""
        dialog = ClockDialog(self._library, self._targets(), self._window)
        if dialog.exec() and dialog.shifts:
            try:
                self.said.emit(self._library.put_clocks_right(dialog.shifts))
            except NotNow as error:
                self.said.emit(f"The clock was not put right: {error}")
        dialog.deleteLater()
