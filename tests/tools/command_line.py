"""The program as a person starts it in a terminal."""

import csv
import io
import subprocess
import sys
import textwrap

PROGRAM = [sys.executable, "-m", "clipiqa_desktop"]
PATIENCE_S = 300.0


def clipiqa(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end."""
    words = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", check=False, timeout=PATIENCE_S, **options
    )


def run_python(code: str, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs some lines of Python in a process of their own, to its end."""
    words = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE_S, **options)


def said(ran: subprocess.CompletedProcess[str]) -> list[str]:
    """The sentences of the program on stderr; what libraries of the machine say there is none of its business."""
    assert "Traceback" not in ran.stderr
    told = [line.partition("clipiqa-desktop: ")[1:] for line in ran.stderr.splitlines()]
    return ["".join(parts) for parts in told if parts[0]]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
