"""The left panel: folders with their counts, and the ready-made filters."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QBrush, QColor, QDesktopServices
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QTreeWidgetItem, QVBoxLayout, QWidget

from clipiqa_desktop.catalog.folders import Folder, with_parents
from clipiqa_desktop.catalog.names import displayable_name
from clipiqa_desktop.catalog.presets import Presets
from clipiqa_desktop.files.ignored_folders import is_reached
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.filters.choice_section import ChoiceSection
from clipiqa_desktop.ui.filters.choices import kind_choices, mark_choices
from clipiqa_desktop.ui.filters.filter_choices import filter_choices, saved_choices
from clipiqa_desktop.ui.filters.name_filter import NameFilter
from clipiqa_desktop.ui.folders.folder_titles import folder_name, told_apart
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.widgets.tree import VALUE_ROLE, Tree, heading, set_count, tree_item, tree_items


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
        self.folders, self.name = Tree("Folders"), NameFilter(library)
        self.filters = ChoiceSection("Filters", filter_choices, library)
        self.saved = ChoiceSection("Saved filters", lambda library: saved_choices(library, presets), library)
        self._sections = [
            self.filters,
            self.name,
            ChoiceSection("Marks", mark_choices, library),
            *(
                ChoiceSection(field.plural, partial(kind_choices, field.key), library)
                for field in library.fields.choices
                if not field.values
            ),
            self.saved,  # grows as the person saves, and moves nothing
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
        for item in tree_items(self.folders):
            if item.data(0, VALUE_ROLE) == path:
                self.folders.setCurrentItem(item)
                return

    def selected(self) -> Path | None:
        """The folder that is the shoot; None for all of them."""
        items = self.folders.selectedItems()
        return items[0].data(0, VALUE_ROLE) if items else None

    def show_folders(self) -> None:
        """Shows the folders anew."""
        chosen, every = self.selected(), self._library.catalog.folders.all()
        above = _above(every)
        self._below = _ids_below(every, above)
        self.folders.blockSignals(True)
        self.folders.clear()
        self.folders.addTopLevelItem(tree_item("All photographs", None))
        for root, below in _families(every, above):
            self._add_family(root, below)
        self._tell_apart()
        self.folders.expandAll()
        self.select(None)
        self.select(chosen)
        self.folders.blockSignals(False)
        self._show_counts()
        self.folders.updateGeometry()

    def _add_family(self, root: Folder, below: Sequence[Folder]) -> None:
        top = tree_item(folder_name(root.path), root.path)
        self.folders.addTopLevelItem(top)
        parents = {root.path: top}
        for folder in below:
            parent = next(path for path in folder.path.parents if path in parents)
            item = tree_item(displayable_name(str(folder.path.relative_to(parent))), folder.path)
            parents[parent].addChild(item)
            parents[folder.path] = item
        left_out = {folder.path for folder in below if folder.is_left_out}
        for path, item in parents.items():
            if root.path in self._offline or path in left_out:
                item.setForeground(0, QBrush(QColor(style.current().faint)))
            if path in left_out:
                item.setText(0, f"{item.text(0)} (left out)")

    def _tell_apart(self) -> None:
        items = [item for item in tree_items(self.folders) if item.data(0, VALUE_ROLE)]
        titles = told_apart([(item.data(0, VALUE_ROLE), item.text(0)) for item in items])
        for item, title in zip(items, titles, strict=True):
            offline = item.parent() is None and item.data(0, VALUE_ROLE) in self._offline
            item.setText(0, title + " (offline)" * offline)

    def _show_counts(self) -> None:
        columns = self._library.columns
        ids, numbers = np.unique(columns.folders, return_counts=True)
        counts = dict(zip(ids.tolist(), numbers.tolist(), strict=True))
        for item in tree_items(self.folders):
            path = item.data(0, VALUE_ROLE)
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
        menu = QMenu(self)
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


def _ids_below(folders: Sequence[Folder], above: Mapping[int, list[Path]]) -> dict[Path, set[int]]:
    below: dict[Path, set[int]] = {folder.path: {folder.id} for folder in folders}
    for folder in folders:
        for parent in above[folder.id]:
            below[parent].add(folder.id)
    return below


def _families(folders: Sequence[Folder], above: Mapping[int, list[Path]]) -> list[tuple[Folder, list[Folder]]]:
    """Each folder that was added with those below it that are looked through, parents before children; what is left
    out stands there too, without what is in it.
    """
    left_out = {folder.path for folder in folders if folder.is_left_out}
    by_path = sorted(folders, key=lambda folder: folder.path)
    families: dict[Path, tuple[Folder, list[Folder]]] = {
        folder.path: (folder, []) for folder in by_path if folder.is_root
    }
    for folder in by_path:
        for root in families.keys() & above[folder.id]:
            if is_reached(folder.path, root) and is_reached(folder.path.parent, root, left_out):
                families[root][1].append(folder)
    return list(families.values())


def _above(folders: Sequence[Folder]) -> dict[int, list[Path]]:
    """Those of the folders in which each of them lies, by its id; told by their names, of which there may be many."""
    by_name = {str(folder.path): folder.path for folder in folders}
    return {
        folder.id: [by_name[parent] for parent in with_parents(name) if parent in by_name and parent != name]
        for name, folder in zip(by_name, folders, strict=True)
    }
