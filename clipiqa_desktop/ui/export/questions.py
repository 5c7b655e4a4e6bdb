"""What a dialog asks of disk and catalog, answered beside the window while the person goes on choosing."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.ui.export.work import Task, Work
from clipiqa_desktop.ui.widgets.one_thread import OneThread


class LastQuestion(QObject):
    """Answers the last question only, with `answered`, or `failed` with the sentence why it cannot."""

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, opened: Callable[[], Catalog], parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened
        self._thread = OneThread(self)
        self._thread.ended.connect(self._begin)
        self._next: Task | None = None
        self._is_wanted = False

    def ask(self, question: Task) -> None:
        """Begins at once, or as soon as the question before has given way."""
        self._next, self._is_wanted = question, True
        if self._thread.busy:
            self._thread.stop()
        else:
            self._begin()

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._next, self._is_wanted = None, False
        self._thread.stop()

    def close(self) -> None:
        """Ends the thread."""
        self.drop()
        self._thread.close()

    def _begin(self) -> None:
        if self._next is None:
            return
        question, self._next = self._next, None
        work = Work(self._opened, question, self)
        work.done.connect(self._tell)
        work.failed.connect(self._tell_failure)
        self._thread.start(work)

    def _tell(self, answer: object) -> None:
        if self._is_wanted and self._next is None:
            self.answered.emit(answer)

    def _tell_failure(self, sentence: str) -> None:
        if self._is_wanted and self._next is None:
            self.failed.emit(sentence)
