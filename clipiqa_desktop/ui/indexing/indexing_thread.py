"""Indexing beside the window: a thread that drives the run, and the switch that the window holds."""

import logging
import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.faces.models import NoFaceModels
from clipiqa_desktop.indexing.progress import Phase, Progress
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.runtime.config import network_options
from clipiqa_desktop.perception.weights import ENVIRONMENT_VARIABLE, NoWeights, Weights, find_weights
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import PAIR, Settings

if TYPE_CHECKING:  # imported by the thread, beside a window that shows already
    from clipiqa_desktop.indexing.face_reader import FaceReader
    from clipiqa_desktop.indexing.glancers import Glancers
    from clipiqa_desktop.indexing.run import Run
    from clipiqa_desktop.indexing.setup import Setup

_log = logging.getLogger(__name__)


class RunSignals(QObject):
    """What a run tells, in plain values."""

    offline = Signal(object)
    listed = Signal(object, bool)
    stored = Signal(object)
    progressed = Signal(object)
    network_ready = Signal(str)
    weights_found = Signal(object)
    weights_missing = Signal(str)
    weights_refused = Signal(str)  # the file that was found holds none: why
    faces_found = Signal(str)
    faces_missing = Signal(str)
    failed = Signal(str)
    told = Signal(str)  # what came of moves that were interrupted


_RELAYED = tuple(name for name, each in vars(RunSignals).items() if isinstance(each, Signal))


