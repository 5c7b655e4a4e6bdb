"""The grid's rows: photo ids and nothing else."""

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)


class PhotoModel(QAbstractListModel):
    """Follows the library's answer."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._ids = library.ids
        library.answer_changed.connect(self._reset)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many photographs are shown."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The id; and the name, for screen readers and for typing ahead."""
        if not index.isValid():
            return None
        if role == ID_ROLE:
            return self.id_at(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.name_at(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            label = self._library.catalog.sidecars.label_text(self.id_at(index.row()))
            return plain_tooltip(self.name_at(index.row()) + (f" · label “{label}”" if label else ""))
        return None

    def id_at(self, row: int) -> int:
        """The id of the photograph in a row."""
        return int(self._ids[row])

    def name_at(self, row: int) -> str:
        """The file name in a row."""
        columns = self._library.columns
        return displayable_name(str(columns.names[columns.rows([self.id_at(row)])[0]]))

    def row_of(self, photo_id: int | None) -> int | None:
        """The row of a photograph, or None where it is not shown."""
        rows = np.flatnonzero(self._ids == (-1 if photo_id is None else photo_id))
        return int(rows[0]) if len(rows) else None

    def _reset(self) -> None:
        self.beginResetModel()
        self._ids = self._library.ids
        self.endResetModel()
