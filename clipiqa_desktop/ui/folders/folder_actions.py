"""Folders in and out of the window, and the watch over them."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from clipiqa_desktop.ui.actions import Actions, Entry
from clipiqa_desktop.ui.folders.families import families, folders_above
from clipiqa_desktop.ui.folders.folder_panel import FolderPanel
from clipiqa_desktop.ui.folders.folder_titles import folder_name
from clipiqa_desktop.ui.folders.folder_watch import FolderWatch
from clipiqa_desktop.ui.indexing.indexing_thread import Indexing
from clipiqa_desktop.ui.library import Library


class FolderActions(QObject):
    """Keeps catalog, left panel, indexing and watch in step."""

    def __init__(
        self, library: Library, indexing: Indexing, panel: FolderPanel, actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library, self._indexing, self._panel, self._window = library, indexing, panel, window
        self.watch = FolderWatch(self)
        self.watch.changed.connect(indexing.add)
        library.folders_changed.connect(self._watch)
        panel.remove_requested.connect(self.remove)
        panel.look_requested.connect(indexing.add)
        panel.leave_out_requested.connect(self.leave_out)
        panel.take_in_requested.connect(self.take_in)
        indexing.listed.connect(self._listed)
        indexing.offline.connect(lambda root: panel.set_offline(root, offline=True))
        indexing.offline.connect(self.watch.is_away)
        actions.add(Entry("File", "add_folder", "Add folder…", ("Ctrl+O",)), self.ask)
        actions.add(Entry("File", "look_again", "Look through all folders again", ("F5",)), self.look_again)
        self._watch()

    def add(self, folders: Iterable[Path]) -> None:
        """Puts folders into the catalog and looks through them, beside what is going on."""
        for folder in folders:
            self._write("add", self._library.catalog.folders.add_root, folder, partial(self._added, folder))

    def ask(self) -> None:
        """Asks for a folder of photographs."""
        chosen = QFileDialog.getExistingDirectory(self._window, "Add a folder of photographs", str(Path.home()))
        if chosen:
            self.add([Path(chosen)])

    def remove(self, folder: Path) -> None:
        """Takes a folder off the list; what is known of it stays in the catalog."""
        self._write("take off the list", self._library.catalog.folders.remove_root, folder, self._gone)

    def leave_out(self, folder: Path) -> None:
        """Hides a folder below another one; what is known of it stays in the catalog."""
        self._write("leave out", self._library.catalog.folders.leave_out, folder, self._gone)

    def take_in(self, folder: Path) -> None:
        """Takes in a folder that was left out, and looks through it."""
        self._write("take in again", self._library.catalog.folders.take_in, folder, partial(self._taken_in, folder))

    def look_again(self) -> None:
        """Looks through all folders for what is new."""
        self._indexing.start()

    def _write(self, what: str, write: Callable[[Path], object], folder: Path, then: Callable[[], object]) -> None:
        self._library.writes.do(f"{what} the folder “{folder_name(folder)}”", partial(write, folder), then)

    def _added(self, folder: Path) -> None:
        self._library.reload_in(folder)
        self._indexing.add(folder)

    def _taken_in(self, folder: Path) -> None:
        self._library.reload()
        self._indexing.add(folder)

    def _gone(self) -> None:
        self._library.reload_in(None)

    def _listed(self, root: Path, found_something: bool) -> None:
        self._panel.set_offline(root, offline=False)
        self.watch.looked_through(root, found_something=found_something)

    def _watch(self) -> None:
        every = self._library.catalog.folders.all()
        roots = sorted(folder.path for folder in every if folder.is_root)
        below = [folder for _root, each in families(every, folders_above(every)) for folder in each]
        self.watch.watch(roots, {folder.path for folder in below if not folder.is_left_out})
