"""Errors in the window of the program itself, in processes of their own."""

import os
import signal

from tools.command_line import run_python, said

from clipiqa_desktop.crashes.reports import Reports
from clipiqa_desktop.places import own_places

RUN = """
    import ctypes, os, signal, sys, threading
    from PySide6.QtCore import QThread
    from clipiqa_desktop import app
    from clipiqa_desktop.__main__ import main

    class Failing(QThread):
        def run(self):
            raise OSError("in a thread of Qt")

    def slot():
        raise KeyError("in a slot")

    def start_work(window, folders):
        {}
        window.close()

    app.start_work = start_work
    sys.exit(main(["--basedir", sys.argv[1]]))
    """


def run(what, base):
    return run_python(RUN.format(what), base, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})


def test_errors_in_slots_and_threads_are_reported_and_the_window_goes_on(tmp_path):
    ran = run(
        "app.QApplication.instance().lastWindowClosed.connect(slot); t = Failing(); t.start(); t.wait()", tmp_path
    )
    assert ran.returncode == 0, ran.stderr
    assert len(said(ran)) == 2
    texts = [report.text for report in Reports(own_places(tmp_path).crashes).waiting()]
    assert len(texts) == 2
    for words in ("KeyError: 'in a slot'", "OSError: in a thread of Qt", "\nQt: 6"):
        assert any(words in text for text in texts)


def test_an_error_that_keeps_the_window_from_opening_is_reported(tmp_path):
    ran = run("pass", tmp_path)
    assert (ran.returncode, said(ran)) == (0, [])
    broken = RUN.replace("app.start_work = start_work", "app.make_window = lambda *_: 1 / 0").format("pass")
    ran = run_python(broken, tmp_path, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    assert ran.returncode == 70
    assert len(said(ran)) == 1
    (report,) = Reports(own_places(tmp_path).crashes).waiting()
    assert report.ended


def test_a_crash_below_python_is_offered_by_the_next_window(tmp_path):
    assert run("ctypes.string_at(0)", tmp_path).returncode == -signal.SIGSEGV
    asked = run("print(window.crashes.isVisible(), window.crashes._text.whole)", tmp_path)
    assert asked.stdout.startswith("True <b>The program ended unexpectedly last time.</b>")


def test_ctrl_c_is_no_crash(tmp_path):
    assert run("os.kill(os.getpid(), signal.SIGINT); return", tmp_path).returncode == 0
    assert not list(own_places(tmp_path).crashes.iterdir())
