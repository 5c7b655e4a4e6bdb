"""What the indexing finds comes into the library, and what it does into the bottom bar."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.fields import Source
from clipiqa_desktop.culling.export import words
from clipiqa_desktop.indexing.progress import Phase, Progress
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.indexing.bottom_bar import BottomBar
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.renewal import How, Renewal
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.problems import ProblemsDialog
from clipiqa_desktop.ui.widgets.timers import single_shot

FOUND_MS = 100
APART_MS = 100  # what is stored sooner after the last of it was shown waits, and is shown together
COUNTS_APART_MS = 500  # histograms take the processor longer than some scores, which come meanwhile
FRAME_MS = 16  # between what is shown and what follows from it: a timer that is due at once goes before what is waiting


class IndexingActions(QObject):
    """Pauses, stops and shows the indexing; `settled` says that all it found is shown."""

    settled = Signal()

    def __init__(
        self,
        library: Library,
        indexing: Indexing,
        bottom: BottomBar,
        targets: Callable[[], Sequence[int]],
        open_catalog: Callable[[], Catalog],
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._renewal = Renewal(library, open_catalog, self)
        self._targets = targets
        self._library, self._indexing, self._bottom, self._window = library, indexing, bottom, window
        # Many moved photographs are told one by one.
        self._found = single_shot(self, FOUND_MS)
        self._found.timeout.connect(lambda: self._renewal.renew(How.MERGE))
        self._ends = False  # the run is over, and what it found last is still to be shown
        self._stored: set[int] = set()  # and not shown yet
        self._counted_s = -1e6  # when they were shown in the counts last
        self._sorts = False  # whether the order is brought up to date once that is shown and counted
        # Each in a pass of the event loop of its own, so that keys need not wait for all of them.
        self._apart, self._count, self._sort = (single_shot(self, FRAME_MS) for _ in range(3))
        self._apart.timeout.connect(self._show_stored)
        self._count.timeout.connect(self._count_found)
        self._sort.timeout.connect(library.resort)
        for name, text, key, run in (
            ("toggle_pause", "Pause or go on", "Ctrl+P", self.toggle_pause),
            ("stop", "Stop", "Ctrl+.", indexing.stop),
            ("read_anew", "Read and score anew", "Shift+F5", self.read_anew),
            ("show_problems", "What could not be read…", "Ctrl+E", self.show_problems),
        ):
            actions.add(Entry("Indexing", name, text, (key,)), run)
        self._told: Progress | None = None  # last by the run, while what it found until then is still to be counted
        self._read: Progress | None = None  # the same when it was read
        self._heads_read = 0  # in this run, when the order was brought up to date
        self._renewal.renewed.connect(self._renewed)
        self._connect()
        self._count_problems()

    @property
    def settles(self) -> bool:
        """Whether something that a run has found is on its way into the window."""
        return self._found.isActive() or self._renewal.busy

    def warm(self) -> None:
        """Makes ready to show what a run finds."""
        self._renewal.warm()

    def close(self) -> None:
        """Shows nothing more of what a run finds."""
        for timer in (self._found, self._apart, self._count, self._sort):
            timer.stop()
        self._renewal.close()

    def toggle_pause(self) -> None:
        """Pauses the indexing, or goes on."""
        if self._indexing.running:
            self._indexing.set_paused(not self._indexing.paused)

    def read_anew(self) -> None:
        """Looks at the selected photographs again, or at all of the folder where none is shown, changed or not."""
        self._read_anew(self._targets() or self._library.columns.ids[self._library.shoot].tolist())

    def read_folder_anew(self, folder: Path) -> None:
        """Looks again at all photographs in a folder and below it."""
        photos = self._library.catalog.photos.in_folders(self._library.catalog.folders.below(folder))
        self._read_anew([photo.id for photo in photos])

    def _read_anew(self, photo_ids: Sequence[int]) -> None:
        photographs = words.photographs(len(photo_ids))

        def begin() -> None:
            self._indexing.start()
            self._bottom.say(f"Reading {photographs} anew")

        self._library.writes.do(
            f"read {photographs} anew", lambda: self._library.catalog.photos.read_anew(photo_ids), begin
        )

    def show_problems(self) -> None:
        """Lists what could not be read in the chosen folders, with the reasons."""
        folders = {int(each) for each in self._library.columns.folders[self._library.shoot]}
        broken = [photo for photo in self._library.catalog.photos.in_folders(folders) if photo.error]
        ProblemsDialog(broken, self._window).exec()

    def _connect(self) -> None:
        self._bottom.pause_toggled.connect(self.toggle_pause)
        self._bottom.stop_requested.connect(self._indexing.stop)
        self._bottom.start_requested.connect(self._indexing.start)
        self._bottom.problems_requested.connect(self.show_problems)
        self._library.counts_changed.connect(self._count_problems)
        self._indexing.progressed.connect(self._progressed)
        self._indexing.listed.connect(lambda _root, _found: self._take_in_soon())
        self._indexing.stored.connect(self._show_soon)
        self._indexing.network_ready.connect(self._network_ready)
        self._indexing.told.connect(self._bottom.say)
        self._indexing.weights_missing.connect(lambda _reason: self._bottom.show_weights(found=False))
        self._indexing.weights_refused.connect(lambda _reason: self._bottom.show_weights(found=False))
        self._indexing.weights_found.connect(lambda _weights: self._bottom.show_weights(found=True))
        self._indexing.finished.connect(self._finished)

    def _take_in_soon(self) -> None:
        """At once where there is nothing to look at yet."""
        if not self._found.isActive():
            self._found.start(FOUND_MS if len(self._library.columns) else 0)

    def _renewed(self) -> None:
        self._count.start(FRAME_MS)
        if self._ends and not self.settles and not self._indexing.running:
            self._end()

    def _show_soon(self, ids: Sequence[int]) -> None:
        self._stored.update(ids)
        if not self._apart.isActive():
            self._apart.start(0)  # what is on the screen waits for it

    def _show_stored(self) -> None:
        if self._stored:
            ids, self._stored = tuple(self._stored), set()
            self._library.read_again(ids)
            self._read = self._told
            self._apart.start(APART_MS)
            if not self._count.isActive():
                since_ms = round(1000 * (monotonic() - self._counted_s))
                self._count.start(max(FRAME_MS, COUNTS_APART_MS - since_ms))
        if self._sorts:
            self._count.start(FRAME_MS)

    def _count_found(self) -> None:
        self._show_counts()
        if self._read:
            self._bottom.show_progress(self._read)
            self._read = None
        if self._sorts:
            self._sorts = False
            self._sort.start()

    def _show_counts(self) -> None:
        self._library.count_changed()
        self._counted_s = monotonic()

    def _show_all(self) -> None:
        """All of it at once."""
        self._show_stored()
        self._sorts, self._read = False, None
        if self._count.isActive():
            self._count.stop()
            self._show_counts()
        self._library.resort()

    def _network_ready(self, description: str) -> None:
        if description:
            self._bottom.show_network(description)
        self._renewal.renew(How.RELOAD)

    def _progressed(self, progress: Progress) -> None:
        self._show_progress(progress)
        if progress.heads_read > self._heads_read and not self.settles:
            self._heads_read = progress.heads_read
            if self._is_told_by_facts():
                self._sorts = True
                self._apart.start(FRAME_MS)

    def _show_progress(self, progress: Progress) -> None:
        """How far scoring has come is told with the counts of what is scored, which come somewhat later."""
        is_same = self._told is not None and (self._told.phase, self._told.stage) == (progress.phase, progress.stage)
        self._told = progress
        waits = bool(self._stored) or self._count.isActive()
        if not (waits and is_same and progress.phase is Phase.LOOKING and progress.stage == "encode"):
            self._read = None
            self._bottom.show_progress(progress)

    def _is_told_by_facts(self) -> bool:
        """Whether nothing but what is known by now says what is shown, and in which order."""
        query, told = self._library.query, {Source.FILE, Source.FACTS, Source.MARKS}
        return all((field := self._library.fields.get(key)) and field.source in told for key in query.keys)

    def _finished(self) -> None:
        self._heads_read = 0
        if self._found.isActive():
            self._found.stop()
            self._renewal.renew(How.MERGE)
        self._ends = True
        if not self.settles:
            self._end()

    def _end(self) -> None:
        self._ends = False
        self._show_all()
        self.settled.emit()

    def _count_problems(self) -> None:
        self._bottom.show_photographs(len(self._library.columns))
        self._bottom.show_problems(int((self._library.columns.unreadable & self._library.shoot).sum()))
