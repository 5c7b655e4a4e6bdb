"""How fast photographs are scored beside another version: `scoring_speed.py PHOTOS --weights FILE --beside CHECKOUT`.

Photographs a second between the first score and the last, with all that the program does meanwhile, and the seconds of
all its processes' own time that one takes. Both versions run in turn, each in a process of its own; with --window what
is found is shown in a window, too.
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psutil
from shoot import machine, print_table, repeated

ROOT = Path(__file__).parent.parent.parent
LOOK_MS = 100
QUIET_S = 8.0  # so long after a score there comes no more


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, help="folder of photographs to repeat")
    parser.add_argument("--weights", type=Path, required=True, help="weights file; an untrained one serves")
    parser.add_argument("--beside", type=Path, required=True, help="a checkout of another version")
    parser.add_argument("--files", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--window", action="store_true", help="in a window, which chooses the precision itself")
    parser.add_argument("--watch", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watch:
        watch = in_window if options.window else without_window
        print(json.dumps(watch(options)))
        return
    with repeated(options.photos, options.files) as folder:
        checkouts = {"this": ROOT, "beside": options.beside.absolute()}
        found: dict[str, list[dict[str, float]]] = {name: [] for name in checkouts}
        for number in range(options.rounds):
            for name in sorted(checkouts, reverse=bool(number % 2)):
                found[name].append(measured(checkouts[name], folder))
                print(number, name, found[name][-1], file=sys.stderr)
    report(found)


def measured(checkout: Path, folder: Path) -> dict[str, float]:
    """One run with the program of a checkout, in a process of its own."""
    command = [sys.executable, __file__, *sys.argv[1:], "--watch", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(command, env=environment, cwd=checkout, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def report(found: dict[str, list[dict[str, float]]]) -> None:
    """Medians, and what this version has of the other one's speed: by the rounds, each of which ran both in turn."""
    print_table(machine())
    for key, words in (("rate", "photographs scored a second"), ("own_s", "own time, s a photograph")):
        values = {name: [each[key] for each in rounds] for name, rounds in found.items()}
        ratios = [this / beside for this, beside in zip(values["this"], values["beside"], strict=True)]
        medians = "   ".join(f"{name} {statistics.median(each):.3f}" for name, each in values.items())
        print(f"{words:<30} {medians}   ratio {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


class Scores:
    """Looks how many there are, and notes when the first and the last came, and how much had been calculated then."""

    def __init__(self, catalog: Path) -> None:
        self._connection = sqlite3.connect(catalog)
        self._first: tuple[int, float, float] | None = None
        self._last = (0, 0.0, 0.0)

    def look(self) -> None:
        """To be called about ten times a second."""
        count = int(self._connection.execute("SELECT count(*) FROM scores").fetchone()[0])
        own = own_s()
        if count > self._last[0] and own >= self._last[2]:  # else processes have ended: it is over
            self._last = (count, time.perf_counter(), own)
            self._first = self._first or self._last

    @property
    def have_ended(self) -> bool:
        """Whether none came for a while."""
        return self._first is not None and time.perf_counter() - self._last[1] > QUIET_S

    def measures(self) -> dict[str, float]:
        """Between the first score and the last."""
        assert self._first
        count, seconds, own = (last - first for first, last in zip(self._first, self._last, strict=True))
        return {"rate": count / seconds, "own_s": own / count, "scored": self._last[0]}


def own_s() -> float:
    """Seconds that the program has calculated, in all its processes that are alive."""
    own = psutil.Process()
    times = [each.cpu_times() for each in (own, *own.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def without_window(options: argparse.Namespace) -> dict[str, float]:
    """As `score` does it; earlier versions have `Setup` elsewhere."""
    from clipiqa_desktop.catalog.catalog import Catalog
    from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
    from clipiqa_desktop.indexing import run
    from clipiqa_desktop.perception.attributes import KEYS
    from clipiqa_desktop.perception.weights import identify

    with tempfile.TemporaryDirectory() as base:
        path = Path(base) / "catalog.db"
        with closing(Catalog(path, KEYS)) as catalog, closing(ThumbnailStore(Path(base) / "thumbnails.db")) as store:
            catalog.folders.add_root(options.watch)
            scores = Scores(path)
            setup = run.Setup(identify(options.weights), "cpu", options.precision)
            run.Run(catalog, store, setup, run.Listener(progress=lambda _progress: scores.look())).index(
                [options.watch]
            )
        return scores.measures()


def in_window(options: argparse.Namespace) -> dict[str, float]:
    """The window stands in front and shows what comes."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from clipiqa_desktop.app import make_window, start_work
    from clipiqa_desktop.places import own_places

    app = QApplication([])
    with tempfile.TemporaryDirectory() as base:
        places = own_places(Path(base))
        window = make_window(places, options.weights, "cpu")
        window.resize(1400, 900)
        window.show()
        scores, timer = Scores(places.catalog), QTimer()
        timer.setInterval(LOOK_MS)
        timer.timeout.connect(scores.look)
        timer.timeout.connect(lambda: app.quit() if scores.have_ended else None)
        window.indexing.finished.connect(app.quit)
        timer.start()
        start_work(window, [options.watch])
        app.exec()
        timer.stop()
        window.close()
        window.library.catalog.close()
        return scores.measures()


if __name__ == "__main__":
    main()
