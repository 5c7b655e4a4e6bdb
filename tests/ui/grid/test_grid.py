"""The grid under real keys and a real mouse."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from ui.driving import CTRL, LEFT, SHIFT, click_cell, current, names, row

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.ui.grid.grid import LARGEST, SMALLEST

Key = Qt.Key


@pytest.fixture
def many(filler, open_window, qtbot):
    """Sixty photographs, more than a screenful, with the keyboard in the grid."""
    filler.shoot(60)
    window = open_window()
    window.grid.setFocus()
    qtbot.waitUntil(lambda: window.grid.visualRect(window.grid.photos.index(59)).isValid())
    return window


def columns(window):
    first = window.grid.visualRect(window.grid.photos.index(0)).top()
    return sum(window.grid.visualRect(window.grid.photos.index(each)).top() == first for each in range(20))


def turn_wheel(window, by, modifier=CTRL):
    view = window.grid.viewport()
    place = QPointF(view.rect().center())
    where = QPointF(view.mapToGlobal(place.toPoint()))
    event = QWheelEvent(
        place, where, QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ([Key.Key_Right], lambda _columns: 1),
        ([Key.Key_Right, Key.Key_Right, Key.Key_Left], lambda _columns: 1),
        ([Key.Key_Down], lambda columns: columns),
        ([Key.Key_Down, Key.Key_Up], lambda _columns: 0),
        ([Key.Key_End], lambda _columns: 59),
        ([Key.Key_End, Key.Key_Home], lambda _columns: 0),
        ([Key.Key_Left], lambda _columns: 0),
    ],
)
def test_keys_move_from_photograph_to_photograph(many, qtbot, keys, place):
    for key in keys:
        qtbot.keyClick(many.grid, key)
    assert current(many) == f"p{place(columns(many))}.jpg"


def test_right_goes_on_to_the_next_row(many, qtbot):
    for _ in range(columns(many)):
        qtbot.keyClick(many.grid, Key.Key_Right)
    assert current(many) == f"p{columns(many)}.jpg"


def test_page_down_moves_on_by_a_screenful_and_keeps_the_current_one_in_sight(many, qtbot):
    qtbot.keyClick(many.grid, Key.Key_PageDown)
    at = many.grid.currentIndex().row()
    assert columns(many) * 2 <= at < 60
    assert at in many.grid.visible_rows()
    qtbot.keyClick(many.grid, Key.Key_PageUp)
    assert many.grid.currentIndex().row() < at


def test_the_current_photograph_is_scrolled_into_sight(many, qtbot):
    qtbot.keyClick(many.grid, Key.Key_End)
    assert many.grid.viewport().rect().contains(many.grid.visualRect(many.grid.currentIndex()).center())


def test_a_click_and_shift_with_arrows_select_several(many, qtbot):
    click_cell(qtbot, many, "p3.jpg")
    qtbot.keyClick(many.grid, Key.Key_Right, SHIFT)
    qtbot.keyClick(many.grid, Key.Key_Right, SHIFT)
    assert sorted(index.row() for index in many.grid.selectedIndexes()) == [3, 4, 5]
    assert current(many) == "p5.jpg"
    qtbot.keyClick(many.grid, Key.Key_Right)
    assert [index.row() for index in many.grid.selectedIndexes()] == [6]


def selected(window):
    return sorted(names(window)[index.row()] for index in window.grid.selectedIndexes())


def test_what_is_selected_stays_so_in_another_order_and_through_undo(many, qtbot):
    click_cell(qtbot, many, "p3.jpg")
    for _ in range(2):
        qtbot.keyClick(many.grid, Key.Key_Right, SHIFT)
    many.library.ask(many.library.query.sorted_by("name"))
    assert selected(many) == ["p3.jpg", "p4.jpg", "p5.jpg"]
    qtbot.keyClick(many.grid, Key.Key_P)
    qtbot.keyClick(many.grid, Key.Key_Z, CTRL)
    assert selected(many) == ["p3.jpg", "p4.jpg", "p5.jpg"]
    assert current(many) == "p5.jpg"
    many.library.ask(many.library.query.sorted_by("name"))
    click_cell(qtbot, many, "p1.jpg")
    assert selected(many) == ["p1.jpg"]


@pytest.mark.parametrize("typed", ["p", "i", "5", " "])
def test_typing_starts_no_search(many, qtbot, typed):
    click_cell(qtbot, many, "p9.jpg")
    qtbot.keyClicks(many.grid, typed)
    assert current(many) == "p9.jpg"


def test_a_double_click_changes_nothing(many, qtbot):
    click_cell(qtbot, many, "p2.jpg")
    centre = many.grid.visualRect(many.grid.currentIndex()).center()
    qtbot.mouseDClick(many.grid.viewport(), LEFT, pos=centre)
    qtbot.mouseRelease(many.grid.viewport(), LEFT, pos=centre)
    assert (current(many), len(names(many))) == ("p2.jpg", 60)
    assert many.grid.state() == many.grid.State.NoState


def test_a_click_beside_the_photographs_leaves_one_current(window, qtbot):
    click_cell(qtbot, window, "p4.jpg")
    view = window.grid.viewport()
    qtbot.mouseClick(view, LEFT, pos=QPoint(view.width() // 2, view.height() - 3))
    assert current(window) == "p4.jpg"


def test_tab_leaves_the_grid(many, qtbot):
    qtbot.keyClick(many.grid, Key.Key_Tab)
    assert not many.grid.hasFocus()


def test_cells_fill_the_width(many):
    grid = many.grid
    for side in (SMALLEST, 150, 178, 230, 333, LARGEST):
        many.top.slider.setValue(side)
        left_over = grid.viewport().width() - columns(many) * grid.gridSize().width()
        assert 0 <= left_over <= columns(many) + 1


def test_the_slider_makes_larger_thumbnails_and_keeps_the_current_one_in_sight(many, qtbot):
    qtbot.keyClick(many.grid, Key.Key_End)
    before = columns(many)
    many.top.slider.setFocus()
    qtbot.keyClick(many.top.slider, Key.Key_PageUp)
    qtbot.keyClick(many.top.slider, Key.Key_PageUp)
    assert columns(many) < before
    qtbot.waitUntil(lambda: 59 in many.grid.visible_rows())


@pytest.mark.parametrize(("key", "sign"), [(Key.Key_Plus, 1), (Key.Key_Equal, 1), (Key.Key_Minus, -1)])
def test_keys_change_the_size(many, qtbot, key, sign):
    before = many.top.slider.value()
    qtbot.keyClick(many.grid, key, CTRL)
    assert (many.top.slider.value() - before) * sign > 0


def test_the_wheel_with_ctrl_changes_the_size_and_without_it_scrolls(many):
    before = many.top.slider.value()
    turn_wheel(many, 120)
    assert many.top.slider.value() > before
    turn_wheel(many, -120)
    assert many.top.slider.value() == before
    turn_wheel(many, -120, Qt.KeyboardModifier.NoModifier)
    assert many.top.slider.value() == before
    assert many.grid.verticalScrollBar().value() > 0


def test_sizes_have_ends(many):
    for _ in range(40):
        turn_wheel(many, 120)
    assert many.top.slider.value() == LARGEST
    for _ in range(40):
        turn_wheel(many, -120)
    assert many.top.slider.value() == SMALLEST


def test_what_is_in_sight_is_told_first_row_first(many, qtbot):
    with qtbot.waitSignal(many.grid.on_screen) as told:
        many.grid.verticalScrollBar().setValue(many.grid.gridSize().height() * 3)
    rows = [many.grid.photos.row_of(id_) for id_ in told.args[0]]
    assert rows == list(many.grid.visible_rows())
    assert rows[0] == 3 * columns(many)


def test_all_that_is_in_sight_gets_its_thumbnail(many, qtbot):
    def missing():
        ids = [many.grid.photos.id_at(each) for each in many.grid.visible_rows()]
        return [each for each in many.library.fingerprints(ids).values() if not many._thumbnails.get(each)]

    qtbot.waitUntil(lambda: not missing())
    qtbot.keyClick(many.grid, Key.Key_End)
    qtbot.waitUntil(lambda: not missing())


def test_the_focus_can_be_seen_in_the_grid(many, qtbot):
    """The current cell looks different when the keyboard is elsewhere."""
    with_focus = many.grid.grab().toImage()
    row(many, "Quality").button.setFocus()
    assert many.grid.grab().toImage() != with_focus


def test_the_current_photograph_is_in_sight_after_a_start_and_a_resize(filler, open_window, qtbot):
    filler.shoot(300)
    window = open_window(size=None)
    window.library.make_current(int(window.library.ids[150]))
    window.close()
    again = open_window(size=None)
    for size in ((1280, 720), (700, 500), (1440, 900)):
        again.resize(*size)
        qtbot.wait(100)
        assert 150 in again.grid.visible_rows()


def test_what_is_looked_at_stays_in_sight_when_the_window_changes(filler, open_window, qtbot):
    filler.shoot(300)
    window = open_window()
    window.grid.scrollTo(window.grid.photos.index(200), window.grid.ScrollHint.PositionAtTop)
    qtbot.wait(100)
    first = window.grid.visible_rows().start
    window.resize(900, 700)
    qtbot.wait(100)
    assert first in window.grid.visible_rows()


def test_another_order_keeps_the_current_photograph_in_sight(filler, open_window, qtbot):
    filler.shoot(60)
    window = open_window()
    qtbot.keyClick(window.grid, Key.Key_End)
    window.library.ask(window.library.query.sorted_by("quality"))
    assert window.library.current.path.name == "p59.jpg"
    qtbot.waitUntil(lambda: 0 in window.grid.visible_rows())
    qtbot.keyClick(window.grid, Key.Key_Right)
    window.library.ask(window.library.query.sorted_by("sharpness"))
    assert window.library.current.path.name == "p58.jpg" == names(window)[58]
    qtbot.waitUntil(lambda: 58 in window.grid.visible_rows())


def test_what_a_filter_hid_for_a_moment_is_current_again(filler, open_window):
    filler.shoot(20)
    window = open_window()
    window.library.make_current(int(window.library.ids[10]))
    window.grid.show_current()
    query = window.library.query
    for low in (0.9, 0.95):
        window.library.ask(query.with_range("quality", Range(low, None)))
        assert window.library.current.path.name != "p10.jpg"
    window.library.ask(query.with_range("quality", Range(0.3, None)))
    assert window.library.current.path.name == "p10.jpg"
    assert window.grid.currentIndex().row() == window.grid.photos.row_of(window.library.current_id)


def test_a_double_click_looks_at_it_large(filler, open_window, qtbot):
    filler.shoot(6)
    window = open_window()
    click_cell(qtbot, window, "p4.jpg")
    place = window.grid.visualRect(window.grid.photos.index(4)).center()
    qtbot.mouseDClick(window.grid.viewport(), LEFT, pos=place)
    assert (window.viewing.mode, current(window)) == ("loupe", "p4.jpg")
