"""The decoding processes of an indexing run, which serve all its stages."""

import os
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from clipiqa_desktop.indexing.decoding import Reader, decoding_process
from clipiqa_desktop.indexing.progress import StageName
from clipiqa_desktop.indexing.stages import Job
from clipiqa_desktop.photos.reading_process import ReadingProcess

# Beside a network on the processor more would only take its cores.
MOST = 4


class Decoders:
    """Reads photographs in child processes, each with the reader that its stage wants."""

    def __init__(self, readers: Mapping[StageName, Reader], count: int | None, timeout_s: float) -> None:
        self._readers = readers
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
            ReadingProcess(decoding_process, self._readers, timeout_s=self._timeout_s) for _ in range(missing)
        )

    def use_all_cores(self) -> None:
        """Lets a network that leaves the processor alone wait as little as possible, unless a number was named."""
        self._count = self._named or _other_cores()

    @property
    def connections(self) -> list[Connection]:
        """To wait for."""
        return [worker.connection for worker in self._workers]

    @property
    def at_work(self) -> set[int]:
        """The ids of the photographs that are being read."""
        return {worker.job.task.id for worker in self._workers if worker.job}

    @property
    def free(self) -> bool:
        """Whether one more photograph can be read now."""
        return any(worker.idle for worker in self._workers)

    def give(self, job: Job) -> None:
        """Begins to read a photograph; some process must be free."""
        worker = next(worker for worker in self._workers if worker.idle)
        worker.give(job, (job.stage.reader, job.task.path, job.task.companions))

    def results(self) -> Iterator[tuple[Job, Any]]:
        """Everything that has been read, or failed, or took too long, since the last call."""
        for worker in self._workers:
            if outcome := worker.outcome():
                yield outcome


def _other_cores() -> int:
    return max(1, (os.cpu_count() or 2) - 1)
