"""The decoding processes of an indexing run."""

import os
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from clipiqa_desktop.catalog.tasks import Task
from clipiqa_desktop.indexing.decoding import Reader, Reading, decoding_process
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.reading_process import ReadingProcess

# Beside a network on the processor more would only take its cores.
MOST = 4


class Decoders:
    """Reads photographs in child processes."""

    def __init__(self, reader: Reader, count: int | None, timeout_s: float) -> None:
        self._reader = reader
        self._named = count
        self._count = count or min(MOST, _other_cores())
        self._timeout_s = timeout_s
        self._workers: list[ReadingProcess] = []

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
        self._workers.extend(
            ReadingProcess(decoding_process, self._reader, timeout_s=self._timeout_s) for _ in range(missing)
        )

    def use_all_cores(self, photographs: int) -> None:
        """Lets a network that leaves the processor alone wait as little as possible, unless a number was named."""
        self._count = self._named or _other_cores()
        self.start(photographs)

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
            if outcome := worker.outcome():
                yield outcome


def _other_cores() -> int:
    return max(1, (os.cpu_count() or 2) - 1)
