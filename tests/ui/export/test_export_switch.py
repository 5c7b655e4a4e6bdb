"""Photographs leave the window: by its menu and keys, beside everything else that goes on."""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QMessageBox, QRadioButton
from tools.card import like_a_card
from tools.command_line import table
from tools.exported import contents, hashes
from ui.driving import CTRL, LEFT, SHIFT, button

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.culling.export import files
from clipiqa_desktop.culling.marking import with_stars
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.settings import EXPORT, JPEG_ASKED
from clipiqa_desktop.ui.export.progress_dialog import ProgressDialog
from clipiqa_desktop.ui.widgets.problems import ReasonsDialog


def open_dialog(host, qtbot):
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    qtbot.keyClick(host, Qt.Key.Key_E, CTRL | SHIFT)
    return host.wait_for_dialog(qtbot, "Export")


def find(dialog, words):
    return next(
        each for kind in (QRadioButton, QCheckBox) for each in dialog.findChildren(kind) if words in each.text()
    )


def press(qtbot, widget):
    qtbot.keyClick(widget, Qt.Key.Key_Space)


def words(dialog):
    return [each.text() for each in dialog.findChildren(QLabel)]


def test_picks_are_copied_after_their_size_was_shown(host, qtbot):
    dialog = open_dialog(host, qtbot)
    qtbot.waitUntil(lambda: "1 photograph · 3 files · 32 bytes" in words(dialog))
    assert not dialog.start.isEnabled()
    qtbot.keyClicks(dialog.where, str(host.place / "picks"))
    qtbot.keyClick(dialog.where, Qt.Key.Key_Return)
    host.wait_until_idle(qtbot)
    assert sorted(contents(host.place / "picks")) == ["a.cr2", "a.jpg", "a.xmp"]
    assert host.told == [f"1 photograph copied to {host.place}/picks; marks in 1 sidecar"]
    assert host.dialogs() == []


def begin(host, qtbot, way="Copy", *, sidecars=True):
    """All that is shown, on its way to the folder `out`."""
    dialog = open_dialog(host, qtbot)
    press(qtbot, find(dialog, "All that is shown"))
    press(qtbot, find(dialog, way))
    if find(dialog, "With sidecars").isChecked() is not sidecars:
        press(qtbot, find(dialog, "With sidecars"))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.keyClick(dialog.where, Qt.Key.Key_Return)


@pytest.mark.parametrize(("answer", "embed"), [("Keep to sidecars", False), ("Into JPEG files too", True)])
def test_before_marks_of_jpeg_files_are_first_written_it_is_asked_where_they_go(host, qtbot, answer, embed):
    host.settings.set(JPEG_ASKED, False)
    begin(host, qtbot)
    box = host.wait_for_dialog(qtbot, "Marks of JPEG files")
    assert box.text() == "Where shall the marks of 2 JPEG files go?"  # b and d; a has its RAW file
    assert not (host.place / "out").exists()
    assert not (host.shoot / "b.xmp").exists()
    qtbot.mouseClick(button(box, answer), LEFT)
    qtbot.waitUntil((host.place / "out").exists, timeout=20_000)
    host.wait_until_idle(qtbot)
    assert SidecarSettings.from_settings(host.settings).embed is embed
    assert (host.shoot / "b.xmp").exists() is not embed
    for dialog in host.dialogs():
        dialog.close()
    begin(host, qtbot)
    assert "Marks of JPEG files" not in [each.windowTitle() for each in host.dialogs()]
    host.wait_until_idle(qtbot)


def test_whoever_does_not_answer_exports_nothing_and_is_asked_again(host, qtbot):
    host.settings.set(JPEG_ASKED, False)
    before = hashes(host.shoot)
    for _ in range(2):
        begin(host, qtbot)
        qtbot.keyClick(host.wait_for_dialog(qtbot, "Marks of JPEG files"), Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not host.dialogs())
        assert not host.switch.jobs.busy
    assert hashes(host.shoot) == before
    assert not (host.place / "out").exists()


def test_nothing_is_asked_where_nothing_is_written_beside_the_originals(host, qtbot):
    host.settings.set(JPEG_ASKED, False)
    begin(host, qtbot, sidecars=False)
    host.wait_until_idle(qtbot)
    assert contents(host.place / "out")
    SidecarSettings("off").to_settings(host.settings)
    begin(host, qtbot)
    host.wait_until_idle(qtbot)
    assert "Marks of JPEG files" not in [each.windowTitle() for each in host.dialogs()]


