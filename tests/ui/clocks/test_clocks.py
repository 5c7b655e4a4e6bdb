"""The clock of a camera put right in the window."""

from contextlib import closing

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton, QScrollArea
from ui.driving import NOON, names

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import Body
from clipiqa_desktop.catalog.moments import SECONDS
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.attributes.details import Details
from clipiqa_desktop.ui.clocks.dialog import ClockDialog

NIKON, CANON = Body("NIKON D750"), Body("Canon EOS R6", "7")


@pytest.fixture
def cameras(filler, places, open_window):
    """Two photographs each of two cameras, of which the second is an hour ahead: n0 and c0 are of the same moment."""
    ids = filler.found(["c0.jpg", "c1.jpg", "n0.jpg", "n1.jpg"])
    taken = [(CANON, 3600), (CANON, 3605), (NIKON, 0), (NIKON, 10)]
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        for id_, (body, seconds) in zip(ids, taken, strict=True):
            facts = {"camera": body.camera, "serial": body.serial or None, "captured": NOON + seconds}
            catalog.photos.store_reading(id_, "decoder", f"content {id_}", facts)
    return open_window()


def answer(window, act):
    """Opens the dialog, lets `act` fill it in, and presses OK."""

    def fill():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ClockDialog)
        act(dialog)
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()

    QTimer.singleShot(0, fill)
    window.actions_by_name["camera_clocks"].trigger()


def press(dialog, words):
    next(each for each in dialog.findChildren(QPushButton) if words in each.text()).click()


def select(window, *photographs):
    window.grid.clearSelection()
    for name in photographs:
        index = window.grid.photos.index(names(window).index(name))
        window.grid.selectionModel().select(index, window.grid.selectionModel().SelectionFlag.Select)


def test_two_photographs_of_the_same_moment_put_a_clock_right_and_undo_takes_it_back(cameras):
    select(cameras, "c0.jpg", "n0.jpg")
    answer(cameras, lambda dialog: press(dialog, "Correct the clock of Canon EOS R6 (no. 7) (\N{MINUS SIGN}1:00:00)"))
    assert names(cameras) == ["c0.jpg", "n0.jpg", "c1.jpg", "n1.jpg"]
    assert "Clock of Canon" in cameras.actions_by_name["undo"].text()
    cameras.actions_by_name["undo"].trigger()
    assert names(cameras) == ["n0.jpg", "n1.jpg", "c0.jpg", "c1.jpg"]
    cameras.actions_by_name["redo"].trigger()
    assert names(cameras) == ["c0.jpg", "n0.jpg", "c1.jpg", "n1.jpg"]


def test_the_other_camera_may_be_the_wrong_one(cameras):
    def change_of_mind(dialog):
        press(dialog, "Correct the clock of Canon")
        press(dialog, "Correct the clock of NIKON D750 (+1:00:00)")

    select(cameras, "c0.jpg", "n0.jpg")
    answer(cameras, change_of_mind)
    by_name = {photo.path.name: photo.facts["captured"] - NOON for photo in photographs(cameras)}
    assert by_name == {"c0.jpg": 3600, "c1.jpg": 3605, "n0.jpg": 3600, "n1.jpg": 3610}


def test_a_shift_may_be_typed_and_shows_in_the_panel(cameras):
    answer(cameras, lambda dialog: dialog.fields[CANON].setText("-0:59:57"))
    assert names(cameras) == ["n0.jpg", "c0.jpg", "c1.jpg", "n1.jpg"]
    cameras.library.make_current(next(photo.id for photo in photographs(cameras) if photo.path.name == "c0.jpg"))
    details = cameras.right.findChild(Details)
    assert "12:00:03" in details._facts.text()
    assert "put right by \N{MINUS SIGN}0:59:57" in details._facts.toolTip()


def test_a_shift_beyond_all_dates_leaves_no_time_and_may_be_typed_anew(cameras, places):
    known = {photo.path.name: photo.id for photo in photographs(cameras)}
    id_ = known["c0.jpg"]
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        facts = {"camera": CANON.camera, "serial": CANON.serial, "captured": SECONDS.stop - 1.0}
        for each in (id_, known["c1.jpg"]):
            catalog.photos.store_reading(each, "decoder", f"another content {each}", facts)
    cameras.library.make_current(id_)
    answer(cameras, lambda dialog: dialog.fields[CANON].setText("+2 d"))
    cameras.grid.grab()
    assert cameras.right.findChild(Details)._facts.toolTip().startswith("<qt>the camera")
    answer(cameras, lambda dialog: dialog.fields[CANON].setText("0:00"))
    assert cameras.library.catalog.photos.get(id_).facts["captured"] == SECONDS.stop - 1


def test_what_cannot_be_read_is_said_and_cannot_be_kept(cameras, qtbot):
    dialog = ClockDialog(cameras.library, [])
    qtbot.addWidget(dialog)
    dialog.fields[CANON].setText("an hour")
    assert "an hour" in dialog.trouble.text()
    assert not dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert dialog.shifts == {}


def test_two_of_the_same_camera_are_refused_with_a_sentence(cameras, qtbot):
    known = {photo.path.name: photo.id for photo in photographs(cameras)}
    dialog = ClockDialog(cameras.library, [known["c0.jpg"], known["c1.jpg"]])
    qtbot.addWidget(dialog)
    words = [label.text() for label in dialog.findChildren(type(dialog.trouble))]
    assert any("are from the same camera" in each for each in words)


def photographs(window):
    return [window.library.catalog.photos.get(int(each)) for each in window.library.ids]


@pytest.mark.parametrize("count", [3, 30])
def test_the_table_ends_below_a_row(cameras, filler, qtbot, count):
    ids = filler.found([f"m{number}.jpg" for number in range(count)])
    for number, id_ in enumerate(ids):
        facts = {"camera": f"camera {number}", "captured": NOON + number}
        cameras.library.catalog.photos.store_reading(id_, "decoder", f"other {id_}", facts)
    dialog = ClockDialog(cameras.library, [], cameras)
    qtbot.addWidget(dialog)
    dialog.show()
    area = dialog.findChild(QScrollArea)
    bottoms = [field.geometry().bottom() for field in dialog.fields.values()]
    tops = [field.geometry().top() for field in dialog.fields.values()]
    end = area.viewport().height()
    assert not any(top <= end <= bottom for top, bottom in zip(tops, bottoms, strict=True))
    assert area.verticalScrollBar().isVisible() == (count == 30)
