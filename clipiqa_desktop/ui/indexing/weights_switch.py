"""Which weights are in use: what the notice says, and what its buttons do."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from clipiqa_desktop.downloads.download import fetch
from clipiqa_desktop.downloads.models import NETWORK
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.settings import WEIGHTS, Settings
from clipiqa_desktop.ui.indexing.bringing import Bringing
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.notice import NoticeBar
from clipiqa_desktop.ui.library import Library


class WeightsSwitch(QObject):
    """Keeps notice, setting and indexing in step."""

    model = NETWORK

    def __init__(
        self,
        notice: NoticeBar,
        library: Library,
        indexing: Indexing,
        settings: Settings,
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._notice, self._library, self._indexing = notice, library, indexing
        self._settings, self._folder = settings, folder
        self._download: Bringing | None = None
        self._weights: Weights | None = None
        self._reason = ""
        notice.download_requested.connect(self.download)
        notice.cancel_requested.connect(self.cancel)
        notice.choose_requested.connect(lambda: self.choose(notice))
        indexing.weights_found.connect(self._found)
        indexing.weights_missing.connect(self._missing)
        indexing.failed.connect(self._missing)
        notice.show_caution(library.caution)

    def choose(self, parent: QWidget) -> None:
        """Asks for a weights file and uses it from now on."""
        name, _ = QFileDialog.getOpenFileName(parent, "Choose the weights", "", "CLIP RN50 (*.pt *.safetensors)")
        if name:
            self.use(Path(name))

    def use(self, file: Path | None) -> None:
        """Uses this file from now on, or with None the first that is found where weights usually lie."""
        self._settings.set(WEIGHTS, str(file) if file else None)
        self._indexing.named = file
        self._indexing.start()

    def download(self) -> None:
        """Fetches OpenAI's weights; what arrived of an earlier try is used."""
        if self._download:
            return
        self._download = Bringing(partial(fetch, self.model, self._folder), self)
        self._download.progressed.connect(self._notice.show_download)
        self._download.arrived.connect(lambda: self.use(None))
        self._download.cancelled.connect(self._show)
        self._download.failed.connect(self._failed)
        self._download.finished.connect(self._ended)
        self._download.start()
        self._notice.show_download(Progress(0, 0))

    def cancel(self) -> None:
        """Stops the download; what has arrived is kept."""
        if self._download:
            self._download.requestInterruption()

    def close(self) -> None:
        """Stops the download and waits until it has."""
        self.cancel()
        if self._download:
            self._download.wait()

    def _ended(self) -> None:
        if self._download:
            self._download.deleteLater()
        self._download = None

    def _found(self, weights: Weights) -> None:
        self._weights, self._reason = weights, ""
        self._show_unless_loading()

    def _missing(self, reason: str) -> None:
        self._weights, self._reason = None, reason
        self._show_unless_loading()

    def _failed(self, reason: str) -> None:
        self._reason = reason
        self._show()

    def _show_unless_loading(self) -> None:
        if not self._download:
            self._show()

    def _show(self) -> None:
        if self._weights and not self._reason:
            self._notice.show_weights(self._weights)
        else:
            self._notice.show_missing(self._reason, self._library.caution)
