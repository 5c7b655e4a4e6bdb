"""Where to look once more before a run ends, because files went away while it looked at them."""

from collections.abc import Iterable
from pathlib import Path

from clipiqa_desktop.catalog.listing import Changes
from clipiqa_desktop.catalog.tasks import Task
from clipiqa_desktop.indexing.recognition import version_at


class Search:
    """The folders in which photographs may have turned up that were missed elsewhere, each of them looked at once."""

    def __init__(self) -> None:
        self._listed: list[Path] = []
        self._again: list[Path] = []
        self._noted: set[Task] = set()
        self._searched: set[Path] = set()

    def __bool__(self) -> bool:
        return bool(self._again)

    def listed(self, root: Path, changes: Changes) -> None:
        """A folder was looked through: what it lacks may have gone to one that was looked through before it."""
        if changes.gone:
            self._look_again(each for each in self._listed if each != root and each not in self._searched)
            self._searched.update(self._listed)
        if root not in self._listed:
            self._listed.append(root)

    def is_other(self, task: Task, *, failed: bool) -> bool:
        """Whether the file is gone, or another one, since it was listed; then its folder is looked through again.

        One that `failed` to be read speaks for itself while it is there. And whoever is listed once more just as it
        was, is taken as it is.
        """
        version = version_at(task.path)
        if version == task.version or (failed and version) or task in self._noted:
            return False
        root = next((each for each in self._listed if each in task.path.parents), None)
        if root is None:
            return False
        self._noted.add(task)
        self._look_again([root])
        return True

    def take_roots(self) -> list[Path]:
        """The folders to look through again, which are then no longer waiting."""
        roots, self._again = self._again, []
        return roots

    def _look_again(self, roots: Iterable[Path]) -> None:
        self._again.extend(root for root in roots if root not in self._again)
