"""The page of licences: the parts on the left, the text of the chosen one on the right."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clipiqa_desktop.about.licences import Part, parts
from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.long_text import LongText
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_LIST_WIDTH, _ROW_HEIGHT = 230, 29


class LicencesPage(QWidget):
    """The parts are looked up when it is first shown, a text when its part is chosen: there are hundreds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self.list, self.text = QListWidget(), LongText()
        self.name = PlainLabel(wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.currentRowChanged.connect(self._show)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Fills the list."""
        super().showEvent(event)
        if not self._parts:
            self._parts = parts()
            for part in self._parts:
                item = QListWidgetItem(part.name, self.list)
                item.setSizeHint(QSize(0, _ROW_HEIGHT))
                item.setToolTip(plain_tooltip(f"{part.name} {part.version}"))
            self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        part = self._parts[row]
        self.name.setText(f"{part.name} {part.version}".strip() + f" · {part.licence}")
        try:
            self.text.setPlainText(part.text())
        except OSError as error:
            self.text.setPlainText(f"The text cannot be read: {error}.")

    def _lay_out(self) -> None:
        self.list.setProperty("panel", True)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName("Parts of the program")
        self.text.setAccessibleName("Text of the licence")
        beside = QVBoxLayout()
        beside.setContentsMargins(14, 10, 14, 0)
        beside.addWidget(self.name)
        beside.addWidget(self.text, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addLayout(beside, 1)
