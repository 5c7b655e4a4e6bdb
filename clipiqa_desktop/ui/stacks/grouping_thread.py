"""Makes the stacks beside the window."""

import logging
import sqlite3
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.stacks.grouper import Grouper
from clipiqa_desktop.ui.widgets.catalog_thread import CatalogThread

SOON_S = 0.3  # what changes within this time is looked at together

_log = logging.getLogger(__name__)


class GroupingThread(CatalogThread):
    """Begins once it is known how strict one is; the last word on how strict one is holds."""

    grouped = Signal(object, bool)  # Stacks, and whether the person asked for them

    def __init__(self, open_catalog: Callable[[], Catalog], parent: QObject | None = None) -> None:
        super().__init__(open_catalog, parent)
        self._grouper: Grouper | None = None
        self._strictness = self._grouped_by = ""
        self._everything = self._asked = False
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

    def _tell(
        self, strictness: str = "", ids: Collection[int] = (), *, everything: bool = False, asked: bool = False
    ) -> None:
        with self._changed:
            self._strictness = strictness or self._strictness
            self._ids.update(ids)
            self._everything, self._asked = self._everything or everything, self._asked or asked
        if self._strictness:
            self._wish()

    def _work(self, catalog: Catalog) -> None:
        with self._changed:
            strictness, everything, asked, ids = self._strictness, self._everything, self._asked, self._ids
            self._everything, self._asked, self._ids = False, False, set()
        try:
            grouper = self._up_to_date(catalog, strictness, ids, everything=everything)
        except sqlite3.OperationalError:
            _log.exception("Stacks cannot be made now")
            return
        self._grouped_by = strictness
        self.grouped.emit(grouper.stacks, asked)

    def _up_to_date(self, catalog: Catalog, strictness: str, ids: set[int], *, everything: bool) -> Grouper:
        if self._grouper is None:
            self._grouper = Grouper(catalog, strictness)
            return self._grouper
        if everything:
            self._grouper.read()
        elif ids:
            self._grouper.change(ids)
        if strictness != self._grouped_by:
            self._grouper.group_by(strictness)
        return self._grouper

    def _wait(self) -> bool:
        """Until there is something to do, and a little longer for what the person did not ask for."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_work)
            self._changed.wait_for(lambda: self._closed or self._asked, SOON_S)
            return not self._closed

    @property
    def _has_work(self) -> bool:
        return bool(self._everything or self._asked or self._ids)
