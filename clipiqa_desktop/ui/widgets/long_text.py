"""A long text to be read: a report, a licence."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from clipiqa_desktop.ui import style


class LongText(QPlainTextEdit):
    """As it was written: in letters of one width, a long line in several; selectable, not changeable."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(style.FONT_PIXELS - 1)
        self.setFont(fixed)
