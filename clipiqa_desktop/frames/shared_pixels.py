"""Pixels that one process draws and another takes over without copying them.

The memory has no name that could outlive both processes, so nothing is left behind, whichever of them is killed. On
Windows, where it has one, it is gone when the last process that holds it is.
"""

import mmap
import os
import sys
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

_BYTES = 4

if sys.platform == "win32":
    import itertools

    _numbers = itertools.count()

    class _Memory:
        """So many bytes that a process on the other end of a connection can take over."""

        def __init__(self, size: int) -> None:
            self._name = f"clipiqa-view-{os.getpid()}-{next(_numbers)}"
            self.mapped = mmap.mmap(-1, size, tagname=self._name)

        def send(self, connection: Connection) -> None:
            connection.send(self._name)

    def _received(connection: Connection, size: int) -> mmap.mmap:
        return mmap.mmap(-1, size, tagname=connection.recv(), access=mmap.ACCESS_READ)

else:
    import tempfile
    from multiprocessing.reduction import recv_handle, send_handle
    from typing import IO

    class _Memory:
        """So many bytes that a process on the other end of a connection can take over."""

        def __init__(self, size: int) -> None:
            self._file = _nameless_file()
            # told now that there is too little memory, the process need not die of it while drawing
            reserve = getattr(os, "posix_fallocate", None)
            if reserve:
                reserve(self._file.fileno(), 0, size)
            else:
                self._file.truncate(size)
            self.mapped = mmap.mmap(self._file.fileno(), size)

        def send(self, connection: Connection) -> None:
            send_handle(connection, self._file.fileno(), None)
            self._file.close()

    def _nameless_file() -> IO[bytes]:
        if hasattr(os, "memfd_create"):
            return os.fdopen(os.memfd_create("clipiqa-view"), "r+b", buffering=0)
        return tempfile.TemporaryFile(buffering=0)

    def _received(connection: Connection, size: int) -> mmap.mmap:
        handle = recv_handle(connection)
        try:
            return mmap.mmap(handle, size, access=mmap.ACCESS_READ)
        finally:
            os.close(handle)


class SharedPixels:
    """Pixels to be drawn: (height, width) numbers 0xffRRGGBB in `pixels`."""

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self._memory = _Memory(width * height * _BYTES)
        self.pixels: NDArray[np.uint32] = np.frombuffer(self._memory.mapped, np.uint32).reshape(height, width)

    def send(self, connection: Connection) -> None:
        """Hands them over and waits until they have been taken."""
        self._memory.send(connection)
        connection.recv()


def take(connection: Connection, size: tuple[int, int]) -> mmap.mmap:
    """Takes over what the other end sends: the rows of `size` (width, height), four bytes a pixel, read only.

    The memory lives as long as what is answered. Raises EOFError where the other end has died.
    """
    try:
        memory = _received(connection, size[0] * size[1] * _BYTES)
        connection.send(None)
    except (OSError, RuntimeError) as error:
        raise EOFError from error
    return memory
