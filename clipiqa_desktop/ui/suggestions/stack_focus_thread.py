"""Compares the focus of the frames of each stack beside the window."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.cells import Stacks
from clipiqa_desktop.culling.stacks.stack_focus import focus_in_stacks

_log = logging.getLogger(__name__)


class StackFocusThread(QThread):
    """Runs from the first question on; the last question alone is answered."""

    compared = Signal(object, object)  # Stacks, and the widths of the edges of its photographs

    def __init__(self, open_catalog: Callable[[], Catalog], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_catalog = open_catalog
        self._changed = threading.Condition()
        self._stacks: Stacks | None = None
        self._closed = False

    def compare(self, stacks: Stacks) -> None:
        """Asks for the focus of these."""
        with self._changed:
            self._stacks = stacks
            self._changed.notify_all()
        self.start()  # does nothing where it runs already

    def close(self) -> None:
        """Ends the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.wait()

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            with closing(self._open_catalog()) as catalog:
                while (stacks := self._wait()) is not None:
                    self.compared.emit(stacks, focus_in_stacks(catalog, stacks))
        except (sqlite3.Error, OSError):
            _log.exception("The focus of stacks cannot be compared")

    def _wait(self) -> Stacks | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._stacks is not None)
            stacks, self._stacks = self._stacks, None
            return None if self._closed else stacks
