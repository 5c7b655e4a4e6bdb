"""The program as a person starts it in a terminal."""

import csv
import io
import subprocess
import sys

PROGRAM = [sys.executable, "-m", "clipiqa_desktop"]
PATIENCE_S = 300.0


def clipiqa(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end."""
    words = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", check=False, timeout=PATIENCE_S, **options
    )


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
