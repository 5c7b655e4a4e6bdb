"""The menu of photographs, in every view."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from clipiqa_desktop.culling.export.words import files as so_many_files
from clipiqa_desktop.culling.export.words import photographs
from clipiqa_desktop.files.questions import is_file
from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.grid.file_data import file_data, paths_of
from clipiqa_desktop.ui.grid.grid import Grid
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.photo_menu.programs import Program, open_usually, programs_for, show_in_file_manager
from clipiqa_desktop.ui.views.modes import Viewing
from clipiqa_desktop.ui.views.page import Page
from clipiqa_desktop.ui.widgets.menu import Menu

_FLAGS = ("pick", "reject", "unflag")
_TURNS = ("turn_left", "turn_right")
_FOR_PANORAMAS = ("stack_panorama",)
_MENUS = (
    ("Stars", tuple(f"stars_{stars}" for stars in (5, 4, 3, 2, 1, 0))),
    ("Label", ("label_red", "label_yellow", "label_green", "label_blue", "label_purple")),
    (
        "Stack",
        ("stack_open", "stack_keep", "stack_reject", "stack_join", "stack_panorama", "stack_split", "stack_take_out",
         "stack_top"),
    ),
)  # fmt: skip
_MOST = 20  # so many files are opened by one click


class PhotoMenu(QObject):
    """Opens on what is selected, or on the photograph under the pointer; `said` tells what came of it.

    Files are copied and shown as they lie there; nothing is changed.
    """

    said = Signal(str)

    def __init__(self, library: Library, grid: Grid, viewing: Viewing, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._grid, self._viewing = library, grid, viewing
        self._actions, self._window = actions, window
        for name, text, key, run in (
            ("copy_files", "Copy the files", "Ctrl+C", self.copy_files),
            ("copy_paths", "Copy the paths", "Ctrl+Shift+C", self.copy_paths),
            ("reveal", "Show in the file manager", "Ctrl+Shift+R", self.reveal),
        ):
            actions.add(Entry("Edit", name, text, (key,), group=2), run)
        for widget in (grid, grid.viewport(), *viewing.pages.values()):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Opens the menu, by the mouse or by the key for it."""
        if event.type() != QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return super().eventFilter(watched, event)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        chosen = self._choose_in(watched) if isinstance(watched, Page) else self._choose_at(event.pos(), by_key=by_key)
        if chosen and self._viewing.targets():
            menu = self.menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._under_current() if by_key and watched is self._grid else event.globalPos())
        return True

    def menu(self) -> QMenu:
        """What can be done with the photographs that the keys are about now."""
        menu = Menu(self._window)
        self._add(menu, [*self._viewing.pages])
        self._add(menu, _FLAGS)
        left_out = () if self._library.panorama_of(self._library.current_id) else _FOR_PANORAMAS
        for title, names in _MENUS:
            self._add(menu.under(title), [name for name in names if name not in left_out])
        self._add(menu, _TURNS)
        menu.addSeparator()
        opening = menu.under("Open with")
        opening.aboutToShow.connect(partial(self._list_programs, opening))
        self._add(menu, ("reveal", "copy_files", "copy_paths"))
        self._add(menu, ("export", "read_anew", "camera_clocks"))
        self._add(menu, ("undo",))
        return menu

    def copy_files(self) -> None:
        """To be pasted into a file manager, a mail or an editor."""
        data = file_data(self._library, self._viewing.targets())
        if data.urls():
            QApplication.clipboard().setMimeData(data)
            self.said.emit(f"{so_many_files(len(data.urls()))} copied: paste them into another program")

    def copy_paths(self) -> None:
        """As text, a line each."""
        paths = paths_of(self._library, self._viewing.targets())
        if paths:
            QApplication.clipboard().setText("\n".join(map(str, paths)))
            self.said.emit("Path copied" if len(paths) == 1 else f"Paths of {photographs(len(paths))} copied")

    def reveal(self) -> None:
        """Where they lie."""
        if paths := paths_of(self._library, self._viewing.targets()):
            show_in_file_manager(paths)

    def _list_programs(self, menu: QMenu) -> None:
        """Asked for when it is opened, for there may be many."""
        menu.clear()
        files = self._there()
        if not files:
            menu.addAction("The file is not there now").setEnabled(False)
            return
        menu.addAction("The usual program", partial(self._start, open_usually))
        menu.addSeparator()
        for program in programs_for(files[0]):
            menu.addAction(program.name.replace("&", "&&"), partial(self._start_program, program))

    def _start_program(self, program: Program) -> None:
        try:
            self._start(program.start)
        except (OSError, ValueError) as error:
            self.said.emit(f"{program.name} could not be started: {error}")

    def _start(self, start: Callable[[Sequence[Path]], object]) -> None:
        start(self._there())
        count = len(self._viewing.targets())
        if count > _MOST:
            self.said.emit(f"The first {_MOST} of {photographs(count)} are opened")

    def _there(self) -> list[Path]:
        """The first of what is chosen, as far as they are in their places."""
        return [path for path in paths_of(self._library, self._viewing.targets()[:_MOST]) if is_file(path)]

    def _add(self, menu: QMenu, names: Sequence[str]) -> None:
        menu.addActions([self._actions[name] for name in names])
        menu.addSeparator()

    def _choose_at(self, at: QPoint, *, by_key: bool) -> bool:
        """The photograph under the pointer, where it is not selected; by the key the current one."""
        index = self._grid.currentIndex() if by_key else self._grid.indexAt(at)
        if index.isValid() and not self._grid.selectionModel().isSelected(index):
            self._grid.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        return index.isValid()

    def _choose_in(self, page: Page) -> bool:
        photo = page.canvas_in_hand().photo
        if photo:
            self._library.make_current(photo.id)
        return photo is not None

    def _under_current(self) -> QPoint:
        return self._grid.viewport().mapToGlobal(self._grid.visualRect(self._grid.currentIndex()).center())
