"""What lies at a path: questions that are answered whatever the disk says, with no for what cannot be asked.

`Path` raises for a folder that may not be looked into, and for a drive that answers with an error.
"""

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether anything lies there; a link that leads nowhere does not."""
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Whether a regular file lies there, or a link to one."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether a folder lies there, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112


def is_away(folder: Path, device: int | None) -> bool:
    """Whether no folder is there, or it lay on the disk of this number and is empty on another now: what is left of a
    place where a disk was mounted.
    """
    return not is_folder(folder) or (is_empty(folder) and device not in {None, device_of(folder)})


def is_empty(folder: Path) -> bool:
    """Whether nothing is in a folder, or it cannot be looked into."""
    try:
        return next(folder.iterdir(), None) is None
    except (OSError, ValueError):
        return True


def device_of(path: Path) -> int | None:
    """The number of the disk on which this lies; None where nobody can tell."""
    try:
        device = path.stat().st_dev
    except (OSError, ValueError):
        return None
    return device if device < 2**63 else None  # what the catalog can hold


def is_link(path: Path) -> bool:
    """Whether a link lies there, wherever it leads."""
    return os.path.islink(path)  # noqa: PTH114


def is_same(path: Path, other: Path) -> bool:
    """Whether both are there and lead to one file, as two ways to write a name do on many drives."""
    try:
        return os.path.samefile(path, other)  # noqa: PTH121
    except OSError:
        return False
