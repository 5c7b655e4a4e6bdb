"""The decoding processes: a file that kills one, or stalls it, costs that file alone."""

import os
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from clipiqa_desktop.catalog.photos import Task
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.decoding import Failure, Reader, Reading, decoding_process
from clipiqa_desktop.processes import Worker

MOST = 4

# Whoever sends these means the process, not the file: a logout, or the system that has run out of memory.
_FROM_OUTSIDE = frozenset({"SIGHUP", "SIGINT", "SIGKILL", "SIGTERM"})


class Decoders:
    """Reads photographs in child processes."""

    def __init__(self, reader: Reader, count: int | None, timeout_s: float) -> None:
        self._reader = reader
        self._count = count or max(1, min(MOST, (os.cpu_count() or 2) - 1))
        self._timeout_s = timeout_s
        self._workers: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.stop()

    def start(self, photographs: int) -> None:
        """Starts as many processes as that many photographs can use, beside those already there."""
        missing = min(self._count, photographs) - len(self._workers)
        self._workers.extend(Worker(decoding_process, self._reader) for _ in range(missing))

    @property
    def connections(self) -> list[Connection]:
        """To wait for."""
        return [worker.connection for worker in self._workers]

    @property
    def at_work(self) -> set[int]:
        """The ids of the photographs that are being read."""
        return {worker.job.id for worker in self._workers if worker.job}

    @property
    def busy(self) -> int:
        """How many photographs are being read."""
        return len(self.at_work)

    @property
    def free(self) -> bool:
        """Whether one more photograph can be read now."""
        return any(worker.idle for worker in self._workers)

    def decode(self, task: Task) -> None:
        """Begins to read a photograph; some process must be free."""
        worker = next(worker for worker in self._workers if worker.idle)
        worker.give(task, (task.path, task.companions))

    def results(self) -> Iterator[tuple[Task, Reading | Failure]]:
        """Everything that has been read, or failed, or took too long, since the last call."""
        for worker in self._workers:
            task: Task | None = worker.job
            if worker.connection.poll():
                result = self._result(worker)
            elif worker.busy_s > self._timeout_s:
                worker.restart()
                result = Failure(
                    f"Reading it gave no answer for {self._timeout_s:.0f} seconds; it is tried again next time.",
                    lasts=False,
                )
            else:
                continue
            if task and result:
                yield task, result

    def _result(self, worker: Worker) -> Reading | Failure | None:
        try:
            message: Reading | Failure = worker.receive()
        except EOFError:
            return self._died(worker)
        worker.job = None
        if worker.greeting is None:
            worker.greeting = message
            return None
        return message

    @staticmethod
    def _died(worker: Worker) -> Failure:
        code = worker.exit_code or 0
        if worker.greeting is None:
            raise UserError(f"The decoding process cannot start (exit code {code}): see the log for the reason.")
        worker.restart()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if how in _FROM_OUTSIDE:
            return Failure(
                f"The decoder was ended from outside while it read this file ({how}); it is tried again next time.",
                lasts=False,
            )
        return Failure(f"The decoder crashed on this file ({how}): it is probably damaged.")
