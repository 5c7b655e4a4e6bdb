"""How well both ways of learning, the best column and chance agree with the person, one under the other."""

from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from clipiqa_desktop.taste.lessons import Lesson
from clipiqa_desktop.taste.words import percent, way_name
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_NAMES = ("By looks", "By words", "Best single column", "Chance")
VECTORS, PROMPTS, COLUMN, CHANCE = range(len(_NAMES))
_WAITING = "…"


class TasteTable(QWidget):
    """Names, bars and shares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setColumnMinimumWidth(0, 190)
        grid.setColumnMinimumWidth(2, 110)
        grid.setColumnStretch(1, 1)
        self.names = [PlainLabel(name) for name in _NAMES]
        self.bars = [QProgressBar(minimum=0, maximum=100, textVisible=False) for _ in _NAMES]
        self.shares = [PlainLabel(_WAITING) for _ in _NAMES]
        for bar, name in zip(self.bars, _NAMES, strict=True):
            bar.setAccessibleName(f"{name}: not known yet")
        for row in (COLUMN, CHANCE):
            self.bars[row].setProperty("quiet", True)
        for row, widgets in enumerate(zip(self.names, self.bars, self.shares, strict=True)):
            for column, widget in enumerate(widgets):
                grid.addWidget(widget, row, column)
        self._show(CHANCE, 0.5)

    def show_lesson(self, lesson: Lesson) -> None:
        """What one way came to."""
        row = PROMPTS if lesson.by_prompts else VECTORS
        self.names[row].setText(way_name(lesson))
        self._show(row, lesson.verdict.agreement)
        self.names[COLUMN].setText(f"{lesson.pair.learning.rival} alone, the best column")
        self._show(COLUMN, lesson.verdict.rival)

    def show_words(self, row: int, words: str) -> None:
        """What stands in place of a share that is not known."""
        self.shares[row].setText(words)

    def emphasize(self, row: int) -> None:
        """The way that is kept."""
        for number, name in enumerate(self.names):
            name.setProperty("strong", number == row)
            name.style().polish(name)

    def _show(self, row: int, share: float) -> None:
        self.bars[row].setValue(round(100 * share))
        self.bars[row].setAccessibleName(f"{self.names[row].text()}: {percent(share)}")
        self.shares[row].setText(percent(share))
