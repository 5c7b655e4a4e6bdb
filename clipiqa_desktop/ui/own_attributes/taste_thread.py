"""Waits beside the window for the process that learns a taste."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.indexing.prompt_process import Rejected
from clipiqa_desktop.indexing.prompting import NICENESS
from clipiqa_desktop.perception.weights import NoWeights, Weights
from clipiqa_desktop.processes import Worker
from clipiqa_desktop.taste.process import KeepTaste, LearnTaste, taste_process

_POLL_S = 0.05


class TasteThread(QThread):
    """Learns once, and then keeps what it is told to; the process lives as long as the thread. Nothing is kept of what
    is closed before.
    """

    told = Signal(object)  # what the process tells: one of `Told`

    def __init__(self, catalog: Path, weights: Callable[[], Weights], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog, self._weights = catalog, weights
        self._stacks: Stacks | None = None
        self._wanted: KeepTaste | None = None
        self._closed = threading.Event()

    def learn(self, stacks: Stacks | None) -> None:
        """Begins."""
        self._stacks = stacks
        self.start()

    def keep(self, wanted: KeepTaste) -> None:
        """Has it kept, also before all ways were tried."""
        self._wanted = wanted

    def close(self) -> None:
        """Ends thread and process, whatever they are doing."""
        self._closed.set()
        self.wait()

    def run(self) -> None:
        """Qt calls this in the new thread."""
        worker = Worker(taste_process, self._catalog, niceness=NICENESS)
        try:
            self._talk(worker)
        except EOFError:
            code = worker.exit_code
            self.told.emit(
                Rejected(
                    f"The process that learns ended unexpectedly (exit code {code}): try again, the log says more."
                )
            )
        finally:
            worker.stop()

    def _talk(self, worker: Worker) -> None:
        worker.greeting = worker.receive()
        stacks = self._stacks or Stacks(np.zeros(0, np.int64), np.zeros(0, np.int64))
        self._give(worker, LearnTaste(stacks, self._found_weights()))
        while not self._closed.is_set():
            if self._wanted:
                wanted, self._wanted = self._wanted, None
                self._give(worker, wanted)
            if worker.connection.poll(_POLL_S):
                self.told.emit(worker.receive())

    @staticmethod
    def _give(worker: Worker, question: LearnTaste | KeepTaste) -> None:
        worker.give(question, question)

    def _found_weights(self) -> Weights | None:
        try:
            return self._weights()
        except NoWeights:
            return None
