"""The entries that tell of the program: its keys, and what it is made of."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.window.keys_dialog import KeysDialog


class AboutActions(QObject):
    """`network` says in words which one runs and where, `places` where the program keeps what it knows."""

    def __init__(
        self, network: Callable[[], str], places: Callable[[], Mapping[str, Path]], actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._network, self._places, self._actions, self._window = network, places, actions, window
        actions.add(Entry("Help", "show_keys", "Keys", ("?",)), self.show_keys)
        actions.add(Entry("Help", "show_about", "About", group=1), self.show_about)

    def show_keys(self) -> None:
        """Lists the keys."""
        KeysDialog(self._actions, self._window).exec()

    def show_about(self) -> None:
        """Says which version this is, what it is made of, and where it keeps what it knows."""
        from clipiqa_desktop.ui.about.dialog import AboutDialog

        AboutDialog(self._network(), self._places(), self._window).open()
