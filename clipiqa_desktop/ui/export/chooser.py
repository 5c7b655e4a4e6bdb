"""Which photographs: the picks among what is shown or of the whole shoot, all that is shown, or what is selected."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.library import Library

PICKS, ALL_PICKS, SHOWN, SELECTED = "picks", "all picks", "shown", "selected"
CHOICES = (PICKS, ALL_PICKS, SHOWN, SELECTED)
LASTING = frozenset({PICKS, SHOWN})  # the others are meant for once
_WORDS = {
    PICKS: "Picks among what is shown",
    ALL_PICKS: "All picks of the shoot, also those that filters hide",
    SHOWN: "All that is shown",
    SELECTED: "What is selected",
}


def shown_with_flag(library: Library, flag: int) -> list[int]:
    """The photographs with this flag among those that are shown, in order."""
    rows = library.answer.rows
    found: list[int] = library.columns.ids[rows[library.columns.flag[rows] == flag]].tolist()
    return found


def shown_rejects(library: Library) -> list[int]:
    """The rejected photographs among those that are shown."""
    return shown_with_flag(library, REJECT)


def picks_of_shoot(library: Library) -> list[int]:
    """The picked photographs of the chosen folders, in order, also those that filters hide."""
    picked = library.columns.flag == PICK
    if (library.shoot & picked).sum() == picked[library.answer.rows].sum():
        return shown_with_flag(library, PICK)
    rows = library.engine.answer(library.query.unfiltered).rows
    found: list[int] = library.columns.ids[rows[picked[rows]]].tolist()
    return found


class PhotoChooser(QWidget):
    """Radio buttons with their counts. What is not shown is chosen by hand only, or where nothing is shown at all: the
    filter that one culls by shows nothing once the last photograph is decided.
    """

    changed = Signal()

    def __init__(self, library: Library, selection: Sequence[int], chosen: str = "") -> None:
        super().__init__()
        shown: list[int] = library.passing.tolist()
        inside = set(shown)
        selected = [photo_id for photo_id in selection if photo_id in inside]
        picks, all_picks = shown_with_flag(library, PICK), picks_of_shoot(library)
        self._ids = dict(zip(CHOICES, (picks, all_picks, shown, selected), strict=True))
        self._hidden = len(all_picks) - len(picks)
        # of last time, or the picks, even where there are none: Return is pressed soon
        wanted = SHOWN if chosen == SHOWN else PICKS
        if self._hidden and not shown:
            wanted = ALL_PICKS
        self._group = QButtonGroup(self)
        self._lay_out(wanted)
        self._group.buttonToggled.connect(lambda _button, on: self.changed.emit() if on else None)

    def _lay_out(self, wanted: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for number, name in enumerate(CHOICES):
            if name == ALL_PICKS and not self._hidden:
                continue
            button = QRadioButton(f"{_WORDS[name]} ({figures(len(self._ids[name]))})")
            button.setEnabled(bool(self._ids[name]) or name == wanted)
            button.setChecked(name == wanted)
            self._group.addButton(button, number)
            layout.addWidget(button)

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
        if self.choice == PICKS and self._hidden:
            they = "a pick" if self._hidden == 1 else f"{figures(self._hidden)} picks"
            return f"No photograph that is shown is picked, and filters hide {they}: choose what it shall be."
        if self.choice == PICKS and self._ids[SHOWN]:
            return "No photograph that is shown is picked: choose what else it shall be, or pick some first."
        return "There is no photograph to export."
