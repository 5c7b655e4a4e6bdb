"""Links that lead out of the folders that were added: what is done to a photograph behind one is said, or not done."""

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from clipiqa_desktop.catalog.names import displayable_name


class Outside:
    """Answers where files of a shoot lie that a link leads to; `roots` are the folders that were added."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots

    def linked(self, files: Iterable[Path]) -> list[Path]:
        """Those that are links themselves and lead out of all roots."""
        return [file for file in files if file.is_symlink() and self._leads_out(file)]

    def behind(self, files: Iterable[Path]) -> list[Path]:
        """Those that are in a folder to which a link leads out of all roots: acting on them acts out there."""
        return [file for file in files if self._leads_out(file.parent)]

    def _leads_out(self, path: Path) -> bool:
        real = os.path.realpath(path)
        return not any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in self._real_roots)

    @cached_property
    def _real_roots(self) -> list[str]:
        return [os.path.realpath(root) for root in self._roots]


def stays_sentence(file: Path, done: str) -> str:
    """Why a photograph behind a linked folder stays: `done` says what would be done to it, as `moved`."""
    there = displayable_name(os.path.realpath(file.parent))
    return (
        f"It is not {done}: a link leads to it, out of the folders that were added. It lies in {there}; "
        f"add that folder to have it {done} there."
    )


def copied_sentence(linked: Sequence[Path]) -> str:
    """What became of links whose content was brought somewhere; empty where there are none."""
    if not linked:
        return ""
    pairs = ", ".join(
        f"{displayable_name(file.name)} (it leads to {displayable_name(os.path.realpath(file))})" for file in linked
    )
    if len(linked) == 1:
        return f"The content of a link was brought, the file stays where it is: {pairs}."
    return f"The content of links was brought, the files stay where they are: {pairs}."
