"""How far something has come, as a bar without words."""

from PySide6.QtWidgets import QProgressBar, QWidget


class ProgressBar(QProgressBar):
    """Is painted when all else is: Qt's own paints whatever waits for it in the window, at once, with every value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, textVisible=False)

    def show_steps(self, done: int, total: int) -> None:
        """So many of all; with 0 of 0 it is busy."""
        self.setUpdatesEnabled(False)
        self.setRange(0, total)
        self.setValue(done)
        self.setUpdatesEnabled(True)
