"""The page of the settings about stacks."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from clipiqa_desktop.culling.export.words import counted
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.widgets.form import Form
from clipiqa_desktop.ui.widgets.plain import PlainLabel

_CHOICES = (
    ("off", "Off: only what I join myself"),
    ("strict", "Strict: within 5 s, nearly the same picture"),
    ("normal", "Normal: within a minute, much the same picture"),
    ("loose", "Loose: within 10 minutes, a similar picture"),
)


class StacksPage(Form):
    """How strict one is, with how many stacks that makes."""

    def __init__(self, strictness: str, be: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading("What belongs together")
        self.strictness = QComboBox()
        for word, text in _CHOICES:
            self.strictness.addItem(text, word)
        self.strictness.setCurrentIndex(self.strictness.findData(strictness))
        self.strictness.activated.connect(lambda: be(self.strictness.currentData()))
        self.row("Stacks", self.strictness)
        self.count = PlainLabel(wordWrap=True)
        self.wide(self.count)
        self.sentence(
            "Neighbours in time by one camera become a stack where they look alike, the more so the longer the pause "
            "between them. Bursts and exposure brackets that the camera tells of, and copies of one photograph, are "
            "stacks too. What you join or split stays so whatever you choose here."
        )

    def show_count(self, stacks: int, photographs: int) -> None:
        """How many stacks there are, and in them how many photographs."""
        if stacks:
            words = counted(stacks, "stack")
            self.count.setText(
                f"{words} of several photographs, {figures(photographs)} in all, and the others alone, in all folders"
            )
        else:
            self.count.setText("No stacks in any folder")
