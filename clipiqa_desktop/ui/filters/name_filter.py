"""A field that filters by file name."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.timers import single_shot

PAUSE_MS = 150


class NameFilter(QWidget):
    """Filters a moment after one has typed; Enter filters at once and is done with it, Escape clears it and is too."""

    left = Signal()  # the keyboard may go back to the photographs

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.field = _Field()
        self._pause = single_shot(self, PAUSE_MS)
        self._pause.timeout.connect(self._filter)
        self.field.textEdited.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._enter)
        for cross in self.field.findChildren(QToolButton):
            cross.clicked.connect(self.left)
        library.answer_changed.connect(self._follow)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.addWidget(self.field)
        self.setFocusProxy(self.field)

    def _filter(self) -> None:
        self._pause.stop()
        if self.field.text() != self._library.query.name:
            self._library.ask(replace(self._library.query, name=self.field.text()))

    def _enter(self) -> None:
        self._filter()
        self.left.emit()

    def _follow(self) -> None:
        if not self._pause.isActive() and self.field.text() != self._library.query.name:
            self.field.setText(self._library.query.name)


class _Field(QLineEdit):
    def __init__(self) -> None:
        super().__init__(placeholderText="File name…", clearButtonEnabled=True)
        self.setAccessibleName("Filter by file name")
        self.setToolTip("Part of a file name; with * and ? all of it")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
        super().keyPressEvent(event)  # which leaves Escape to the window
