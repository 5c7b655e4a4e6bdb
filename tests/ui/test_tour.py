"""The tour: offered once, beside the work and never in its way."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from ui.driving import LEFT, current, names, row, save_jpegs, wait_until_indexed

from clipiqa_desktop.settings import TOUR, Settings
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.tour.tour import Tour

Key = Qt.Key


def tour_of(window):
    """The tour of a window; its offer follows the next time that the window is shown or laid out."""
    if not window.findChild(Tour):
        settings, actions = window.settings, window.actions_by_name
        Tour(window.library, window.viewing, window.right, window.top.menu_button, settings, actions, window)
    window.resize(window.width() + 1, window.height())
    return window.findChild(Tour)


@pytest.fixture
def tour(window):
    window.grid.setFocus()
    return tour_of(window)


@pytest.fixture
def started(tour, qtbot):
    qtbot.mouseClick(tour.accept, LEFT)
    return tour


def title(tour):
    return tour.card._title.text() if tour.card.isVisible() else ""


def test_it_is_offered_once_there_are_photographs(open_window, tmp_path, places, qtbot):
    window = open_window()
    tour = tour_of(window)
    assert not tour.offer.isVisible()
    window.folders.add([save_jpegs(tmp_path / "photos", "a.jpg")])
    wait_until_indexed(qtbot, window)
    qtbot.waitUntil(tour.offer.isVisible)
    window.close()
    again = open_window()
    assert not tour_of(again).offer.isVisible()
    assert Settings(places.settings).get(TOUR)


def test_no_thanks_is_remembered(tour, window, qtbot):
    assert tour.offer.isVisible()
    qtbot.mouseClick(tour.decline, LEFT)
    assert not tour.offer.isVisible()
    window.resize(1000, 700)
    assert not tour.offer.isVisible()


@pytest.mark.parametrize("has_keyboard", ["grid", "left", "button"])
def test_escape_is_no_thanks(tour, window, qtbot, has_keyboard):
    widget = {"grid": window.grid, "left": window.left.filters.tree, "button": tour.accept}[has_keyboard]
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(widget, Key.Key_Escape)
    assert not tour.offer.isVisible()
    window.resize(1000, 700)
    assert not tour.offer.isVisible()


@pytest.mark.parametrize(("answer", "is_on"), [("decline", False), ("accept", True)])
def test_return_presses_the_button_that_has_the_keyboard(tour, qtbot, answer, is_on):
    getattr(tour, answer).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(getattr(tour, answer), Key.Key_Return)
    assert not tour.offer.isVisible()
    assert bool(title(tour)) == is_on


def test_return_on_skip_skips(started, qtbot):
    started.skip.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(started.skip, Key.Key_Return)
    assert not title(started)


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_the_offer_lies_in_a_corner_of_the_grid_and_on_no_button(tour, window, qtbot, size):
    window.resize(*size)
    grid = QRect(window.grid.mapTo(window, QPoint(0, 0)), window.grid.size())
    qtbot.waitUntil(lambda: grid.contains(tour.offer.geometry()))


def test_the_offer_makes_way_for_other_views_and_for_a_cut(tour, window):
    assert tour.offer.isVisible()
    window.viewing.show_mode("loupe")
    assert not tour.offer.isVisible()
    window.viewing.show_mode("grid")
    assert tour.offer.isVisible()
    window.cut.open_panel()
    assert not tour.offer.isVisible()
    window.cut.close_panel()
    assert tour.offer.isVisible()


def test_the_keyboard_stays_with_the_photographs(started, window, qtbot):
    assert window.grid.hasFocus()
    for _ in range(3):
        assert started.card.isVisible()
        qtbot.keyClick(window.grid, Key.Key_Right)
        qtbot.mouseClick(started.next, LEFT)
        assert window.grid.hasFocus()
    assert current(window) == "p3.jpg"


def test_three_steps_to_the_end(started, qtbot):
    seen = []
    while title(started):
        seen.append((title(started), started.next.text(), started.skip.isVisible()))
        qtbot.mouseClick(started.next, LEFT)
    assert seen == [
        ("Sort and filter by what counts", "Next", True),
        ("Look large, decide by keys", "Next", True),
        ("Get the result out", "Done", False),
    ]


def test_doing_what_it_shows_goes_on(started, window, qtbot):
    qtbot.mouseClick(row(window, "Sharpness").button, LEFT)
    assert title(started) == "Look large, decide by keys"
    assert names(window)[0] == "p0.jpg"
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Key.Key_Space)
    assert window.viewing.mode == "loupe"
    qtbot.keyClick(window.viewing.loupe, Key.Key_4)
    assert title(started) == "Get the result out"
    assert window.library.catalog.marks.of([window.library.current_id])[window.library.current_id].stars == 4


def test_escape_brings_back_the_grid_first_and_then_ends_it(started, window, qtbot):
    qtbot.mouseClick(started.next, LEFT)
    qtbot.keyClick(window.grid, Key.Key_Space)
    qtbot.keyClick(window.viewing.loupe, Key.Key_Escape)
    assert window.viewing.mode == "grid"
    assert title(started)
    qtbot.keyClick(window.grid, Key.Key_Escape)
    assert not title(started)
    assert window.grid.hasFocus()


def test_escape_ends_the_tour_and_not_the_full_screen(started, window, qtbot):
    window.actions_by_name["toggle_full_screen"].trigger()
    qtbot.keyClick(window.grid, Key.Key_Escape)
    assert not title(started)
    assert window.isFullScreen()
    qtbot.keyClick(window.grid, Key.Key_Escape)
    assert not window.isFullScreen()


def test_the_help_menu_has_it(window, tour, qtbot):
    qtbot.mouseClick(tour.decline, LEFT)
    window.actions_by_name["loupe"].trigger()
    window.actions_by_name["tour"].trigger()
    assert title(tour) == "Sort and filter by what counts"
    assert window.viewing.mode == "grid"


def test_by_keyboard_alone_and_back_to_the_photographs(started, window, qtbot):
    started.next.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        qtbot.keyClick(started.next, Key.Key_Space)
    assert not title(started)
    assert window.grid.hasFocus()
    assert window.viewing.mode == "grid"


def test_it_says_what_it_says_to_screen_readers(started):
    assert started.card.accessibleName() == "Sort and filter by what counts"
    assert "Sharpness" in started.card.accessibleDescription()


def test_it_lies_beside_what_it_points_at(started, window, qtbot):
    def right_edge():
        return started.card.geometry().right()

    panel = window.right.mapTo(window, QPoint(0, 0)).x()
    assert abs(right_edge() - panel) < 3
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: abs(right_edge() - window.right.mapTo(window, QPoint(0, 0)).x()) < 3)
    window.actions_by_name["toggle_right"].trigger()
    qtbot.waitUntil(lambda: started.card._tip is None)
    assert window.rect().contains(started.card.geometry())


def test_the_keys_it_names_are_those_of_now(tour, window, qtbot):
    window.actions_by_name.rebind({"pick": ("K",)})
    qtbot.mouseClick(tour.accept, LEFT)
    qtbot.mouseClick(tour.next, LEFT)
    assert "K picks" in tour.card._text.text()
    assert "<" not in tour.card._text.text()


@pytest.mark.parametrize("theme", [style.DARK, style.LIGHT], ids=lambda theme: theme.name)
def test_it_is_painted_in_the_colours_of_the_theme(started, window, theme):
    window.view.show_theme(theme)
    image = started.card.grab().toImage()
    assert image.pixelColor(image.width() // 2, 16).name() == theme.bar


def test_enter_goes_on_instead_of_opening_the_loupe(started, window, qtbot):
    before = title(started)
    qtbot.keyClick(window.grid, Key.Key_Return)
    assert title(started) != before
    assert window.viewing.mode == "grid"


def test_where_there_are_no_scores_it_names_a_row_that_is_there(filler, open_window, qtbot):
    filler.read(filler.found(["a.jpg", "b.jpg"]))
    unscored = tour_of(open_window())
    qtbot.mouseClick(unscored.accept, LEFT)
    assert "say Focus: the sharpest come first, once that is measured." in unscored.card._text.text()


def test_where_there_are_scores_it_names_sharpness(started):
    assert "say Sharpness: the sharpest come first." in started.card._text.text()


def test_a_second_click_where_the_button_was_does_nothing(started, window, qtbot):
    before = current(window)
    for _ in range(3):
        place = started.next.mapTo(window, started.next.rect().center())
        qtbot.mouseClick(started.next, LEFT)
        below = window.childAt(place)
        if below is not started.next:
            qtbot.mouseClick(below, LEFT, pos=below.mapFrom(window, place))
        assert current(window) == before
    QApplication.sendEvent(started.shield, QEvent(QEvent.Type.Leave))
    assert not started.shield.isVisible()


def test_a_click_that_was_thought_better_of_keeps_nothing_from_the_window(started, qtbot):
    QApplication.sendEvent(started.shield, QEvent(QEvent.Type.Leave))
    qtbot.mousePress(started.next, LEFT)
    qtbot.mouseRelease(started.next, LEFT, pos=started.next.rect().bottomRight() + QPoint(40, 40))
    assert not started.shield.isVisible()
    qtbot.mouseClick(started.next, Qt.MouseButton.RightButton)
    assert not started.shield.isVisible()


def test_it_points_at_the_row_that_it_names(started, window, qtbot):
    button = row(window, "Sharpness").button
    wanted = button.mapTo(window, button.rect().center()).y()
    qtbot.waitUntil(lambda: abs(started.card.y() + started.card._tip.y() - wanted) < 3)
