"""A thread that drives a run of the indexing beside the window."""

import logging
import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.faces.models import NoFaceModels
from clipiqa_desktop.indexing.progress import StageName
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


RELAYED = tuple(name for name, each in vars(RunSignals).items() if isinstance(each, Signal))


@dataclass(frozen=True)
class Steering:
    """What a run is told: whether it is to wait, which photographs are on the screen, and for which stages somebody
    waits; these come first.
    """

    paused: bool = False
    on_screen: tuple[int, ...] = ()
    wished: frozenset[StageName] = frozenset()


@dataclass(frozen=True)
class IndexingOptions:
    """Where all lies, and what was named at the start of the program or chosen since: weights, where and how exactly
    the network runs ("auto": as the settings say), and the models of faces.
    """

    places: Places
    weights: Path | None = None
    device: str = "auto"
    precision: str = "auto"
    faces: Path | None = None


class IndexingThread(QThread):
    """One run. Its signals come in the window's thread."""

    def __init__(
        self, options: IndexingOptions, glancers: "Glancers | None" = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.signals = RunSignals(self)
        self._options, self._places = options, options.places
        self._glancers = glancers
        self._run: Run | None = None
        self._stopped = False
        self._steering = Steering()
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

    def steer(self, steering: Steering) -> None:
        """Holds from now on; before the run has begun, too."""
        self._steering = steering
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
        steering = self._steering
        (run.pause if steering.paused else run.resume)()
        run.prioritize(steering.on_screen)
        run.wish(steering.wished)
        if self._stopped:
            run.cancel()

    def _weights(self) -> Weights | None:
        try:
            weights = find_weights(self._options.weights, self._places.weights)
        except NoWeights as error:
            named = self._options.weights or os.environ.get(ENVIRONMENT_VARIABLE)
            self.signals.weights_missing.emit(str(error) if named else "")
            return None
        self.signals.weights_found.emit(weights)
        return weights

    def _setup(self, weights: Weights | None) -> "Setup":
        from clipiqa_desktop.indexing.setup import Setup

        reader, told = self._face_reader(), self._options
        settings = Settings(self._places.settings)
        kept = SidecarSettings.from_settings(settings)
        options = network_options(settings, told.weights, told.device, told.precision)
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
            reader = face_reader(self._options.faces, self._places.weights)
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
