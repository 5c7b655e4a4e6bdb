"""Asks about prompts beside the window: a thread that waits for the process which understands them."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.prompt_process import Question, ScorePrompts, ScoreSentence
from clipiqa_desktop.indexing.prompting import Cancelled, Delete, Prompting, Rename
from clipiqa_desktop.perception.weights import NoWeights, Weights, find_weights
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing

# The process holds more than a gigabyte; whoever tries words comes back within a minute.
REST_S = 60.0

_log = logging.getLogger(__name__)


class PromptThread(QThread):
    """Begins with the first question. Whoever asked knows an answer by its question, which is the same object."""

    answered = Signal(object, object)  # question, answer
    refused = Signal(object, str)  # question, why

    def __init__(self, prompting: Prompting, parent: QObject | None = None, rest_s: float = REST_S) -> None:
        super().__init__(parent)
        self._prompting, self._rest_s = prompting, rest_s
        self._waiting: list[Question | Rename | Delete] = []
        self._changed = threading.Condition()
        self._closed = self._outdated = False
        self._weights: Weights | None = None

    def ask(self, question: Question | Rename | Delete) -> None:
        """Answers in a while. Of what is only looked at, and has not begun, the last of its kind is enough."""
        with self._changed:
            if isinstance(question, (ScoreSentence, ScorePrompts)):
                self._waiting = [each for each in self._waiting if type(each) is not type(question)]
            self._waiting.append(question)
            self._changed.notify_all()
        self.start()  # does nothing where it runs already

    def use_weights(self, weights: Weights) -> None:
        """Says which weights are in use: what follows is asked of these."""
        self._outdated = self._outdated or self._weights not in {None, weights}
        self._weights = weights

    def close(self) -> None:
        """Ends the thread and the process, whatever they are doing."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._prompting.cancel()
        self.wait()

    def run(self) -> None:
        """Qt calls this in the new thread."""
        while question := self._next():
            if self._outdated:
                self._outdated = False
                self._prompting.stop_process()
            self._answer(question)
        self._prompting.stop_process()

    def _next(self) -> Question | Rename | Delete | None:
        """What to answer now; after a while without any, the process is ended. None where the end has come."""
        while True:
            with self._changed:
                patience_s = self._rest_s if self._prompting.running else None
                came = self._changed.wait_for(lambda: self._waiting or self._closed, patience_s)
                if self._closed:
                    return None
                if came:
                    return self._waiting.pop(0)
            self._prompting.stop_process()

    def _answer(self, question: Question | Rename | Delete) -> None:
        try:
            self.answered.emit(question, self._prompting.ask(question))
        except Cancelled:
            pass
        except UserError as error:
            self.refused.emit(question, str(error))
        except Exception:  # noqa: BLE001 (whatever it is, the window lives on and says so)
            _log.exception("A question about prompts failed")
            self.refused.emit(question, "That went wrong; the log says more.")


def weights_in_use(indexing: Indexing, folder: Path) -> Callable[[], Weights]:
    """Finds the weights that the indexing uses; may be called in any thread. Raises NoWeights for the window's user."""

    def find() -> Weights:
        try:
            return find_weights(indexing.named, folder)
        except NoWeights as error:
            if indexing.named:
                raise
            raise NoWeights(
                "Words need the network's weights, which are not on this computer yet: download them first."
            ) from error

    return find
