"""How soon a large library answers: loaded, sorted, filtered, scrolled, marked, each until it is painted.

Run `python tests/benchmarks/library.py [--photographs 100000] [--stacks]`. It fills a catalog of its own with random
numbers; on a computer without a screen put QT_QPA_PLATFORM=offscreen before it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil
from filled import fill
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shoot import machine, print_table

from clipiqa_desktop.app import make_window
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.query.query import Query, Range, SortKey
from clipiqa_desktop.catalog.query.query_engine import QueryEngine
from clipiqa_desktop.culling.fields import fields_of
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.places import Places, own_places
from clipiqa_desktop.ui.main_window import MainWindow

STARTS = 5
IN_STACK = 4
SIZE = (1440, 900)

START = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from clipiqa_desktop.app import make_window
from clipiqa_desktop.places import own_places
app = QApplication([])
window = make_window(own_places(Path(sys.argv[1])))
window.resize(1440, 900)
window.show()
app.processEvents()
window.grab()
print(time.time())
window.close()
"""


@dataclass(frozen=True)
class Took:
    """Seconds by the clock; and those that a processor worked for this thread, whatever else the computer does."""

    wall: float
    work: float | None = None


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", type=int, default=100_000, help="how many (default: %(default)s)")
    parser.add_argument("--queries", type=int, default=200, help="how many random ones (default: %(default)s)")
    parser.add_argument("--stacks", action="store_true", help=f"in stacks of {IN_STACK}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clipiqa-library-") as base:
        places = own_places(Path(base))
        fill(places, options.photographs)
        rows = [("photographs", f"{options.photographs:,}"), *in_memory(places, options.queries, options.stacks)]
        rows += [("start to painted window", percentiles([Took(start_s(Path(base))) for _ in range(STARTS)]))]
        application = QApplication([])
        rows += in_window(application, places, options.queries, options.stacks)
    print_table([*machine(), ("platform", application.platformName()), *rows])


def in_memory(places: Places, count: int, stacked: bool) -> Iterator[tuple[str, str]]:
    """The columns and the answers, without a window."""
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        yield "columns read", percentiles([took(lambda: load(catalog, fields_of(catalog))) for _ in range(STARTS)])
        columns = load(catalog, fields_of(catalog))
        engine = QueryEngine(columns)
        engine.stacks = stacks_of(columns.ids) if stacked else None
        yield "first answer", percentiles([took(lambda: engine.answer(Query()))])
        yield (
            "answer with all histograms",
            percentiles([took(lambda q=query: engine.answer(q)) for query in queries(count)]),
        )
        yield (
            "answer while a handle is dragged",
            percentiles([took(lambda q=query: engine.answer(q)) for query in drag(count)]),
        )
        yield (
            "8 photographs read anew",
            percentiles([took(lambda n=n: refresh(columns, catalog, range(n, n + 8))) for n in range(1, 400, 8)]),
        )


def in_window(application: QApplication, places: Places, count: int, stacked: bool) -> Iterator[tuple[str, str]]:
    """The same until the grid is painted, in a real window."""
    window = make_window(places, device="cpu")
    window.resize(*SIZE)
    window.show()
    settle(application)
    painted = Painted(application, window)
    for _ in range(3):  # thumbnails come
        settle(application)
    if stacked:
        window.library.show_stacks(stacks_of(window.library.columns.ids))
        yield "stack opened or closed to painted grid", percentiles(list(opened(painted, window)))
        yield "slider of a cut to painted grid", percentiles(list(suggested(painted, window)))
    yield "sort or filter to painted grid", percentiles([painted.after_query(query) for query in queries(count)])
    yield "dragged handle to painted grid", percentiles([painted.after_query(query) for query in drag(count)])
    window.library.ask(Query())
    yield "scrolled frame", percentiles(list(scrolled(painted, window)))
    yield "key press to mark saved", percentiles(list(marked(window, places)))
    yield "key press to mark painted", percentiles([painted.after(lambda: press(window)) for _ in range(50)])
    yield "memory of the window", f"{psutil.Process().memory_info().rss / 1e6:,.0f} MB"
    window.close()
    window.library.catalog.close()


