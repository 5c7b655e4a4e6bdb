"""The library is read anew beside the window: with many photographs that takes longer than a key may wait."""

import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.query.query import Query
from clipiqa_desktop.catalog.query.query_engine import QueryEngine
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.catalog_thread import CatalogThread


class How(enum.IntEnum):
    """What becomes of the order: new photographs come last, or all is put in order again."""

    MERGE = 1
    RELOAD = 2


@dataclass(frozen=True)
class Wanted:
    """What the window shows: a query, and whose histograms."""

    folder: Path | None
    query: Query
    counted: frozenset[str] | None


class ReadingThread(CatalogThread):
    """Reads all columns, and makes of them what answers the window's query. The last wish holds."""

    was_read = Signal(object)  # QueryEngine

    def __init__(self, open_catalog: Callable[[], Catalog], parent: QObject) -> None:
        super().__init__(open_catalog, parent)
        self._wanted: Wanted | None = None

    def read(self, wanted: Wanted) -> None:
        """Begins; `was_read` follows, or `finished` where the catalog cannot be read."""
        with self._changed:
            self._wanted = wanted
        self._wish()

    @property
    def _has_work(self) -> bool:
        return self._wanted is not None

    def _work(self, catalog: Catalog) -> None:
        with self._changed:
            wanted, self._wanted = self._wanted, None
        if wanted:
            self.was_read.emit(_answered(catalog, wanted))


class Renewal(QObject):
    """Reads in a thread, and then has the library show it; what became another meanwhile is read once more."""

    renewed = Signal()  # what was wanted last is shown; counts have to follow

    def __init__(self, library: Library, open_catalog: Callable[[], Catalog], parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._now: How | None = None  # what is being read for
        self._next: How | None = None  # and what comes after that, because there was news since
        self._loads, self._changed = library.loads, set[int]()
        self._thread = ReadingThread(open_catalog, self)
        self._thread.was_read.connect(self._take)
        self._thread.finished.connect(self._ended)
        library.photos_changed.connect(self._note)

    @property
    def busy(self) -> bool:
        """Whether something is still to be shown."""
        return self._now is not None

    def warm(self) -> None:
        """Opens the catalog, so that the first time need not wait for that."""
        self._thread.start()

    def renew(self, how: How) -> None:
        """Begins, or begins anew after what is being read."""
        self._next = max(how, self._next or how)
        if not self.busy:
            self._begin()

    def close(self) -> None:
        """Ends the thread; what it reads is not shown."""
        self._now = self._next = None
        self._thread.close()

    def _begin(self) -> None:
        self._now, self._next = self._next, None
        self._changed.clear()
        library = self._library
        self._loads = library.loads
        counted = library.engine.counted
        self._thread.read(Wanted(library.folder, library.query, None if counted is None else frozenset(counted)))

    def _take(self, read: QueryEngine | None) -> None:
        """None where it could not be read: the window's own thread tries it then."""
        if (how := self._now) is None:
            return
        self._now = None
        if read and self._loads != self._library.loads:
            self.renew(how)
            return
        self._show(how, read)
        if self._next:
            self._begin()
        elif not self.busy:
            self.renewed.emit()

    def _ended(self) -> None:
        self._take(None)

    def _note(self, ids: Collection[int]) -> None:
        if self.busy:
            self._changed.update(ids)

    def _show(self, how: How, read: QueryEngine | None) -> None:
        if read and self._changed:
            refresh(read.columns, self._library.catalog, self._changed)
        if how is How.RELOAD:
            self._library.reload(read)
        else:
            self._library.merge_new(counts=False, read=read)


def _answered(catalog: Catalog, wanted: Wanted) -> QueryEngine:
    """What it remembers of this answer need not be made again."""
    folders = frozenset(catalog.folders.below(wanted.folder)) if wanted.folder else None
    engine = QueryEngine(load(catalog, fields_of(catalog)), counted=wanted.counted)
    engine.answer(replace(wanted.query, folders=folders))
    return engine
