"""What the person waits for comes sooner: the columns that sort and filter, and what a cut is made from."""

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
        self._cuts = False
        library.answer_changed.connect(self._tell)

    def open_cut(self, is_open: bool) -> None:
        """A cut is suggested, or no more: it is made by focus."""
        self._cuts = is_open
        self._tell()

    def _tell(self) -> None:
        keys = set(self._library.query.keys)
        if self._cuts or SOFTER.key in keys:
            keys.add(FOCUS)
        self._indexing.wish(stages_of(keys, self._library.fields))
