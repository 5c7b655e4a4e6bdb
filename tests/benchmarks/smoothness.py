"""How soon the window stands, and how late its heartbeat comes while photographs are indexed and the grid scrolls.

Run `python tests/benchmarks/smoothness.py PHOTOS --weights FILE`. The heartbeat is a timer of 10 ms in the window's own
thread; how late it comes is how long a key press would have waited. What the benchmark itself does there counts apart.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from shoot import PeakMemory, arguments, machine, median_ms, print_table, repeated

from clipiqa_desktop.app import make_window, start_work
from clipiqa_desktop.places import own_places
from clipiqa_desktop.ui.main_window import MainWindow

T = TypeVar("T")
BEAT_MS = 10
STARTS = 7

START = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from clipiqa_desktop.app import make_window
from clipiqa_desktop.places import own_places
app = QApplication([])
window = make_window(own_places(Path(sys.argv[1])))
window.show()
app.processEvents()
window.grab()
print(time.time())
assert "torch" not in sys.modules
window.close()
"""


class Heart:
    """Notes how late each beat comes, in milliseconds."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._due = 0.0
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._due = time.perf_counter() + BEAT_MS / 1000
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def aside(self, look: Callable[[], T]) -> Callable[[], T]:
        """The same, but what it takes is the benchmark's own and makes no beat late; only how late it was before."""

        def looked() -> T:
            begun = time.perf_counter()
            answer = look()
            self._due = max(self._due, time.perf_counter() - max(0.0, begun - self._due))
            return answer

        return looked

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._due) * 1000))
        self._due = now + BEAT_MS / 1000


def main() -> None:
    """Measures and prints."""
    options = arguments(__doc__.splitlines()[0])
    application = QApplication([])
    with repeated(options.photos, options.files) as folder, tempfile.TemporaryDirectory() as base:
        heart, memory, seconds = watched(application, folder, Path(base), options.weights)
        starts = [start_s(Path(base)) for _ in range(STARTS)]
    late = np.array(heart.late)
    print_table([
        *machine(),
        ("platform", application.platformName()),
        ("photographs", str(options.files)),
        ("start to painted window", f"median {median_ms(starts)}, worst {max(starts) * 1000:.0f} ms of {STARTS}"),
        ("indexing with scrolling", f"{seconds:.0f} s, {len(late):,} beats"),
        ("late by, 50 % / 99 % / 99.9 %", " / ".join(f"{np.percentile(late, p):.1f} ms" for p in (50, 99, 99.9))),
        ("latest of all", f"{late.max():.1f} ms"),
        ("within 33 ms", f"{np.mean(late <= 33):.3%}"),
        *memory.rows(),
    ])  # fmt: skip


def watched(app: QApplication, folder: Path, base: Path, weights: Path) -> tuple[Heart, PeakMemory, float]:
    """Indexes the folder in a real window that scrolls up and down all the while."""
    window = make_window(own_places(base), weights, "cpu")
    window.show()
    heart, memory = Heart(), PeakMemory()
    looks = QTimer(interval=2000)
    looks.timeout.connect(heart.aside(memory.look))
    scrolls = scrolling(window)
    window.indexing.finished.connect(app.quit)
    started = time.perf_counter()
    start_work(window, [folder])
    for each in (heart, looks, scrolls):
        each.start()
    app.exec()
    for each in (heart, looks, scrolls):
        each.stop()
    seconds = time.perf_counter() - started
    window.close()
    window.library.catalog.close()
    return heart, memory, seconds


def scrolling(window: MainWindow) -> QTimer:
    """Moves the grid by some pixels a frame, to the end and back."""
    bar, step = window.grid.verticalScrollBar(), [24]

    def move() -> None:
        if bar.value() + step[0] > bar.maximum() or bar.value() + step[0] < 0:
            step[0] = -step[0]
        bar.setValue(bar.value() + step[0])

    timer = QTimer(interval=16)
    timer.timeout.connect(move)
    return timer


def start_s(base: Path) -> float:
    """Seconds from starting the process to a painted window, with the catalog that was just filled."""
    started = time.time()
    done = subprocess.run(
        [sys.executable, "-c", START, base], capture_output=True, text=True, check=True, env=os.environ
    )
    return float(done.stdout.split()[0]) - started


if __name__ == "__main__":
    main()
