"""Every dialog that the menu leads to: found in the registry of actions, so that a new one is looked at by itself."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from ui.driving import save_jpegs, when_open
from ui.spoken import named_alike, unnamed

from clipiqa_desktop.culling.marking import with_flag
from clipiqa_desktop.mark_words import REJECT
from clipiqa_desktop.ui.main_window import MainWindow
from clipiqa_desktop.ui.widgets.paged_dialog import PagedDialog

WITHOUT_DOTS = ("show_keys", "show_about")  # nothing is asked there
ELSEWHERE = {"suggest_cut", "trash_rejects"}  # a panel; a question that comes after work beside the window
QTS_OWN = QFileDialog
FRAME = 120  # logical pixels of a title bar for its icon and buttons


@pytest.fixture
def window(filler, open_window, tmp_path) -> MainWindow:
    """Something to mark, to export and to throw away, and something that could not be read."""
    folder = save_jpegs(tmp_path / "photos", *(f"p{number}.jpg" for number in range(6)), "broken.jpg")
    ids = filler.shoot(6, folder)
    filler.fail(filler.found(["broken.jpg"], folder)[0], "It is damaged.")
    window = open_window()
    window.library.mark(ids[:1], "Reject", with_flag(REJECT))
    window.library.ask(replace(window.library.query, name="p"))
    return window


def opening(window: MainWindow) -> list[str]:
    """The actions that lead to a dialog or a menu: three dots say it."""
    dotted = [each.name for each in window.actions_by_name.entries if each.text.endswith("…")]
    return [each for each in (*dotted, *WITHOUT_DOTS) if each not in ELSEWHERE]


def pages(dialog: QWidget) -> Iterator[str]:
    """Shows each page, and says which."""
    if not isinstance(dialog, PagedDialog):
        yield ""
        return
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        yield dialog.list.item(row).text()


def found() -> QWidget | None:
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()


def open_one(window, qtbot, name: str, look) -> None:
    """Opens what the action of this name leads to, does `look` with it, and closes it."""
    seen = []
    window.left.name.setFocus()
    when_open(found, lambda dialog: [seen.append(dialog), look(dialog)], 20_000)
    window.actions_by_name[name].trigger()
    qtbot.waitUntil(lambda: bool(seen) and found() is None, timeout=20_000)
    QApplication.processEvents()


def test_after_each_the_keyboard_is_with_the_photographs(window, qtbot):
    away = []
    for name in opening(window):
        open_one(window, qtbot, name, lambda _dialog: None)
        if window.focusWidget() is not window.grid:
            away.append(name)
    assert away == []


def test_in_each_whatever_can_be_used_has_a_name_of_its_own(window, qtbot):
    wrong, names = [], opening(window)

    def look(dialog):
        for page in () if isinstance(dialog, QTS_OWN) else pages(dialog):
            QApplication.processEvents()
            title = f"{dialog.windowTitle()} {page}"
            wrong.extend(f"{title}: {each}" for each in (*unnamed(dialog), *named_alike(dialog)))

    for name in names:
        open_one(window, qtbot, name, look)
    assert {"settings", "export", "contact_sheet", "camera_clocks", "own_attribute", "learn_taste"} <= set(names)
    assert not wrong, "\n".join(wrong)


def test_the_title_of_each_is_whole(window, qtbot):
    cut, names = [], opening(window)

    def look(dialog):
        QApplication.processEvents()
        needed = dialog.fontMetrics().horizontalAdvance(dialog.windowTitle()) + FRAME
        if isinstance(dialog, QDialog) and not isinstance(dialog, QTS_OWN) and dialog.width() < needed:
            cut.append((dialog.windowTitle(), dialog.width()))

    for name in names:
        open_one(window, qtbot, name, look)
    assert cut == []
