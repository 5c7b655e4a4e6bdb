"""The keyboard belongs to the photographs: what is clicked beside them does not take it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QWidget


def leave_keyboard(window: QWidget) -> None:
    """No button or slider of the window takes the keyboard when it is clicked; Tab still reaches all of them."""
    for widget in (*window.findChildren(QAbstractButton), *window.findChildren(QAbstractSlider)):
        if widget.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
