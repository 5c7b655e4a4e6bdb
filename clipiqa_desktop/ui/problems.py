"""What could not be read, each file with its reason."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.names import showable
from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.ui.texts import plain_tooltip

Row = tuple[Path, str]


class ReasonsDialog(QDialog):
    """A table of files and reasons, narrowed by what is typed; it can be copied as text."""

    def __init__(self, title: str, words: str, rows: Sequence[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(1080, 480)
        self._search = QLineEdit(
            placeholderText="Show only files or reasons with these words…", clearButtonEnabled=True
        )
        self._search.setAccessibleName("Narrow the list")
        self.table = _table(rows)
        self._lines = [f"{showable(str(path))}\t{reason}" for path, reason in rows]
        self._search.textChanged.connect(self._narrow)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(words))
        layout.addWidget(self._search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Return in the field is no press
        copy = buttons.addButton("Copy as text", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.as_text()))
        buttons.rejected.connect(self.reject)
        return buttons

    def as_text(self) -> str:
        """The rows that are shown, a line each, with a tab between file and reason."""
        return "\n".join(line for row, line in enumerate(self._lines) if not self.table.isRowHidden(row))

    def _narrow(self, words: str) -> None:
        for row, line in enumerate(self._lines):
            self.table.setRowHidden(row, words.casefold() not in line.casefold())


class ProblemsDialog(ReasonsDialog):
    """The photographs that could not be read or scored."""

    def __init__(self, photos: Sequence[Photo], parent: QWidget | None = None) -> None:
        words = f"{len(photos):,} files could not be scored. None of them was changed."
        super().__init__("Could not be read", words, [(photo.path, photo.error or "") for photo in photos], parent)


def _table(rows: Sequence[Row]) -> QTableWidget:
    table = QTableWidget(len(rows), 2)
    table.setAccessibleName("Files that could not be read")
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
    for row, (path, words) in enumerate(rows):
        file, reason = QTableWidgetItem(showable(path.name)), QTableWidgetItem(words)
        file.setToolTip(plain_tooltip(showable(str(path))))
        reason.setToolTip(plain_tooltip(words))
        table.setItem(row, 0, file)
        table.setItem(row, 1, reason)
    return table
