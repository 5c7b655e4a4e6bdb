"""Menus: too long for the screen, and found in by letters."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.widgets.menu import Menu

TITLES = ("Name", "Sharpness", "Stars", "Scary", "Black && white", "Aperture")


@pytest.fixture
def menu(qtbot):
    menu = Menu()
    qtbot.addWidget(menu)
    for title in TITLES:
        menu.addAction(title)
    menu.addSeparator()
    menu.under("Then by").addAction("Size")
    return menu


@pytest.fixture
def soon():
    """However busy the machine is, one letter comes soon after the other."""
    before = QApplication.keyboardInputInterval()
    QApplication.setKeyboardInputInterval(1_000_000)
    yield
    QApplication.setKeyboardInputInterval(before)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("s", "Sharpness"),
        ("ss", "Stars"),
        ("ssss", "Sharpness"),
        ("sc", "Scary"),
        ("STA", "Stars"),
        ("black", "Black && white"),
        ("then", "Then by"),
        ("ax", "Aperture"),
    ],
)
def test_letters_go_to_the_entry_that_begins_with_them(menu, soon, qtbot, typed, found):
    menu.popup(QPoint(0, 0))
    qtbot.keyClicks(menu, typed)
    assert menu.activeAction().text() == found


def test_a_letter_after_a_pause_begins_anew(menu, qtbot):
    before = QApplication.keyboardInputInterval()
    QApplication.setKeyboardInputInterval(0)
    menu.popup(QPoint(0, 0))
    qtbot.keyClicks(menu, "sa")
    QApplication.setKeyboardInputInterval(before)
    assert menu.activeAction().text() == "Aperture"


def test_what_cannot_be_chosen_is_not_found_and_return_takes_what_is(menu, qtbot):
    taken = []
    menu.triggered.connect(lambda action: taken.append(action.text()))
    menu.actions()[1].setEnabled(False)
    menu.popup(QPoint(0, 0))
    qtbot.keyClicks(menu, "s")
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert taken == ["Stars"]
    assert not menu.isVisible()


def test_a_menu_that_is_higher_than_the_screen_scrolls_in_one_column(qapp, qtbot, soon):
    style.apply(qapp)
    menu = Menu()
    qtbot.addWidget(menu)
    actions = [menu.addAction(f"{number}") for number in range(200)]
    menu.popup(QPoint(0, 0))
    assert menu.height() <= menu.screen().availableSize().height()
    assert len({menu.actionGeometry(action).x() for action in actions}) == 1
    qtbot.keyClicks(menu, "199")
    assert menu.rect().contains(menu.actionGeometry(actions[-1]).center())
    qapp.setStyleSheet("")
