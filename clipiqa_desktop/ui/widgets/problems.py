"""What could not be read, each file with its reason."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.texts import plain_tooltip
from clipiqa_desktop.ui.widgets.keyboard import KeyedDialog
from clipiqa_desktop.ui.widgets.plain import PlainLabel

Row = tuple[Path, str]


class ReasonsDialog(KeyedDialog):
    """A table of files and reasons, narrowed by what is typed; it can be copied as text."""

    def __init__(self, title: str, words: str, rows: Sequence[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(1080, 480)
        self._search = QLineEdit(
            placeholderText="Show only files or reasons with these words…", clearButtonEnabled=True
        )
        self._search.setAccessibleName("Narrow the list")
        self._words = PlainLabel()
        self.table = _table()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Return in the field
        self.buttons.rejected.connect(self.reject)
        self.add_button("Copy as text", lambda: QApplication.clipboard().setText(self.as_text()))
        self._search.textChanged.connect(self._narrow)
        layout = QVBoxLayout(self)
        for widget in (self._words, self._search, self.table, self.buttons):
            layout.addWidget(widget)
        self.show_rows(words, rows)

    def show_rows(self, words: str, rows: Sequence[Row]) -> None:
        """Lists these, under these words."""
        self._words.setText(words)
        self._lines = [f"{displayable_name(str(path))}\t{reason}" for path, reason in rows]
        self.table.setRowCount(len(rows))
        for row, (path, reason) in enumerate(rows):
            self.table.setItem(row, 0, _item(path.name, str(path)))
            self.table.setItem(row, 1, _item(reason, reason))
        self._narrow(self._search.text())

    def add_button(self, text: str, press: Callable[[], object]) -> QPushButton:
        """One more button beside the others."""
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: press())
        return button

    def as_text(self) -> str:
        """The rows that are shown, a line each, with a tab between file and reason."""
        return "\n".join(line for row, line in enumerate(self._lines) if not self.table.isRowHidden(row))

    def _narrow(self, words: str) -> None:
        for row, line in enumerate(self._lines):
            self.table.setRowHidden(row, words.casefold() not in line.casefold())


class ProblemsDialog(ReasonsDialog):
    """The photographs that could not be read or scored."""

    def __init__(self, photos: Sequence[Photo], parent: QWidget | None = None) -> None:
        rows = [(photo.path, photo.error or "") for photo in photos]
        super().__init__("Could not be read", _left_out(len(photos)), rows, parent)


def _left_out(count: int) -> str:
    """A file may be sound and only too small: the reason beside it says what it is."""
    if count == 0:
        return "No file here is left out: whatever was looked at so far could be read."
    if count == 1:
        return "1 file is left out, for the reason beside it. It was not changed."
    return f"{figures(count)} files are left out, each for the reason beside it. None of them was changed."


def _table() -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setAccessibleName("Files with the reasons")
    table.setHorizontalHeaderLabels(["File", "Reason"])
    table.verticalHeader().hide()
    table.setTabKeyNavigation(False)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, 280)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    return table


def _item(text: str, tooltip: str) -> QTableWidgetItem:
    item = QTableWidgetItem(displayable_name(text))
    item.setToolTip(plain_tooltip(displayable_name(tooltip)))
    return item
