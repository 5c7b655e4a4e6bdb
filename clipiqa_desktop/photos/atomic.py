"""Replacing a small file so that whoever looks sees the old one or the new one, whole."""

import os
import secrets
import stat
from pathlib import Path

from clipiqa_desktop.regular_file import read_regular

LARGEST = 1 << 30


def replace(path: Path, old: bytes | None, new: bytes) -> bool:
    """Put `new` where `path` leads, keeping its permissions; False if the file no longer holds `old`.

    `old` is None where no file was. Raises OSError, PermissionError also for a file that is write-protected.
    """
    target = path.resolve()
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is write-protected", str(path))
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        _write(temporary, new, None if old is None else stat.S_IMODE(target.stat().st_mode))
        if contents(target) != old:
            return False
        temporary.replace(target)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def contents(path: Path, most: int = LARGEST) -> bytes | None:
    """The file's bytes; None where there is no file. Raises OSError, also where it is no regular one or larger."""
    try:
        return read_regular(path, most)
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes, mode: int | None) -> None:
    with path.open("xb") as file:
        if mode is not None:
            path.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
