"""Asks a child process what prompts say of the library, and changes the person's own attributes."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clipiqa_desktop.catalog.database.damage import cannot_write
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.encoding import CannotStart
from clipiqa_desktop.indexing.prompt_process import (
    Measured,
    Question,
    Rejected,
    StoredAttribute,
    prompt_process,
)
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.weights import Weights
from clipiqa_desktop.processes import Worker

# Somebody waits for the answer: before the indexing, but after the window.
NICENESS = 5
TIMEOUT_S = 180.0
_POLL_S = 0.05


@dataclass(frozen=True, eq=False)
class Rename:
    """Wants another title for an attribute of the person's own."""

    key: str
    title: str


@dataclass(frozen=True, eq=False)
class Delete:
    """Wants an attribute of the person's own forgotten, with its scores."""

    key: str


class Cancelled(Exception):
    """Nobody waits for the answer any more."""


class Prompting:
    """Answers one thing at a time in the calling thread; `cancel` may be called from any.

    The child process starts with the first question (some seconds), holds the text tower and all vectors, and stays
    until `stop_process`. `weights` says which file to use then, and may raise NoWeights.
    """

    def __init__(self, catalog: Path, weights: Callable[[], Weights]) -> None:
        self._catalog, self._weights = catalog, weights
        self._worker: Worker | None = None
        self._cancelled = threading.Event()

    @property
    def running(self) -> bool:
        """Whether the child process is there."""
        return self._worker is not None

    def ask(self, question: Question | Rename | Delete) -> Measured | StoredAttribute | None:
        """Measured where only scores are wanted, StoredAttribute where something is stored, None for Rename and Delete.

        Raises UserError with a sentence, or Cancelled.
        """
        if isinstance(question, (Rename, Delete)):
            self._change(question)
            return None
        worker = self._worker or self._start()
        worker.give(question, question)
        answer: Measured | StoredAttribute | Rejected = self._received(worker)
        worker.job = None
        if isinstance(answer, Rejected):
            raise UserError(answer.reason)
        return answer

    def stop_process(self) -> None:
        """Ends the child process and gives its memory back; the next question starts another one."""
        if self._worker:
            self._worker.stop()
        self._worker = None

    def cancel(self) -> None:
        """Ends what is going on now and whatever is asked later."""
        self._cancelled.set()

    def _change(self, wanted: Rename | Delete) -> None:
        try:
            with closing(open_catalog(self._catalog)) as catalog:
                if isinstance(wanted, Rename):
                    catalog.own_attributes.rename(wanted.key, wanted.title)
                else:
                    catalog.own_attributes.delete(wanted.key)
        except sqlite3.Error as error:
            raise UserError(f"{cannot_write(error, self._catalog)} Nothing was changed.") from error

    def _start(self) -> Worker:
        self._worker = Worker(prompt_process, self._weights(), self._catalog, niceness=NICENESS)
        self._worker.greeting = self._received(self._worker)
        if isinstance(greeting := self._worker.greeting, CannotStart):
            self.stop_process()
            raise UserError(greeting.reason)
        return self._worker

    def _received(self, worker: Worker) -> Any:
        end = time.monotonic() + TIMEOUT_S
        while not worker.connection.poll(_POLL_S):
            if self._cancelled.is_set():
                self.stop_process()
                raise Cancelled
            if time.monotonic() > end:
                self.stop_process()
                raise UserError(f"The process that reads prompts gave no answer for {TIMEOUT_S:.0f} s: try again.")
        try:
            return worker.receive()
        except EOFError as error:
            code = worker.exit_code
            self.stop_process()
            raise UserError(
                f"The process that reads prompts ended unexpectedly (exit code {code}); most often memory has run out. "
                "Close other programs and try again."
            ) from error
