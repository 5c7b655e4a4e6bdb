"""Folders and photographs that are handed to the window: on the command line, by the desktop, or dropped on it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QDropEvent

from clipiqa_desktop.downloads.taking import looks_like_one
from clipiqa_desktop.files.questions import is_folder, is_there
from clipiqa_desktop.ui.folders.folder_actions import FolderActions
from clipiqa_desktop.ui.grid.grid import Grid
from clipiqa_desktop.ui.library import Library


class Opening(QObject):
    """Adds folders, and those in which photographs lie; the first photograph becomes the current one when it is found.

    `take` gets the files of models that are among them. `settled` says that all there is has been found: who is not
    there by then is not waited for.
    """

    def __init__(
        self,
        library: Library,
        grid: Grid,
        folders: FolderActions,
        take: Callable[[Sequence[Path]], object],
        settled: SignalInstance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._library, self._grid, self._folders = library, grid, folders
        self._wanted: Path | None = None
        library.answer_changed.connect(self._show)
        settled.connect(self._give_up)

    def open(self, paths: Sequence[Path]) -> None:
        """Takes absolute paths of folders and files; the network's weights, and their like, go elsewhere."""
        models = [path for path in paths if looks_like_one(path)]
        if models:
            self._take(models)
        if photographs := [path for path in paths if path not in models]:
            self._open(photographs)

    def _open(self, paths: Sequence[Path]) -> None:
        self._wanted = next((path for path in paths if not is_folder(path)), None)
        self._folders.add(dict.fromkeys(path if is_folder(path) else path.parent for path in paths))

    def _show(self) -> None:
        photo_id = self._library.catalog.photos.at(self._wanted) if self._wanted else None
        if photo_id is not None and self._library.front_of(photo_id) is not None:
            self._wanted = None
            self._grid.go_to(photo_id)

    def _give_up(self) -> None:
        self._wanted = None


def dropped(event: QDropEvent) -> Sequence[Path]:
    """The folders and files that are dropped, as far as they are there."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return sorted(path for path in paths if is_there(path))