def test_where_the_filters_show_nothing_more_the_picks_of_the_shoot_are_exported(host, qtbot):
    ids = host.library.columns.ids.tolist()
    host.library.ask(host.library.query.with_choice("flag", [0]))
    host.library.give_marks(
        "Decide", {"flag": {**dict.fromkeys(ids, -1), host.id("a.jpg"): PICK, host.id("d.jpg"): PICK}}
    )
    assert len(host.library.ids) == 0
    dialog = open_dialog(host, qtbot)
    assert find(dialog, "All picks of the shoot, also those that filters hide (2)").isChecked()
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.keyClick(dialog.where, Qt.Key.Key_Return)
    host.wait_until_idle(qtbot)
    assert {"a.jpg", "d.jpg"} == {each for each in contents(host.place / "out") if each.endswith(".jpg")}
    assert not host.settings.get(EXPORT)["what"], "meant for once"


def test_picks_that_no_filter_hides_are_offered_once(host, qtbot):
    dialog = open_dialog(host, qtbot)
    assert [each.text() for each in dialog.findChildren(QRadioButton) if "picks" in each.text().lower()] == [
        "Picks among what is shown (1)"
    ]


def test_all_that_is_shown_but_nothing_else(host, qtbot):
    host.library.ask(host.library.query.with_range("stars", Range(high=3)))
    dialog = open_dialog(host, qtbot)
    assert find(dialog, "Picks among what is shown (0)").isChecked()
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    assert not dialog.start.isEnabled()  # nothing that was not asked for is one Return away
    assert any("No photograph that is shown is picked, and filters hide a pick" in each for each in words(dialog))
    press(qtbot, find(dialog, "All that is shown (3)"))
    dialog.where.clear()
    press(qtbot, find(dialog, "Keep sub-folders"))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    assert sorted(contents(host.place / "out")) == ["b.jpg", "b.xmp", "below/c.jpg", "below/d.jpg", "below/d.xmp"]


def test_move_is_never_chosen_beforehand(host, qtbot):
    dialog = open_dialog(host, qtbot)
    press(qtbot, find(dialog, "Move"))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    assert contents(host.place / "out")
    dialog = open_dialog(host, qtbot)
    assert find(dialog, "Copy").isChecked()
    assert dialog.where.text() == str(host.place / "out")


def test_a_move_is_taken_back_by_undo_and_no_older_mark(host, qtbot):
    before, photo = hashes(host.shoot), host.id("c.jpg")
    host.library.mark([photo], "5 stars", with_stars(5))
    dialog = open_dialog(host, qtbot)
    for choice in ("All that is shown", "Move"):
        press(qtbot, find(dialog, choice))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    assert host.library.steps.next_undo == "move of 4 photographs"
    host.library.undo()
    host.wait_until_idle(qtbot)
    assert before.items() <= hashes(host.shoot).items()
    assert not (host.place / "out").exists()  # the move made it
    assert host.told[-1] == "4 photographs moved back"
    assert host.library.steps.next_undo == "5 stars"
    assert host.library.columns.stars[host.library.columns.rows([photo])[0]] == 5


def test_what_cannot_go_back_is_said_and_stays_to_be_taken_back(host, qtbot):
    dialog = open_dialog(host, qtbot)
    press(qtbot, find(dialog, "Move"))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    (host.place / "out" / "a.jpg").rename(host.place / "a.jpg")
    host.library.undo()
    reasons = host.wait_for_dialog(qtbot, "Moving back")
    assert "It is not where it was moved to any more." in reasons.as_text()
    assert host.library.steps.next_undo == "move of 1 photograph"


