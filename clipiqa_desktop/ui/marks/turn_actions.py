"""Turning what is selected, or in hand, to the left or to the right."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.culling.undo import NotNow
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.library import Library

_GROUP = 3


class TurnActions(QObject):
    """Turns what `targets` answers; the files stay as they are."""

    said = Signal(str)

    def __init__(
        self, library: Library, targets: Callable[[], Sequence[int]], actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._targets = library, targets
        for name, words, keys, by in (
            ("turn_left", "Turn left", ("Ctrl+[", "Ctrl+Shift+Left"), -1),
            ("turn_right", "Turn right", ("Ctrl+]", "Ctrl+Shift+Right"), 1),
        ):
            actions.add(Entry("Photo", name, words, keys, group=_GROUP), partial(self._turn, by))

    def _turn(self, by: int) -> None:
        targets = self._targets()
        try:
            words = self._library.turn(targets, by) if targets else ""
        except NotNow as error:
            self.said.emit(f"Not turned: {error}")
            return
        if len(targets) > 1:
            self.said.emit(f"{words}: {figures(len(targets))} photographs")
