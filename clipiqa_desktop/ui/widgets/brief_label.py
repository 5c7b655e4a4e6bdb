"""A label that says as many of its sentences as go into a few lines."""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.plain import without_tags

LINES = 2
_SENTENCE = re.compile(r".+?[.!?](?:</b>)?(?:\s+|<br>|$)|.+$", re.DOTALL)


class BriefLabel(QLabel):
    """Rich text; the first sentence is always said, and all of them stand under the pointer, with the details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self._whole, self._details, self._lines = "", "", LINES
        # its width never follows from its words, which follow from its width
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def whole(self) -> str:
        """All that was given."""
        return self._whole

    def show_text(self, text: str, details: str = "") -> None:
        """Shows this rich text; `details` are further lines of plain text for under the pointer."""
        self._whole, self._details = text, details
        self.setAccessibleName(without_tags(text))
        self._shorten()

    def allow_lines(self, lines: int) -> None:
        """Takes so many lines at most, from now on."""
        self._lines = lines
        self._shorten()

    def lines_at(self, width: int) -> int:
        """How many lines all of it would take in so many logical pixels."""
        text = QTextDocument()
        text.setDocumentMargin(0)
        text.setDefaultFont(self.font())
        text.setHtml(self._whole)
        text.setTextWidth(max(1, width))
        return round(text.size().height() / self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens the text anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        parts, most = _SENTENCE.findall(self._whole), self._lines * self.fontMetrics().lineSpacing()
        for count in range(len(parts), 0, -1):
            self.setText("".join(parts[:count]).strip() + (" …" if count < len(parts) else ""))
            if self.heightForWidth(self.width()) < most + self.fontMetrics().lineSpacing() / 2:
                break
        cut = self.accessibleName() if self.text() != self._whole else ""
        self.setToolTip(plain_tooltip("\n\n".join(filter(None, (cut, self._details)))) if cut or self._details else "")
