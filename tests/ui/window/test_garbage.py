"""Cyclic garbage of the window goes in its own thread."""

import gc
import threading

from PySide6.QtCore import QObject

from clipiqa_desktop.ui.window import garbage
from clipiqa_desktop.ui.window.garbage import GarbageCollection


class Circle:
    threads: set[str] = set()

    def __init__(self):
        self.self = self

    def __del__(self):
        self.threads.add(threading.current_thread().name)


def make_circles():
    for _ in range(5000):
        Circle()


def test_what_other_threads_leave_is_collected_in_that_of_the_window(qtbot, monkeypatch):
    monkeypatch.setattr(garbage, "EVERY_MS", 20)
    Circle.threads = set()
    parent = QObject()
    try:
        GarbageCollection(parent)
        beside = threading.Thread(target=make_circles, name="beside")
        beside.start()
        beside.join()
        assert Circle.threads == set()
        qtbot.waitUntil(lambda: Circle.threads == {threading.main_thread().name})
    finally:
        gc.enable()
