"""Which photographs: the picks among what is shown, all that is shown, or what is selected."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.library import Library

SHOWN, SELECTED = "shown", "selected"
CHOICES = ("picks", SHOWN, SELECTED)


def shown_with_flag(library: Library, flag: int) -> list[int]:
    """The photographs with this flag among those that are shown, in order."""
    rows = library.answer.rows
    found: list[int] = library.columns.ids[rows[library.columns.flag[rows] == flag]].tolist()
    return found


def shown_rejects(library: Library) -> list[int]:
    """The rejected photographs among those that are shown."""
    return shown_with_flag(library, REJECT)


class PhotoChooser(QWidget):
    """Three radio buttons with their counts. What is not shown is never chosen."""

    changed = Signal()

    def __init__(self, library: Library, selection: Sequence[int], chosen: str = "") -> None:
        super().__init__()
        shown: list[int] = library.passing.tolist()
        inside = set(shown)
        selected = [photo_id for photo_id in selection if photo_id in inside]
        self._ids = dict(zip(CHOICES, (shown_with_flag(library, PICK), shown, selected), strict=True))
        # of last time, or the picks, even where there are none: Return is pressed soon; a selection is chosen by hand
        wanted = "shown" if chosen == "shown" else "picks"
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for number, (name, words) in enumerate(
            (("picks", "Picks among what is shown"), ("shown", "All that is shown"), ("selected", "What is selected"))
        ):
            button = QRadioButton(f"{words} ({figures(len(self._ids[name]))})")
            button.setEnabled(bool(self._ids[name]) or name == wanted)
            button.setChecked(name == wanted)
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.buttonToggled.connect(lambda _button, on: self.changed.emit() if on else None)

    @property
    def choice(self) -> str:
        """One of CHOICES."""
        return CHOICES[self._group.checkedId()]

    @property
    def ids(self) -> list[int]:
        """The chosen photographs, in the order in which they are shown."""
        return self._ids[self.choice]

    @property
    def nothing(self) -> str:
        """The sentence for a choice that holds nothing."""
        if self.choice == "picks" and self._ids["shown"]:
            return "No photograph that is shown is picked: choose what else it shall be, or pick some first."
        return "There is no photograph to export."
