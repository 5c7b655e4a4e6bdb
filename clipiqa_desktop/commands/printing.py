"""What commands print, and how they are interrupted."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.errors import UserError

STANDARD_OUTPUT = Path("-")


def table_file(text: str) -> Path:
    """Where a table is to be written: STANDARD_OUTPUT for `-`; a file of that name is `./-`."""
    return Path(text).absolute() if text != "-" and Path(text) == STANDARD_OUTPUT else Path(text)


def check_target(target: Path | None, option: str = "--csv") -> None:
    """Raises UserError where a file could never be written to `target`, before any work is done for it."""
    if target and (os.path.isdir(target) or not os.path.isdir(target.absolute().parent)):  # noqa: PTH112 (never raises)
        raise UserError(f"{target} cannot be written: name a file in a folder that exists with {option}.")


def print_out(writer: Callable[[TextIO], None]) -> None:
    """Lets `writer` write to the standard output as UTF-8; whoever reads it may stop early. Raises OSError."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        writer(sys.stdout)
        sys.stdout.flush()
    except OSError as error:
        # What could not be written would be tried once more, and complained about, at the end of the program.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def print_lines(lines: Iterable[str]) -> None:
    """A line each. Raises UserError where the standard output takes no more."""
    print_list(lambda file: file.writelines(f"{line}\n" for line in lines))


def print_list(writer: Callable[[TextIO], None]) -> None:
    """As `print_out`, but raises UserError."""
    try:
        print_out(writer)
    except OSError as error:
        raise UserError(f"The list cannot be written: {error.strerror}.") from error


def on_one_line(path: Path) -> str:
    """The name never takes two lines, which a script would take for two photographs."""
    return "\ufffd".join(displayable_name(str(path)).splitlines())


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed, for work that ends in an orderly way; a second press ends it at once."""
    pressed = threading.Event()

    def press(*_: object) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
