"""What a bar can do without where there is no room: whole widgets, or some of the words of one."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from clipiqa_desktop.ui.widgets.plain import without_tags


class Flexible(Protocol):
    """Level 0 is all of it; each further one takes less room."""

    def width(self, level: int) -> int:
        """In logical pixels, with the spacing after it."""

    def show_level(self, level: int) -> None:
        """Looks so from now on."""


class Dispensable:
    """Widgets that go."""

    def __init__(self, spacing: int, *widgets: QWidget) -> None:
        self._spacing, self._widgets = spacing, widgets

    def width(self, level: int) -> int:
        """Of all of them, or nothing."""
        wide = (max(each.sizeHint().width(), each.minimumWidth()) for each in self._widgets)
        return 0 if level else sum(width + self._spacing for width in wide)

    def show_level(self, level: int) -> None:
        """Shows or hides them."""
        for each in self._widgets:
            each.setVisible(not level)


class Wording:
    """A button or a label that can say it in fewer words."""

    def __init__(self, spacing: int, widget: QPushButton | QLabel, *texts: str) -> None:
        self._spacing, self._widget, self._texts, self._level = spacing, widget, texts or ("",), 0

    def say(self, *texts: str) -> None:
        """The same thing, in ever fewer words."""
        self._texts = texts
        self.show_level(self._level)

    def width(self, level: int) -> int:
        """With these words, whichever it shows now."""
        around = self._widget.sizeHint().width() - self._advance(self._widget.text())
        return math.ceil(around + self._advance(self._text(level))) + self._spacing

    def show_level(self, level: int) -> None:
        """Says it in these words."""
        self._level = level
        self._widget.setText(self._text(level))

    def _text(self, level: int) -> str:
        return self._texts[min(level, len(self._texts) - 1)]

    def _advance(self, text: str) -> float:
        """As if all of it were bold, where some is."""
        font = self._widget.font()
        font.setBold(font.bold() or "<b>" in text)
        return QFontMetricsF(font).horizontalAdvance(without_tags(text))


def fit(parts: Sequence[Flexible], missing: int) -> None:
    """Goes through them, each as often as it is named, for as long as so many logical pixels are missing."""
    levels: Counter[Flexible] = Counter()
    for part in parts:
        if missing > 0:
            missing -= part.width(levels[part]) - part.width(levels[part] + 1)
            levels[part] += 1
    for part in dict.fromkeys(parts):
        part.show_level(levels[part])
