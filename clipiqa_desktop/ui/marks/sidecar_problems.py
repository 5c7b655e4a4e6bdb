"""What stood in the way of sidecars, and the conflicts that the person may settle."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from clipiqa_desktop.catalog.marks.conflicts import Conflict
from clipiqa_desktop.culling.export.words import counted
from clipiqa_desktop.culling.marking import MarkChange
from clipiqa_desktop.mark_words import PICK, REJECT
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.problems import ReasonsDialog, Row

_FLAGS: dict[int | str, str] = {PICK: "picked", REJECT: "rejected"}


class SidecarProblems(ReasonsDialog):
    """Sidecars that could not be used, what to know of the last writing, and marks changed both here and elsewhere.

    `shared` are those that stand for several photographs, `elsewhere` those that were written through a link.

    Problems and warnings go when their cause does; a conflict goes when it was seen, or when the other value is taken.
    """

    def __init__(
        self, library: Library, shared: Sequence[Row], elsewhere: Sequence[Row], parent: QWidget | None = None
    ) -> None:
        super().__init__("Sidecars", "", [], parent)
        self._library, self._shared, self._elsewhere = library, shared, elsewhere
        self._conflicts: list[Conflict] = []
        self.other = self.add_button("Use the other value", self._use_other)
        self.seen = self.add_button("Mark as seen", lambda: self._dismiss(self._selected()))
        self.all_seen = self.add_button("Mark all as seen", lambda: self._dismiss(self._conflicts))
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self._show()

    def _use_other(self) -> None:
        """Takes the values that gave way; undo brings the marks back."""
        chosen = self._selected()
        for conflict in chosen:
            self._library.mark(
                [conflict.photo_id], f"The other {conflict.field}", MarkChange(conflict.field, conflict.other)
            )
        self._dismiss(chosen)

    def _dismiss(self, conflicts: Sequence[Conflict]) -> None:
        library = self._library
        words = f"mark {counted(len(conflicts), 'conflict')} as seen"
        library.writes.do(
            words,
            lambda: library.catalog.conflicts.dismiss(conflicts),
            lambda: self._show() if isValid(self) else None,  # it may be closed by then
        )

    def _selected(self) -> list[Conflict]:
        """The conflicts come last in the table."""
        first = self.table.rowCount() - len(self._conflicts)
        rows = {item.row() for item in self.table.selectedItems()}
        return [
            each for row, each in enumerate(self._conflicts, first) if row in rows and not self.table.isRowHidden(row)
        ]

    def _show(self) -> None:
        catalog = self._library.catalog
        problems = [(problem.path, problem.sentence) for problem in catalog.sidecars.problems()]
        self._conflicts = catalog.conflicts.all()
        rows = [*problems, *self._shared, *self._elsewhere, *((each.path, _words(each)) for each in self._conflicts)]
        counts = (len(problems), len(self._shared), len(self._elsewhere), len(self._conflicts))
        self.show_rows(_summary(*counts), rows)
        self.table.clearSelection()
        self._show_buttons()

    def _show_buttons(self) -> None:
        for button in (self.other, self.seen):
            button.setEnabled(bool(self._selected()))
        self.all_seen.setEnabled(bool(self._conflicts))


def _summary(problems: int, shared: int, elsewhere: int, conflicts: int) -> str:
    counts = (
        (problems, "could not be read or written"),
        (shared, "written for several photographs at once"),
        (elsewhere, "written outside of the added folders, through a link"),
        (conflicts, "changed here and by another program at the same time"),
    )
    words = "; ".join(f"{figures(count)} {what}" for count, what in counts if count)
    return (
        f"Sidecars: {words}."
        if words
        else "No problems: all sidecars could be read and written, and nobody else changed the same marks."
    )


def _words(conflict: Conflict) -> str:
    kept, other = (_value(conflict, value) for value in (conflict.kept, conflict.other))
    return f"{conflict.field.capitalize()}: {kept} was newer and is kept, not {other}."


def _value(conflict: Conflict, value: int | str) -> str:
    return str(_FLAGS.get(value, "none") if conflict.field == "flag" else value or "none")
