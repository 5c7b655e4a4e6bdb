"""Files that are brought beside the window, by a download or a copy."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.downloads.failures import DownloadCancelled
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.errors import UserError

Bring = Callable[[Callable[[Progress], None], Callable[[], bool]], object]
"""Brings files: told whom to report to, and what says that it shall stop."""


_log = logging.getLogger(__name__)


class Bringing(QThread):
    """Brings something once; what arrived of a broken download is kept for the next."""

    progressed = Signal(object)  # the Progress
    arrived = Signal()
    stopped = Signal(str)  # why nothing arrived; empty where it was cancelled

    def __init__(self, bring: Bring, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bring = bring

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            self._bring(self.progressed.emit, self.isInterruptionRequested)
        except DownloadCancelled:
            self.stopped.emit("")
        except UserError as error:
            _log.warning("Nothing was brought: %s", error)
            self.stopped.emit(str(error))
        else:
            self.arrived.emit()


class BringingSwitch(QObject):
    """What brings files when somebody asks for them, one after the other."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bringing: Bringing | None = None

    def cancel(self) -> None:
        """Stops the download, of which what has arrived is kept, or a copy."""
        if self._bringing:
            self._bringing.requestInterruption()

    def close(self) -> None:
        """Stops the download and waits until it has."""
        self.cancel()
        if self._bringing:
            self._bringing.wait()

    def _bring(
        self,
        bring: Bring,
        show: Callable[[Progress], None],
        then: Callable[[], None],
        stopped: Callable[[str], None],
    ) -> None:
        """Begins, unless something is being brought already."""
        if self._bringing:
            return
        self._bringing = Bringing(bring, self)
        self._bringing.progressed.connect(show)
        self._bringing.arrived.connect(then)
        self._bringing.stopped.connect(stopped)
        self._bringing.finished.connect(self._ended)
        self._bringing.start()
        show(Progress(0, 0))

    def _ended(self) -> None:
        if self._bringing:
            self._bringing.deleteLater()
        self._bringing = None
