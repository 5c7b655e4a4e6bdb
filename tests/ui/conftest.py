"""A real window for every test that asks for one, and the certainty that nothing of it is left alive."""

import gc
import threading
from pathlib import Path

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QLocale, QThread, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem
from tools.known_network import known
from ui.driving import Filler, save_jpegs, wait_until_indexed

from clipiqa_desktop import notation
from clipiqa_desktop.app import make_window
from clipiqa_desktop.files.regular_file import is_regular
from clipiqa_desktop.perception.weights import identify
from clipiqa_desktop.places import own_places
from clipiqa_desktop.ui.indexing import faces_switch


@pytest.fixture(autouse=True)
def nothing_lives_on(request):
    """No thread, timer or child process of a test outlives it."""
    threads = set(threading.enumerate())
    yield
    if "open_window" in request.fixturenames or "loader" in request.fixturenames:
        assert at_work() == []
        assert {each for each in threading.enumerate() if each.name[:5] != "Dummy"} <= threads  # those are QThreads
        assert working_children() == []


def at_work():
    """The threads and timers of Qt that are alive."""
    objects = gc.get_objects()
    # The few types are asked, not the many objects: that is quicker, and some of these warn.
    kinds = {kind for kind in set(map(type, objects)) if issubclass(kind, (QThread, QTimer))}
    valid = [each for each in objects if type(each) in kinds and shiboken6.isValid(each)]
    return [each for each in valid if (each.isRunning() if isinstance(each, QThread) else each.isActive())]


def working_children():
    """The child processes, but for the one that multiprocessing keeps for all of them."""
    children = psutil.Process().children(recursive=True)
    return [" ".join(child.cmdline()) for child in children if "resource_tracker" not in " ".join(child.cmdline())]


@pytest.fixture(autouse=True)
def no_offer_of_faces(monkeypatch):
    """The bar of most tests is about weights alone, whatever is installed here."""
    monkeypatch.setattr(faces_switch, "has_runtime", lambda: False)


@pytest.fixture(autouse=True)
def written_plainly():
    """Wherever the tests run; and no test leaves its way of writing behind."""
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    yield
    QLocale.setDefault(before)
    notation.use(notation.PLAIN)


@pytest.fixture
def places(tmp_path):
    return own_places(tmp_path / "own")


@pytest.fixture
def filler(places):
    return Filler(places)


@pytest.fixture
def open_window(qapp, qtbot, places):
    """Opens the window as the program does; it may be asked again after the first one was closed."""
    opened = []

    def open_it(weights: Path | None = None, size: tuple[int, int] | None = (1280, 800)):
        if weights and is_regular(weights):
            known(identify(weights), places.settings.parent)
        window = make_window(places, weights, "cpu", "fp32")
        opened.append(window)
        if size:
            window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    gc.disable()  # as the window has it: threads beside it must not delete its objects
    yield open_it
    for window in opened:
        shut(window)
    assert not layout_items()
    gc.enable()
    qapp.setStyleSheet("")
    qapp.setProperty("clipiqaTheme", None)
    qapp.setPalette(QPalette())


@pytest.fixture
def window(filler, open_window):
    """A window on twelve photographs that were looked at long ago."""
    filler.shoot(12)
    return open_window()


@pytest.fixture
def shoot(open_window, tmp_path, qtbot):
    """A window on two real files, with the folder where they lie."""
    folder = save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg")
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    window.grid.setFocus()
    return window, folder


def shut(window):
    if shiboken6.isValid(window):
        window.close()
        window.library.catalog.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def layout_items():
    """The wrappers of items of layouts. None may outlive its window: PySide makes one for each item of a layout that is
    added to another one, and is not told when a widget is moved and Qt deletes its item. What comes to lie at the
    address of such an item crashes the program when it is deleted.
    """
    wrappers = shiboken6.getAllValidWrappers()
    return [each for each in wrappers if isinstance(each, QLayoutItem) and not isinstance(each, QLayout)]
