"""What the window writes beside marks, while another program holds the catalog: nothing waits, nothing is lost."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from ui.driving import SHOOT, when_open

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.marks import saving

NEW = Path("/no/such/place/new")
HELD = "nother program holds the catalog"


@pytest.fixture
def other(window, places, monkeypatch):
    """Another program that holds the window's catalog."""
    monkeypatch.setattr(saving, "LAST_WAIT_S", 0.05)
    window.library.writes._again.setInterval(20)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.connection.execute("BEGIN IMMEDIATE")
        yield catalog
        let_go(catalog)


def let_go(catalog):
    if catalog.connection.in_transaction:
        catalog.connection.execute("ROLLBACK")


def test_everything_waits_in_order_and_is_done_when_the_catalog_is_free(window, other, qtbot):
    library, ids = window.library, window.library.ids.tolist()
    window.folders.add([NEW])
    assert window.bottom._said.whole == f"Not done yet: add the folder “new”. A{HELD}; it is tried again and again"
    window.folders.remove(SHOOT)
    window.folders.leave_out(SHOOT / "day1")
    window.folders.take_in(SHOOT / "day1")
    window.runs._read_anew(ids)
    assert len(library.writes.waiting) == 5
    assert library.catalog.folders.roots() == [SHOOT]
    let_go(other)
    qtbot.waitUntil(lambda: not library.writes.waiting)
    assert library.catalog.folders.roots() == [NEW]
    assert not library.catalog.folders.left_out()
    states = other.connection.execute("SELECT DISTINCT recheck FROM photos").fetchall()
    assert states == [(2,)]
    assert not library.writes._again.isActive()


def test_what_makes_no_sense_to_try_again_is_raised_and_holds_nothing_up(window, other):
    let_go(other)
    with pytest.raises(Exception, match="no such table"):
        window.library.writes.do("fail", lambda: other.connection.execute("SELECT 1 FROM nowhere"), list)
    assert not window.library.writes.waiting


def test_closing_asks_before_it_is_lost(window, other):
    asked = []

    def cancel(box):
        asked.append(box.text())
        box.button(QMessageBox.StandardButton.Cancel).click()

    window.folders.add([NEW])
    when_open(lambda: (isinstance(box := QApplication.activeModalWidget(), QMessageBox) and box) or None, cancel)
    assert not window.close()
    assert asked == [f"Not done yet: add the folder “new”: a{HELD}."]
    let_go(other)
    assert window.close()
    assert other.folders.roots() == [NEW, SHOOT]
