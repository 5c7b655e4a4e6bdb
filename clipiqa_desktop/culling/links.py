"""Links that lead out of the folders that were added: what is done to a photograph behind one is said, or not done.

What takes away, a move and the trash, leaves what lies out there. What brings or writes, copies, hard links and marks,
goes where the link leads, as every other program would, and says so.
"""

import os
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.files.questions import is_link


class Outside:
    """Answers where files of a shoot lie that a link leads to; `roots` are the folders that were added."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots

    def linked(self, files: Iterable[Path]) -> list[Path]:
        """Those that are links themselves and lead out of all roots."""
        return [file for file in files if is_link(file) and self._leads_out(file)]

    def behind(self, files: Iterable[Path]) -> list[Path]:
        """Those that are in a folder to which a link leads out of all roots: acting on them acts out there."""
        leads_out = cache(self._leads_out)  # most lie in one folder
        return [file for file in files if leads_out(file.parent)]

    def written(self, file: Path) -> str:
        """The sentence about a file, there now, that was written out of all roots through a link; else empty."""
        if not self._leads_out(file):
            return ""
        return (
            f'"{displayable_name(file.name)}" was written through a link, out of the folders that were added: '
            f"it lies in {_real(file.resolve().parent)}."
        )

    def _leads_out(self, path: Path) -> bool:
        real = os.path.realpath(path)
        if real == str(path):
            return False
        return not any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in self._real_roots)

    @cached_property
    def _real_roots(self) -> list[str]:
        return [os.path.realpath(root) for root in self._roots]


def stays_sentence(file: Path, done: str) -> str:
    """Why a photograph behind a linked folder stays: `done` says what would be done to it, as `moved`."""
    return (
        f"It is not {done}: a link leads to it, out of the folders that were added. It lies in {_real(file.parent)}; "
        f"add that folder to have it {done} there."
    )


def brought_sentence(files: Sequence[Path], outside: Outside, *, as_link: bool) -> str:
    """What to know of links when a photograph with these files was copied or hard-linked; empty without any."""
    if outside.behind(files[:1]):
        come = "The hard link is to a file in" if as_link else "It was brought from"
        return f"{come} {_real(files[0].parent)}, outside of the folders that were added: a link leads there."
    linked = outside.linked(files)
    if not linked:
        return ""
    pairs = ", ".join(f"{displayable_name(file.name)} (it leads to {_real(file)})" for file in linked)
    if as_link:
        return f"The hard link is to what a link leads to, outside of the folders that were added: {pairs}."
    if len(linked) == 1:
        return f"The content of a link was brought, the file stays where it is: {pairs}."
    return f"The content of links was brought, the files stay where they are: {pairs}."


def _real(path: Path) -> str:
    return displayable_name(os.path.realpath(path))
