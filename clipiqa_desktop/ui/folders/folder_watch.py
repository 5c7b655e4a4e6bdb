"""Watches the folders, so that new photographs appear by themselves."""

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QFileSystemWatcher, QObject, QTimer, Signal

from clipiqa_desktop.files.ignored_folders import is_ignored
from clipiqa_desktop.files.questions import is_empty, is_folder

SETTLE_MS = 700
LONGEST_MS = 3000
LOOK_AGAIN_MS = 3000
POLL_MS = 20_000
AWAY_MS = 2000

_log = logging.getLogger(__name__)


class FolderWatch(QObject):
    """Says which root to look through again, a moment after something in it changed.

    The system tells of files that come and go, not of files that grow. So after a change the root is looked through
    again until a look finds nothing new: by then whatever was being copied is whole. Where one change follows another,
    as while a card is copied, a look is put off for some seconds and no more. Systems watch so many folders and no
    more; `said` says when that is so. They watch nothing that is not there: roots on drives that are away, and folders
    that go away, are looked for now and then, and watched again once they are back.
    """

    changed = Signal(object)
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: dict[str, Path] = {}
        self._waiting: set[Path] = set()
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True)
        self._latest = QDeadlineTimer()
        self._poll = QTimer(self)
        self._versions: dict[str, int] = {}  # of the folders that are not watched
        self._away: set[str] = set()
        self._empty: set[str] = set()  # of those that are away, where a disk may be mounted again
        self._look_for_away = QTimer(self)
        self._look_for_away.timeout.connect(self._look_for_those_away)
        self._watcher.directoryChanged.connect(self._note)
        self._poll.timeout.connect(self._look_at_unwatched)
        self._timer.timeout.connect(self._tell)

    def watch(self, roots: Iterable[Path], folders: Iterable[Path]) -> None:
        """Watches these roots and the folders below them, and no others."""
        places = {root: place for place, root in enumerate(roots)}
        above = {folder: _first_above(folder, places) for folder in {*folders, *places}}
        self._roots = {str(folder): root for folder, root in above.items() if root}
        self._versions = {name: version for name, version in self._versions.items() if name in self._roots}
        watched = set(self._watcher.directories())
        if old := watched - self._roots.keys():
            self._watcher.removePaths(sorted(old))
        self._away &= self._roots.keys()
        self._add(sorted(self._roots.keys() - watched))
        self._wait_for(str(root) for root in places)

    def looked_through(self, root: Path, *, found_something: bool) -> None:
        """A look through this root has ended."""
        if found_something and root in self._roots.values():
            self._look_soon(root, LOOK_AGAIN_MS)

    def is_away(self, root: Path) -> None:
        """A look through this root found nothing there; of a folder that gets another name the system tells nothing."""
        if str(root) in self._roots:
            self._empty.update([str(root)] if is_folder(root) else [])
            self._wait_for([str(root)])

    def _note(self, folder: str) -> None:
        if root := self._roots.get(folder):
            self._wait_for([folder])
            self._watch_new_below(Path(folder), root)
            self._look_soon(root, SETTLE_MS)

    def _look_soon(self, root: Path, ms: int) -> None:
        if not self._waiting:
            self._latest.setRemainingTime(LONGEST_MS)
        self._waiting.add(root)
        self._timer.start(min(ms, max(0, self._latest.remainingTime())))

    def _watch_new_below(self, folder: Path, root: Path) -> None:
        """A folder that was just made is empty, so that nobody knows of it yet; photographs will come into it."""
        try:
            new = [
                str(each)
                for each in folder.iterdir()
                if is_folder(each) and str(each) not in self._roots and not is_ignored(each.name)
            ]
        except OSError:
            return
        self._roots.update(dict.fromkeys(new, root))
        self._add(new)

    def _add(self, names: Sequence[str]) -> None:
        """Watches these, and looks now and then at those that the system watches no more of."""
        there = [name for name in names if name not in self._versions and os.path.isdir(name)]  # noqa: PTH112
        refused = self._watcher.addPaths(there) if there else []
        if not refused:
            return
        if not self._versions:
            seconds = POLL_MS // 1000
            _log.warning("The system watches no more folders; %d are looked at every %d s", len(refused), seconds)
            self.said.emit(f"This system watches no more folders: the others are looked at every {seconds} seconds")
        self._versions |= {name: _version(name) for name in refused}
        self._poll.start(POLL_MS)

    def _wait_for(self, names: Iterable[str]) -> None:
        """Those of these that are not there are watched once they are."""
        self._away.update(name for name in names if not self._is_back(name))
        if self._away and not self._look_for_away.isActive():
            self._look_for_away.start(AWAY_MS)

    def _look_for_those_away(self) -> None:
        back = {name for name in self._away if self._is_back(name)}
        self._away -= back
        self._empty -= back
        self._add(sorted(back))
        for name in back:
            self._note(name)
        if not self._away:
            self._look_for_away.stop()

    def _is_back(self, name: str) -> bool:
        return is_folder(Path(name)) and not (name in self._empty and is_empty(Path(name)))

    def _look_at_unwatched(self) -> None:
        for name, before in list(self._versions.items()):
            if (now := _version(name)) != before:
                self._versions[name] = now
                self._note(name)
        if not self._versions:
            self._poll.stop()

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for root in sorted(waiting):
            self.changed.emit(root)


def _first_above(folder: Path, places: Mapping[Path, int]) -> Path | None:
    """The first of the roots at these places that is the folder or holds it."""
    return min((each for each in (folder, *folder.parents) if each in places), key=places.__getitem__, default=None)


def _version(name: str) -> int:
    """Another number after files came or went; 0 for a folder that is not there."""
    try:
        return os.stat(name).st_mtime_ns  # noqa: PTH116 (the watch knows folders by name)
    except OSError:
        return 0
