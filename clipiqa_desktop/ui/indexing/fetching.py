"""Files that are fetched beside the window, by a download or a copy."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.downloads.failures import DownloadCancelled
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.ui.widgets.one_thread import OneThread

Fetch = Callable[[Callable[[Progress], None], Callable[[], bool]], object]
"""Fetches files: told whom to report to, and what says that it shall stop."""

_log = logging.getLogger(__name__)


class FetchThread(QThread):
    """Fetches something once; what arrived of a broken download is kept for the next."""

    progressed = Signal(object)  # the Progress
    arrived = Signal()
    stopped = Signal(str)  # why nothing arrived; empty where it was cancelled

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            self._fetch(self.progressed.emit, self.isInterruptionRequested)
        except DownloadCancelled:
            self.stopped.emit("")
        except UserError as error:
            _log.warning("Nothing was fetched: %s", error)
            self.stopped.emit(str(error))
        else:
            self.arrived.emit()


class FetchSwitch(QObject):
    """Fetches files when somebody asks for them, one after the other."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = OneThread(self)

    def cancel(self) -> None:
        """Stops the download, of which what has arrived is kept, or a copy."""
        self._thread.stop()

    def close(self) -> None:
        """Stops the download and waits until it has."""
        self._thread.close()

    def _begin(
        self,
        fetch: Fetch,
        show: Callable[[Progress], None],
        then: Callable[[], None],
        stopped: Callable[[str], None],
    ) -> None:
        """Begins, unless something is being fetched already."""
        if self._thread.busy:
            return
        fetching = FetchThread(fetch, self)
        fetching.progressed.connect(show)
        fetching.arrived.connect(then)
        fetching.stopped.connect(stopped)
        self._thread.start(fetching)
        show(Progress(0, 0))