class IndexingThread(QThread):
    """One run. Its signals come in the window's thread."""

    def __init__(
        self,
        places: Places,
        named: Path | None,
        device: str,
        precision: str,
        glancers: "Glancers | None" = None,
        faces: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.signals = RunSignals(self)
        self._faces = faces
        self._places, self._named, self._device, self._precision = places, named, device, precision
        self._glancers = glancers
        self._run: Run | None = None
        self._stopped = False
        self._paused = False
        self._on_screen: tuple[int, ...] = ()
        self.left_over = False

    def run(self) -> None:
        """Qt calls this in the new thread."""
        try:
            weights = self._weights()
            try:
                self._index(weights)
            except UserError as error:
                (self.signals.weights_refused if isinstance(error, NoWeights) else self.signals.failed).emit(str(error))
                if weights:
                    self._index(None)
        except UserError as error:
            self.signals.failed.emit(str(error))
        except Exception:  # noqa: BLE001 (whatever it is, the window lives on and says so)
            _log.exception("Indexing ended unexpectedly")
            self.signals.failed.emit("Indexing ended unexpectedly; the log says more. What is done is kept.")

    def control(self, *, paused: bool | None = None, on_screen: Sequence[int] | None = None) -> None:
        """Pauses or goes on, and says what is on the screen; before the run has begun, too."""
        self._paused = self._paused if paused is None else paused
        self._on_screen = self._on_screen if on_screen is None else tuple(on_screen)
        if run := self._run:
            self._apply(run)

    def add(self, root: Path) -> None:
        """Takes one more folder into the run, or leaves it over for the next one."""
        if run := self._run:
            run.add(root)
        else:
            self.left_over = True

    def stop(self) -> None:
        """Ends the run soon; what is done is kept."""
        self._stopped, self.left_over = True, False
        if self._run:
            self._run.cancel()

    def _apply(self, run: "Run") -> None:
        (run.pause if self._paused else run.resume)()
        run.prioritize(self._on_screen)
        if self._stopped:
            run.cancel()

    def _weights(self) -> Weights | None:
        try:
            weights = find_weights(self._named, self._places.weights)
        except NoWeights as error:
            named = self._named or os.environ.get(ENVIRONMENT_VARIABLE)
            self.signals.weights_missing.emit(str(error) if named else "")
            return None
        self.signals.weights_found.emit(weights)
        return weights

    def _setup(self, weights: Weights | None) -> "Setup":
        from clipiqa_desktop.indexing.setup import Setup

        reader = self._face_reader()
        settings = Settings(self._places.settings)
        kept = SidecarSettings.from_settings(settings)
        options = network_options(settings, self._named, self._device, self._precision)
        return Setup(
            weights,
            options.device,
            options.precision,
            self._places.choices,
            faces=reader,
            pair=settings.get(PAIR),
            sidecars=kept.options,
        )

    def _face_reader(self) -> "FaceReader | None":
        """What looks for faces; the window says where there is nothing that could."""
        from clipiqa_desktop.indexing.face_reader import face_reader

        try:
            reader = face_reader(self._faces, self._places.weights)
        except NoFaceModels as error:
            self.signals.faces_missing.emit(str(error))
            return None
        (self.signals.faces_found if reader else self.signals.faces_missing).emit("")
        return reader

    def _index(self, weights: Weights | None) -> None:
        from clipiqa_desktop.culling.export.leftovers import finish_moves, told_of_moves
        from clipiqa_desktop.indexing.run import Listener, Run

        listener = Listener(
            offline=self.signals.offline.emit,
            listed=lambda root, changes: self.signals.listed.emit(root, bool(changes)),
            stored=self.signals.stored.emit,
            progress=self.signals.progressed.emit,
            network=self.signals.network_ready.emit,
        )
        with (
            closing(open_catalog(self._places.catalog)) as catalog,
            closing(ThumbnailStore(self._places.thumbnails)) as thumbnails,
        ):
            if moves := finish_moves(catalog):
                self.signals.told.emit(told_of_moves(moves))
            run = self._run = Run(catalog, thumbnails, self._setup(weights), listener, self._glancers)
            self._apply(run)
            try:
                run.index(catalog.folders.roots())
            finally:
                self._run = None
                self.left_over = self.left_over or (run.has_more and not self._stopped)


class Indexing(RunSignals):
    """The switch: starts and stops runs over all folders, one at a time; tells what they tell."""

    finished = Signal()

    def __init__(
        self,
        places: Places,
        named: Path | None,
        device: str,
        precision: str,
        faces: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._places, self.named, self._device, self._precision, self._faces = places, named, device, precision, faces
        self._thread: IndexingThread | None = None
        self._glancers: Glancers | None = None
        self._again = self.paused = False
        self.progress = Progress(Phase.DONE)
        self.progressed.connect(self._remember)

    def warm(self) -> None:
        """Starts the processes that read heads, so that the first folder need not wait for them."""
        from clipiqa_desktop.indexing.glancers import MANY_HEADS, MOST, Glancers

        if self._glancers is None:
            self._glancers = Glancers()
            self._glancers.start(MANY_HEADS * MOST)

    @property
    def running(self) -> bool:
        """Whether a run is under way, paused or not."""
        return self._thread is not None

    def start(self) -> None:
        """Looks through all folders now; during a run, once more after it; never again once it was closed."""
        if self.signalsBlocked():
            return
        if self._thread:
            self._again = True
            self._thread.stop()
            return
        self._thread = IndexingThread(
            self._places, self.named, self._device, self._precision, self._glancers, self._faces, self
        )
        for name in _RELAYED:
            getattr(self._thread.signals, name).connect(getattr(self, name))
        self._thread.finished.connect(self._ended)
        self._thread.control(paused=self.paused)
        self._thread.start()
        self._tell_finding()

    def add(self, root: Path) -> None:
        """Looks through one more folder, in the run that is under way if there is one."""
        if self._thread:
            self._thread.add(root)
            self._tell_finding()
        else:
            self.start()

    def set_paused(self, paused: bool) -> None:
        """Pauses or goes on."""
        self.paused = paused
        if self._thread:
            self._thread.control(paused=paused)

    def prioritize(self, ids: Sequence[int]) -> None:
        """These photographs are on the screen: they come first."""
        if self._thread:
            self._thread.control(on_screen=ids)

    def stop(self) -> None:
        """Ends the run soon; what is done is kept."""
        self._again = False
        if self._thread:
            self._thread.stop()

    def close(self) -> None:
        """Ends the run and waits until its processes are gone; what it told last is heard by nobody any more."""
        self.stop()
        self.blockSignals(True)
        if self._thread:
            self._thread.wait()
        if self._glancers:
            self._glancers.stop()

    def _tell_finding(self) -> None:
        # At once: until the run itself reports, an empty folder is not known to be empty.
        self.progressed.emit(replace(self.progress, phase=Phase.FINDING))

    def _remember(self, progress: Progress) -> None:
        self.progress = progress

    def _ended(self) -> None:
        thread, self._thread = self._thread, None
        again = self._again or (thread is not None and thread.left_over)
        if thread:
            thread.deleteLater()
        if again:
            self._again = False
            self.start()
        else:
            self.paused = False
            self.finished.emit()
