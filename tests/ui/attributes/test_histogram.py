import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.histogram import HistogramBar
from clipiqa_desktop.ui.attributes.markers import Marker

# The offscreen platform says so of every window; nothing here depends on it.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
COUNTS = np.array([1, 3, 8, 20, 30, 20, 8, 3, 1, 1])


@pytest.fixture
def bar(qtbot):
    bar = HistogramBar()
    qtbot.addWidget(bar)
    bar.resize(104, 26)  # a hundred pixels between the edges: a pixel is a hundredth
    bar.set_histogram(COUNTS, 0.0, 1.0)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


@pytest.fixture
def told(bar):
    ranges = []
    bar.range_changed.connect(lambda low, high: ranges.append((low, high)))
    return ranges


def send(bar, kind, x, buttons=LEFT):
    point = QPointF(x, 13)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    event = QMouseEvent(kind, point, bar.mapToGlobal(point), button, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(bar, event)


def drag(bar, *stops):
    send(bar, QEvent.Type.MouseButtonPress, stops[0])
    for x in stops[1:]:
        send(bar, QEvent.Type.MouseMove, x)
    send(bar, QEvent.Type.MouseButtonRelease, stops[-1], Qt.MouseButton.NoButton)


def near(low, high):
    return pytest.approx((low, high), abs=0.001)


def test_dragging_over_the_columns_spans_a_range(bar, told):
    drag(bar, 32, 50, 62)
    assert told == [near(0.30, 0.48), near(0.30, 0.60)]


def test_where_there_is_nothing_no_range_can_be_spanned_and_one_that_is_there_cleared(bar, told):
    bar.set_histogram(np.zeros_like(COUNTS), 0.0, 1.0)
    drag(bar, 32, 62)
    assert told == []
    bar.set_range(0.4, 0.6)
    drag(bar, 62, 72)
    send(bar, QEvent.Type.MouseButtonDblClick, 52)
    assert told == [near(0.4, 0.7), (None, None)]


def test_a_range_may_be_dragged_from_right_to_left(bar, told):
    drag(bar, 62, 32)
    assert told == [near(0.30, 0.60)]


def test_what_reaches_the_edge_is_unbounded(bar, told):
    drag(bar, 42, 102)
    drag(bar, 62, 0)
    assert told[0] == (pytest.approx(0.4), None)
    assert told[-1] == (None, pytest.approx(0.6))


def test_spanning_everything_is_no_range(bar, told):
    bar.set_range(0.4, 0.6)
    drag(bar, 2, 103)
    assert told == [(None, None)]


def test_the_pointer_may_leave_the_widget_while_it_drags(bar, told):
    drag(bar, 52, -200)
    drag(bar, 20, 500)
    assert told[0] == (None, pytest.approx(0.5))
    assert told[-1] == (pytest.approx(0.18), None)


def test_a_short_drag_and_a_click_are_no_range(bar, told, qtbot):
    drag(bar, 32, 34)
    qtbot.mouseClick(bar, LEFT, pos=QPoint(60, 13))
    assert told == []


def test_a_drag_taken_back_leaves_the_range_as_it_was(bar, told):
    bar.set_range(0.1, 0.2)
    drag(bar, 52, 82, 53)
    assert told[-1] == (0.1, 0.2)


def test_a_handle_moves_one_end_and_leaves_the_other_exactly(bar, told):
    bar.set_range(0.2, 0.777)
    drag(bar, 25, 45)  # grabbed three pixels beside it: it does not jump
    assert told == [near(0.40, 0.777)]
    assert told[0][1] == 0.777


def test_the_handle_of_an_open_end_stands_at_the_edge(bar, told):
    bar.set_range(0.3, None)
    drag(bar, 101, 81)
    assert told == [near(0.3, 0.8)]


def test_a_handle_dragged_over_the_other_changes_places_with_it(bar, told):
    bar.set_range(0.2, 0.5)
    drag(bar, 22, 82)
    assert told == [near(0.5, 0.8)]


def test_six_pixels_beside_a_handle_a_new_range_begins(bar, told):
    bar.set_range(0.2, 0.9)
    drag(bar, 28, 52)
    assert told == [near(0.26, 0.5)]


def test_a_handle_dragged_to_the_edge_becomes_unbounded(bar, told):
    bar.set_range(0.2, 0.9)
    drag(bar, 22, 2)
    assert told == [(None, 0.9)]


def test_moving_without_change_tells_nothing_twice(bar, told):
    drag(bar, 32, 62, 62, 62)
    assert len(told) == 1


def test_a_double_click_clears(bar, told, qtbot):
    bar.set_range(0.2, 0.9)
    qtbot.mouseDClick(bar, LEFT, pos=QPoint(50, 13))
    assert told == [(None, None)]


def test_the_right_button_does_nothing(bar, told, qtbot):
    bar.set_range(0.2, 0.9)
    qtbot.mousePress(bar, Qt.MouseButton.RightButton, pos=QPoint(22, 13))
    qtbot.mouseMove(bar, QPoint(60, 13))
    qtbot.mouseDClick(bar, Qt.MouseButton.RightButton, pos=QPoint(50, 13))
    assert told == []


def test_showing_values_tells_nothing(bar, told):
    bar.set_range(0.2, 0.9)
    bar.set_markers([Marker(0.5)])
    bar.set_histogram(COUNTS * 2, 0.1, 0.8)
    assert told == []


def test_an_echo_does_not_disturb_a_drag(bar):
    send(bar, QEvent.Type.MouseButtonPress, 32)
    send(bar, QEvent.Type.MouseMove, 62)
    bar.set_range(0.3, 0.35)
    assert bar.chosen_range() == near(0.3, 0.6)
    send(bar, QEvent.Type.MouseMove, 82)
    send(bar, QEvent.Type.MouseButtonRelease, 82, Qt.MouseButton.NoButton)
    assert bar.chosen_range() == near(0.3, 0.8)
    bar.set_range(None, None)
    assert bar.chosen_range() == (None, None)


def test_arrows_move_the_lower_end_by_a_bin_and_with_shift_the_upper(bar, told, qtbot):
    for key, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, SHIFT),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, SHIFT),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(bar, key, modifier)
    assert told == [
        (pytest.approx(0.1), None),
        (pytest.approx(0.2), None),
        near(0.2, 0.9),
        near(0.1, 0.9),
        (pytest.approx(0.1), None),
        (None, None),
    ]


