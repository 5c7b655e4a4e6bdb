"""The download of the weights beside the window."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.download import DEFAULT_SOURCES, DownloadCancelled, download


class WeightsDownload(QThread):
    """One download into `folder`; what arrived of a broken one is kept for the next."""

    progressed = Signal(object)
    arrived = Signal()
    cancelled = Signal()
    failed = Signal(str)

    sources = DEFAULT_SOURCES

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            download(self._folder, self.progressed.emit, self.isInterruptionRequested, self.sources)
        except DownloadCancelled:
            self.cancelled.emit()
        except UserError as error:
            self.failed.emit(str(error))
        else:
            self.arrived.emit()
