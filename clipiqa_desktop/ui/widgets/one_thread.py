"""A thread at a time, held by the switch that starts it."""

from PySide6.QtCore import QObject, QThread, Signal


class OneThread(QObject):
    """Holds a thread while it works, and lets go of it once it has ended; then comes `ended`, and another may start."""

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: QThread | None = None

    @property
    def busy(self) -> bool:
        """Whether a thread is held."""
        return self._thread is not None

    def start(self, thread: QThread) -> None:
        """Starts a thread, for which nobody else is to care; none may be held."""
        self._thread = thread
        thread.finished.connect(self._let_go)
        thread.start()

    def stop(self) -> None:
        """Asks the thread to end soon."""
        if self._thread:
            self._thread.requestInterruption()

    def close(self) -> None:
        """The same, and waits until it has."""
        self.stop()
        if self._thread:
            self._thread.wait()

    def _let_go(self) -> None:
        if self._thread:
            self._thread.deleteLater()
        self._thread = None
        self.ended.emit()
