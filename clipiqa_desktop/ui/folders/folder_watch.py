"""Watches the folders, so that new photographs appear by themselves."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from clipiqa_desktop.ignored_folders import is_ignored

SETTLE_MS = 700
LOOK_AGAIN_MS = 3000


class FolderWatch(QObject):
    """Says which root to look through again, a moment after something in it changed.

    The system tells of files that come and go, not of files that grow. So after a change the root is looked through
    again until a look finds nothing new: by then whatever was being copied is whole.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: dict[str, Path] = {}
        self._waiting: set[Path] = set()
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True)
        self._watcher.directoryChanged.connect(self._note)
        self._timer.timeout.connect(self._tell)

    def watch(self, roots: Iterable[Path], folders: Iterable[Path]) -> None:
        """Watches these roots and the folders below them, and no others."""
        roots = list(roots)
        self._roots = {
            str(folder): next(root for root in roots if root == folder or root in folder.parents)
            for folder in {*folders, *roots}
            if any(root == folder or root in folder.parents for root in roots)
        }
        watched = set(self._watcher.directories())
        if old := watched - self._roots.keys():
            self._watcher.removePaths(sorted(old))
        if new := {name for name in self._roots.keys() - watched if Path(name).is_dir()}:
            self._watcher.addPaths(sorted(new))

    def looked_through(self, root: Path, *, found_something: bool) -> None:
        """A look through this root has ended."""
        if found_something and root in self._roots.values():
            self._waiting.add(root)
            self._timer.start(LOOK_AGAIN_MS)

    def _note(self, folder: str) -> None:
        if root := self._roots.get(folder):
            self._watch_new_below(Path(folder), root)
            self._waiting.add(root)
            self._timer.start(SETTLE_MS)

    def _watch_new_below(self, folder: Path, root: Path) -> None:
        """A folder that was just made is empty, so that nobody knows of it yet; photographs will come into it."""
        try:
            new = [
                str(each)
                for each in folder.iterdir()
                if each.is_dir() and str(each) not in self._roots and not is_ignored(each.name)
            ]
        except OSError:
            return
        self._roots.update(dict.fromkeys(new, root))
        if new:
            self._watcher.addPaths(new)

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for root in sorted(waiting):
            self.changed.emit(root)
