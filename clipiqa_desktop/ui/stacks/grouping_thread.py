"""Makes the stacks beside the window."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection
from contextlib import closing

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.stacks.grouper import Grouper

SOON_S = 0.3  # what changes within this time is looked at together

_log = logging.getLogger(__name__)


class GroupingThread(QThread):
    """Runs from the first question on; the last word on how strict one is holds."""

    grouped = Signal(object, bool)  # Stacks, and whether the person asked for them

    def __init__(self, open_catalog: Callable[[], Catalog], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_catalog = open_catalog
        self._changed = threading.Condition()
        self._strictness = self._grouped_by = ""
        self._everything = self._asked = self._closed = False
        self._ids: set[int] = set()

    def group(self, strictness: str) -> None:
        """Makes all stacks by these rules, as the person wants them."""
        self._tell(strictness=strictness, asked=True)

    def read(self) -> None:
        """Looks at all photographs again."""
        self._tell(everything=True)

    def change(self, ids: Collection[int], *, asked: bool = False) -> None:
        """Looks at these again."""
        self._tell(ids=ids, asked=asked)

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
                self._work(catalog)
        except (sqlite3.Error, OSError):
            _log.exception("Stacks cannot be made")

    def _tell(
        self, strictness: str = "", ids: Collection[int] = (), *, everything: bool = False, asked: bool = False
    ) -> None:
        with self._changed:
            self._strictness = strictness or self._strictness
            self._ids.update(ids)
            self._everything, self._asked = self._everything or everything, self._asked or asked
            self._changed.notify_all()
        if self._strictness:
            self.start()  # does nothing where it runs already

    def _work(self, catalog: Catalog) -> None:
        grouper: Grouper | None = None
        while self._wait():
            with self._changed:
                strictness, everything, asked, ids = self._strictness, self._everything, self._asked, self._ids
                self._everything, self._asked, self._ids = False, False, set()
            try:
                if grouper is None:
                    grouper = Grouper(catalog, strictness)
                else:
                    self._bring_up_to_date(grouper, strictness, ids, everything=everything)
            except sqlite3.OperationalError:
                _log.exception("Stacks cannot be made now")
                continue
            self._grouped_by = strictness
            self.grouped.emit(grouper.stacks, asked)

    def _bring_up_to_date(self, grouper: Grouper, strictness: str, ids: set[int], *, everything: bool) -> None:
        if everything:
            grouper.read()
        elif ids:
            grouper.change(ids)
        if strictness != self._grouped_by:
            grouper.group_by(strictness)

    def _wait(self) -> bool:
        """Until there is something to do, and a little longer for what the person did not ask for."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_work)
            self._changed.wait_for(lambda: self._closed or self._asked, SOON_S)
            return not self._closed

    @property
    def _has_work(self) -> bool:
        return bool(self._everything or self._asked or self._ids)
