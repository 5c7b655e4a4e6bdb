import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tools import children
from tools.children import PATIENCE_S, echo, echo_and_log, is_running, wait_until

from clipiqa_desktop.processes import Worker


@contextmanager
def started() -> Iterator[Worker]:
    worker = Worker(echo, "hello")
    try:
        yield worker
    finally:
        worker.stop()


def greet(worker: Worker) -> None:
    assert worker.connection.poll(PATIENCE_S)
    worker.greeting = worker.receive()


def test_a_worker_greets_and_answers() -> None:
    with started() as worker:
        assert not worker.idle
        greet(worker)
        assert worker.greeting == "hello"
        assert worker.idle
        worker.give("job", [1, 2])
        assert not worker.idle
        assert worker.busy_s >= 0
        assert worker.receive() == [1, 2]
        worker.job = None
        assert worker.idle
        assert worker.busy_s == 0
        assert worker.exit_code is None


def test_a_death_is_an_end_of_file_and_a_restart_makes_it_good() -> None:
    with started() as worker:
        greet(worker)
        worker.give("job", "die")
        with pytest.raises(EOFError):
            worker.receive()
        assert worker.exit_code == 7
        worker.give("job", "too late")
        worker.restart()
        assert (worker.job, worker.greeting) == (None, None)
        greet(worker)
        worker.give("job", "again")
        assert worker.receive() == "again"


def test_a_hung_worker_is_stopped() -> None:
    with started() as worker:
        greet(worker)
        worker.give("job", "hang")
        assert not worker.connection.poll(0.1)
        worker.restart()
        greet(worker)


def test_interrupts_of_the_terminal_do_not_reach_a_worker() -> None:
    with started() as worker:
        pid = worker._process.pid
        assert pid is not None
        os.kill(pid, signal.SIGINT)
        greet(worker)
        os.kill(pid, signal.SIGINT)
        worker.give("job", 1)
        assert worker.receive() == 1


def test_workers_end_when_the_program_is_killed(tmp_path: Path) -> None:
    report = tmp_path / "pids"
    with subprocess.Popen([sys.executable, children.__file__, str(report)]) as program:
        try:
            wait_until(report.exists)
        finally:
            program.kill()
    pids = [int(pid) for pid in report.read_text().split()]
    assert len(pids) >= 2
    wait_until(lambda: not any(is_running(pid) for pid in pids))


def test_what_libraries_print_in_a_child_goes_to_the_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO, "clipiqa_desktop")
    worker = Worker(echo_and_log)
    try:
        greet(worker)
        for message in ("print", "flood"):
            worker.give("job", message)
            assert worker.receive() == message
        wait_until(lambda: "libpicture: Warning, \\xff unknown tag." in caplog.text)
    finally:
        worker.stop()
    assert "libpicture" not in capfd.readouterr().err
