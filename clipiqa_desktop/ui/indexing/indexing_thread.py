"""The switch for the indexing that the window holds: starts runs beside it, stops and steers them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.indexing.progress import Phase, Progress, StageName
from clipiqa_desktop.ui.indexing.run_thread import RELAYED, IndexingOptions, IndexingThread, RunSignals, Steering

if TYPE_CHECKING:  # imported by the thread, beside a window that shows already
    from clipiqa_desktop.indexing.glancers import Glancers


class Indexing(RunSignals):
    """The switch: starts and stops runs over all folders, one at a time; tells what they tell."""

    finished = Signal()

    def __init__(self, options: IndexingOptions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._thread: IndexingThread | None = None
        self._glancers: Glancers | None = None
        self._again = False
        self._steering = Steering()
        self.progress = Progress(Phase.DONE)
        self.progressed.connect(self._remember)

    def warm(self) -> None:
        """Starts the processes that read heads, so that the first folder need not wait for them."""
        from clipiqa_desktop.indexing.glancers import MANY_HEADS, MOST, Glancers

        if self._glancers is None:
            self._glancers = Glancers()
            self._glancers.start(MANY_HEADS * MOST)

    @property
    def named(self) -> Path | None:
        """The weights that were named or chosen, for the next run; None where they are looked for."""
        return self._options.weights

    @named.setter
    def named(self, weights: Path | None) -> None:
        self._options = replace(self._options, weights=weights)

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
        self._thread = IndexingThread(self._options, self._glancers, self)
        for name in RELAYED:
            getattr(self._thread.signals, name).connect(getattr(self, name))
        self._thread.finished.connect(self._ended)
        self._thread.steer(self._steering)
        self._thread.start()
        self._tell_finding()

    def add(self, root: Path) -> None:
        """Looks through one more folder, in the run that is under way if there is one."""
        if self._thread:
            self._thread.add(root)
            self._tell_finding()
        else:
            self.start()

    @property
    def paused(self) -> bool:
        """Whether it is to wait."""
        return self._steering.paused

    def set_paused(self, paused: bool) -> None:
        """Pauses or goes on."""
        self._steer(replace(self._steering, paused=paused))

    def prioritize(self, ids: Sequence[int]) -> None:
        """These photographs are on the screen: they come first, also in the next run."""
        self._steer(replace(self._steering, on_screen=tuple(ids)))

    def wish(self, stages: Collection[StageName]) -> None:
        """What these stages find is waited for: they come before the network, also in the next run."""
        self._steer(replace(self._steering, wished=frozenset(stages)))

    def _steer(self, steering: Steering) -> None:
        self._steering = steering
        if self._thread:
            self._thread.steer(steering)

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
            self._steering = replace(self._steering, paused=False)
            self.finished.emit()
