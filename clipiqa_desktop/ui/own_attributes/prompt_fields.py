"""Two opposite words, and the prompts that they become."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from clipiqa_desktop.perception.prompts import in_template
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_ENDS = (("Scores high", "elegant"), ("Scores low", "clumsy"))
_TEMPLATE_END = " photo."


class PromptFields(QWidget):
    """A word becomes a prompt by the paper's template, as it is typed; the prompt may be changed, or typed whole."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        for column, words in ((1, "Two opposite words"), (2, "What CLIP reads: change it, or type whole prompts")):
            heading = PlainLabel(words)
            heading.setProperty("quiet", True)
            self._grid.addWidget(heading, 0, column)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        lines = [self._line(row, *end) for row, end in enumerate(_ENDS, 1)]
        self.words: list[QLineEdit] = [words for words, _prompt in lines]
        self.prompts: list[QLineEdit] = [prompt for _words, prompt in lines]
        first, *others = (*self.words, *self.prompts)
        for other in others:
            QWidget.setTabOrder(first, other)
            first = other

    def typed(self) -> tuple[str, str]:
        """Both prompts as they stand in the fields; where one was emptied, what its word becomes."""
        high, low = (
            prompt.text().strip() or in_template(words.text())
            for words, prompt in zip(self.words, self.prompts, strict=True)
        )
        return high, low

    def set_prompts(self, prompts: tuple[str, str]) -> None:
        """Fills the fields; words only where the prompt is made of one."""
        for words, field, prompt in zip(self.words, self.prompts, prompts, strict=True):
            word = prompt.removesuffix(_TEMPLATE_END)
            words.setText(word if in_template(word) == prompt else "")
            field.setText(prompt)

    def add_line(self, title: str, field: QLineEdit) -> None:
        """One more field below the others."""
        label = PlainLabel(title)
        label.setBuddy(field)
        self._grid.addWidget(label, len(_ENDS) + 1, 0)
        self._grid.addWidget(field, len(_ENDS) + 1, 1, 1, 2)

    def name(self) -> str:
        """What such an attribute may be called: the first word, or the prompt without the template."""
        return (self.words[0].text().strip() or self.prompts[0].text().strip().removesuffix(_TEMPLATE_END)).capitalize()

    def _line(self, row: int, title: str, example: str) -> tuple[QLineEdit, QLineEdit]:
        label = PlainLabel(title)
        words, prompt = QLineEdit(placeholderText=example), QLineEdit(placeholderText=in_template(example))
        label.setBuddy(words)
        words.setAccessibleName(f"{title}: word")
        prompt.setAccessibleName(f"{title}: prompt")
        prompt.setToolTip("CLIP understands English, and at most 77 pieces of words")
        for column, widget in enumerate((label, words, prompt)):
            self._grid.addWidget(widget, row, column)
        words.textEdited.connect(lambda text: prompt.setText(in_template(text)))
        prompt.textChanged.connect(self.changed)
        return words, prompt
