import signal
from pathlib import Path

import pytest
from tools.command_line import run_python

from clipiqa_desktop.crashes.reports import Reports

RUN = """
    import ctypes, faulthandler, os, signal, sys
    from pathlib import Path
    from clipiqa_desktop.crashes.native import native_crashes_kept
    from clipiqa_desktop.crashes.reports import Reports

    crashes = Path(sys.argv[1])
    with native_crashes_kept(Reports(crashes), crashes.parent):
        {}
    """


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clipiqa-desktop.log").write_text("first\nlast\n")
    return tmp_path / "crashes"


def test_a_crash_below_python_becomes_a_report_at_the_next_start(folder: Path) -> None:
    crashed = run_python(RUN.format("ctypes.string_at(0)"), folder)
    assert crashed.returncode == -signal.SIGSEGV
    assert Reports(folder).waiting() == []
    for _ in range(2):
        assert run_python(RUN.format("pass"), folder).returncode == 0
    (report,) = Reports(folder).waiting()
    assert report.ended
    for part in ("\nPython: 3", "Segmentation fault", "string_at", "first\nlast\n"):
        assert part in report.text


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_who_is_ended_from_outside_has_not_crashed(folder: Path, name: str) -> None:
    run_python(RUN.format(f"os.kill(os.getpid(), signal.{name})"), folder)
    run_python(RUN.format("pass"), folder)
    assert Reports(folder).waiting() == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("end", ["pass", "sys.exit(2)", "raise ValueError"])
def test_an_end_that_python_knows_of_leaves_nothing(folder: Path, end: str) -> None:
    run_python(RUN.format(end), folder)
    assert list(folder.iterdir()) == []
