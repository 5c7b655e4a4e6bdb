"""The left panel: folders with their counts, and the ready-made filters."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QBrush, QColor, QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QMenu,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)

from clipiqa_desktop.catalog.folders import Folder
from clipiqa_desktop.catalog.names import showable
from clipiqa_desktop.catalog.query import ALL, UNREADABLE, UNSCORED
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.library import Library

_VALUE = Qt.ItemDataRole.UserRole
_FILTERS = ((ALL, "All"), (UNSCORED, "Not scored yet"), (UNREADABLE, "Could not be read"))


class FolderPanel(QFrame):
    """Click a folder to make it the shoot; click a filter to see only that part of it."""

    remove_requested = Signal(object)
    look_requested = Signal(object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._library = library
        self._offline: set[Path] = set()
        self._below: dict[Path, set[int]] = {}  # the ids of each folder and of all below it
        self.folders, self.filters = _Tree("Folders"), _Tree("Filters")
        self._lay_out()
        self.folders.itemSelectionChanged.connect(self._choose_folder)
        self.filters.itemSelectionChanged.connect(self._choose_filter)
        self.folders.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.folders.customContextMenuRequested.connect(self._open_menu)
        library.folders_changed.connect(self.show_folders)
        library.counts_changed.connect(self._show_counts)
        self.show_folders()

    def set_offline(self, root: Path, *, offline: bool) -> None:
        """Greys a folder that is not there now."""
        if (root in self._offline) != offline:
            self._offline ^= {root}
            self.show_folders()

    def select(self, path: Path | None) -> None:
        """Makes a folder the shoot, or all of them."""
        for item in _items(self.folders):
            if item.data(0, _VALUE) == path:
                self.folders.setCurrentItem(item)
                return

    def selected(self) -> Path | None:
        """The folder that is the shoot; None for all of them."""
        items = self.folders.selectedItems()
        return items[0].data(0, _VALUE) if items else None

    def show_folders(self) -> None:
        """Shows the folders anew."""
        chosen, every = self.selected(), self._library.catalog.folders.all()
        self._below = _ids_below(every)
        self.folders.blockSignals(True)
        self.folders.clear()
        self.folders.addTopLevelItem(_item("All photographs", None))
        for root, below in _families(every):
            self._add_family(root, below)
        self.folders.expandAll()
        self.select(None)
        self.select(chosen)
        self.folders.blockSignals(False)
        self._show_filters()
        self._show_counts()
        self.folders.updateGeometry()

    def _add_family(self, root: Folder, below: Sequence[Folder]) -> None:
        offline = root.path in self._offline
        top = _item(showable(root.path.name or str(root.path)) + (" (offline)" if offline else ""), root.path)
        self.folders.addTopLevelItem(top)
        parents = {root.path: top}
        for folder in below:
            parent = next(path for path in folder.path.parents if path in parents)
            item = _item(showable(str(folder.path.relative_to(parent))), folder.path)
            parents[parent].addChild(item)
            parents[folder.path] = item
        for item in parents.values() if offline else ():
            item.setForeground(0, QBrush(QColor(style.current().faint)))

    def _show_filters(self) -> None:
        self.filters.blockSignals(True)
        self.filters.clear()
        for state, title in _FILTERS:
            item = _item(title, state)
            self.filters.addTopLevelItem(item)
            if state == self._library.query.state:
                self.filters.setCurrentItem(item)
        self.filters.blockSignals(False)
        self.filters.updateGeometry()

    def _show_counts(self) -> None:
        columns = self._library.columns
        ids, counts_by_id = np.unique(columns.folders, return_counts=True)
        for item in _items(self.folders):
            path = item.data(0, _VALUE)
            inside = np.isin(ids, list(self._below[path])) if path else np.ones(len(ids), np.bool_)
            _set_count(item, int(counts_by_id[inside].sum()))
        shoot = self._library.shoot
        counts = {
            ALL: shoot.sum(),
            UNREADABLE: (shoot & columns.unreadable).sum(),
            UNSCORED: (shoot & ~columns.unreadable & np.isnan(columns.scores[:, 0])).sum(),
        }
        for item in _items(self.filters):
            _set_count(item, int(counts[item.data(0, _VALUE)]))

    def _choose_folder(self) -> None:
        self._library.choose_folder(self.selected())

    def _choose_filter(self) -> None:
        for item in self.filters.selectedItems():
            self._library.ask(replace(self._library.query, state=item.data(0, _VALUE)))

    def _open_menu(self, at: QPoint) -> None:
        item = self.folders.itemAt(at)
        if item is None or (path := item.data(0, _VALUE)) is None:
            return
        menu = QMenu(self)
        menu.addAction("Look through it again", lambda: self.look_requested.emit(path))
        menu.addAction("Show in the file manager", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        if item.parent() is None:
            menu.addSeparator()
            menu.addAction("Take off the list (scores are kept)", lambda: self.remove_requested.emit(path))
        menu.exec(self.folders.viewport().mapToGlobal(at))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(0)
        for title, tree in (("Folders", self.folders), ("Filters", self.filters)):
            heading = QLabel(title)
            heading.setProperty("heading", True)
            heading.setContentsMargins(14, 10, 14, 6)
            layout.addWidget(heading)
            layout.addWidget(tree)
        layout.addStretch(1)


class _Tree(QTreeWidget):
    """A tree as high as its rows, or as the panel allows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.ensurePolished()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(super().sizeHint().width(), len(_items(self)) * max(self.sizeHintForRow(0), 24) + 4)

    def minimumSizeHint(self) -> QSize:
        """One row."""
        return QSize(0, max(self.sizeHintForRow(0), 24) + 4)


def _item(title: str, value: object) -> QTreeWidgetItem:
    item = QTreeWidgetItem([title, ""])
    item.setData(0, _VALUE, value)
    item.setToolTip(0, showable(str(value)) if isinstance(value, Path) else title)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setForeground(1, QBrush(QColor(style.current().quiet_on_hover)))
    return item


def _set_count(item: QTreeWidgetItem, count: int) -> None:
    item.setText(1, f"{count:,}")


def _items(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    every = QTreeWidgetItemIterator(tree)
    found = []
    while item := every.value():
        found.append(item)
        every += 1
    return found


def _ids_below(folders: Sequence[Folder]) -> dict[Path, set[int]]:
    below: dict[Path, set[int]] = {folder.path: {folder.id} for folder in folders}
    for folder in folders:
        for parent in folder.path.parents:
            if parent in below:
                below[parent].add(folder.id)
    return below


def _families(folders: Sequence[Folder]) -> list[tuple[Folder, list[Folder]]]:
    """Each folder that was added with those below it, parents before children."""
    by_path = sorted(folders, key=lambda folder: folder.path)
    return [
        (root, [folder for folder in by_path if root.path in folder.path.parents]) for root in by_path if root.is_root
    ]
