"""The stacks of the window: when they are made anew, and when they are shown."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.indexing.progress import Progress
from clipiqa_desktop.settings import STACKS, Settings
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.stacks import kept_stacks
from clipiqa_desktop.ui.stacks.grouping_thread import GroupingThread

_AFTER_READING = ("signature", "measure")


class StackFeature(QObject):
    """Nothing moves under the hand: what a run finds out of stacks that show already waits for the next order."""

    counted = Signal(int, int)  # how many stacks there are, and in them how many photographs

    def __init__(
        self,
        library: Library,
        indexing: Indexing,
        settings: Settings,
        open_catalog: Callable[[], Catalog],
        place: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._place = place  # of the stacks, while the window is closed
        library.engine.stacks = kept_stacks.kept(place)
        self._library, self._indexing, self._settings = library, indexing, settings
        self.counts = (0, 0)  # as `counted` told them last
        self._heads_read = 0  # in this run, when stacks were shown that are told by heads
        self._thread = GroupingThread(open_catalog, self)
        self._thread.grouped.connect(self._take)
        library.folders_changed.connect(self._thread.read)
        indexing.stored.connect(self._thread.change)
        indexing.progressed.connect(self._progressed)

    @property
    def strictness(self) -> str:
        """One of the words of the setting."""
        return self._settings.get(STACKS)

    def start(self) -> None:
        """Makes the stacks for the first time."""
        self._thread.group(self.strictness)

    def be(self, strictness: str) -> None:
        """So strict from now on, remembered."""
        self._settings.set(STACKS, strictness)
        self._thread.group(strictness)

    def make_page(self) -> QWidget:
        """The page of the settings."""
        from clipiqa_desktop.ui.stacks.page import StacksPage

        page = StacksPage(self.strictness, self.be)
        self.counted.connect(page.show_count)
        page.show_count(*self.counts)
        return page

    def changed(self, ids: tuple[int, ...]) -> None:
        """The person changed what is said of the stacks of these photographs."""
        self._thread.change(ids, asked=True)

    def close(self) -> None:
        """Ends the thread."""
        self._thread.close()
        if (known := self._library.engine.stacks) and self.counts != (0, 0):
            kept_stacks.keep(self._place, known)

    def _progressed(self, progress: Progress) -> None:
        """Once all heads were read stacks are told by time, and by looks once all photographs were: both are shown
        before all else is done.
        """
        if progress.stage in _AFTER_READING:
            self._library.show_held()
        elif progress.heads_read not in {0, self._heads_read}:
            self._heads_read = progress.heads_read
            self._thread.change((), asked=True)

    def _take(self, stacks: Stacks, asked: bool) -> None:
        library = self._library
        known = library.engine.stacks
        if known and stacks.is_same(known):
            pass  # as they were when the window was closed
        elif known is None or asked or not self._indexing.running:
            library.renew_stacks(stacks)
        else:
            library.hold_stacks(stacks)
        self.counts = (len(set(stacks.stacks.tolist())), len(stacks.ids))
        self.counted.emit(*self.counts)
