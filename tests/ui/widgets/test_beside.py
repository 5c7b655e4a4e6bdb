"""Work beside the event loop, with a small window that says how far it is."""

import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QProgressBar

from clipiqa_desktop.ui.widgets import beside
from clipiqa_desktop.ui.widgets.beside import done_beside


def test_the_event_loop_goes_on_and_the_answer_comes(qapp, monkeypatch):
    monkeypatch.setattr(beside, "SHOWN_AFTER_MS", 0)
    go_on, seen = threading.Event(), []

    def task(tell):
        tell(2, 5)
        assert go_on.wait(60)
        return threading.current_thread()

    def look():
        shown = [bar for each in QApplication.topLevelWidgets() for bar in each.findChildren(QProgressBar)]
        values = [(bar.value(), bar.maximum()) for bar in shown if bar.isVisible()]
        if values != [(2, 5)]:
            QTimer.singleShot(0, look)
            return
        (bar,) = (bar for bar in shown if bar.isVisible())
        bar.window().close()
        seen.append(bar.isVisible())
        go_on.set()

    QTimer.singleShot(0, look)
    assert done_beside("Doing it", task) is not threading.main_thread()
    assert seen == [True]


def test_what_it_raises_is_raised(qapp):
    def fail(_tell):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        done_beside("Doing it", fail)
