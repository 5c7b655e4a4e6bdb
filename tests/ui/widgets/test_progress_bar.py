import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clipiqa_desktop.ui.widgets.progress_bar import ProgressBar


class Paints(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    QVBoxLayout(window).addWidget(QWidget(), 1)
    qtbot.addWidget(window)
    window.resize(300, 200)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def bar(window: QWidget) -> ProgressBar:
    bar = ProgressBar()
    layout = window.layout()
    assert layout
    layout.addWidget(bar)
    return bar


def test_a_value_does_not_have_the_window_painted_at_once(window: QWidget, bar: ProgressBar, qtbot: QtBot) -> None:
    paints = Paints()
    window.installEventFilter(paints)
    window.update()
    qtbot.waitUntil(lambda: paints.count > 0)
    before = paints.count
    for done in range(100):
        window.update()
        bar.show_steps(done, 100)
    assert paints.count == before
    assert (bar.value(), bar.maximum()) == (99, 100)
    qtbot.waitUntil(lambda: paints.count > before)


def test_the_bar_shows_its_value(bar: ProgressBar) -> None:
    bar.show_steps(1, 100)
    little = bar.grab().toImage()
    bar.show_steps(90, 100)
    assert bar.grab().toImage() != little
