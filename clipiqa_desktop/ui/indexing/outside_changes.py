"""What other processes write into the catalog while the window is open: commands, above all."""

import sqlite3
from contextlib import suppress
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.database.displaced import WORDS
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.timers import repeating

LOOK_MS = 2000


class OutsideChanges(QObject):
    """Looks whenever the person comes back to the window, and soon after a command has ended that wrote; the library
    reads anew where the catalog has changed.

    The indexing writes through a connection of its own, which cannot be told from another program: nothing is read
    anew during a run, and what a run changed while the person was here is known already, unless a command wrote too.
    """

    displaced = Signal(str)  # the sentence, again and again: another program deleted or replaced the catalog

    def __init__(self, library: Library, indexing: Indexing, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._indexing, self._window = library, indexing, window
        self._known = self._state()
        self._put_off = False  # there was something to read during a run
        window.installEventFilter(self)
        timer = repeating(self, LOOK_MS)
        timer.timeout.connect(self._look_for_commands)
        timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that the window has become the active one; takes no event away."""
        if watched is self._window and event.type() == QEvent.Type.WindowActivate:
            self._look()
        return False

    def run_ended(self) -> None:
        """All that a run of the indexing found is shown."""
        state = self._state()
        if self._put_off or state.commands != self._known.commands:
            self._look()
        elif self._window.isActiveWindow():
            self._known = state

    def _look_for_commands(self) -> None:
        if self._library.catalog.is_displaced():
            self.displaced.emit(WORDS)
        with suppress(sqlite3.Error):  # who uses the catalog next says what is wrong with it
            if self._state().commands != self._known.commands:
                self._look()

    def _look(self) -> None:
        state = self._state()
        self._put_off = self._indexing.running and state != self._known
        if state != self._known and not self._put_off:
            self._known = state
            self._library.merge_new()
            self._library.photos_changed.emit(tuple(self._library.passing.tolist()))

    def _state(self) -> "_State":
        catalog = self._library.catalog
        return _State(version=catalog.data_version(), commands=catalog.commands())


class _State(NamedTuple):
    """What the catalog tells of writers: `version` is another after any, `commands` after each command that wrote."""

    version: int
    commands: int
