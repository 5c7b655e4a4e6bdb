"""The window for another screen: it follows the current photograph, and is there again at the next start."""

import pytest
from PySide6.QtCore import Qt
from ui.driving import current, names

from clipiqa_desktop.settings import SECOND_WINDOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Key = Qt.Key


@pytest.fixture
def second(window, qtbot):
    """It is open, and the grid has the keyboard."""
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(window.second.window.isVisible)
    return window.second.window


def test_it_follows_from_every_view_and_takes_no_keyboard(window, second, qtbot):
    assert second.canvas.photo.path.name == current(window) == names(window)[0]
    qtbot.keyClick(window.grid, Key.Key_Right)
    assert second.canvas.photo.path.name == names(window)[1]
    assert second.windowTitle().startswith(names(window)[1])
    window.viewing.show_mode("loupe")
    window.viewing.step(1)
    assert second.canvas.photo.path.name == names(window)[2]
    assert second.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def test_its_frame_is_wanted_beside_those_of_the_first(window, second, monkeypatch):
    wanted = []
    monkeypatch.setattr(window.frames, "want", lambda requests: wanted.append([each.photo_id for each in requests]))
    window.viewing.show_mode("loupe")
    window.viewing.step(1)
    second._want_frame()
    assert window.library.current_id in wanted[-1]
    second.close()
    window.viewing.step(1)
    assert not window.viewing.context.prefetcher._beside


def test_near_in_one_is_not_near_in_the_other(window, second):
    window.viewing.show_mode("loupe")
    window.viewing.toggle_100()
    assert second._context.view.now.zoom is None


def test_it_is_remembered(window, second, open_window, qtbot):
    action = window.actions_by_name["second_window"]
    assert action.isChecked()
    second.close()
    assert not action.isChecked()
    assert window.settings.get(SECOND_WINDOW)["shown"] is False
    action.trigger()
    window.close()
    again = open_window()
    assert again.second.window is None
    again.second.restore()
    assert again.second.window.isVisible()
    assert again.actions_by_name["second_window"].isChecked()


def test_when_its_screen_goes_it_comes_into_sight_beside_the_first(window, second, qapp, qtbot):
    room = window.screen().availableGeometry()
    second.setGeometry(room.translated(room.width(), 0))  # as on another screen to the right
    second.setWindowState(Qt.WindowState.WindowFullScreen)
    qapp.screenRemoved.emit(window.screen())
    assert not second.isFullScreen()
    qtbot.waitUntil(lambda: room.contains(second.geometry()))
    assert second.width() < room.width()
