"""A thread that works with a catalog of its own, because a connection belongs to the thread that opened it."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QObject, QThread

from clipiqa_desktop.catalog.catalog import Catalog

_log = logging.getLogger(__name__)


class CatalogThread(QThread):
    """Starts with the first wish, then waits for others until it is closed. What is wanted is kept by who inherits, is
    changed only while `_changed` is held, and is told to it by `_wish`.
    """

    def __init__(self, open_catalog: Callable[[], Catalog], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_catalog = open_catalog
        self._changed = threading.Condition()
        self._closed = False

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
                while self._wait():
                    self._work(catalog)
        except (sqlite3.Error, OSError):
            _log.exception("%s can do nothing more", type(self).__name__)

    def _wish(self) -> None:
        """Something is wanted; does not start a thread that runs already."""
        with self._changed:
            self._changed.notify_all()
        self.start()

    def _wait(self) -> bool:
        """Until there is something to do; False where the end has come."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_work)
            return not self._closed

    @property
    def _has_work(self) -> bool:
        """Whether anything is wanted."""
        raise NotImplementedError

    def _work(self, catalog: Catalog) -> None:
        """Does what is wanted now."""
        raise NotImplementedError
