"""The menu of a photograph in the grid."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from clipiqa_desktop.ui.actions import Actions
from clipiqa_desktop.ui.grid.grid import Grid
from clipiqa_desktop.ui.library import Library

_ENTRIES = (
    ("loupe", "compare", "survey"),
    ("pick", "reject", "unflag"),
    ("stack_open", "stack_keep", "stack_join", "stack_panorama", "stack_split", "stack_take_out", "stack_top"),
    ("camera_clocks",),
    ("undo",),
)


class PhotoMenu(QObject):
    """Opens on what is selected, or on the photograph under the pointer."""

    def __init__(self, library: Library, grid: Grid, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._grid, self._actions, self._window = library, grid, actions, window
        grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        grid.customContextMenuRequested.connect(self._open)

    def _open(self, at: QPoint) -> None:
        index = self._grid.indexAt(at)
        if not index.isValid():
            return
        if not self._grid.selectionModel().isSelected(index):
            self._grid.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        path = self._library.catalog.photos.get(self._grid.photos.id_at(index.row())).path
        menu = self._menu(path)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._grid.viewport().mapToGlobal(at))

    def _menu(self, path: Path) -> QMenu:
        menu = QMenu(self._window)
        for group in _ENTRIES:
            menu.addActions([self._actions[name] for name in group])
            menu.addSeparator()
        menu.addAction("Show its folder", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        menu.addAction("Copy its path", lambda: QApplication.clipboard().setText(str(path)))
        return menu
