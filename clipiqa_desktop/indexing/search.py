"""Where to look once more before a run ends, because files went away while it looked at them."""

import os
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from clipiqa_desktop.catalog.identity.listing import Changes
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.indexing.recognition import version_at
from clipiqa_desktop.photos.reading import Failure

PATIENCE_S = 3.0
"""So long a folder that went away is waited for: a network that was interrupted, a drive that was mounted anew."""

MOST_TRIES = 3
"""So often what was only momentarily in the way of a photograph is taken for over."""


class Search:
    """The folders in which photographs may have turned up that were missed elsewhere, each of them looked at once; and
    those that went away while they were looked at, once they are back.

    waits: whether folders that cannot be listed at all are waited for too: whoever named them saw them a moment ago.
    """

    def __init__(self, *, waits: bool = False) -> None:
        self._waits = waits
        self._listed: list[Path] = []
        self._again: list[Path] = []
        self._noted: set[Task] = set()
        self._tries: Counter[int] = Counter()
        self._searched: set[Path] = set()
        self._away: dict[Path, Path] = {}
        self._missed: set[Path] = set()
        self._away_since = 0.0

    def __bool__(self) -> bool:
        return bool(self._again or self._away)

    def listed(self, root: Path, changes: Changes) -> None:
        """A folder was looked through: what it lacks may have gone to one that was looked through before it."""
        if changes.gone:
            self._look_again(each for each in self._listed if each != root and each not in self._searched)
            self._searched.update(self._listed)
        if root not in self._listed:
            self._listed.append(root)

    def missed(self, root: Path, folders: Iterable[Path]) -> None:
        """Which of these folders, the root or known ones below it, are not there now that it was looked through."""
        new = [each for each in folders if not (each in self._missed or os.path.isdir(each))]  # noqa: PTH112 (as below)
        if self._waits and new:
            self._missed.update(new)
            self._wait_for(dict.fromkeys(new, root))

    def is_other(self, task: Task, result: Any) -> bool:
        """Whether the file is gone, or another one, since it was listed, or was so for a moment; then its folder is
        looked through again.

        One that failed to be read for good speaks for itself while it is there. And whoever is listed once more just
        as it was, is taken as it is.
        """
        version = version_at(task.path)
        root = next((each for each in self._listed if each in task.path.parents), None)
        if root is None or not (self._was_in_the_way(task, result, version) or self._is_other(task, result, version)):
            return False
        self._noted.add(task)
        self._look_again([root])
        if not os.path.isdir(task.path.parent):  # noqa: PTH112 (never raises, whatever the disk says)
            self._wait_for({task.path.parent: root})
        return True

    def take_roots(self) -> list[Path]:
        """The folders to look through again, which are then no longer waiting; none while one is away that may be back
        in a moment.
        """
        away = {folder for folder in self._away if not os.path.isdir(folder)}  # noqa: PTH112 (as above)
        if away and time.monotonic() - self._away_since < PATIENCE_S:
            return []
        self._look_again(root for folder, root in self._away.items() if folder not in away)
        roots, self._again = self._again, []
        self._away.clear()
        return roots

    def _is_other(self, task: Task, result: Any, version: tuple[int, int] | None) -> bool:
        is_told = isinstance(result, Failure) and version is not None
        return not (version == task.version or is_told or task in self._noted)

    def _was_in_the_way(self, task: Task, result: Any, version: tuple[int, int] | None) -> bool:
        """Something that may be over; a link that led nowhere when it was listed does so for long."""
        if not (isinstance(result, Failure) and result.is_momentary) or self._tries[task.id] >= MOST_TRIES:
            return False
        if version == task.version and not os.path.exists(task.path):  # noqa: PTH110 (as above)
            return False
        self._tries[task.id] += 1
        return True

    def _wait_for(self, away: dict[Path, Path]) -> None:
        self._away |= away
        self._away_since = time.monotonic()

    def _look_again(self, roots: Iterable[Path]) -> None:
        self._again.extend(root for root in roots if root not in self._again)
