"""Keeps a second click from the window where a button was that has moved away under the pointer."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


class Shield(QWidget):
    """Nothing is seen of it. It lies where one of its buttons was pressed, until the pointer goes elsewhere."""

    def __init__(self, window: QWidget, *buttons: QAbstractButton) -> None:
        super().__init__(window)
        self._window = window
        for button in buttons:
            button.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A button is about to do what it does."""
        if isinstance(watched, QWidget) and isinstance(event, QMouseEvent) and _presses(watched, event):
            self.setGeometry(watched.rect().translated(watched.mapTo(self._window, QPoint(0, 0))))
            self.show()
            self.raise_()
        return super().eventFilter(watched, event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went elsewhere."""
        super().leaveEvent(event)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Does nothing, and nobody below does."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As a press."""
        event.accept()


def _presses(button: QWidget, event: QMouseEvent) -> bool:
    """Whether this is the end of a click on it."""
    is_release = event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton
    return is_release and button.rect().contains(event.position().toPoint())
