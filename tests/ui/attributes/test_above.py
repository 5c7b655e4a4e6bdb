"""What stands over the list of attributes, where the window is too low for it."""

import pytest
from PySide6.QtWidgets import QLabel

from clipiqa_desktop.ui.attributes.above import Above
from clipiqa_desktop.ui.widgets.column import column
from clipiqa_desktop.ui.widgets.plain import PlainLabel

WORDS = "Eyes are known of 127 of 128. 66 of about 78: one of each stack, none where all are rejected. " * 6


@pytest.fixture
def above(qtbot):
    above = Above()
    above.add(column(*(PlainLabel(WORDS, wordWrap=True) for _ in range(3))))
    panel = column(above, QLabel("the list"))
    panel.above = above
    qtbot.addWidget(panel)
    panel.show()
    return panel


def heights(panel):
    labels = panel.above.findChildren(PlainLabel)
    return [(label.height(), label.heightForWidth(label.width())) for label in labels]


@pytest.mark.parametrize(("width", "height"), [(280, 1200), (280, 300), (500, 300)])
def test_no_words_are_cut_off(above, qtbot, width, height):
    above.resize(width, height)
    qtbot.waitUntil(lambda: above.above.verticalScrollBar().isVisible() == (height == 300))
    assert all(has >= needs for has, needs in heights(above))


def test_the_scroll_bar_goes_when_there_is_room_again(above, qtbot):
    above.resize(280, 300)
    qtbot.waitUntil(above.above.verticalScrollBar().isVisible)
    above.resize(280, 1200)
    qtbot.waitUntil(lambda: not above.above.verticalScrollBar().isVisible())


def test_it_is_as_high_as_what_it_holds(above, qtbot):
    above.resize(280, 1200)
    content = above.above.widget()
    qtbot.waitUntil(lambda: above.above.height() == content.height())
    for label in above.above.findChildren(PlainLabel):
        label.hide()
    qtbot.waitUntil(lambda: above.above.height() < 30)
