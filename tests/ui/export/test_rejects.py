"""Rejects go to the trash after a question, and come back."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from tools.exported import contents, hashes
from tools.trash_bin import own_trash
from ui.driving import CTRL, LEFT, button

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.culling.marking import with_stars
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.culling.undo import NotNow
from clipiqa_desktop.mark_words import REJECT
from clipiqa_desktop.ui.widgets.problems import ReasonsDialog

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="would fill the system's own trash")
TITLE = "Rejects to the trash"


@pytest.fixture
def trash_bin(own_places, monkeypatch):
    return own_trash(own_places, monkeypatch)


def ask(host, qtbot):
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    qtbot.keyClick(host, Qt.Key.Key_Backspace, CTRL)
    return host.wait_for_dialog(qtbot, TITLE)


def test_the_question_shows_how_much_and_cancel_is_the_default(host, qtbot, trash_bin):
    before = hashes(host.shoot)
    box = ask(host, qtbot)
    assert box.text() == "Move the 1 rejected photograph among those shown to the trash (1 file, 22 bytes)?"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    host.wait_until_idle(qtbot)
    assert hashes(host.shoot) == before
    assert not host.actions_by_name["restore_rejects"].isEnabled()


def test_sidecars_that_are_being_written_are_counted_and_go_along(host, qtbot, trash_bin):
    SidecarSettings("as I mark").to_settings(host.settings)
    host.library.mark([host.id("d.jpg")], "5 stars", with_stars(5))
    box = ask(host, qtbot)
    assert "(2 files, " in box.text()
    qtbot.mouseClick(button(box, "Move to the trash"), LEFT)
    qtbot.waitUntil(lambda: len(host.library.ids) == 3, timeout=20_000)
    host.wait_until_idle(qtbot)
    assert sorted(contents(trash_bin / "files")) == ["d.jpg", "d.xmp"]


def test_to_the_trash_and_back_with_everything(host, qtbot, trash_bin):
    before, photo_id = hashes(host.shoot), host.id("d.jpg")
    qtbot.mouseClick(button(ask(host, qtbot), "Move to the trash"), LEFT)
    qtbot.waitUntil(lambda: len(host.library.ids) == 3, timeout=20_000)
    assert not (host.shoot / "below" / "d.jpg").exists()
    assert contents(trash_bin / "files") == {"d.jpg": "content of below/d.jpg"}
    assert host.told[-1] == "1 photograph moved to the trash: Ctrl+Z brings it back"
    host.wait_until_idle(qtbot)
    assert host.dialogs() == []  # the next key is for the photographs
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    qtbot.keyClick(host, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(host.library.ids) == 4, timeout=20_000)
    assert hashes(host.shoot) == before
    row = host.library.columns.rows([photo_id])[0]
    assert host.library.columns.flag[row] == REJECT
    assert host.told[-1] == "1 photograph brought back from the trash"


def test_they_can_be_brought_back_later_from_the_menu(host, qtbot, trash_bin):
    before = hashes(host.shoot)
    qtbot.mouseClick(button(ask(host, qtbot), "Move to the trash"), LEFT)
    qtbot.waitUntil(lambda: host.actions_by_name["restore_rejects"].isEnabled() and not host.dialogs())
    host.wait_until_idle(qtbot)
    (host.shoot / "below" / "d.jpg").write_text("a new one")
    host.actions_by_name["restore_rejects"].trigger()
    reasons = host.wait_for_dialog(qtbot, TITLE)
    assert isinstance(reasons, ReasonsDialog)
    assert "Another file of this name is there now" in reasons.as_text()
    assert hashes(host.shoot).keys() == before.keys()


def test_what_is_not_shown_is_never_touched(host, qtbot, trash_bin):
    host.library.ask(host.library.query.with_range("stars", Range(low=1)))
    qtbot.keyClick(host, Qt.Key.Key_Backspace, CTRL)
    assert host.told == ["No rejected photograph is shown"]
    assert host.dialogs() == []


def test_undo_brings_them_back_only_while_that_was_the_last_thing_done(host, qtbot, trash_bin):
    before = hashes(host.shoot)
    qtbot.mouseClick(button(ask(host, qtbot), "Move to the trash"), LEFT)
    qtbot.waitUntil(lambda: host.library.steps.next_undo != "", timeout=20_000)
    host.wait_until_idle(qtbot)
    qtbot.waitUntil(lambda: len(host.library.ids) == 3, timeout=20_000)
    host.library.mark(host.library.ids[:1].tolist(), "5 stars", with_stars(5))
    assert host.library.undo().words == "5 stars"
    assert host.library.steps.next_undo == "1 photograph to the trash"
    host.library.undo()
    qtbot.waitUntil(lambda: len(host.library.ids) == 4, timeout=20_000)
    assert hashes(host.shoot) == before
    assert host.library.steps.next_undo == ""
    assert host.library.steps.next_redo == "5 stars"
    assert not host.actions_by_name["restore_rejects"].isEnabled()


def test_what_could_not_be_brought_back_can_be_tried_again(host, qtbot, trash_bin):
    before, place = hashes(host.shoot), host.shoot / "below" / "d.jpg"
    qtbot.mouseClick(button(ask(host, qtbot), "Move to the trash"), LEFT)
    qtbot.waitUntil(lambda: host.library.steps.next_undo != "", timeout=20_000)
    host.wait_until_idle(qtbot)
    place.write_text("a new one")
    host.library.undo()
    host.wait_for_dialog(qtbot, TITLE).close()
    host.wait_until_idle(qtbot)
    assert host.library.steps.next_undo == "1 photograph to the trash"
    place.unlink()
    host.library.undo()
    qtbot.waitUntil(lambda: len(host.library.ids) == 4, timeout=20_000)
    assert hashes(host.shoot) == before


def test_undo_waits_for_another_job_and_keeps_its_step(host, qtbot, trash_bin):
    qtbot.mouseClick(button(ask(host, qtbot), "Move to the trash"), LEFT)
    qtbot.waitUntil(lambda: host.library.steps.next_undo != "", timeout=20_000)
    host.wait_until_idle(qtbot)
    end = threading.Event()
    host.switch.jobs.start("Something", lambda *_: end.wait(20), lambda _result: None)
    with pytest.raises(NotNow, match="Something is still going on"):
        host.library.undo()
    end.set()
    host.wait_until_idle(qtbot)
    assert host.library.steps.next_undo == "1 photograph to the trash"
