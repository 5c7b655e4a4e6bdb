"""The bar above the photographs, in windows of many widths."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from ui.driving import count_label, row

WIDTHS = (720, 800, 900, 1024, 1280, 1440, 1920)


@pytest.fixture
def half_scored(filler, open_window):
    """Six photographs in two orders, of which more scores come."""
    ids = filler.found([f"p{number}.jpg" for number in range(6)])
    filler.read(ids)
    filler.score(ids[:3], quality=[0.3, 0.2, 0.1])
    window = open_window()
    row(window, "Quality").button.click()
    window.library.ask(window.library.query.sorted_by("sharpness", second=True, descending=True))
    window.ids = ids
    return window


def offer(filler, window):
    filler.score(window.ids[3:], quality=[0.4, 0.5, 0.6])
    window.library.refresh(tuple(window.ids[3:]))


def widen(qtbot, window, width):
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.top.width() == width)
    for _ in range(3):  # what is left out, then the layout
        QApplication.processEvents()


def seen(window):
    return [each for each in window.top.findChildren(QPushButton) + window.top.findChildren(QLabel) if each.isVisible()]


def cut_off(window):
    return [each.text() for each in seen(window) if each.width() < each.sizeHint().width()]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("offered", [False, True])
def test_no_button_is_squeezed_and_no_word_cut_off(half_scored, filler, qtbot, width, offered):
    if offered:
        offer(filler, half_scored)
    widen(qtbot, half_scored, width)
    assert cut_off(half_scored) == []
    modes = [each.text() for each in half_scored.top.modes.findChildren(QPushButton) if each.isVisible()]
    assert modes == ["Grid", "Loupe", "Compare", "Survey"]


@pytest.mark.parametrize("width", WIDTHS)
def test_what_stands_in_the_bar_stays_when_new_results_are_offered(half_scored, filler, qtbot, width):
    widen(qtbot, half_scored, width)
    before = seen(half_scored), half_scored.top.slider.isVisible()
    offer(filler, half_scored)
    qtbot.wait(1)
    more = set(seen(half_scored)) - set(before[0])
    assert len(more) == 1
    assert set(seen(half_scored)) >= set(before[0])
    assert half_scored.top.slider.isVisible() == before[1]


def test_the_offer_says_less_in_a_narrow_window_and_all_to_a_screen_reader(half_scored, filler, qtbot):
    offer(filler, half_scored)
    widen(qtbot, half_scored, 1440)
    (button,) = (each for each in seen(half_scored) if each.text() == "New results: sort again")
    widen(qtbot, half_scored, 800)
    assert button.text() == "Sort again"
    assert button.accessibleName() == "New results: sort again"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not half_scored.library.stale
    assert not button.isVisible()


def test_the_number_says_less_before_it_is_cut_off(window, qtbot):
    window.grid.selectAll()
    assert count_label(window) == "12 selected of 12"
    widen(qtbot, window, 720)
    assert count_label(window) == "12 selected"
    assert cut_off(window) == []
    widen(qtbot, window, 1280)
    assert count_label(window) == "12 selected of 12"
