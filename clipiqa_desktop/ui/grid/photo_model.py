"""The grid's rows: the library's cells, by the ids of the photographs in front."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.query.cells import Cell
from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.grid.mark_words import marks_spoken
from clipiqa_desktop.ui.grid.stack_painting import picks_behind
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.texts import plain_tooltip, sort_value

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)
CELL_ROLE = ID_ROLE + 1


class PhotoModel(QAbstractListModel):
    """Follows the library's answer."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._ids, self._cells = library.ids, library.cells
        library.answer_changed.connect(self._reset)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many cells there are."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The id, and the cell where it is more than a photograph; the name, for screen readers and typing ahead."""
        if not index.isValid():
            return None
        if role == ID_ROLE:
            return self.id_at(index.row())
        if role == CELL_ROLE:
            return self.stack_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name_at(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken_at(index.row())
        return self._tooltip_at(index.row()) if role == Qt.ItemDataRole.ToolTipRole else None

    def id_at(self, row: int) -> int:
        """The id of the photograph that is seen in a row."""
        return int(self._ids[row])

    def stack_at(self, row: int) -> Cell | None:
        """The cell in a row, as long as there are any that are more than a photograph."""
        return self._cells[row] if self._cells.has_stacks else None

    def ids_in(self, row: int) -> list[int]:
        """The ids of all that its cell shows something of: of a closed stack also those behind its top."""
        stack = self.stack_at(row)
        return [self.id_at(row)] if stack is None else self._library.columns.ids[list(stack.rows)].tolist()

    def name_at(self, row: int) -> str:
        """The file name in a row."""
        columns = self._library.columns
        return displayable_name(str(columns.names[columns.rows([self.id_at(row)])[0]]))

    def row_of(self, photo_id: int | None) -> int | None:
        """The row in which a photograph is seen, or None where it is not."""
        rows = np.flatnonzero(self._ids == (-1 if photo_id is None else photo_id))
        return int(rows[0]) if len(rows) else None

    def spans_of(self, photo_ids: Iterable[int]) -> list[tuple[int, int]]:
        """The rows in which these are seen, as the first and the last of each run without a gap."""
        rows = np.flatnonzero(np.isin(self._ids, list(photo_ids)))
        runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
        return [(int(run[0]), int(run[-1])) for run in runs if len(run)]

    def _reset(self) -> None:
        self.beginResetModel()
        self._ids, self._cells = self._library.ids, self._library.cells
        self.endResetModel()

    def _spoken_at(self, row: int) -> str:
        """`p3.jpg, 4 stars, picked, Quality 0.31`."""
        cell, photo_id, library = self.stack_at(row), self.id_at(row), self._library
        ghost = library.ghost_of(photo_id)
        field = library.fields.get(library.query.sort[0].key)
        said = [self.name_at(row), cell.words if cell else ""]
        for place in library.columns.rows([photo_id]):
            said += marks_spoken(library.columns, int(place))
            if cell and cell.count and not cell.opened and (picks := picks_behind(library.columns, cell)):
                said.append(f"{figures(picks)} of the stack picked")
            value, _ = sort_value(library, int(place))
            said.append(f"{field.title} {value}" if field and field.is_number and value else "")
        return ", ".join(filter(None, (*said, ghost.spoken if ghost else "")))

    def _tooltip_at(self, row: int) -> str:
        label = self._library.catalog.sidecars.label_text(self.id_at(row))
        return plain_tooltip(self._spoken_at(row) + (f" · label “{label}”" if label else ""))
