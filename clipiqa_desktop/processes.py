"""Child processes that may crash or hang without harm to the program."""

import contextlib
import itertools
import logging
import logging.handlers
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any

NICENESS = 10
_SPAWN = multiprocessing.get_context("spawn")
_MOST_LINES, _LONGEST_LINE = 1000, 500
_ROOM = logging.getLogger("clipiqa_desktop")
_log = logging.getLogger(__name__)


class Worker:
    """A child process that answers one job at a time through a pipe.

    `main(connection, *arguments)` runs in the child, first sends one greeting, and answers jobs until the pipe closes.
    The child ends by itself when this process is gone. It gives way to all others by `niceness` (0: to none).
    What it logs is logged here.
    """

    def __init__(self, main: Callable[..., None], *arguments: object, niceness: int = NICENESS) -> None:
        self._main, self._arguments, self._niceness = main, arguments, niceness
        self.job: Any = None
        self.greeting: Any = None
        self._busy_since = 0.0
        self._start()

    @property
    def connection(self) -> Connection:
        """To wait for, together with the pipes of other workers; readable too when the child has died."""
        return self._connection

    @property
    def idle(self) -> bool:
        """Whether it has greeted and waits for a job."""
        return self.greeting is not None and self.job is None

    @property
    def busy_s(self) -> float:
        """For how many seconds the job in hand has been running."""
        return time.monotonic() - self._busy_since if self.job is not None else 0.0

    @property
    def exit_code(self) -> int | None:
        """As in subprocess: negative is the signal that killed the child; None while it lives."""
        self._process.join(timeout=1.0)
        return self._process.exitcode

    def give(self, job: object, message: object) -> None:
        """Hands `message` to the child; `job` stands for it here until the answer comes."""
        self.job, self._busy_since = job, time.monotonic()
        # A child that has just died is found out when its answer is read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._connection.send(message)

    def receive(self) -> Any:
        """The next message of the child. Raises EOFError when the child has died."""
        try:
            return self._connection.recv()
        except OSError as error:
            raise EOFError from error

    def restart(self) -> None:
        """Ends the child, and starts another one without a job."""
        self.stop()
        self.job = self.greeting = None
        self._start()

    def stop(self) -> None:
        """Ends the child at once, whatever it is doing."""
        self._process.kill()
        self._process.join()
        _log.debug("Process %s has ended (exit code %s)", self._process.pid, self._process.exitcode)
        self._process.close()
        self._connection.close()
        self._listener.join(timeout=1.0)

    def _start(self) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        log, their_log = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(
            target=_run,
            args=(self._main, self._niceness, theirs, their_log, _ROOM.getEffectiveLevel(), *self._arguments),
            daemon=True,
        )
        with _uninterrupted():
            self._process.start()
        theirs.close()
        their_log.close()
        self._listener = threading.Thread(target=_pass_on, args=(log,), name="log of a child process", daemon=True)
        self._listener.start()
        _log.debug("Process %s has started for %s", self._process.pid, self._main.__name__)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl+C waits meanwhile, and a child that starts meanwhile never gets one, not even before its first line."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started later, the tracker would let Ctrl+C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _interrupted_later():
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _interrupted_later() -> Iterator[None]:
    """The mask holds for this thread alone; a signal that reaches one of a library's threads waits here."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if came and callable(handler):
            handler(signal.SIGINT, None)


class _LogPipe(logging.Handler):
    """Sends what a child logs to its parent: only one process may write the log's file."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        """The record goes as plain text, since its parts may be anything."""
        try:
            record.msg, record.args = record.getMessage(), None
            if record.exc_info:
                record.exc_text, record.exc_info = logging.Formatter().formatException(record.exc_info), None
            self._connection.send(record)
        except OSError:  # the parent is gone, and so is this process in a moment
            pass
        except Exception:  # noqa: BLE001 (what is logged must not make any errors)
            self.handleError(record)


def _pass_on(log: Connection) -> None:
    """Logs what a child sends until it has ended."""
    with contextlib.suppress(EOFError, OSError), log:
        while True:
            record = log.recv()
            logging.getLogger(record.name).handle(record)


def _run(
    main: Callable[..., None], niceness: int, connection: Connection, log: Connection, level: int, *arguments: object
) -> None:
    # Ctrl+C reaches every process of a terminal; only the first one is to act on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(niceness)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _ROOM.addHandler(_LogPipe(log))
    _ROOM.setLevel(level)
    _ROOM.propagate = False
    _log_what_libraries_print()
    # Said before the pipe ends: after that the parent may end this process at once.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError), connection, _said():
        main(connection, *arguments)


def _log_what_libraries_print() -> None:
    """What C libraries print on stderr, every damaged photograph a line or two, goes to the log instead.

    It is lost rather than waited for where it comes faster than it can be read: the thread that prints may hold what
    the one that reads is waiting for.
    """
    reading, writing = os.pipe()
    try:
        os.set_blocking(writing, False)
    except (OSError, AttributeError):  # Windows, before Python 3.12
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)
    os.dup2(writing, 2)
    os.close(writing)
    threading.Thread(target=_log_lines, args=(reading,), name="what libraries print", daemon=True).start()


def _log_lines(reading: int) -> None:
    with os.fdopen(reading, encoding="utf-8", errors="backslashreplace") as lines:
        for line in itertools.islice(lines, _MOST_LINES):
            _log.info("%s", line.rstrip()[:_LONGEST_LINE])
        for _ in lines:
            pass


@contextlib.contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception:  # noqa: BLE001 (the parent sees the end of the pipe, and reads the reason in the log)
        _log.exception("Process %d ended unexpectedly", os.getpid())
        sys.exit(1)


def _end_with_parent() -> None:
    """Ends a child in the middle of a job, or hung in one, that nobody waits for any more."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