def test_the_ends_keep_a_bin_between_them(bar, told, qtbot):
    bar.set_range(0.4, 0.5)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.keyClick(bar, Qt.Key.Key_Left, SHIFT)
    assert told == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_keys_that_clear(bar, told, qtbot, key):
    bar.set_range(0.2, 0.9)
    qtbot.keyClick(bar, key)
    qtbot.keyClick(bar, key)
    assert told == [(None, None)]


def test_its_keys_come_before_the_shortcuts_of_the_window(qtbot):
    window, pressed = QWidget(), []
    bar = HistogramBar(window)
    QVBoxLayout(window).addWidget(bar)
    bar.set_histogram(COUNTS, 0.0, 1.0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Escape, Qt.Key.Key_P):
        QShortcut(key, window, lambda key=key: pressed.append(key))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.keyClick(bar, Qt.Key.Key_P)
    assert bar.chosen_range() == (pytest.approx(0.1), None)
    assert pressed == [Qt.Key.Key_P]
    qtbot.keyClick(bar, Qt.Key.Key_Escape)  # always the window's
    assert pressed == [Qt.Key.Key_P, Qt.Key.Key_Escape]


def test_a_click_leaves_the_keyboard_with_the_photographs(bar):
    assert bar.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_hovering_tells_the_score_under_the_pointer(bar):
    seen = []
    bar.hovered.connect(seen.append)
    send(bar, QEvent.Type.MouseMove, 52, Qt.MouseButton.NoButton)
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert seen == [pytest.approx(0.5), None]


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [([], 0.0, 1.0), ([7], 0.4, 0.4), ([0, 0, 0], 0.0, 1.0), ([5], 0.0, 1.0), (range(500), 0.0, 1.0)],
)
@pytest.mark.parametrize("chosen", [(None, None), (0.2, None), (0.2, 0.6), (-3.0, 7.0)])
def test_any_data_can_be_painted(bar, counts, low, high, chosen):
    bar.set_histogram(np.array(counts, dtype=np.int64), low, high)
    bar.set_range(*chosen)
    for markers in ([], [Marker(0.5)], [Marker(-9.0)], [Marker(each / 11, each + 1, each == 3) for each in range(12)]):
        bar.set_markers(markers)
        assert not bar.grab().isNull()


def test_without_data_nothing_can_be_chosen(bar, told, qtbot):
    bar.set_histogram(np.zeros(0, dtype=np.int64), 0.0, 1.0)
    drag(bar, 20, 80)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert told == []


def pixel(bar, x, y):
    picture = bar.grab().toImage()
    return picture.pixelColor(round(x * picture.devicePixelRatio()), round(y * picture.devicePixelRatio()))


def test_the_marker_stands_at_the_current_score_and_only_then(bar):
    assert pixel(bar, 72, 4) != QColor(style.DARK.bright)
    bar.set_markers([Marker(0.7)])
    assert pixel(bar, 72, 4) == QColor(style.DARK.bright)


def test_columns_are_amber_inside_the_range_and_dim_outside(bar):
    bar.set_range(0.45, None)
    inside, outside = pixel(bar, 53, 20), pixel(bar, 33, 20)
    assert inside.hsvSaturation() > 100
    assert outside == QColor(style.DARK.columns_outside)


def test_one_huge_bin_does_not_flatten_the_others(bar):
    counts = np.full(10, 10)
    counts[2] = 10_000
    bar.set_histogram(counts, 0.0, 1.0)
    floor = bar.height() - 4
    assert pixel(bar, 56, floor - 2) == QColor(style.DARK.columns)