def test_a_folder_in_one_that_was_added_is_said_before(host, qtbot):
    dialog = open_dialog(host, qtbot)
    qtbot.keyClicks(dialog.where, str(host.shoot / "out"))
    assert any("will be shown a second time" in each.text() for each in dialog.findChildren(QLabel) if each.isVisible())
    press(qtbot, find(dialog, "Move"))
    assert not any("a second time" in each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_the_selection_is_linked_and_choices_are_remembered(host, qtbot, selected):
    selected += [host.id("c.jpg"), host.id("b.jpg"), 999]
    dialog = open_dialog(host, qtbot)
    for choice in ("What is selected (2)", "Hard-link", "With sidecars"):
        press(qtbot, find(dialog, choice))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    assert sorted(contents(host.place / "out")) == ["b.jpg", "c.jpg"]
    assert (host.place / "out" / "b.jpg").samefile(host.shoot / "b.jpg")
    dialog = open_dialog(host, qtbot)
    assert not find(dialog, "What is selected").isChecked(), "what is selected now may be something else"
    assert find(dialog, "Hard-link").isChecked()
    assert not dialog.sidecars.isChecked()
    assert dialog.where.text() == str(host.place / "out")


def test_what_was_moved_is_no_longer_shown(host, qtbot):
    dialog = open_dialog(host, qtbot)
    press(qtbot, find(dialog, "Move"))
    assert not dialog.sidecars.isEnabled()
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    qtbot.waitUntil(lambda: len(host.library.ids) == 3)
    assert not (host.shoot / "a.jpg").exists()
    assert host.looked == []


def test_what_was_moved_inside_the_library_stays_shown(host, qtbot):
    host.library.catalog.folders.add_root(host.place)
    photo_id = host.id("a.jpg")
    dialog = open_dialog(host, qtbot)
    press(qtbot, find(dialog, "Move"))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    qtbot.waitUntil(lambda: host.looked == [host.place])
    row = host.library.columns.rows([photo_id])[0]
    assert (host.library.columns.flag[row], host.library.columns.stars[row]) == (PICK, 5)


def test_what_stands_in_the_way_is_said(host, qtbot):
    dialog = open_dialog(host, qtbot)
    qtbot.keyClicks(dialog.where, str(host.shoot / "below"))
    qtbot.mouseClick(dialog.start, LEFT)
    box = host.wait_for_dialog(qtbot, "CLIP-IQA Desktop")
    assert "lies inside" in box.text()
    assert sorted(path.name for path in host.shoot.iterdir()) == ["a.cr2", "a.jpg", "b.jpg", "below"]


@pytest.mark.skipif(os.name == "nt", reason="such a file cannot be there")
def test_other_characters_are_offered_for_those_that_a_card_refuses(host, qtbot, monkeypatch):
    photo_id = host.id("a.jpg")
    (host.shoot / "a.jpg").rename(host.shoot / "a: 1.jpg")
    (host.shoot / "a.cr2").rename(host.shoot / "a: 1.cr2")
    host.library.catalog.connection.execute("UPDATE photos SET name = 'a: 1.jpg' WHERE id = ?", (photo_id,))
    host.library.catalog.connection.execute("UPDATE companions SET name = 'a: 1.cr2' WHERE photo_id = ?", (photo_id,))
    (host.place / "card").mkdir()
    like_a_card(host.place / "card", monkeypatch)
    dialog = open_dialog(host, qtbot)
    qtbot.keyClicks(dialog.where, str(host.place / "card"))
    qtbot.mouseClick(dialog.start, LEFT)
    box = host.wait_for_dialog(qtbot, "Export")
    assert "takes no : in names" in box.text()
    assert contents(host.place / "card") == {}
    qtbot.mouseClick(next(each for each in box.buttons() if "Put _" in each.text()), LEFT)
    qtbot.waitUntil(lambda: sorted(contents(host.place / "card")) == ["a_ 1.cr2", "a_ 1.jpg", "a_ 1.xmp"])
    host.wait_until_idle(qtbot)


def test_failures_are_listed(host, qtbot, monkeypatch):
    def failing(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "put", failing)
    dialog = open_dialog(host, qtbot)
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)
    reasons = host.wait_for_dialog(qtbot, "Export")
    assert isinstance(reasons, ReasonsDialog)
    assert reasons.as_text() == f"{host.shoot}/a.jpg\tIt was not exported: Permission denied."
    assert contents(host.place / "out") == {}


@pytest.fixture
def halted(monkeypatch):
    """An export that waits in its first copy."""
    go_on, put = threading.Event(), files.put

    def waiting(file, target):
        go_on.wait(60)
        put(file, target)

    monkeypatch.setattr(files, "put", waiting)
    yield go_on
    go_on.set()


def start_all(host, qtbot):
    dialog = open_dialog(host, qtbot)
    press(qtbot, find(dialog, "All that is shown"))
    qtbot.keyClicks(dialog.where, str(host.place / "out"))
    qtbot.mouseClick(dialog.start, LEFT)


