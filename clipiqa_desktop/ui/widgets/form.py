"""How the pages of the settings are laid out: headings, lines, and a sentence under what needs one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from clipiqa_desktop.ui.widgets.plain import PlainLabel

_WIDEST = 690
_NAME_WIDTH = 200  # of most; a longer one takes what it needs
_INDENT = 28  # below a tick box, where its words begin


class Form(QScrollArea):
    """One page; it scrolls where the screen is small."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setMaximumWidth(_WIDEST)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        all_lines = QVBoxLayout(content)
        all_lines.setContentsMargins(24, 14, 24, 14)
        all_lines.addLayout(self._lines)
        all_lines.addStretch(1)
        self.setWidget(content)

    def heading(self, text: str) -> None:
        """What the lines below it are about."""
        label = PlainLabel(text)
        label.setProperty("heading", True)
        if self._lines.count():
            self._lines.addSpacing(14)
        self._lines.addWidget(label)

    def line(self, *widgets: QWidget) -> None:
        """Widgets below each other, each as wide as it needs to be."""
        for widget in widgets:
            widget.setSizePolicy(QSizePolicy.Policy.Maximum, widget.sizePolicy().verticalPolicy())
            self._lines.addWidget(widget)

    def row(self, name: str, widget: QWidget) -> None:
        """A widget with its name before it."""
        label = PlainLabel(name)
        label.setMinimumWidth(_NAME_WIDTH)
        label.setBuddy(widget)
        widget.setAccessibleName(name)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(widget)
        row.addStretch(1)
        self._lines.addLayout(row)

    def wide(self, widget: QWidget) -> None:
        """A widget over the whole width."""
        self._lines.addWidget(widget)

    def sentence(self, text: str, *, indented: bool = False) -> QLabel:
        """What the line above means."""
        label = quiet(text)
        label.setContentsMargins(_INDENT if indented else 0, 0, 0, 4)
        self._lines.addWidget(label)
        return label


def quiet(text: str = "") -> QLabel:
    """A sentence in the quiet colour that may take several lines."""
    label = PlainLabel(text, wordWrap=True)
    label.setProperty("quiet", True)
    return label
