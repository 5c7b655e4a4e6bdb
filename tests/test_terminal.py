"""What is printed on a terminal does nothing to it."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tools.command_line import PROGRAM, run_python

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.perception.attributes import KEYS

pytest.importorskip("pty", reason="has no terminals to try on")

PRINTING = """
import sys
from clipiqa_desktop.terminal import terminals_guarded
hostile = "\\x1b]0;mine\\x07\\x9b31m\\u202e\\x7fa\\tb\\ré\\n"
with terminals_guarded():
    for stream in (sys.stdout, sys.stderr):
        stream.write(hostile)
        stream.writelines([hostile])
        print(hostile, end="", file=stream)
        stream.write("\\r50 %")
        print(file=stream)
print("\\x1b[0m")
"""
HARMLESS = "�]0;mine��31m��a\tb�é\n"


def on_terminal(*command: str) -> str:
    """What a program writes to a terminal on its standard output and error."""
    ours, theirs = os.openpty()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs):
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 4096):
                shown += more
        except OSError:  # the end of a terminal that nobody writes to any more
            pass
        os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_a_terminal_shows_control_characters_and_does_not_obey_them() -> None:
    assert on_terminal(sys.executable, "-c", PRINTING) == (HARMLESS * 3 + "\r50 %\n") * 2 + "\x1b[0m\n"


def test_a_pipe_gets_everything_as_it_is() -> None:
    assert run_python(PRINTING).stdout.count("\x1b]0;mine\x07") == 3


def test_no_command_lets_a_name_write_to_the_terminal_as_it_likes(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31mred\x07"
    folder.mkdir()
    (folder / "a\x9b.jpg").write_bytes(b"x")
    with closing(Catalog(tmp_path / "base" / "catalog.db", KEYS)) as catalog:
        catalog.folders.add_root(folder)
    main = (sys.executable, "-m", "clipiqa_desktop")
    base = ("--basedir", str(tmp_path / "base"))
    photo = str(folder / "a\x9b.jpg")
    for arguments in (
        ("mark", photo, "--stars", "3"),
        ("list", str(folder)),
        ("mark", f"{photo}.txt", "--stars", "3"),
        ("\x1b[5m",),
    ):
        shown = on_terminal(*main, *arguments, *base)
        assert not set(shown) & {"\x1b", "\x9b", "\x07"}, shown
    assert "red�/a�.jpg" in on_terminal(*main, "list", str(folder), *base)


def test_whoever_reads_what_is_said_may_stop(tmp_path: Path) -> None:
    end, start = os.pipe()
    os.close(end)
    with os.fdopen(start, "w") as unread:
        words = ["mark", "none.jpg", "--stars", "3", "--basedir", tmp_path]
        ran = subprocess.run([*PROGRAM, *words], stderr=unread, check=False)
    assert ran.returncode == 1
