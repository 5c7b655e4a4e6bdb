"""Reading photographs one after the other, each in a child process with the limits that indexing has."""

import multiprocessing.connection
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.indexing.decoding import MOST_CPU_S
from clipiqa_desktop.photos.decode import decode
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.limits import limit_memory, limit_time
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.reading_process import ReadingProcess

TIMEOUT_S = 30.0
_POLL_S = 0.1

InputSize = Callable[[int, int], tuple[int, int]]


class OneByOne:
    """Photographs as pixels of the size that `input_size` asks for; what kills or stalls the child costs one alone."""

    def __init__(self, input_size: InputSize, timeout_s: float = TIMEOUT_S) -> None:
        self._worker = ReadingProcess(_pixels_process, input_size, timeout_s=timeout_s, niceness=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.stop()

    def pixels(self, path: Path) -> NDArray[np.uint8]:
        """The photograph's pixels (height, width, 3) in sRGB. Raises Unreadable with the one sentence that says why."""
        while not self._worker.idle:
            self._worker.outcome()
            self._wait()
        self._worker.give(path, path)
        while not (outcome := self._worker.outcome()):
            self._wait()
        result: NDArray[np.uint8] | Failure = outcome[1]
        if isinstance(result, Failure):
            raise Unreadable(result.reason)
        return result

    def _wait(self) -> None:
        multiprocessing.connection.wait([self._worker.connection], _POLL_S)


def _pixels_process(connection: Connection, input_size: InputSize) -> None:
    limit_memory()
    connection.send("ready")
    while True:
        path: Path = connection.recv()
        limit_time(MOST_CPU_S)
        connection.send(_read(path, input_size))


def _read(path: Path, input_size: InputSize) -> NDArray[np.uint8] | Failure:
    try:
        return decode(path, input_size).pixels
    except Unreadable as error:
        return Failure(str(error))
