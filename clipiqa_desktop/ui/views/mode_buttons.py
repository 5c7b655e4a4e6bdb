"""The four ways to look: grid, loupe, compare, survey; one button each, in one frame."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from clipiqa_desktop.ui.actions import spelled
from clipiqa_desktop.ui.views.modes import GRID, MODES


class ModeButtons(QWidget):
    """Shows the mode and asks for another one."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        ends = {0: "first", len(MODES) - 1: "last"}
        for place, mode in enumerate(MODES):
            layout.addWidget(self._button(mode, ends.get(place, "middle")))
        self.show_mode(GRID)

    def show_mode(self, mode: str) -> None:
        """Presses the button of this mode."""
        self._buttons[mode].setChecked(True)

    def show_keys(self, mode: str, keys: tuple[str, ...]) -> None:
        """Says in the tooltip which keys do the same."""
        self._buttons[mode].setToolTip(f"{mode.capitalize()} ({spelled(keys)})")

    def _button(self, mode: str, segment: str) -> QPushButton:
        button = self._buttons[mode] = QPushButton(mode.capitalize())
        button.setCheckable(True)
        button.setProperty("segment", segment)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the photographs
        button.clicked.connect(lambda: self.asked.emit(mode))
        self._group.addButton(button)
        return button
