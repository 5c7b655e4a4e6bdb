"""A bar says all of it, whatever its width."""

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from clipiqa_desktop.ui.widgets.bar import Bar
from clipiqa_desktop.ui.widgets.column import column

LONG = "<b>No scores yet: the weights are missing.</b> Everything else works without them. 256 MB from OpenAI, once."


class Pressed(QObject):
    now = Signal()


@pytest.fixture
def bar(qtbot):
    made = Bar()
    made.receiver = Pressed()
    made.buttons = [made.add_button(words, made.receiver.now) for words in ("Download", "Choose file…")]
    made._text.show_text(LONG)
    made.window_around = column(made, QStackedWidget())
    qtbot.addWidget(made.window_around)
    made.show()
    return made


def show(bar, width):
    """In a window of this width, as long as it takes until Qt has laid it out."""
    bar.window_around.resize(width, 300)
    bar.window_around.show()
    for _ in range(4):  # words, buttons and the height follow from one another
        QApplication.processEvents()


def place(bar, button):
    return QRect(button.mapTo(bar, QPoint()), button.size())


@pytest.mark.parametrize("width", [320, 480, 700, 1400])
def test_nothing_is_cut_off_or_lies_over_something_else(bar, width):
    show(bar, width)
    assert bar._text.text() == LONG
    for button in bar.buttons:
        assert bar.rect().contains(place(bar, button))
        assert not place(bar, button).intersects(bar._text.geometry())
        assert button.width() >= button.sizeHint().width()


def test_buttons_stand_beside_the_words_where_there_is_room_and_come_back_there(bar):
    below = []
    for width in (1400, 400, 1400):
        show(bar, width)
        below.append(place(bar, bar.buttons[0]).top() > bar._text.geometry().bottom())
    assert below == [False, True, False]


def test_few_words_leave_them_beside(bar):
    bar._text.show_text("Short.")
    show(bar, 400)
    assert place(bar, bar.buttons[0]).left() > bar._text.geometry().right()
