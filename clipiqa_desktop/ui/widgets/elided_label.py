"""A label that never asks for more room than it gets."""

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from clipiqa_desktop.ui.texts import plain_tooltip


class ElidedLabel(QLabel):
    """One line of plain text, shortened where there is no room; tooltip and accessible name say all of it."""

    def __init__(self, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight, parent: QWidget | None = None) -> None:
        super().__init__(parent, textFormat=Qt.TextFormat.PlainText)
        self._mode, self._whole, self._reserved = mode, "", 0

    @property
    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Shows this text, as far as there is room."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(plain_tooltip(text) if text else "")
        self.updateGeometry()
        self._shorten()

    def reserve_width(self, width: int) -> None:
        """The room in pixels that it would like to have at least, so that nothing moves while the text changes."""
        self._reserved = width
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        needed = math.ceil(
            QFontMetricsF(self.font()).horizontalAdvance(self._whole)
        )  # rounded off it would be too short
        return QSize(max(needed, self._reserved), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens the text anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, self._mode, self.width()))
