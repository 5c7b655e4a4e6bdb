"""A download beside the window."""

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

    progressed = Signal(object)
    arrived = Signal()
    cancelled = Signal()
    failed = Signal(str)

    def __init__(self, bring: Bring, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bring = bring

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            self._bring(self.progressed.emit, self.isInterruptionRequested)
        except DownloadCancelled:
            self.cancelled.emit()
        except UserError as error:
            _log.warning("Nothing was brought: %s", error)
            self.failed.emit(str(error))
        else:
            self.arrived.emit()
