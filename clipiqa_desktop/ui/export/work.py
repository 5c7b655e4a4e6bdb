"""Work beside the window: a thread with a catalog of its own, one piece of work at a time."""

import logging
import time
from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QWidget

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export.options import Progress
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.ui.export.progress_dialog import ProgressDialog
from clipiqa_desktop.ui.widgets.plain import Icon, PlainBox

TELL_EVERY_S = 0.1
Tell = Callable[[Progress], None]
Task = Callable[[Catalog, Tell, Callable[[], bool]], object]

_log = logging.getLogger(__name__)


class Work(QThread):
    """One task, which is given a catalog, whom to tell how far it is, and whom to ask whether it shall stop."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, opened: Callable[[], Catalog], task: Task, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened, self._task = opened, task
        self._told = 0.0

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            with closing(self._opened()) as catalog:
                self.done.emit(self._task(catalog, self._tell, self.isInterruptionRequested))
        except UserError as error:
            self.failed.emit(str(error))
        except Exception:  # noqa: BLE001 (whatever it is, the window lives on and says so)
            _log.exception("Work beside the window ended unexpectedly")
            self.failed.emit("This ended unexpectedly; what was done so far is whole. The log says more.")

    def _tell(self, progress: Progress) -> None:
        if time.monotonic() - self._told >= TELL_EVERY_S:
            self._told = time.monotonic()
            self.progressed.emit(progress)


class Jobs(QObject):
    """The switch: one job at a time, with its progress in a small window of its own that can cancel it."""

    said = Signal(str)

    def __init__(self, opened: Callable[[], Catalog], window: QWidget) -> None:
        super().__init__(window)
        self._opened, self._window = opened, window
        self._work: Work | None = None
        self._title = ""
        self._progress: ProgressDialog | None = None
        self._then: Callable[..., object] = lambda _result: None
        self._failed: Callable[[], object] = lambda: None
        self._results: list[object] = []

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._work is not None

    @property
    def busy_words(self) -> str:
        """What is under way, and what to do about it."""
        return f"Not now: {self._title} is still going on. Wait for it, or cancel it, and ask again"

    def start(
        self, title: str, task: Task, then: Callable[..., object], failed: Callable[[], object] = lambda: None
    ) -> None:
        """Does the task, and calls `then` with what it answers, or `failed` where it ended without an answer; or says
        that another job has to end first.
        """
        if self._work:
            self.said.emit(self.busy_words)
            return
        self._title = title
        self._then, self._failed = then, failed
        work = self._work = Work(self._opened, task, self)
        progress = self._progress = ProgressDialog(title, self._window)
        progress.cancelled.connect(work.requestInterruption)
        work.progressed.connect(progress.show_progress)
        work.failed.connect(self._complain)
        work.done.connect(self._keep)
        work.finished.connect(self._ended)
        work.start()

    def close(self) -> None:
        """Ends the job soon, and waits until it has; what is whole is kept, and nobody is told any more."""
        if self._work:
            self._work.failed.disconnect(self._complain)
            self._work.finished.disconnect(self._ended)
            self._work.requestInterruption()
            self._work.wait()
        self._put_away()

    def _keep(self, result: object) -> None:
        self._results.append(result)

    def _ended(self) -> None:
        """Goes on only now that the thread is done, so that what comes next may be another job."""
        self._put_away()
        results, self._results = self._results, []
        for result in results:
            self._then(result)
        if not results:
            self._failed()

    def _put_away(self) -> None:
        if self._progress:
            self._progress.end()
        if self._work:
            self._work.deleteLater()
        self._progress = self._work = None

    def _complain(self, sentence: str) -> None:
        box = PlainBox(Icon.Warning, "CLIP-IQA Desktop", sentence, parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
