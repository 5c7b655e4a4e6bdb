"""Which weights are in use: what the notice says, and what its buttons do."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clipiqa_desktop.downloads.download import fetch, half_way
from clipiqa_desktop.downloads.models import NETWORK
from clipiqa_desktop.downloads.progress import Progress
from clipiqa_desktop.downloads.taking import take
from clipiqa_desktop.perception.weights import NoWeights, Weights, require_weights
from clipiqa_desktop.settings import WEIGHTS, Settings
from clipiqa_desktop.ui.indexing.fetching import FetchSwitch
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.notice import NoticeBar
from clipiqa_desktop.ui.library import Library


class WeightsSwitch(FetchSwitch):
    """Keeps notice, setting and indexing in step."""

    changed = Signal()
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
        self._weights: Weights | None = None
        self._reason = ""
        notice.download_requested.connect(self.download)
        notice.cancel_requested.connect(self.cancel)
        notice.choose_requested.connect(lambda: self.choose(notice))
        indexing.weights_found.connect(self._found)
        indexing.weights_missing.connect(self._missing)
        indexing.weights_refused.connect(self._refused)
        indexing.failed.connect(self._missing)
        notice.show_caution(library.caution)

    def choose(self, parent: QWidget) -> None:
        """Asks for a weights file and uses it from now on."""
        name, _ = QFileDialog.getOpenFileName(parent, "Choose the weights", "", "CLIP RN50 (*.pt *.safetensors)")
        if name:
            self.take([Path(name)])

    def use(self, file: Path | None) -> None:
        """Uses this file from now on, or with None the first that is found where weights usually lie."""
        self._settings.set(WEIGHTS, str(file) if file else None)
        self._indexing.named = file
        self._indexing.start()
        self.changed.emit()

    def download(self) -> None:
        """Fetches OpenAI's weights; what arrived of an earlier try is used."""
        fetching = partial(fetch, self.model, self._folder)
        self._begin(fetching, self._notice.show_download, lambda: self.use(None), self._stopped)

    def take(self, files: Sequence[Path]) -> None:
        """Copies files that were brought from another computer to where downloads arrive; others are used as named."""
        taken: dict[Path, Path | None] = {}

        def copy(report: Callable[[Progress], None], cancelled: Callable[[], bool]) -> None:
            taken.update(take(files, self._folder, report, cancelled))

        self._begin(copy, self._notice.show_copy, lambda: self._taken(taken), self._stopped)

    def _taken(self, taken: Mapping[Path, Path | None]) -> None:
        own = {source.file_name for file in self.model.files for source in file.sources}
        unknown = [path for path, arrived in taken.items() if arrived is None]
        if unknown:
            self._try(unknown[0])
        elif any(arrived and arrived.name in own for arrived in taken.values()):
            self.use(None)
        else:
            self._indexing.start()

    def _try(self, file: Path) -> None:
        """Uses a file that nobody knows, unless it is plain at once that it holds no weights."""
        try:
            require_weights(file)
        except NoWeights as error:
            self._stopped(str(error))
        else:
            self.use(file)

    def _found(self, weights: Weights) -> None:
        self._weights, self._reason = weights, ""
        self._show_unless_loading()

    def _missing(self, reason: str) -> None:
        self._weights, self._reason = None, reason
        self._show_unless_loading()

    def _refused(self, reason: str) -> None:
        """What turned out to hold no weights is not tried again at every start."""
        if (kept := self._settings.get(WEIGHTS)) and self._indexing.named == Path(kept):
            self._settings.set(WEIGHTS, None)
            self._indexing.named = None
            self.changed.emit()
        self._missing(reason)

    def _stopped(self, reason: str) -> None:
        self._reason = reason
        self._show()

    def _show_unless_loading(self) -> None:
        if not self._thread.busy:
            self._show()

    def _show(self) -> None:
        if self._weights and not self._reason:
            self._notice.show_weights(self._weights)
        else:
            arrived = sum(half_way(file.sources, self._folder) for file in self.model.files)
            scored = self._library.has_network
            self._notice.show_missing(self.model, self._reason, self._library.caution, arrived, scored=scored)
