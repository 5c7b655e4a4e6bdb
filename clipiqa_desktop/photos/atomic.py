"""Replacing a small file so that whoever looks sees the old one or the new one, whole."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def replace(path: Path, old: bytes | None, new: bytes, *, keep_times: bool = False) -> bool:
    """Put `new` where `path` leads, keeping its permissions; False if the file no longer holds `old`.

    Owner and extended attributes stay too, and with `keep_times` its times, as far as the system lets us. `old` is None
    where no file was. Raises OSError, PermissionError also for a file that is write-protected.
    """
    target = path.resolve()
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is write-protected", str(path))
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        _write(temporary, new, None if old is None else stat.S_IMODE(target.stat().st_mode))
        if contents(target) != old:
            return False
        if old is not None:
            _keep_attributes(target, temporary, times=keep_times)
        temporary.replace(target)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def contents(path: Path, most: int = -1) -> bytes | None:
    """The file's bytes, at most so many of them; None where there is no file."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes, mode: int | None) -> None:
    with path.open("xb") as file:
        if mode is not None:
            path.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_attributes(old: Path, new: Path, *, times: bool) -> None:
    status = old.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(new, status.st_uid, status.st_gid)
            new.chmod(stat.S_IMODE(status.st_mode))  # another owner may have cost some of it
    for name in _extended_attributes(old):
        with suppress(OSError):
            os.setxattr(new, name, os.getxattr(old, name))
    if times:
        with suppress(OSError):
            os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))


def _extended_attributes(path: Path) -> list[str]:
    try:
        return os.listxattr(path) if hasattr(os, "listxattr") else []
    except OSError:
        return []
