"""The composition root of the window: from paths to settings, catalog, worker and main window."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.names import showable
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.photos.formats import is_photograph
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import Settings
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.app_icon import APP_ID, app_icon
from clipiqa_desktop.ui.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.main_window import MainWindow
from clipiqa_desktop.ui.thumbnails import ThumbnailLoader


def open_window(options: argparse.Namespace, places: Places) -> int:
    """Runs the program with a window, and answers its exit code."""
    paths = [_openable(path) for path in options.folders]
    app = QApplication(sys.argv[:1])
    app.setApplicationName("clipiqa-desktop")
    app.setApplicationDisplayName("CLIP-IQA Desktop")
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(app_icon())
    window = make_window(places, options.weights, options.device, options.precision)
    window.show()
    QTimer.singleShot(0, lambda: start_work(window, paths))
    _let_interrupts_through(window)
    code = app.exec()
    window.library.catalog.close()
    return int(code)


def make_window(
    places: Places, weights: Path | None = None, device: str = "auto", precision: str = "auto"
) -> MainWindow:
    """The first half of the start: everything up to a window that can be shown. Raises UserError."""
    settings = Settings(places.settings)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        style.apply(app, style.THEMES.get(str(settings.get("theme")), style.DARK))
    library = Library(Catalog(places.catalog, KEYS))
    named = str(weights or settings.get("weights") or "")
    indexing = Indexing(places, Path(named) if named else None, device, precision)
    return MainWindow(library, indexing, ThumbnailLoader(places.thumbnails), places, settings)


def start_work(window: MainWindow, paths: Sequence[Path]) -> None:
    """The second half, once the window is on the screen: opens what was named, and makes ready to show large."""
    window.frames.warm()
    if paths:
        window.opening.open(paths)
    else:
        window.indexing.start()


def _openable(path: Path) -> Path:
    if not (path.is_dir() or (path.is_file() and is_photograph(path.name))):
        name = showable(str(path))
        raise UserError(f"{name} is not a folder, nor a photograph: name a folder of photographs, or none.")
    return path.absolute()


def _let_interrupts_through(window: MainWindow) -> None:
    """Ctrl+C in the terminal closes the window in an orderly way; Python needs to run now and then to see it."""
    signal.signal(signal.SIGINT, lambda *_: window.close())
    timer = QTimer(window, interval=200)
    timer.timeout.connect(lambda: None)
    timer.start()
