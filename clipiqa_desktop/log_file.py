"""What the program writes down for whoever has to find out what went wrong."""

import itertools
import logging
import logging.handlers
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

NAME = "clipiqa-desktop"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
ROOM = logging.getLogger("clipiqa_desktop")


@contextmanager
def log_written(folder: Path, *, verbose: bool = False) -> Iterator[None]:
    """Sends everything from level INFO on to a rotating file in `folder`; where that cannot be written, nowhere.

    verbose: from level DEBUG on, and to stderr too. What child processes log (see `processes`) comes along.
    """
    lock, file = _own_file(folder)
    handlers = [file, logging.StreamHandler()] if verbose and sys.stderr else [file]
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
        ROOM.addHandler(handler)
    before = ROOM.level, ROOM.propagate, logging.raiseExceptions
    logging.raiseExceptions = False  # a log that cannot be written, on a full disk for one, is nobody's business
    ROOM.setLevel(logging.DEBUG if verbose else logging.INFO)
    ROOM.propagate = False
    try:
        yield
    finally:
        ROOM.level, ROOM.propagate, logging.raiseExceptions = before
        for handler in handlers:
            ROOM.removeHandler(handler)
        with suppress(OSError):
            file.close()
        if lock:
            lock.release()


def _own_file(folder: Path) -> tuple[FileLock | None, logging.Handler]:
    """Only one process may turn a file over: each writes to the first that no other one has, and holds its lock."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            name = NAME if number == 1 else f"{NAME}-{number}"
            lock = FileLock(folder / f".{name}.lock")
            try:
                lock.acquire(timeout=0)
            except Timeout:
                continue
            return lock, _rotating(folder / f"{name}.log")
    except (OSError, NotImplementedError):  # the second: a file system without locks
        pass
    return None, logging.NullHandler()


def _rotating(path: Path) -> logging.Handler:
    return logging.handlers.RotatingFileHandler(
        path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", errors="backslashreplace"
    )