def progress_dialog(qtbot):
    def shown():
        return [
            each for each in QApplication.topLevelWidgets() if isinstance(each, ProgressDialog) and each.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[0]


def test_it_can_be_cancelled_and_the_window_lives_on_meanwhile(host, qtbot, halted):
    start_all(host, qtbot)
    progress = progress_dialog(qtbot)
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    qtbot.keyClick(host, Qt.Key.Key_Backspace, CTRL)
    assert host.told == ["Not now: Copying 4 photographs is still going on. Wait for it, or cancel it, and ask again"]
    qtbot.keyClick(progress, Qt.Key.Key_Escape)
    assert progress.isVisible()
    halted.set()
    host.wait_until_idle(qtbot)
    assert sorted(contents(host.place / "out")) == ["c.jpg"]
    assert not [each for each in host.dialogs() if isinstance(each, ProgressDialog)]


def test_closing_the_window_ends_it(host, qtbot, halted):
    start_all(host, qtbot)
    progress_dialog(qtbot)
    threading.Timer(0.2, halted.set).start()
    host.switch.close()
    assert sorted(contents(host.place / "out")) == ["c.jpg"]


def test_the_table(host, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(host.place / "table"), "CSV (*.csv)"))
    host.actions_by_name["save_table"].trigger()
    host.wait_until_idle(qtbot)
    rows = table((host.place / "table.csv").read_text())
    assert [Path(row["path"]).name for row in rows] == ["c.jpg", "b.jpg", "a.jpg", "d.jpg"]
    assert host.told == ["Table of 4 photographs saved as table.csv"]


def test_a_table_has_a_name_beforehand_where_the_last_export_went_to(host, qtbot, monkeypatch):
    offered = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *about: (offered.append(about[2]), ("", ""))[1])
    host.settings.set(EXPORT, {"where": str(host.place)})
    host.actions_by_name["save_table"].trigger()
    assert offered == [str(host.place / "shoot.csv")]
    end = threading.Event()
    host.switch.jobs.start("Printing", lambda *_: end.wait(20), lambda _result: None)
    host.actions_by_name["save_table"].trigger()
    end.set()
    assert len(offered) == 1
    assert host.told[-1].startswith("Not now: Printing is still going on.")
    host.wait_until_idle(qtbot)


def test_the_dialog_grows_with_the_names_it_shows(host, qtbot):
    dialog = open_dialog(host, qtbot)
    dialog.rename.switch.setChecked(True)
    dialog.rename.line.setText("a long name " * 12 + "{counter}")
    preview = dialog.rename.preview
    qtbot.waitUntil(lambda: preview.height() >= preview.heightForWidth(preview.width()))


def test_a_table_that_cannot_be_written_is_said(host, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(host.place / "no" / "table.csv"), ""))
    host.actions_by_name["save_table"].trigger()
    box = host.wait_for_dialog(qtbot, "CLIP-IQA Desktop")
    assert isinstance(box, QMessageBox)
    assert "cannot be written" in box.text()


def test_the_folder_is_chosen_with_the_system_s_dialog(host, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(host.place / "chosen"))
    dialog = open_dialog(host, qtbot)
    qtbot.mouseClick(button(dialog, "Choose…"), LEFT)
    assert dialog.options.target == host.place / "chosen"


def test_names_by_a_template_are_shown_before_and_remembered(host, qtbot):
    dialog = open_dialog(host, qtbot)
    dialog.where.setText(str(host.place / "renamed"))
    assert dialog.rename.preview.text() == "All keep their names."
    dialog.rename.switch.click()
    dialog.rename.line.setText("{counter} {nothing}")
    assert "there is no {nothing}" in dialog.rename.preview.text()
    assert not dialog.start.isEnabled()
    dialog.rename.line.setText("best of ")
    dialog.rename._insert.menu().actions()[-1].trigger()
    qtbot.waitUntil(lambda: dialog.rename.preview.text() == "best of 0001.jpg")
    qtbot.mouseClick(dialog.start, LEFT)
    host.wait_until_idle(qtbot)
    assert sorted(contents(host.place / "renamed")) == ["best of 0001.cr2", "best of 0001.jpg", "best of 0001.xmp"]
    again = open_dialog(host, qtbot)
    assert (again.rename.switch.isChecked(), again.rename.line.text()) == (True, "best of {counter}")


def test_what_is_written_while_the_dialog_is_open_is_counted(host, qtbot):
    dialog = open_dialog(host, qtbot)
    qtbot.waitUntil(lambda: "1 photograph · 3 files · 32 bytes" in words(dialog))
    (host.shoot / "a.xmp").write_text("x" * 968)
    host.switch.files_changed.emit()
    qtbot.waitUntil(lambda: "1 photograph · 3 files · 1 kB" in words(dialog))


def test_it_is_said_beforehand_that_copies_hold_their_marks_inside_and_links_do_not(host, qtbot):
    dialog = open_dialog(host, qtbot)
    assert "marks inside the copies" in dialog.sidecars.text()
    press(qtbot, find(dialog, "Hard-link"))
    assert "inside" not in dialog.sidecars.text()
    dialog.reject()
