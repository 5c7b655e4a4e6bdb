"""By how much the clocks of cameras were off: typed, or found from two photographs of the same moment."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.clocks import Body, Clock
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.moments import typed
from clipiqa_desktop.culling.clock_shifts import body_words, read_shift, shift_between, shift_words
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.form import quiet
from clipiqa_desktop.ui.widgets.keyboard import KeyedDialog
from clipiqa_desktop.ui.widgets.plain import PlainLabel, label_of

_HEADINGS = ("Camera", "Photographs", "First", "Last", "Put right by")
_SELECT_TWO = (
    "To find it from the photographs: select two of the same moment from two cameras (Ctrl+click), and open this again."
)

_BAR, _WIDEST = 16, 1180  # room for a scroll bar; what fits a small screen


class ClockDialog(KeyedDialog):
    """The cameras of the chosen folder, each with a field for its shift; `shifts` is what was changed.

    `selected`: where these are two photographs of two cameras, either clock can be set by the other one.
    """

    def __init__(self, library: Library, selected: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.setWindowTitle("Camera clock")
        self.fields: dict[Body, QLineEdit] = {}
        self._before: dict[Body, str] = {}
        self.trouble = quiet()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(quiet(f"{self._place()} The files stay as they are."))
        layout.addWidget(self._table(), 1)
        layout.addLayout(self._equal(selected))
        layout.addWidget(self.trouble)
        layout.addWidget(buttons)
        self._check()

    @property
    def shifts(self) -> dict[Body, float]:
        """The seconds for each camera whose field says something else than at the beginning."""
        read = {body: read_shift(field.text()) for body, field in self._changed().items()}
        return {body: shift for body, shift in read.items() if shift is not None}

    def _changed(self) -> dict[Body, QLineEdit]:
        return {body: field for body, field in self.fields.items() if field.text().strip() != self._before[body]}

    def _place(self) -> str:
        folder = self._library.folder
        where = f"in {displayable_name(str(folder))} and below" if folder else "in all folders"
        return f"What is set here holds for the photographs {where}, also for those that come there later."

    def _table(self) -> QScrollArea:
        library, content = self._library, QWidget()
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(18)
        for column, heading in enumerate(_HEADINGS):
            grid.addWidget(quiet(heading), 0, column)
        folders = library.catalog.folders
        inside = folders.below(*([library.folder] if library.folder else folders.roots()))
        for row, clock in enumerate(library.catalog.clocks.of_folders(inside), 1):
            self._add_row(grid, row, clock)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(content)
        area.setAccessibleName("Cameras")
        area.setMinimumWidth(min(max(760, content.sizeHint().width() + _BAR), _WIDEST))
        area.setMinimumHeight(_whole_rows(content, grid, area.sizeHint().height()))
        return area

    def _add_row(self, grid: QGridLayout, row: int, clock: Clock) -> None:
        low, high = clock.shifts
        field = QLineEdit(shift_words(low) if low == high else "")
        field.setPlaceholderText(f"{shift_words(low)} to {shift_words(high)}")
        field.setToolTip("Days, hours, minutes and seconds, such as +1:00:00, -0:59:43 or +1 d 2:00")
        field.setAccessibleName(f"Put {body_words(clock.body)} right by")
        field.textChanged.connect(self._check)
        self.fields[clock.body], self._before[clock.body] = field, field.text()
        grid.addWidget(label_of(field, body_words(clock.body)), row, 0)
        moments = ("" if each is None else typed(each) for each in (clock.first, clock.last))
        for column, words in enumerate((f"{figures(clock.photographs)}", *moments), 1):
            grid.addWidget(PlainLabel(words), row, column)
        grid.addWidget(field, row, 4)

    def _equal(self, selected: Sequence[int]) -> QVBoxLayout:
        """What can be done with two photographs of the same moment, or how to come by them."""
        layout = QVBoxLayout()
        layout.setSpacing(6)
        words = quiet(_SELECT_TWO)
        layout.addWidget(words)
        if len(selected) == 2:
            try:
                found = [shift_between(self._library.catalog, *pair) for pair in (selected[::-1], selected)]
            except UserError as error:
                words.setText(str(error))
                return layout
            words.setText("The two selected photographs were taken at the same moment:")
            for (body, shift), (other, _) in (found, found[::-1]):
                layout.addWidget(self._button(body, shift, other), 0, Qt.AlignmentFlag.AlignLeft)
        return layout

    def _button(self, body: Body, shift: float, other: Body) -> QPushButton:
        button = QPushButton(f"Correct the clock of {body_words(body)} ({shift_words(shift)})".replace("&", "&&"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._set_equal(body, shift, other))
        return button

    def _set_equal(self, corrected: Body, shift: float, other: Body) -> None:
        """One of the two clocks is put right, the other one is as it was."""
        for body, text in ((other, self._before.get(other, "")), (corrected, shift_words(shift))):
            if body in self.fields:
                self.fields[body].setText(text)

    def _check(self) -> None:
        unread = [field.text() for field in self._changed().values() if read_shift(field.text()) is None]
        words = [f"“{each}” cannot be read: write it like +1:00:00, -0:59:43 or +1 d 2:00." for each in unread]
        self.trouble.setText(" ".join(words or ([] if self.fields else ["No photograph here says when it was taken."])))
        self._ok.setEnabled(not unread)


def _whole_rows(content: QWidget, grid: QGridLayout, least: int) -> int:
    """At least so high, if there is so much, that the table ends below a row and not within one."""
    content.resize(content.sizeHint())
    grid.activate()
    ends = (grid.cellRect(row, 0).bottom() + grid.verticalSpacing() // 2 for row in range(grid.rowCount()))
    return next((end for end in ends if end >= least), content.height())
