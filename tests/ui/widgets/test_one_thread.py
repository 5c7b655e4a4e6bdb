import threading

import pytest
from PySide6.QtCore import QThread

from clipiqa_desktop.ui.widgets.one_thread import OneThread


class Waiting(QThread):
    """Works until it is asked to end, or until it may."""

    def __init__(self, may_end, parent):
        super().__init__(parent)
        self._may_end = may_end

    def run(self):
        while not (self._may_end.is_set() or self.isInterruptionRequested()):
            self._may_end.wait(0.01)


@pytest.fixture
def one(qapp):
    one = OneThread(qapp)
    yield one
    one.close()


def test_a_thread_is_let_go_of_once_it_has_ended_and_the_next_may_start(one, qtbot):
    for _ in range(2):
        may_end = threading.Event()
        thread = Waiting(may_end, one)
        with qtbot.waitSignals([one.ended, thread.destroyed]):
            one.start(thread)
            assert one.busy
            may_end.set()
        assert not one.busy


def test_one_that_is_stopped_ends_and_closing_waits_for_it(one, qtbot):
    with qtbot.waitSignal(one.ended):
        one.start(Waiting(threading.Event(), one))
        one.stop()
    thread = Waiting(threading.Event(), one)
    one.start(thread)
    one.close()
    assert thread.isFinished()
