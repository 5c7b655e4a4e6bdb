"""The composition root of the window: from paths to settings, catalog, worker and main window."""

import argparse
import logging
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from clipiqa_desktop import notation
from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.copies import keep_daily_copy, update_told
from clipiqa_desktop.catalog.database.damage import damage_sentence, is_damaged
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.crashes.native import native_crashes_kept
from clipiqa_desktop.crashes.reports import Reports
from clipiqa_desktop.downloads.taking import looks_like_one
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.paths import absolute
from clipiqa_desktop.files.questions import is_file, is_folder
from clipiqa_desktop.open_catalog import open_catalog
from clipiqa_desktop.perception.runtime.config import network_options
from clipiqa_desktop.photos.formats import is_photograph
from clipiqa_desktop.places import Places
from clipiqa_desktop.settings import THEME, Settings
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.indexing.run_thread import IndexingOptions
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.main_window import MainWindow
from clipiqa_desktop.ui.single_instance.activation import activate_window
from clipiqa_desktop.ui.single_instance.instance import PrimaryInstance, acquire_or_forward
from clipiqa_desktop.ui.single_instance.message import Message
from clipiqa_desktop.ui.widgets.local_notation import local_notation
from clipiqa_desktop.ui.widgets.timers import repeating
from clipiqa_desktop.ui.window.app_icon import APP_ID, app_icon
from clipiqa_desktop.ui.window.damage import DamageWatch, offer_rescue
from clipiqa_desktop.ui.window.garbage import GarbageCollection
from clipiqa_desktop.ui.window.start_failure import can_ask, show_without_terminal

# Threads beside the window's hand the interpreter over after so long. It takes it up anew after every call of Qt's that
# paints something: of a hundred such calls a frame each would wait for the usual five thousandths of a second.
HANDED_OVER_S = 0.0005

_log = logging.getLogger(__name__)


def open_window(options: argparse.Namespace, places: Places) -> int:
    """Runs the program with a window, or hands the paths to the one that is there; answers the exit code."""
    paths = [_openable(path) for path in options.folders]
    app = QApplication(sys.argv[:1])
    app.setApplicationName("clipiqa-desktop")
    # No display name: it would follow every title, and narrow dialogs would show neither.
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(app_icon())
    keep_qts_settings(places)
    try:
        return _first_or_second(app, options, places, paths)
    except UserError as error:
        show_without_terminal(error)
        raise


def keep_qts_settings(places: Places) -> None:
    """What Qt's own dialogs remember lies beside the settings, in `QtProject.conf`, instead of among other programs'.

    On Windows it stays in the registry, and on macOS in the person's preferences.
    """
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(places.settings.parent))


def _first_or_second(app: QApplication, options: argparse.Namespace, places: Places, paths: Sequence[Path]) -> int:
    first = acquire_or_forward(places, Message(tuple(map(str, paths)), os.environ.get("XDG_ACTIVATION_TOKEN", "")))
    if first is None:
        _say_what_is_not_heeded(options)
        return 0
    try:
        with native_crashes_kept(Reports(places.crashes), places.logs):
            interrupts = _Interrupts()
            window = _opened(options, places)
            interrupts.close(window)
            return _run(app, window, places, paths, first)
    finally:
        first.leave()


def _opened(options: argparse.Namespace, places: Places) -> MainWindow:
    """The window; where the catalog is damaged, what can be done about that is offered first."""

    def opened() -> MainWindow:
        return make_window(places, options.weights, options.device, options.precision, options.faces)

    try:
        return opened()
    except (UserError, sqlite3.DatabaseError) as error:
        if not is_damaged(places.catalog):
            raise
        if not can_ask() or not offer_rescue(places.catalog):
            raise UserError(damage_sentence(places.catalog)) from error
    return opened()


