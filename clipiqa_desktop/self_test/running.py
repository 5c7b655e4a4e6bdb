"""`clipiqa-desktop --self-test`: one check after the other, each in a line, up to the first that fails."""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from clipiqa_desktop.places import Places, own_places

PASSED, FAILED = 0, 1


class CheckFailed(Exception):
    """A part of the program answered, but not as it should."""


@dataclass(frozen=True)
class Workspace:
    """Where the checks work: a folder that is thrown away, and the network that the user asked for."""

    folder: Path
    weights: Path | None = None
    device: str = "auto"

    @property
    def places(self) -> Places:
        """The profile of the checks; but for weights that were downloaded before, nothing in it is the user's."""
        return own_places(self.folder / "profile")

    @property
    def photographs(self) -> Path:
        """The folder of made photographs."""
        return self.folder / "photographs"


@dataclass(frozen=True)
class Check:
    """`run` answers in words what it saw, and raises whatever goes wrong."""

    name: str
    run: Callable[[Workspace], str]


def self_test(checks: Sequence[Check], weights: Path | None = None, device: str = "auto") -> int:
    """Prints a line for each check and answers the exit code: 0, or 1 after the first that failed."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console may know fewer letters
    with tempfile.TemporaryDirectory(prefix="clipiqa-self-test-", ignore_cleanup_errors=True) as folder:
        workspace = Workspace(Path(folder), weights, device)
        if not all(_passes(check, workspace) for check in checks):
            return FAILED
    print("Everything works.")
    return PASSED


def _passes(check: Check, workspace: Workspace) -> bool:
    started = time.monotonic()
    try:
        seen = check.run(workspace)
    except Exception as error:  # noqa: BLE001 (whatever is wrong is what is looked for)
        print(f"FAILED  {check.name}: {type(error).__name__}: {error}", flush=True)
        return False
    print(f"ok      {check.name}: {seen} ({time.monotonic() - started:.1f} s)", flush=True)
    return True
