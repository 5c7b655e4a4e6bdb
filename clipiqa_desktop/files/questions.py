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


def is_link(path: Path) -> bool:
    """Whether a link lies there, wherever it leads."""
    return os.path.islink(path)  # noqa: PTH114


def is_same(path: Path, other: Path) -> bool:
    """Whether both are there and lead to one file, as two ways to write a name do on many drives."""
    try:
        return os.path.samefile(path, other)  # noqa: PTH121
    except OSError:
        return False