def stacks_of(ids: NDArray[np.int64]) -> Stacks:
    """Neighbours, a few at a time, and one between them that is in none."""
    places = np.arange(len(ids))
    stacked = places % (IN_STACK + 1) > 0
    return Stacks(ids[stacked], (places // (IN_STACK + 1))[stacked])


def queries(count: int) -> Iterator[Query]:
    """Random ones: another order, or other filters in the same order."""
    random = np.random.default_rng(0)
    query = Query()
    for _ in range(count):
        if random.random() < 0.5:
            keys = random.choice([*KEYS, "captured", "stars", "iso"], size=2, replace=False).tolist()
            sort = tuple(SortKey(key, bool(random.integers(2))) for key in keys[: random.integers(1, 3)])
            query = replace(query, sort=sort)
        else:
            query = replace(query.unfiltered, sort=query.sort, ranges=tuple(ranges(random)))
        yield query


def ranges(random: np.random.Generator) -> Iterator[tuple[str, Range]]:
    """One to three, raw or by percentile."""
    for key in random.choice(KEYS, size=random.integers(1, 4), replace=False).tolist():
        low, high = sorted(random.random(2).tolist())
        percentile = bool(random.integers(2))
        yield key, Range(low * 100, high * 100, percentile=True) if percentile else Range(low, high)


def drag(count: int) -> Iterator[Query]:
    """The lower handle of one attribute, beside a filter that stays."""
    query = Query().with_range("happy", Range(0.3)).sorted_by("quality")
    for low in np.linspace(0.1, 0.9, count).tolist():
        yield query.with_range("sharpness", Range(low))


class Painted(QObject):
    """Waits for the grid to be painted."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        super().__init__()
        self._application, self._window = application, window
        self._viewport = window.grid.viewport()
        self._viewport.installEventFilter(self)
        self._times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's own name)
        if event.type() == QEvent.Type.Paint:
            self._times += 1
        return super().eventFilter(watched, event)

    def after_query(self, query: Query) -> Took:
        """From asking to the painted grid, with all of the window's other repaints."""
        return self.after(lambda: self._window.library.ask(query))

    def after(self, change: Callable[[], object]) -> Took:
        """From a change to the painted grid."""
        settle(self._application)
        before = self._times

        def painted() -> None:
            change()
            begun = time.perf_counter()
            while self._times == before:
                self._application.processEvents()
                if time.perf_counter() - begun > 5:
                    raise TimeoutError("the grid was not painted")

        return took(painted)


def opened(painted: Painted, window: MainWindow) -> Iterator[Took]:
    """The first stack that shows, opened and closed."""
    stack = next(cell.stack for cell in window.library.cells[:20] if cell.count)
    for number in range(20):
        yield painted.after(lambda open_=number % 2 == 0: window.library.open_stacks([stack] if open_ else []))


def suggested(painted: Painted, window: MainWindow) -> Iterator[Took]:
    """With about one in twenty to keep, more or less of them."""
    window.cut.open_panel()
    keep = window.cut.panel.keep
    middle = (keep.minimum() + keep.maximum()) // 2
    for number in range(20):
        to = middle + (number + 1) * keep.pageStep()
        yield painted.after(lambda to=to: keep.setValue(to))
    window.cut.close_panel()


def scrolled(painted: Painted, window: MainWindow) -> Iterator[Took]:
    """A third of a row a frame, and now and then to quite another place."""
    bar = window.grid.verticalScrollBar()
    for frame in range(300):
        to = (frame * 7919) % max(bar.maximum(), 1) if frame % 50 == 49 else bar.value() + 60
        yield painted.after(lambda to=to: bar.setValue(min(to, bar.maximum())))


def marked(window: MainWindow, places: Places) -> Iterator[Took]:
    """From a key press to the row in the database, as another connection sees it."""
    with closing(Catalog(places.catalog, KEYS)) as other:
        for number in range(50):
            current = window.library.current_id
            started = time.perf_counter()
            QTest.keyClick(window.grid, str(number % 5 + 1))
            saved = other.marks.of([current])[current]
            yield Took(time.perf_counter() - started)
            assert saved.stars == number % 5 + 1
            QTest.keyClick(window.grid, Qt.Key.Key_Right)


def press(window: MainWindow) -> None:
    """Another flag for the current photograph."""
    flag = window.library.columns.flag[window.library.columns.rows([window.library.current_id])[0]]
    QTest.keyClick(window.grid, Qt.Key.Key_X if flag == 1 else Qt.Key.Key_P)


def settle(application: QApplication) -> None:
    """Lets everything that is due happen."""
    for _ in range(5):
        application.processEvents()
        time.sleep(0.005)


def start_s(base: Path) -> float:
    """Seconds from starting the process to a painted window."""
    started = time.time()
    done = subprocess.run(
        [sys.executable, "-c", START, base], capture_output=True, text=True, check=True, env=os.environ
    )
    return float(done.stdout.split()[0]) - started


def took(work: Callable[[], object]) -> Took:
    """How long it takes."""
    started, worked = time.perf_counter(), time.thread_time()
    work()
    return Took(time.perf_counter() - started, time.thread_time() - worked)


def percentiles(found: Iterable[Took]) -> str:
    """Half of them, 95 of 100, and all of them, in milliseconds; and of the work alone, where it is known."""
    all_of_them = [*found]
    words = _percentiles([each.wall for each in all_of_them])
    work = [each.work for each in all_of_them if each.work is not None]
    return f"{words}; work alone {_percentiles(work)}" if work else f"{words} of {len(all_of_them)}"


def _percentiles(seconds: Sequence[float]) -> str:
    middle, most, worst = (1000 * np.percentile(seconds, share) for share in (50, 95, 100))
    return f"median {middle:.1f} ms, 95 % within {most:.1f}, worst {worst:.1f}"


if __name__ == "__main__":
    main()
