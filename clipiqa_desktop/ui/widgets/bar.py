"""A bar over the grid, with a few words and what can be pressed."""

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from clipiqa_desktop.ui.widgets.brief_label import BriefLabel


class Bar(QFrame):
    """Hidden at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = BriefLabel()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 8, 10, 8)
        self.row.setSpacing(10)
        self.row.addWidget(self._text, 1)
        self.hide()

    def add_button(self, text: str, pressed: SignalInstance) -> QPushButton:
        """One more at the right end."""
        button = QPushButton(text)
        button.clicked.connect(pressed)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.row.addWidget(button)
        return button
