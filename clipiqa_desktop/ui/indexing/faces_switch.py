"""Whether there is what looks for faces: the offer to fetch it, and the download."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from clipiqa_desktop.downloads.download import fetch
from clipiqa_desktop.downloads.models import FACES
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.faces.network import has_runtime
from clipiqa_desktop.settings import FACES_OFFERED, Settings
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.indexing.fetching import FetchSwitch
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.notice import NoticeBar


class FacesSwitch(FetchSwitch):
    """Offers the models in the bar that offers the weights, until they are there or nobody wants them."""

    model = FACES

    def __init__(
        self, notice: NoticeBar, indexing: Indexing, settings: Settings, folder: Path, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notice, self._indexing, self._settings, self._folder = notice, indexing, settings, folder
        notice.faces_requested.connect(self.download)
        notice.faces_declined.connect(self._decline)
        notice.cancel_requested.connect(self.cancel)
        indexing.faces_found.connect(lambda _nothing: notice.offer_faces(None))
        indexing.faces_missing.connect(self._missing)
        actions.add(Entry("File", "download_faces", "Download files for faces", group=1), self.download)

    def download(self) -> None:
        """Fetches both models; what arrived of an earlier try is used."""
        if not self._notice.is_busy:
            self._begin(partial(fetch, self.model, self._folder), self._show_progress, self._arrived, self._stopped)

    def _show_progress(self, progress: Progress) -> None:
        self._notice.show_download(progress, "the files for faces")

    def _arrived(self) -> None:
        self._notice.show_again()
        self._notice.offer_faces(None)
        self._indexing.start()

    def _missing(self, reason: str) -> None:
        """Nothing is offered that could not run here, nor to whom has said no."""
        wanted = reason or self._settings.get(FACES_OFFERED)
        self._notice.offer_faces(reason if wanted and has_runtime() else None)

    def _stopped(self, reason: str) -> None:
        """What failed is said also where nobody is offered anything: it was asked for."""
        self._notice.show_again()
        if reason:
            self._notice.offer_faces(reason)
        else:
            self._missing("")

    def _decline(self) -> None:
        self._settings.set(FACES_OFFERED, False)
        self._notice.offer_faces(None)
