"""The left panel: folders with their counts, and the ready-made filters."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QBrush, QColor, QDesktopServices
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QTreeWidgetItem, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.identity.folders import Folder
from clipiqa_desktop.catalog.query.presets import Presets
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.filters.choice_section import ChoiceSection
from clipiqa_desktop.ui.filters.choices import kind_choices, mark_choices
from clipiqa_desktop.ui.filters.filter_choices import filter_choices, saved_choices
from clipiqa_desktop.ui.filters.name_filter import NameFilter
from clipiqa_desktop.ui.filters.suggested_choices import suggested_choices
from clipiqa_desktop.ui.folders.families import families, folders_above
from clipiqa_desktop.ui.folders.folder_titles import folder_name, told_apart
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.menu import Menu
from clipiqa_desktop.ui.widgets.tree import VALUE_ROLE, Tree, heading, set_count, tree_item


class FolderPanel(QFrame):
    """Click a folder to make it the shoot; click a filter to see only that part of it."""

    remove_requested = Signal(object)
    look_requested = Signal(object)
    read_requested = Signal(object)
    leave_out_requested = Signal(object)
    take_in_requested = Signal(object)

    def __init__(self, library: Library, presets: Presets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._library = library
        self._offline: set[Path] = set()
        self._below: dict[Path, set[int]] = {}  # the ids of each folder and of all below it
        self._items: list[tuple[QTreeWidgetItem, Path | None]] = []  # the rows, and their folders
        self._shown: object = None  # what the rows depend on
        self.folders, self.name = Tree("Folders"), NameFilter(library)
        self.filters = ChoiceSection("Filters", filter_choices, library)
        self.saved = ChoiceSection("Saved filters", lambda library: saved_choices(library, presets), library)
        self._sections = [
            self.filters,
            self.name,
            self.saved,  # high enough to be seen on a small screen; it changes only when the person saves
            ChoiceSection("Marks", mark_choices, library),
            ChoiceSection("Suggested", suggested_choices, library),
            *(
                ChoiceSection(field.plural, partial(kind_choices, field.key), library)
                for field in library.fields.choices
                if not field.values
            ),
        ]
        self._lay_out()
        self.folders.itemSelectionChanged.connect(self._choose_folder)
        self.folders.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.folders.customContextMenuRequested.connect(self._open_menu)
        library.folders_changed.connect(self.show_folders)
        self.show_folders()

    def set_offline(self, root: Path, *, offline: bool) -> None:
        """Greys a folder that is not there now."""
        if (root in self._offline) != offline:
            self._offline ^= {root}
            self.show_folders()

    def select(self, path: Path | None) -> None:
        """Makes a folder the shoot, or all of them."""
        for item, each in self._items:
            if each == path:
                self.folders.setCurrentItem(item)
                return

    def _follow(self) -> None:
        """Shows which folder is the shoot; all of them where it has no row."""
        if self.selected() != self._library.folder or not self.folders.selectedItems():
            self.folders.blockSignals(True)
            self.select(None)
            self.select(self._library.folder)
            self.folders.blockSignals(False)

    def selected(self) -> Path | None:
        """The folder that is the shoot; None for all of them."""
        items = self.folders.selectedItems()
        return items[0].data(0, VALUE_ROLE) if items else None

    def show_folders(self) -> None:
        """Shows the folders, anew where they are others than before, and how many photographs are in each."""
        every = self._with_photographs(self._library.catalog.folders.all())
        shown = (every, frozenset(self._offline), style.current())
        if shown != self._shown:
            self._shown = shown
            self._show_anew(every)
        self._follow()
        self._show_counts()

    def _with_photographs(self, every: Sequence[Folder]) -> list[Folder]:
        """Without what was emptied or renamed below a folder that was added; that stays, and what is left out."""
        have = set(np.unique(self._library.columns.folders).tolist())
        stays = {folder.path for folder in every if folder.is_root or folder.is_left_out or folder.id in have}
        if len(stays) == len(every):
            return list(every)
        above = folders_above(every)
        stays |= {path for folder in every if folder.id in have for path in above[folder.id]}
        return [folder for folder in every if folder.path in stays]

    def _show_anew(self, every: Sequence[Folder]) -> None:
        above = folders_above(every)
        self._below = _ids_below(every, above)
        self._items = [(tree_item("All photographs", None), None)]
        tops = [self._items[0][0], *(self._family(root, below) for root, below in families(every, above))]
        self._tell_apart()
        self.folders.blockSignals(True)
        self.folders.clear()
        self.folders.addTopLevelItems(tops)
        self.folders.expandAll()
        self.folders.blockSignals(False)
        self.folders.updateGeometry()

    def _family(self, root: Folder, below: Sequence[Folder]) -> QTreeWidgetItem:
        items = {root.path: tree_item(folder_name(root.path), root.path)}
        for folder in below:
            parent = next(path for path in folder.path.parents if path in items)
            name = displayable_name(str(folder.path.relative_to(parent)))
            item = tree_item(f"{name} (left out)" if folder.is_left_out else name, folder.path)
            items[parent].addChild(item)
            items[folder.path] = item
        faint = set(items) if root.path in self._offline else {each.path for each in below if each.is_left_out}
        for path in faint:
            items[path].setForeground(0, QBrush(QColor(style.current().faint)))
        self._items += [(item, path) for path, item in items.items()]
        return items[root.path]

    def _tell_apart(self) -> None:
        rows = [(item, path) for item, path in self._items if path]
        titles = told_apart([(path, item.text(0)) for item, path in rows])
        for (item, path), title in zip(rows, titles, strict=True):
            offline = item.parent() is None and path in self._offline
            item.setText(0, title + " (offline)" * offline)

    def _show_counts(self) -> None:
        columns = self._library.columns
        ids, numbers = np.unique(columns.folders, return_counts=True)
        counts = dict(zip(ids.tolist(), numbers.tolist(), strict=True))
        for item, path in self._items:
            set_count(item, sum(counts.get(each, 0) for each in self._below[path]) if path else len(columns))
        self.folders.fit_counts()

    def _choose_folder(self) -> None:
        self._library.choose_folder(self.selected())

    def _open_menu(self, at: QPoint) -> None:
        item = self.folders.itemAt(at)
        if item is None or item.data(0, VALUE_ROLE) is None:
            return
        self.menu(item).exec(self.folders.viewport().mapToGlobal(at))

    def menu(self, item: QTreeWidgetItem) -> QMenu:
        """What can be done with the folder of this row."""
        path, is_root = item.data(0, VALUE_ROLE), item.parent() is None
        menu = Menu(self)
        is_left_out = path in self._library.catalog.folders.left_out()
        if not is_left_out:
            menu.addAction("Look through it again", lambda: self.look_requested.emit(path))
            menu.addAction("Read and score all of it anew", lambda: self.read_requested.emit(path))
        menu.addAction("Show in the file manager", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        menu.addSeparator()
        if is_root:
            menu.addAction("Take off the list (scores are kept)", lambda: self.remove_requested.emit(path))
        elif is_left_out:
            menu.addAction("Take this folder in again", lambda: self.take_in_requested.emit(path))
        else:
            menu.addAction(
                "Leave this folder out (marks and scores are kept)", lambda: self.leave_out_requested.emit(path)
            )
        return menu

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        column.addWidget(heading("Folders"))
        column.addWidget(self.folders)
        for section in self._sections:
            column.addWidget(section)
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in (inside, area.viewport()):
            each.setAutoFillBackground(False)  # the panel's ground shows through
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)


def _ids_below(folders: Sequence[Folder], above: Mapping[int, Sequence[Path]]) -> dict[Path, set[int]]:
    below: dict[Path, set[int]] = {folder.path: {folder.id} for folder in folders}
    for folder in folders:
        for parent in above[folder.id]:
            below[parent].add(folder.id)
    return below
