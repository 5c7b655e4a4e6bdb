"""The keyboard belongs to the photographs: what is clicked beside them does not take it. What has it is used by it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QDialog, QPushButton, QToolButton, QWidget

_RETURN = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class KeyedDialog(QDialog):
    """Return presses the button that has the keyboard, also one that Return in a field is not to press."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The button first, then whatever a dialog does."""
        if not press_focused(self, event):
            super().keyPressEvent(event)


def leave_keyboard(window: QWidget) -> None:
    """No button or slider of the window takes the keyboard when it is clicked; Tab still reaches all of them."""
    for widget in (*window.findChildren(QAbstractButton), *window.findChildren(QAbstractSlider)):
        if widget.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Return presses the button that has the keyboard, as Space does; answers whether it did."""
    button = window.focusWidget()
    if event.key() not in _RETURN or not isinstance(button, (QPushButton, QToolButton)):
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def open_context_menu() -> None:
    """As the Menu key does, which many keyboards lack."""
    if widget := QApplication.focusWidget():
        at = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, widget.mapToGlobal(at))
        QApplication.sendEvent(widget, event)
