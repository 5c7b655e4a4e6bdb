"""All entries with their keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from clipiqa_desktop.ui.actions import Actions, Entry, spelled

_COLUMNS = ("Menu", "What it does", "Keys")
_ROW_HEIGHT = 27


class KeyTable(QTableWidget):
    """A row an entry; `chosen` says that the row in hand is to get a key."""

    chosen = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_COLUMNS), parent)
        self._actions = actions
        self._entries: tuple[Entry, ...] = ()
        self._set_up()
        self.fill()
        self.selectRow(0)

    @property
    def entry(self) -> Entry | None:
        """The one in hand; none where the words that narrow the list leave none."""
        row = self.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) and not self.isRowHidden(row) else None

    def fill(self) -> None:
        """Shows the keys of now."""
        self._entries = self._actions.entries
        self.setRowCount(len(self._entries))
        for row, entry in enumerate(self._entries):
            for column, text in enumerate(self._texts(entry)):
                self.setItem(row, column, QTableWidgetItem(text))

    def filter_by(self, words: str) -> None:
        """Shows only the rows with these words, and has the first of them in hand."""
        for row, entry in enumerate(self._entries):
            self.setRowHidden(row, words.casefold() not in " ".join(self._texts(entry)).casefold())
        if self.entry is None and (shown := [row for row in range(self.rowCount()) if not self.isRowHidden(row)]):
            self.selectRow(shown[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for a key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def _texts(self, entry: Entry) -> tuple[str, str, str]:
        return entry.menu, entry.text.rstrip("…"), spelled(self._actions.keys(entry.name))

    def _set_up(self) -> None:
        self.setAccessibleName("What can be done, with its keys")
        self.setHorizontalHeaderLabels(_COLUMNS)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(0, 110)
        self.setColumnWidth(2, 210)
        self.cellDoubleClicked.connect(self.chosen)
