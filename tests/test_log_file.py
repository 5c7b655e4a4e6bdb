import logging
import os
from pathlib import Path

import pytest
from tools.children import PATIENCE_S, echo_and_log
from tools.command_line import clipiqa, run_python

from clipiqa_desktop.log_file import log_written
from clipiqa_desktop.processes import Worker

LOG = logging.getLogger("clipiqa_desktop.somewhere")


def written(folder: Path, name: str = "clipiqa-desktop.log") -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_what_is_said_from_level_info_on_lies_in_the_file_also_with_odd_names(tmp_path: Path) -> None:
    with log_written(tmp_path):
        LOG.debug("small talk")
        LOG.info("read %s", os.fsdecode(b"\xe9t\xe9.jpg"))
    LOG.info("afterwards")
    assert written(tmp_path).endswith("INFO clipiqa_desktop.somewhere: read \\udce9t\\udce9.jpg\n")
    assert written(tmp_path).count("\n") == 1


def test_verbose_says_more_and_says_it_on_stderr_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with log_written(tmp_path, verbose=True):
        LOG.debug("small talk")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == written(tmp_path)
    assert "DEBUG clipiqa_desktop.somewhere: small talk" in printed.err


def test_two_processes_never_write_one_file(tmp_path: Path) -> None:
    second = """
        import logging, sys
        from pathlib import Path
        from clipiqa_desktop.log_file import log_written
        with log_written(Path(sys.argv[1])):
            logging.getLogger("clipiqa_desktop").info("second")
        """
    with log_written(tmp_path):
        LOG.info("first")
        assert run_python(second, tmp_path).returncode == 0
    assert run_python(second, tmp_path).returncode == 0
    assert [line.rpartition(" ")[2] for line in written(tmp_path).splitlines()] == ["first", "second"]
    assert written(tmp_path, "clipiqa-desktop-2.log").endswith("second\n")


def test_a_folder_that_cannot_be_written_costs_the_log_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with log_written(tmp_path / "file" / "logs"):
        LOG.info("lost")


def test_the_file_is_turned_over_before_it_grows_large(tmp_path: Path) -> None:
    with log_written(tmp_path):
        for _ in range(25):
            LOG.info("x" * 100_000)
    sizes = {path.name: path.stat().st_size for path in tmp_path.glob("*.log*")}
    assert {*sizes} == {f"clipiqa-desktop.log{end}" for end in ("", ".1", ".2")}
    assert max(sizes.values()) < 1_000_000


def test_what_child_processes_log_lies_in_the_same_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with log_written(tmp_path, verbose=True):
        worker = Worker(echo_and_log)
        worker.greeting = worker.receive()
        worker.give("job", os.fsdecode(b"\xe9"))
        assert worker.receive() == os.fsdecode(b"\xe9")
        worker.give("job", "raise")
        with pytest.raises(EOFError):
            worker.receive()
        assert worker.exit_code == 1
        worker.stop()
    text = written(tmp_path)
    assert "DEBUG clipiqa_desktop.echo: heard '\\udce9'" in text
    assert "ended unexpectedly\nTraceback (most recent call last):\n" in text
    assert "ValueError: as told" in text
    assert capfd.readouterr().err.count("Traceback") == text.count("Traceback") == 1


def test_a_child_that_is_killed_while_it_logs_holds_nothing_up(tmp_path: Path) -> None:
    with log_written(tmp_path):
        worker = Worker(echo_and_log)
        worker.greeting = worker.receive()
        worker.give("job", "chatter")
        worker.restart()
        assert worker.connection.poll(PATIENCE_S)
        worker.stop()


def test_every_command_takes_verbose(tmp_path: Path) -> None:
    ran = clipiqa("list", "--verbose", "--basedir", tmp_path)
    assert ran.returncode == 0
    assert "INFO clipiqa_desktop: clipiqa-desktop" in ran.stderr
    assert "to list" in written(tmp_path / "logs")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full disk to try on")
def test_a_full_disk_costs_the_log_and_neither_a_command_nor_a_line_on_the_terminal(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"x")
    (tmp_path / "base" / "logs" / "crashes").mkdir(parents=True)
    (tmp_path / "base" / "logs" / "clipiqa-desktop.log").symlink_to("/dev/full")
    ran = clipiqa("mark", photo, "--stars", "3", "--basedir", tmp_path / "base")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full disk to try on")
def test_a_log_that_cannot_be_written_says_so_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "clipiqa-desktop.log").symlink_to("/dev/full")
    with log_written(tmp_path):
        LOG.info("lost")
        LOG.info("lost %d", "a")
    assert capsys.readouterr() == ("", "")
    assert logging.raiseExceptions