def _run(app: QApplication, window: MainWindow, places: Places, paths: Sequence[Path], first: PrimaryInstance) -> int:
    copying = threading.Thread(target=keep_daily_copy, args=(places.catalog,), name="the daily copy")
    copying.start()
    watch = DamageWatch(window)
    window.show()
    QTimer.singleShot(0, lambda: start_work(window, paths) if window.isVisible() else None)
    first.handed.connect(lambda message: _take_over(window, message))
    window.closing.connect(first.close)  # what is handed over after that would be begun and never ended
    code = app.exec()
    _close(window.library.catalog)
    watch.end()
    copying.join()
    if watch.rescue_wanted:
        offer_rescue(places.catalog)
    return int(code)


def _close(catalog: Catalog) -> None:
    try:
        if kept := catalog.keep_displaced():
            _log.warning("The catalog was deleted or replaced while it was open; what it knew is kept as %s", kept)
    except sqlite3.Error as error:
        _log.warning("The catalog was deleted or replaced while it was open, and cannot be kept: %s", error)
    catalog.close()


def make_window(
    places: Places,
    weights: Path | None = None,
    device: str = "auto",
    precision: str = "auto",
    faces: Path | None = None,
) -> MainWindow:
    """The first half of the start: everything up to a window that can be shown. Raises UserError."""
    sys.setswitchinterval(HANDED_OVER_S)
    settings = Settings(places.settings)
    notation.use(local_notation(QLocale()))
    app, theme = QApplication.instance(), style.THEMES[settings.get(THEME)]
    if isinstance(app, QApplication):
        style.apply_colours(app, theme)
    said: list[str] = []
    with update_told(places.catalog, said.append):
        library = Library(open_catalog(places.catalog))
    weights = network_options(settings, weights).weights
    indexing = Indexing(IndexingOptions(places, weights, device, precision, faces))
    window = MainWindow(library, indexing, ThumbnailLoader(places.thumbnails), places, settings)
    if isinstance(app, QApplication):
        app.setStyleSheet(style.stylesheet(theme))
    for sentence in said:
        window.bottom.say(sentence)
    return window


def start_work(window: MainWindow, paths: Sequence[Path]) -> None:
    """The second half, once the window is on the screen: opens what was named, and makes ready to show large."""
    window.indexing.warm()
    window.frames.warm()
    window.runs.warm()
    window.stacks.start()
    window.second.restore()
    if paths:
        window.opening.open(paths)
    else:
        window.indexing.start()
    GarbageCollection(window)


def _take_over(window: MainWindow, message: Message) -> None:
    activate_window(window, message.token)
    if message.paths:
        window.opening.open([Path(path) for path in message.paths])


def _say_what_is_not_heeded(options: argparse.Namespace) -> None:
    words = {
        "--weights": options.weights,
        "--device": options.device,
        "--precision": options.precision,
        "--faces": options.faces,
    }
    if named := [word for word, value in words.items() if value not in {None, "auto"}]:
        print(f"clipiqa-desktop: the window that is open keeps its own {' and '.join(named)}.", file=sys.stderr)


def _openable(path: Path) -> Path:
    if not (is_folder(path) or (is_file(path) and is_photograph(path.name)) or looks_like_one(path)):
        name = displayable_name(str(path))
        raise UserError(f"{name} is not a folder, nor a photograph: name a folder of photographs, or none.")
    return absolute(path)


class _Interrupts:
    """Ctrl+C in the terminal, and a logout, close the window in order; also one that is only being made."""

    def __init__(self) -> None:
        self._came = False
        self._window: MainWindow | None = None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._come)

    def close(self, window: MainWindow) -> None:
        """From now on they close this one; Python needs to run now and then to see them."""
        self._window = window
        timer = repeating(window, 200)
        timer.timeout.connect(lambda: None)
        timer.start()
        if self._came:
            QTimer.singleShot(0, window.close)

    def _come(self, _number: int, _frame: object) -> None:
        self._came = True
        if self._window:  # closed before it is shown, it would be shown for good
            QTimer.singleShot(0, self._window.close)
