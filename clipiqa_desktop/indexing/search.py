"""Where to look once more before a run ends, because files went away while it looked at them."""

from collections.abc import Iterable
from pathlib import Path

from clipiqa_desktop.catalog.listing import Changes
from clipiqa_desktop.indexing.recognition import version_at


class Search:
    """The folders in which photographs may have turned up that were missed elsewhere, each of them looked at once."""

    def __init__(self) -> None:
        self._listed: list[Path] = []
        self._again: list[Path] = []
        self._lost: set[Path] = set()
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

    def is_lost(self, path: Path) -> bool:
        """Whether a file that could not be read is no longer there; then its folder is looked through again.

        Once: what is listed and never there is for others to complain of.
        """
        if path in self._lost or version_at(path):
            return False
        root = next((each for each in self._listed if each in path.parents), None)
        if root is None:
            return False
        self._lost.add(path)
        self._look_again([root])
        return True

    def take_roots(self) -> list[Path]:
        """The folders to look through again, which are then no longer waiting."""
        roots, self._again = self._again, []
        return roots

    def _look_again(self, roots: Iterable[Path]) -> None:
        self._again.extend(root for root in roots if root not in self._again)
