import logging
import threading
from pathlib import Path

import pytest
from tools.children import echo_and_log
from tools.command_line import run_python, said

from clipiqa_desktop.crashes.catching import reports_written
from clipiqa_desktop.crashes.reports import MOST, Reports
from clipiqa_desktop.log_file import log_written
from clipiqa_desktop.processes import Worker

LOG = logging.getLogger("clipiqa_desktop.somewhere")
FAILING = """
    import sys
    from clipiqa_desktop import __main__ as program
    from clipiqa_desktop.commands import list as command

    def fail(options, places):
        {}

    command.run = fail
    sys.exit(program.main(["list", "--basedir", sys.argv[1]]))
    """


def in_report(folder: Path) -> str:
    (report,) = folder.glob("*.txt")
    return report.read_text()


def test_an_error_in_a_command_is_a_sentence_a_report_and_exit_code_70(tmp_path: Path) -> None:
    ran = run_python(FAILING.format('raise ValueError("a bug")'), tmp_path)
    crashes = tmp_path / "logs" / "crashes"
    (report,) = crashes.glob("*.txt")
    assert ran.returncode == 70
    (sentence,) = said(ran)
    assert sentence.startswith("clipiqa-desktop: The program ended unexpectedly; a report ")
    assert str(report) in sentence
    text = report.read_text()
    for part in ("\nPython: 3", "\nPyTorch: ", "\nPillow: ", "in fail", "ValueError: a bug", "starts to list"):
        assert part in text
    assert "Traceback" in (tmp_path / "logs" / "clipiqa-desktop.log").read_text()
    assert Reports(crashes).waiting() == []  # it was told


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("raise KeyboardInterrupt", 130),
        ("sys.exit(5)", 5),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -15),
    ],
)
def test_an_end_that_was_wished_is_no_crash(tmp_path: Path, how: str, code: int) -> None:
    ran = run_python(FAILING.format(how), tmp_path)
    assert ran.returncode == code
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "logs" / "crashes").exists()


def test_errors_of_threads_and_of_cleaning_up_are_reported_once(tmp_path: Path) -> None:
    ran = run_python(
        FAILING.format(
            """
        import threading
        class Untidy:
            def __del__(self): raise OSError("untidy")
        for _ in range(3):
            thread = threading.Thread(target=lambda: 1 / 0, name="counting")
            thread.start()
            thread.join()
            Untidy()
        return 0"""
        ),
        tmp_path,
    )
    assert ran.returncode == 0
    assert len(said(ran)) == 2
    texts = [report.read_text() for report in (tmp_path / "logs" / "crashes").glob("*.txt")]
    assert sorted(text.splitlines()[0] for text in texts) == [
        next(text.splitlines()[0] for text in texts if "untidy" in text),
        "Work in counting ended unexpectedly",
    ]


def test_what_is_logged_as_an_exception_is_reported_with_what_was_logged_before(tmp_path: Path) -> None:
    told: list[tuple[str, Path | None]] = []
    with reports_written(Reports(tmp_path / "crashes"), lambda *each: told.append(each)), log_written(tmp_path):
        LOG.info("before")
        LOG.error("no exception")
        for _ in range(2):
            try:
                {}["key"]
            except KeyError:
                LOG.exception("The work ended")
    ((headline, path),) = told
    assert headline == "The work ended"
    assert path
    assert "INFO clipiqa_desktop.somewhere: before\n" in path.read_text()


def test_an_error_in_a_child_process_is_reported_by_its_parent(tmp_path: Path) -> None:
    with log_written(tmp_path), reports_written(Reports(tmp_path / "crashes"), lambda *_: None):
        worker = Worker(echo_and_log)
        worker.greeting = worker.receive()
        worker.give("job", "raise")
        with pytest.raises(EOFError):
            worker.receive()
        worker.stop()
    assert "ValueError: as told" in in_report(tmp_path / "crashes")


def test_a_program_that_fails_all_the_time_writes_only_so_many_reports(tmp_path: Path) -> None:
    told: list[str] = []
    with log_written(tmp_path), reports_written(Reports(tmp_path / "crashes"), lambda words, _: told.append(words)):
        for number in range(MOST + 10):
            try:
                exec(f"def fail_{number}(): raise ValueError\nfail_{number}()")
            except ValueError:
                LOG.exception("Failed")
    assert len(told) == len(list((tmp_path / "crashes").iterdir())) == MOST


def test_the_hooks_are_given_back(tmp_path: Path) -> None:
    before = threading.excepthook
    with reports_written(Reports(tmp_path), lambda *_: None):
        assert threading.excepthook is not before
    assert threading.excepthook is before
