"""Keys that turn."""

from PySide6.QtCore import Qt
from ui.driving import CTRL

Key = Qt.Key


def turned(window):
    return window.library.columns.turned.tolist()


def test_keys_turn_what_is_selected_and_undo_turns_back(window, qtbot):
    window.grid.setFocus()
    qtbot.keyClick(window.grid, Key.Key_BracketRight, CTRL)
    assert turned(window)[0] == 1
    assert not any(turned(window)[1:])
    window.grid.selectAll()
    qtbot.keyClick(window.grid, Key.Key_BracketLeft, CTRL)
    assert turned(window) == [0] + [3] * (len(turned(window)) - 1)
    assert window.bottom._said.whole == f"Turn left: {len(turned(window))} photographs"
    qtbot.keyClick(window.grid, Key.Key_Z, CTRL)
    assert turned(window)[:2] == [1, 0]
    qtbot.keyClick(window.grid, Key.Key_Z, CTRL)
    assert not any(turned(window))
