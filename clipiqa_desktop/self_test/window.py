"""The check of the window, drawn where nobody sees it."""

import os
import time

from PySide6.QtCore import qVersion
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.app import make_window
from clipiqa_desktop.self_test.running import CheckFailed, Workspace
from clipiqa_desktop.self_test.samples import SAMPLES
from clipiqa_desktop.ui.main_window import MainWindow
from clipiqa_desktop.ui.window.app_icon import app_icon

_PATIENCE_S = 30.0


def check_window(workspace: Workspace) -> str:
    """Opens the window over the made photographs, dressed as always, waits until one is seen, and opens the manual."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(["clipiqa-desktop"])
    window = make_window(workspace.places)
    try:
        window.resize(1200, 800)
        window.show()
        _wait_for_thumbnails(app, window)
        if not window.manual.open().browser.toPlainText():
            raise CheckFailed("its manual has no text")
        shown = window.grid.model().rowCount()
    finally:
        window.close()
        window.library.catalog.close()
    if shown != len(SAMPLES):
        raise CheckFailed(f"it shows {shown} photographs of {len(SAMPLES)}")
    return f"Qt {qVersion()} shows {shown} photographs in the program's style"


def _wait_for_thumbnails(app: object, window: MainWindow) -> None:
    assert isinstance(app, QApplication)
    if not app.styleSheet() or app_icon().isNull():
        raise CheckFailed("it has no style sheet or no icon")
    end = time.monotonic() + _PATIENCE_S
    while not _is_orange(window.grid.viewport().grab().toImage()):
        if time.monotonic() > end:
            raise CheckFailed("no thumbnail is seen in it")
        app.processEvents()
        time.sleep(0.02)


def _is_orange(image: QImage) -> bool:
    """Whether the samples' colour is anywhere in it, looked for at every eighth pixel."""
    colours = (image.pixelColor(x, y) for y in range(0, image.height(), 8) for x in range(0, image.width(), 8))
    return any(colour.red() > colour.green() + 40 and colour.green() > colour.blue() + 40 for colour in colours)
