"""The glancing process as the indexing sees it: many files at once, and one that kills it costs itself alone."""

import itertools
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.glancing import AT_ONCE, HeadReader, glance_at, glancing_process
from clipiqa_desktop.indexing.stages import Job
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.reading_process import failure_of_death, no_answer
from clipiqa_desktop.processes import Worker

TIMEOUT_S = 30.0
NICENESS = 5  # behind the window, which shows what it finds, and before whatever calculates
_AHEAD = 8  # times as many files are given as are read at once, so that no thread waits for its next one


@dataclass
class _Given:
    job: Job
    since: float


class Glancer:
    """A child process that reads heads; it may outlast a run, so that the next one need not wait for its start.

    Whatever was in hand when it died or stalled is given again, each file alone, until the one to blame is found.
    """

    def __init__(self, read: HeadReader = glance_at, timeout_s: float = TIMEOUT_S, at_once: int = AT_ONCE) -> None:
        self._read, self._timeout_s, self._at_once = read, timeout_s, at_once
        self._worker: Worker | None = None
        self._given: dict[int, _Given] = {}
        self._alone: deque[Job] = deque()
        self._numbers = itertools.count()

    def start(self) -> None:
        """Starts the process, if it does not run."""
        if self._worker is None:
            self._worker = Worker(glancing_process, self._read, self._at_once, niceness=NICENESS)

    def stop(self) -> None:
        """Ends the process at once."""
        self.forget()
        if self._worker:
            self._worker.stop()
        self._worker = None

    def forget(self) -> None:
        """Nobody waits any more for what is in hand."""
        self._given.clear()
        self._alone.clear()

    @property
    def connections(self) -> list[Connection]:
        """To wait for."""
        return [self._worker.connection] if self._worker else []

    @property
    def at_work(self) -> set[int]:
        """The ids of the photographs whose heads are being read."""
        return {job.task.id for job in (*(each.job for each in self._given.values()), *self._alone)}

    @property
    def in_hand(self) -> int:
        """How many files are being read, or wait for that."""
        return len(self._given) + len(self._alone)

    @property
    def room(self) -> int:
        """For how many more files there is room now."""
        ready = self._worker is not None and self._worker.greeting is not None
        return _AHEAD * self._at_once - len(self._given) if ready and not self._alone else 0

    def give(self, jobs: Sequence[Job]) -> None:
        """Begins to read these heads, for which there must be room."""
        if self._worker is None or not jobs:
            return
        given = {next(self._numbers): _Given(job, time.monotonic()) for job in jobs}
        self._given |= given
        tasks = [(number, each.job.task) for number, each in given.items()]
        self._worker.give(None, [(number, task.path, task.companions) for number, task in tasks])

    def results(self) -> Iterator[tuple[Job, Any]]:
        """Everything that has been read, or failed, or took too long, since the last call."""
        worker = self._worker
        while worker and worker.connection.poll():
            try:
                message = worker.receive()
            except EOFError:
                yield from self._died(worker)
                break
            if worker.greeting is None:
                worker.greeting = message
            elif given := self._given.pop(message[0], None):
                yield given.job, message[1]
        if worker:
            yield from self._stalled(worker)
        if self._alone and not self._given and worker and worker.greeting is not None:
            self.give([self._alone.popleft()])

    def _died(self, worker: Worker) -> Iterator[tuple[Job, Failure]]:
        code = worker.exit_code or 0
        if worker.greeting is None:
            raise UserError(f"The glancing process cannot start (exit code {code}): see the log for the reason.")
        in_hand = [each.job for each in self._given.values()]
        self._given.clear()
        worker.restart()
        if len(in_hand) == 1:
            yield in_hand[0], failure_of_death(code, in_hand[0])
        else:
            self._alone.extend(in_hand)

    def _stalled(self, worker: Worker) -> Iterator[tuple[Job, Failure]]:
        """Threads take the files in the order in which they were given: only the first ones can have stalled."""
        now = time.monotonic()
        begun = list(self._given.items())[: self._at_once]
        stalled = [number for number, each in begun if now - each.since > self._timeout_s]
        if not stalled:
            return
        worker.restart()
        for number in stalled:
            yield self._given.pop(number).job, no_answer(self._timeout_s)
        self._alone.extendleft(each.job for each in reversed(self._given.values()))
        self._given.clear()
