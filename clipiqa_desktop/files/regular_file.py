"""Files from outside, opened only where they are regular files and read only as far as they may go.

A pipe, a device or a socket that bears the name of a small file would be waited for, or read, without end.
"""

import errno
import json
import os
import stat
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import Any

MOST_LEVELS = 100
"""How deep lists and objects of JSON may lie in each other; nothing that this program writes has more than a few."""

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class NotRegular(OSError):
    """What lies there is no regular file; `strerror` says what it is."""


class TooLarge(OSError):
    """The file holds more than it may; `strerror` says how much that is."""


def is_regular(path: Path) -> bool:
    """Whether a regular file, or a link to one, lies there; never raises, as it would for a name too long."""
    return os.path.isfile(path)  # noqa: PTH113


def open_regular(path: Path) -> BufferedReader:
    """The file at `path`, or where a link there leads, to be read. Raises OSError, NotRegular for anything else."""
    # asked before too, since opening alone may already do something to a device
    _require_regular(os.stat(path).st_mode, path)  # noqa: PTH116 (pathlib would say the same in two calls)
    flags = sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
    handle = os.open(path, os.O_RDONLY | flags)
    try:
        _require_regular(os.fstat(handle).st_mode, path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_regular(path: Path, most: int) -> bytes:
    """All that the file holds, up to `most` bytes. Raises OSError, NotRegular and TooLarge."""
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size <= most and len(data := file.read(most + 1) or b"") <= most:
            return data
    raise TooLarge(errno.EFBIG, f"it is larger than the {_size(most)} that such a file may have", str(path))


def parsed_json(text: bytes | str) -> Any:
    """What the JSON says. Raises ValueError, also where it lies deeper than MOST_LEVELS."""
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError("it lies too deep") from error
    level = [value]
    for _ in range(MOST_LEVELS):
        level = list(chain.from_iterable(_children(each) for each in level))
        if not level:
            return value
    raise ValueError("it lies too deep")


def _children(value: object) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _require_regular(mode: int, path: Path) -> None:
    if not stat.S_ISREG(mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "something else")
        raise NotRegular(errno.EINVAL, f"it is {kind}, not a file", str(path))


def _size(most: int) -> str:
    return f"{most >> 20} MB" if most >= 1 << 20 else f"{most >> 10} KB"
