"""What could not be read, with its reasons."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from ui.driving import LEFT, button, save_jpegs, wait_until_indexed

from clipiqa_desktop.ui.widgets.problems import ProblemsDialog


@pytest.fixture
def dialog(filler, open_window, qtbot):
    ids = filler.found(["cut.jpg", "bomb.gif", "empty.png", "good.jpg"])
    for id_, reason in zip(ids, ("The file ends too early.", "It would unfold.", "The file is empty."), strict=False):
        filler.fail(id_, reason)
    window = open_window()
    opened = []

    def keep():
        opened.append(QApplication.activeModalWidget())
        opened[0].done(0)

    QTimer.singleShot(50, keep)
    qtbot.mouseClick(button(window.bottom, "3 could not be read"), LEFT)
    opened[0].show()
    yield opened[0]
    opened[0].close()


def shown(dialog):
    rows = [row for row in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(row)]
    return [(dialog.table.item(row, 0).text(), dialog.table.item(row, 1).text()) for row in rows]


def test_every_file_has_its_reason(dialog):
    assert isinstance(dialog, ProblemsDialog)
    assert shown(dialog) == [
        ("bomb.gif", "It would unfold."),
        ("cut.jpg", "The file ends too early."),
        ("empty.png", "The file is empty."),
    ]


def test_what_is_left_out_is_not_called_unreadable(dialog):
    assert dialog._words.text() == "3 files are left out, each for the reason beside it. None of them was changed."
    assert "0" not in ProblemsDialog([])._words.text()


def test_words_narrow_the_list_by_file_and_by_reason(dialog, qtbot):
    qtbot.keyClicks(dialog._search, "THE FILE")
    assert [file for file, _ in shown(dialog)] == ["cut.jpg", "empty.png"]
    dialog._search.setText("bomb")
    assert [file for file, _ in shown(dialog)] == ["bomb.gif"]
    dialog._search.clear()
    assert len(shown(dialog)) == 3


def test_return_in_the_field_presses_nothing(dialog, qtbot):
    QApplication.clipboard().setText("mine")
    qtbot.keyClick(dialog._search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert QApplication.clipboard().text() == "mine"


def test_what_is_shown_can_be_copied(dialog, qtbot):
    dialog._search.setText("the file")
    qtbot.mouseClick(button(dialog, "Copy as text"), LEFT)
    lines = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[1] for line in lines] == ["The file ends too early.", "The file is empty."]
    assert lines[0].startswith("/no/such/place/shoot/cut.jpg\t")


def test_escape_closes_it(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_damaged_file_is_counted_and_the_others_come(open_window, tmp_path, qtbot):
    folder = save_jpegs(tmp_path / "photos", "a.jpg", "b.jpg")
    (folder / "damaged.jpg").write_bytes((folder / "a.jpg").read_bytes()[:200])
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    assert button(window.bottom, "1 could not be read")
    assert int(window.library.columns.unreadable.sum()) == 1
