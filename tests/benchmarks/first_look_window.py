"""A window that is watched while it looks at a folder for the first time; for first_look.py."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtWidgets import QApplication
from smoothness import Heart

from clipiqa_desktop.app import make_window, start_work
from clipiqa_desktop.places import own_places
from clipiqa_desktop.ui.main_window import MainWindow

WARM_S = 3.0
JUMPS = (0.9, 0.1, 0.6, 0.35, 0.75)


def watched(folder: Path, weights: Path | None, patience_s: float) -> dict[str, float | None]:
    """The measures of first_look.py, by their names; None for what was given up."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as base:
        places = own_places(Path(base))
        window = make_window(places, weights, "cpu")
        window.resize(1400, 900)
        window.show()
        start_work(window, [])
        _until(app, lambda: False, WARM_S)
        answer = _watched(app, window, folder, places.catalog, patience_s)
        window.close()
        window.library.catalog.close()
    return answer


def _watched(
    app: QApplication, window: MainWindow, folder: Path, catalog: Path, patience_s: float
) -> dict[str, float | None]:
    heart, started, calculated = Heart(), time.perf_counter(), _calculated(window)
    heart.start()
    window.opening.open([folder])
    cells = _until(app, heart.aside(lambda: window.grid.photos.rowCount() > 0), patience_s)
    screen = _until(app, heart.aside(lambda: _is_filled(window)), patience_s)
    answer = {"cells": cells, "screen": None if None in {cells, screen} else cells + screen}
    answer["early_jump"] = _jump(app, window, heart, JUMPS[0], patience_s)
    with closing(sqlite3.connect(catalog)) as connection:
        for name, missing in (("facts", "captured IS NULL"), ("pictures", _without_picture(connection))):
            query = f"SELECT count(*) FROM photos WHERE {missing}"
            left = max(0.1, patience_s - (time.perf_counter() - started))
            have_come = heart.aside(lambda query=query: not connection.execute(query).fetchone()[0])
            come = _until(app, have_come, left, every_s=0.05)
            answer[name] = None if come is None else time.perf_counter() - started
    by_now = heart.aside(lambda: _calculated(window))()
    answer |= {name: value - calculated[name] for name, value in by_now.items()}
    jumps = [_jump(app, window, heart, place, patience_s) for place in JUMPS]
    known = [each for each in jumps if each is not None]
    answer["late_jump"] = float(np.median(known)) if len(known) == len(jumps) else None
    answer["worst_jump"] = max(known) if len(known) == len(jumps) else None
    heart.stop()
    answer["late_ms"] = float(np.percentile(heart.late, 99.9))
    return answer | _memory(window)


def _without_picture(connection: sqlite3.Connection) -> str:
    """Earlier versions have no column for embedded pictures."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(photos)")}
    return "fingerprint IS NULL" + (" AND embedded IS NULL" if "embedded" in columns else "")


def _jump(app: QApplication, window: MainWindow, heart: Heart, place: float, patience_s: float) -> float | None:
    """Seconds from a jump to pictures in all cells that are then on the screen."""
    bar = window.grid.verticalScrollBar()
    bar.setValue(round(bar.maximum() * place))
    return _until(app, heart.aside(lambda: _is_filled(window)), patience_s)


def _is_filled(window: MainWindow) -> bool:
    columns, thumbnails = window.library.columns, window._thumbnails
    shown = [window.grid.photos.id_at(row) for row in window.grid.visible_rows()]
    rows = columns.rows(shown)
    kept = [columns.fingerprints, *([columns.embedded] if hasattr(columns, "embedded") else [])]
    return bool(shown) and all(any(each[row] and thumbnails.get(each[row]) for each in kept) for row in rows)


def _memory(window: MainWindow) -> dict[str, float | None]:
    in_them = [each.memory_info().rss / 1e6 for each in _glancing(window)]
    return {"glance_mb": sum(in_them) or None, "window_mb": psutil.Process().memory_info().rss / 1e6}


def _calculated(window: MainWindow) -> dict[str, float]:
    """Seconds of the processor's time, which tell more than the clock where other programs run too."""
    processes = {"window_cpu": [psutil.Process()], "glance_cpu": _glancing(window)}
    return {name: sum(_cpu_s(each) for each in some) for name, some in processes.items()}


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _glancing(window: MainWindow) -> list[psutil.Process]:
    """The glancing processes; earlier versions have one or none."""
    indexing = window.indexing
    several = getattr(getattr(indexing, "_glancers", None), "_glancers", [getattr(indexing, "_glancer", None)])
    workers = [worker for each in several if (worker := getattr(each, "_worker", None))]
    return [psutil.Process(worker._process.pid) for worker in workers]


def _until(app: QApplication, happened: Callable[[], bool], patience_s: float, every_s: float = 0.0) -> float | None:
    """Runs the event loop until then; answers the seconds, None where it did not happen."""
    begun = time.perf_counter()
    while not happened():
        end = time.perf_counter() + max(every_s, 0.002)
        while time.perf_counter() < end:
            app.processEvents()
            time.sleep(0.001)
        if time.perf_counter() - begun > patience_s:
            return None
    return time.perf_counter() - begun
