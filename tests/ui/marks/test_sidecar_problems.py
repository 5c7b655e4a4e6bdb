"""What stood in the way of sidecars; conflicts that are settled."""

from contextlib import closing

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.driving import CTRL, LEFT, Qt, button, save_jpegs, wait_until_indexed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.catalog.marks.merging import Clash
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.marks.sidecar_problems import SidecarProblems


@pytest.fixture
def opened(qtbot):
    """Opens the dialog as the menu does, and keeps it to be looked at."""
    dialogs = []

    def open_it(window):
        def keep():
            dialogs.append(QApplication.activeModalWidget())
            dialogs[-1].done(0)

        QTimer.singleShot(50, keep)
        window.actions_by_name["sidecar_problems"].trigger()
        dialogs[-1].show()
        return dialogs[-1]

    yield open_it
    for dialog in dialogs:
        dialog.close()


@pytest.fixture
def clashing(filler, places, open_window):
    """p0's stars and flag, and p1's label, were changed by another program too."""
    first, second, _ = filler.shoot(3)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.marks.store({first: Mark(4), second: Mark(0, 0, "red")})
        with catalog.transaction():
            catalog.conflicts.add(first, [Clash("stars", 4, 2, True), Clash("flag", -1, 0, False)])
            catalog.conflicts.add(second, [Clash("label", 1, 3, True)])
    return open_window()


def reasons(dialog):
    return {dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())}


def select(dialog, words):
    (row,) = [row for row in range(dialog.table.rowCount()) if words in dialog.table.item(row, 1).text()]
    dialog.table.selectRow(row)


def mark(window, place):
    ids = sorted(window.library.columns.ids.tolist())
    return window.library.catalog.marks.of(ids)[ids[place]]


def test_conflicts_say_what_was_kept(clashing, opened):
    dialog = opened(clashing)
    assert isinstance(dialog, SidecarProblems)
    assert reasons(dialog) == {
        "Stars: 4 was newer and is kept, not 2.",
        "Flag: none was newer and is kept, not rejected.",
        "Label: red was newer and is kept, not green.",
    }
    assert "3 changed here and by another program" in dialog._words.text()


def test_the_other_value_can_be_taken_and_taken_back(clashing, opened, qtbot):
    window, dialog = clashing, opened(clashing)
    assert not dialog.other.isEnabled()
    select(dialog, "Stars")
    qtbot.mouseClick(button(dialog, "Use the other value"), LEFT)
    assert mark(window, 0) == Mark(2)
    assert len(reasons(dialog)) == 2
    select(dialog, "Label")
    qtbot.mouseClick(button(dialog, "Use the other value"), LEFT)
    assert mark(window, 1) == Mark(0, 0, "green")
    window.library.undo()
    assert mark(window, 1) == Mark(0, 0, "red")
    window.library.undo()
    assert mark(window, 0) == Mark(4)


def test_conflicts_are_dismissed_one_by_one_or_all(clashing, opened, qtbot):
    window, dialog = clashing, opened(clashing)
    select(dialog, "Flag")
    qtbot.mouseClick(button(dialog, "Mark as seen"), LEFT)
    assert len(reasons(dialog)) == 2
    qtbot.mouseClick(button(dialog, "Mark all as seen"), LEFT)
    assert reasons(dialog) == set()
    assert window.library.catalog.conflicts.all() == []
    assert (mark(window, 0), mark(window, 1)) == (Mark(4), Mark(0, 0, "red"))
    assert not dialog.all_seen.isEnabled()
    assert "No problems" in dialog._words.text()


def test_what_does_not_show_is_not_settled(clashing, opened, qtbot):
    dialog = opened(clashing)
    dialog.table.selectAll()
    dialog._search.setText("stars:")
    qtbot.mouseClick(button(dialog, "Mark as seen"), LEFT)
    assert len(clashing.library.catalog.conflicts.all()) == 2


def test_raws_that_share_a_sidecar_are_listed_with_what_to_do(open_window, opened, tmp_path, qtbot):
    folder = save_jpegs(tmp_path / "photos", "a.jpg")
    for name in ("b.cr2", "b.dng"):
        (folder / name).write_bytes(b"raw")
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    window.grid.setFocus()
    window.grid.selectAll()
    qtbot.keyClick(window.grid, Qt.Key.Key_4)
    told = []
    window.sidecars.said.connect(told.append)
    qtbot.keyClick(window.grid, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "2 with a problem" in told[-1], timeout=20_000)
    (sentence,) = reasons(opened(window))
    assert "b.cr2 and b.dng" in sentence
    assert "name sidecars after the whole file name in the settings" in sentence
    SidecarSettings(full_name=True).to_settings(window.settings)
    assert reasons(opened(window)) == set()
