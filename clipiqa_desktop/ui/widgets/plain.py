"""Words that are shown as they are: Qt takes what looks like HTML for it, and loads the files that it names.

Names of files, texts of sidecars, titles and reasons may all look like that. Whatever shows such words is made here.
"""

import html
import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

Icon = QMessageBox.Icon


class PlainLabel(QLabel):
    """A label that shows its text as it is."""

    def __init__(self, text: str = "", parent: QWidget | None = None, **properties: Any) -> None:
        super().__init__(text, parent, textFormat=Qt.TextFormat.PlainText, **properties)


def label_of(widget: QWidget, text: str) -> PlainLabel:
    """The label that stands before a widget."""
    label = PlainLabel(text)
    label.setBuddy(widget)
    return label


class PlainBox(QMessageBox):
    """A message box that shows its sentences as they are."""

    def __init__(self, icon: Icon, title: str, text: str, more: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(icon)
        self.setWindowTitle(title)
        self.setText(text)
        self.setInformativeText(more)
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)


def without_tags(rich: str) -> str:
    """The words of a rich text as plain text, where tooltips and screen readers want that."""
    return html.unescape(re.sub(r"<[^>]*>", "", rich))


def tell(parent: QWidget | None, icon: Icon, title: str, text: str) -> None:
    """Shows a sentence, and waits until it has been read."""
    PlainBox(icon, title, text, parent=parent).exec()
