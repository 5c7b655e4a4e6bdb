"""Work that nobody can do without, beside an event loop that goes on: a small window says how far it is."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QThread, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout

from clipiqa_desktop.ui.widgets.plain import PlainLabel
from clipiqa_desktop.ui.widgets.progress_bar import ProgressBar
from clipiqa_desktop.ui.widgets.timers import single_shot

SHOWN_AFTER_MS = 400
Tell = Callable[[int, int], object]  # how much is done, of how much
Answer = TypeVar("Answer")


def done_beside(words: str, task: Callable[[Tell], Answer]) -> Answer:
    """What the task answers, called in a thread of its own; raises what it raises. `words` say what it does."""
    thread, dialog, loop = _Thread(task), _Waiting(words), QEventLoop()
    thread.progressed.connect(dialog.show_progress)
    thread.finished.connect(loop.quit)
    thread.start()
    loop.exec()
    thread.wait()
    dialog.end()
    if thread.error:
        raise thread.error
    return thread.answers[0]


class _Thread(QThread, Generic[Answer]):
    progressed = Signal(int, int)

    def __init__(self, task: Callable[[Tell], Answer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self.answers: list[Answer] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.answers.append(self._task(self.progressed.emit))
        except Exception as error:  # noqa: BLE001 (it is raised where it was asked for)
            self.error = error


class _Waiting(QDialog):
    """Shows itself where it takes longer than a moment; it cannot be closed."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setWindowTitle("CLIP-IQA Desktop")
        self.setMinimumWidth(420)
        self._bar = ProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(words)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(words))
        layout.addWidget(self._bar)
        self._timer = single_shot(self, SHOWN_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self._timer.start()

    def show_progress(self, done: int, total: int) -> None:
        self._bar.show_steps(done, total)

    def end(self) -> None:
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Escape does nothing."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nor does closing it."""
        event.ignore()
