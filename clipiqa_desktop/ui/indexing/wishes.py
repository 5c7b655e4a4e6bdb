"""What the person waits for comes sooner: the columns that sort and filter, and what a cut is made from."""

from collections.abc import Collection

from PySide6.QtCore import QObject

from clipiqa_desktop.culling.cut_sources import FOCUS
from clipiqa_desktop.culling.softer import SOFTER
from clipiqa_desktop.indexing.wishes import stages_of
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library


class Wishes(QObject):
    """Tells the indexing which stages are waited for, whenever that may be others."""

    def __init__(self, library: Library, indexing: Indexing, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._indexing = library, indexing
        self._others: frozenset[str] = frozenset()
        library.answer_changed.connect(self._tell)

    def add_columns(self, keys: Collection[str]) -> None:
        """Somebody else than the query needs the columns with these keys, and no others any more."""
        self._others = frozenset(keys)
        self._tell()

    def _tell(self) -> None:
        keys = self._library.query.keys | self._others
        more = {FOCUS} if SOFTER.key in keys else set()
        self._indexing.wish(stages_of(keys | more, self._library.fields))
