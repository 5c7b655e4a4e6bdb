"""What the person decided is on the disk the moment after the key, whatever happens then."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks import Mark
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT
from clipiqa_desktop.perception.attributes import KEYS

PRESS_AND_DIE = """
import os, signal, sys, time
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from clipiqa_desktop.app import make_window
from clipiqa_desktop.places import own_places

app = QApplication([])
window = make_window(own_places(Path(sys.argv[1])))
window.show()
window.activateWindow()
QTest.qWaitForWindowActive(window)
window.grid.setFocus()
if "K" in sys.argv[2] or "G" in sys.argv[2]:
    grouped = []
    window.stacks.counted.connect(lambda *counts: grouped.append(counts))
    window.stacks.start()
    while not grouped:
        app.processEvents()
        time.sleep(0.01)
if "T" in sys.argv[2]:
    window.cut.open_panel()
    statements = []
    def trace(statement):
        statements.append(statement)
        if "half" in sys.argv and sum("INTO marks" in each or "UPDATE marks" in each for each in statements) > 7:
            os.kill(os.getpid(), signal.SIGKILL)
    window.library.catalog.connection.set_trace_callback(trace)
    window.cut.panel.take_over.click()
    os.kill(os.getpid(), signal.SIGKILL)
for key in sys.argv[2]:
    ctrl = Qt.KeyboardModifier.ControlModifier if key in "AG" else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window.grid, ord(key), ctrl)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
@pytest.mark.parametrize(("keys", "mark"), [("P", Mark(0, 1)), ("X4", Mark(4, -1)), ("57", Mark(5, 0, "yellow"))])
def test_a_kill_the_moment_after_the_key_loses_nothing(filler, places, keys, mark):
    ids = filler.shoot(3)
    press_and_die(places, keys)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        assert catalog.marks.of(ids[:1]) == {ids[0]: mark}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
def test_a_stack_that_was_joined_and_decided_is_so_after_a_kill(filler, places):
    ids = filler.shoot(3)
    press_and_die(places, "AG")
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        assert {said.stack for said in catalog.own_stacks.of(ids).values()} == {1}
    press_and_die(places, "K")
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        assert catalog.marks.of(ids) == dict(zip(ids, (Mark(0, 1), Mark(0, -1), Mark(0, -1)), strict=True))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
@pytest.mark.parametrize(("when", "flag"), [("after", PICK), ("half", NO_FLAG)])
def test_suggestions_that_were_taken_over_are_all_marked_after_a_kill_and_half_way_none(filler, places, when, flag):
    ids = filler.shoot(20)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.marks.store({ids[3]: Mark(2, REJECT), ids[5]: Mark(0, PICK)})
    press_and_die(places, "T", when)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        marks = catalog.marks.of(ids)
    assert (marks.pop(ids[3]), marks.pop(ids[5])) == (Mark(2, REJECT), Mark(0, PICK))
    assert {mark.flag for mark in marks.values()} == {flag}


def press_and_die(places, keys, *more):
    end = subprocess.run(
        [sys.executable, "-c", PRESS_AND_DIE, str(places.catalog.parent), keys, *more],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert end.returncode == -signal.SIGKILL, end.stderr.decode()
