"""What tests run in child processes, and how they watch them."""

import contextlib
import logging
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

PATIENCE_S = 240.0


def echo(connection: Connection, greeting: str) -> None:
    """Answers every message with itself; hangs on "hang" and dies on "die"."""
    connection.send(greeting)
    while True:
        message = connection.recv()
        if message == "die":
            os._exit(7)
        while message == "hang":
            time.sleep(60)
        connection.send(message)


def echo_and_log(connection: Connection) -> None:
    """Logs every message and answers with it; raises on "raise", and logs without end on "chatter"."""
    log = logging.getLogger("clipiqa_desktop.echo")
    connection.send("hello")
    while True:
        message = connection.recv()
        log.debug("heard %r", message)
        if message == "print":
            os.write(2, b"libpicture: Warning, \xff unknown tag.\n")
        if message == "flood":
            for _ in range(100):
                with contextlib.suppress(BlockingIOError):
                    os.write(2, b"libpicture: no more\n" * 1000)
        if message == "raise":
            raise ValueError("as told")
        while message == "chatter":
            log.warning("%s", "chatter" * 20_000)
        connection.send(message)


def two_workers_for_ever(report: str) -> None:
    """A program with two children, one idle and one hung; writes their process ids into the file `report`."""
    from clipiqa_desktop.processes import Worker

    workers = [Worker(echo, "hello"), Worker(echo, "hello")]
    for worker in workers:
        worker.greeting = worker.receive()
    workers[1].give("job", "hang")
    new = Path(report).with_suffix(".new")
    new.write_text(" ".join(str(child.pid) for child in psutil.Process().children()))
    new.rename(report)
    time.sleep(600)


def wait_until(happened: Callable[[], bool]) -> None:
    """Fails after some minutes."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """Whether the process is at work; one that ended and that nobody asked about yet is not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def session_of(pid: int) -> list[int]:
    """Who is still at work of the session that a process started, itself included."""
    return [other for other in psutil.pids() if _session(other) == pid and is_running(other)]


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tools import children

    children.two_workers_for_ever(sys.argv[1])
