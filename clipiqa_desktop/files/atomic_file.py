"""Files that are there whole or not at all: written beside their place under a temporary name, then renamed."""

import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from clipiqa_desktop.files.questions import is_file, is_there
from clipiqa_desktop.files.regular_file import read_regular

_TEMPORARY = re.compile(r"\.(clipiqa-)?[0-9a-f]{16}\.tmp")  # without our name up to version 0.1
LARGEST = 1 << 30
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()
_STALE_S = 3600  # no file takes that long to be written
_swept: set[Path] = set()


def way_out(error: OSError) -> str:
    """What a person can do about a file that could not be written, as the end of a sentence."""
    if error.errno in NO_ROOM:
        return "free some space there, or name a file on another disk."
    return "name a file in a folder that exists."


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Where to write what is to become `target`: it takes that name at the end, in place of an older file.

    After an error nothing of it is left, and the older file is as it was. Raises OSError.
    """
    new = _temporary(target)
    try:
        yield new
        take_name(new, target)
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def written_text(target: Path) -> Iterator[TextIO]:
    """The same for text in UTF-8, written where a link leads; a pipe or a device, of which nothing can be lost,
    is written to as it is. Raises OSError.
    """
    if is_there(target) and not is_file(target):
        with target.open("w", encoding="utf-8", newline="") as file:
            yield file
    else:
        with written_whole(target.resolve()) as new, new.open("w", encoding="utf-8", newline="") as file:
            yield file


def replace(path: Path, old: bytes | None, new: bytes, *, keep_times: bool = False) -> bool:
    """Put `new` where `path` leads, keeping its permissions; False if the file no longer holds `old`.

    Owner and extended attributes stay too, and with `keep_times` its times, as far as the system lets us. `old` is None
    where no file was. It is on the disk when this returns. Raises OSError, PermissionError also for a
    file that is write-protected.
    """
    target = path.resolve()
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is write-protected", str(path))
    temporary = _temporary(target)
    try:
        _write(temporary, new, None if old is None else stat.S_IMODE(target.stat().st_mode))
        if contents(target) != old:
            return False
        if old is not None:
            _keep_attributes(target, temporary, times=keep_times)
        take_name(temporary, target)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def take_name(file: Path, target: Path) -> None:
    """Gives a file the name of another, which is gone then. Raises OSError.

    Windows refuses that while somebody has either file open, as a scanner for viruses or a backup has for a moment.
    """
    for pause in _PAUSES_S:
        try:
            file.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    file.replace(target)


def contents(path: Path, most: int = LARGEST) -> bytes | None:
    """The file's bytes; None where there is no file. Raises OSError, also where it is no regular one or larger."""
    try:
        return read_regular(path, most)
    except FileNotFoundError:
        return None


def sweep(entries: Iterable[os.DirEntry[str]]) -> None:
    """Removes those of a folder's files that this program wrote more than an hour ago and was killed over."""
    for entry in entries:
        if not _TEMPORARY.fullmatch(entry.name):
            continue
        with suppress(OSError):
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode) and status.st_mtime < time.time() - _STALE_S:
                Path(entry.path).unlink()


def _temporary(target: Path) -> Path:
    if target.parent not in _swept:  # once a process: to list a large folder takes longer than to write a small file
        _swept.add(target.parent)
        with suppress(OSError), os.scandir(target.parent) as entries:
            sweep(entries)
    return target.with_name(f".clipiqa-{secrets.token_hex(8)}.tmp")


def _write(path: Path, data: bytes, mode: int | None) -> None:
    with path.open("xb") as file:
        if mode is not None:
            with suppress(OSError):  # a card has no permissions
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
