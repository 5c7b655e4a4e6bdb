"""How far a download has come, told no more often than a window can show it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from clipiqa_desktop.downloads.failures import DownloadCancelled

REPORT_EVERY_S = 0.1


@dataclass(frozen=True)
class Progress:
    """In bytes; `total` is 0 as long as nobody has said it."""

    received: int
    total: int


class Watch:
    """Passes progress on, and stops when asked."""

    def __init__(self, report: Callable[[Progress], None], cancelled: Callable[[], bool]) -> None:
        self._report, self._cancelled = report, cancelled
        self._due = 0.0

    def stop_if_asked(self) -> None:
        """Raises DownloadCancelled."""
        if self._cancelled():
            raise DownloadCancelled("The download was stopped: start it again, and it goes on from here.")

    def progress(self, received: int, total: int) -> None:
        """So much has come."""
        self.stop_if_asked()
        if time.monotonic() >= self._due:
            self._report(Progress(received, total))
            self._due = time.monotonic() + REPORT_EVERY_S

    def finished(self, size: int) -> None:
        """All has come, which is told whatever was told before."""
        self._report(Progress(size, size))
