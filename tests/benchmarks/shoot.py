"""What the benchmarks share: a shoot to measure on, the machine's name, a table."""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from clipiqa_desktop.indexing.find import find_photographs

UNKNOWN = "other child"


def arguments(description: str) -> argparse.Namespace:
    """The options that every benchmark takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("photos", type=Path, help="folder of photographs to repeat")
    parser.add_argument("--weights", type=Path, required=True, help="weights file; an untrained one serves")
    parser.add_argument("--files", type=int, default=500, help="how many files the shoot has (default: %(default)s)")
    return parser.parse_args()


@contextmanager
def repeated(photos: Path, count: int) -> Iterator[Path]:
    """A folder of `count` files: the photographs below `photos`, again and again, without those in `malformed`."""
    found = [each.folder / each.name for each in find_photographs(photos) if each.folder.name != "malformed"]
    with tempfile.TemporaryDirectory(prefix="clipiqa-shoot-") as name:
        for number in range(count):
            original = sorted(found)[number % len(found)]
            shutil.copyfile(original, Path(name) / f"{number:04}_{original.name}")
        yield Path(name)


class PeakMemory:
    """The largest resident memory, in MB, seen in this process and in each kind of child."""

    def __init__(self) -> None:
        self._peaks: dict[str, float] = {}
        self._kinds: dict[int, str] = {}
        self._next = 0.0

    def look(self) -> None:
        """Looks every two seconds at most, however often it is called: looking must not slow what is measured."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 2.0
        own = psutil.Process()
        self._note("this process", own)
        for child in own.children(recursive=True):
            if self._kinds.get(child.pid, UNKNOWN) == UNKNOWN:
                self._kinds[child.pid] = _kind(child)
            self._note(self._kinds[child.pid], child)

    def rows(self) -> list[tuple[str, str]]:
        """For the table."""
        return [(f"peak memory, {kind}", f"{peak:,.0f} MB") for kind, peak in sorted(self._peaks.items())]

    def _note(self, kind: str, process: psutil.Process) -> None:
        try:
            memory = process.memory_info().rss / 1e6
        except psutil.Error:
            return
        self._peaks[kind] = max(memory, self._peaks.get(kind, 0.0))


def _kind(child: psutil.Process) -> str:
    try:
        # Unlike psutil's own list this one costs the child nothing.
        mapped = Path(f"/proc/{child.pid}/maps").read_text()
    except OSError:
        return UNKNOWN
    if "libtorch_cpu" in mapped:
        return "network process"
    return "decoding process" if "_imagingcms" in mapped else UNKNOWN


def machine() -> list[tuple[str, str]]:
    """Which computer and which versions were measured."""
    import numpy
    import PIL
    import PySide6

    return [
        ("machine", f"{_processor()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB"),
        ("system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("libraries", f"PySide6 {PySide6.__version__}, Pillow {PIL.__version__}, numpy {numpy.__version__}"),
    ]


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Two columns, the first one as wide as it needs."""
    rows = list(rows)
    width = max(len(row[0]) for row in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")


def median_ms(seconds: Sequence[float]) -> str:
    """The median, in milliseconds."""
    return f"{statistics.median(seconds) * 1000:.0f} ms"
