"""A bar over the grid, with a few words and what can be pressed."""

from PySide6.QtCore import QEvent, Qt, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from clipiqa_desktop.ui.widgets.brief_label import LINES, BriefLabel

_SPACING = 10
_MARGIN, _LOW_MARGIN = 8, 2
_MOST_LINES = 6  # below which the buttons stand


class Bar(QFrame):
    """Hidden at first. The buttons stand beside the words, or below where these would need more lines than two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text, self._buttons, self._below = BriefLabel(), QWidget(), False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, _MARGIN, 10, _MARGIN)
        self._grid.setSpacing(_SPACING)
        self._grid.setColumnStretch(0, 1)
        self.row = QHBoxLayout()
        self._grid.addLayout(self.row, 0, 0)
        self.row.setSpacing(_SPACING)
        self.row.addWidget(self._text, 1)
        self._buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._grid.addWidget(self._buttons, 0, 1)
        in_line = QHBoxLayout(self._buttons)
        in_line.setContentsMargins(0, 0, 0, 0)
        in_line.setSpacing(_SPACING)
        self.hide()

    def add_button(self, text: str, pressed: SignalInstance) -> QPushButton:
        """One more at the right end."""
        button = QPushButton(text)
        button.clicked.connect(pressed)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if layout := self._buttons.layout():
            layout.addWidget(button)
        return button

    def make_low(self, low: bool) -> None:
        """With less room above and below its words."""
        margin = _LOW_MARGIN if low else _MARGIN
        self._grid.setContentsMargins(14, margin, 10, margin)

    def event(self, event: QEvent) -> bool:
        """Another width, other words or other buttons."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._place_buttons()
        return done

    def lay_out_now(self) -> None:
        """Not when Qt comes to it: until then a button would be as wide as its text before."""
        self._place_buttons()
        for layout in (self._buttons.layout(), self._grid):
            if layout:
                layout.activate()

    def _place_buttons(self) -> None:
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        beside = room - self._buttons.sizeHint().width() - _SPACING
        below = self._text.lines_at(beside) > LINES
        if below != self._below:
            self._below = below
            self._grid.removeWidget(self._buttons)
            self._grid.addWidget(self._buttons, int(below), int(not below), Qt.AlignmentFlag.AlignRight)
            self._text.allow_lines(_MOST_LINES if below else LINES)
