"""What the person decided is on the disk the moment after the key, whatever happens then."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.mark_words import NO_FLAG, PICK, REJECT
from clipiqa_desktop.perception.attributes import KEYS

PRESS_AND_DIE = """
import os, signal, sys, time
from pathlib import Path
from PySide6.QtGui import QKeySequence
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
grouped = []
window.stacks.counted.connect(lambda *counts: grouped.append(counts))

def group():
    grouped.clear()
    while not grouped:
        app.processEvents()
        time.sleep(0.01)

if len(sys.argv) > 3 and sys.argv[3] == "stacks":
    window.stacks.start()
    group()
if "T" in sys.argv[2]:
    window.cut.open_panel()
    statements = []
    def trace(statement):
        statements.append(statement)
        if sys.argv[-1] == "half" and sum("INTO marks" in each or "UPDATE marks" in each for each in statements) > 7:
            os.kill(os.getpid(), signal.SIGKILL)
    window.library.catalog.connection.set_trace_callback(trace)
    window.cut.panel.take_over.click()
    os.kill(os.getpid(), signal.SIGKILL)
for word in sys.argv[2].split():
    if word == "wait":
        group()
    elif word.startswith("stack_"):
        window.actions_by_name[word].trigger()
    else:
        key = QKeySequence(word)[0]
        QTest.keyClick(window.grid, key.key(), key.keyboardModifiers())
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
@pytest.mark.parametrize(("keys", "mark"), [("P", Mark(0, 1)), ("X 4", Mark(4, -1)), ("5 7", Mark(5, 0, "yellow"))])
def test_a_kill_the_moment_after_the_key_loses_nothing(filler, places, keys, mark):
    ids = filler.shoot(3)
    press_and_die(places, keys)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        assert catalog.marks.of(ids[:1]) == {ids[0]: mark}


JOIN = "Ctrl+A Ctrl+G wait Home"
KEPT, REJECTED, NOTHING = (PICK, REJECT, REJECT), (REJECT, REJECT, REJECT), (NO_FLAG, NO_FLAG, NO_FLAG)
TOGETHER, PARTED, SECOND_OUT = (1, 1, 1), (0, 0, 0), (1, 0, 1)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
@pytest.mark.parametrize(
    ("keys", "flags", "stacks"),
    [
        ("Ctrl+A Ctrl+G", NOTHING, TOGETHER),
        (f"{JOIN} K", KEPT, TOGETHER),
        (f"{JOIN} Shift+K", REJECTED, TOGETHER),
        (f"{JOIN} S Right K", (REJECT, PICK, REJECT), TOGETHER),
        (f"{JOIN} K Ctrl+Z", NOTHING, TOGETHER),
        (f"{JOIN} K Ctrl+Z Ctrl+Y", KEPT, TOGETHER),
        (f"{JOIN} Shift+K Ctrl+Z Ctrl+Y", REJECTED, TOGETHER),
        (f"{JOIN} Ctrl+Z", NOTHING, (None, None, None)),
        (f"{JOIN} Ctrl+Z wait Ctrl+Y", NOTHING, TOGETHER),
        (f"{JOIN} Ctrl+Shift+G", NOTHING, PARTED),
        (f"{JOIN} Ctrl+Shift+G wait Ctrl+Z", NOTHING, TOGETHER),
        (f"{JOIN} K Ctrl+Shift+G", KEPT, PARTED),
        (f"{JOIN} S Right stack_take_out", NOTHING, SECOND_OUT),
        (f"{JOIN} S Right stack_take_out wait Ctrl+Z", NOTHING, TOGETHER),
    ],
)
def test_what_was_done_to_a_stack_holds_after_a_kill_the_moment_after_the_key(filler, places, keys, flags, stacks):
    ids = filler.shoot(3)
    press_and_die(places, keys, "stacks")
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        marks, said = catalog.marks.of(ids), catalog.own_stacks.of(ids)
    assert tuple(marks[id_] for id_ in ids) == tuple(Mark(0, flag) for flag in flags)
    assert tuple(said[id_].stack for id_ in ids) == stacks


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
@pytest.mark.parametrize(("keys", "top"), [("", 2), ("wait Ctrl+Z", None), ("wait Ctrl+Z wait Ctrl+Y", 2)])
def test_who_was_put_on_top_lies_there_after_a_kill(filler, places, keys, top):
    ids = filler.shoot(3)
    press_and_die(places, f"{JOIN} S End stack_top {keys}", "stacks")
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        said = catalog.own_stacks.of(ids)
    assert [place for place, id_ in enumerate(ids) if said[id_].is_top] == ([] if top is None else [top])


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
