"""A catalog that turns out to be damaged is rescued or replaced by its copy, when somebody says so."""

import sqlite3
import sys

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from ui.driving import when_open

from clipiqa_desktop.catalog.database.copies import is_sound, keep_daily_copy
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.ui.window.damage import DamageWatch, offer_rescue


@pytest.fixture
def damaged(filler, places):
    """A catalog of twelve photographs whose tables of scores are gone, with a copy of today."""
    filler.shoot(12)
    keep_daily_copy(places.catalog)
    content = bytearray(places.catalog.read_bytes())
    content[-20 * 4096 :] = bytes(20 * 4096)
    places.catalog.write_bytes(content)
    assert not is_sound(places.catalog)
    return places


def press(*starts):
    """Presses these buttons, by how they begin, in the boxes that open one after the other."""
    texts = []

    def answer(box):
        assert isinstance(box, QMessageBox)
        texts.append(box.text())
        start = starts[len(texts) - 1]
        if len(texts) < len(starts):
            when_open(lambda: other_than(box), answer)
        next(each for each in box.buttons() if each.text().startswith(start)).click()

    when_open(QApplication.activeModalWidget, answer)
    return texts


def other_than(box):
    found = QApplication.activeModalWidget()
    return None if found is box else found


def test_it_is_rescued(damaged, qapp):
    texts = press("Rescue", "OK")
    assert offer_rescue(damaged.catalog)
    assert texts[0].startswith("The catalog is damaged inside")
    assert texts[1].startswith("Rescued: 12 photographs, 0 of them with marks")
    assert is_sound(damaged.catalog)


def test_the_copy_is_put_back(damaged, qapp):
    press("Put back the copy of", "OK")
    assert offer_rescue(damaged.catalog)
    assert is_sound(damaged.catalog)
    assert len(list(damaged.catalog.parent.glob("catalog-damaged-*.db"))) == 1


def test_closing_leaves_everything(damaged, qapp):
    before = damaged.catalog.read_bytes()
    press("Close")
    assert not offer_rescue(damaged.catalog)
    assert damaged.catalog.read_bytes() == before


def test_what_stumbles_over_it_asks_once_and_is_no_fault_of_ours(window, qtbot):
    caught = []
    monkey = sys.excepthook
    sys.excepthook = lambda *error: caught.append(error)
    watch = DamageWatch(window)
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    texts = press("Go on")
    for _ in range(2):
        sys.excepthook(type(error), error, None)
    qtbot.waitUntil(lambda: bool(texts))
    sys.excepthook(ValueError, ValueError("ours"), None)
    watch.end()
    sys.excepthook = monkey
    assert [kind for kind, *_ in caught] == [ValueError]
    assert not watch.rescue_wanted
    assert window.library.catalog.marks.of([1])[1] == Mark()


def test_the_window_closes_to_be_rescued(window, qtbot):
    watch = DamageWatch(window)
    press("Close and rescue")
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    sys.excepthook(type(error), error, None)
    qtbot.waitUntil(lambda: watch.rescue_wanted)
    watch.end()
    assert not window.isVisible()
