"""One file to another folder: copied and read back, linked or moved, and never over a file that is there."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from clipiqa_desktop.files.regular_file import open_regular

CHUNK = 1 << 20
PART = ".clipiqa-part"
Tell = Callable[[int], None]
Version = tuple[int, int, int]


class NotTheSame(OSError):
    """What was read back is not what was written, or the original changed meanwhile; the text is one sentence."""


def words_of(error: OSError) -> str:
    """Why a file could not be brought, without the full stop of a sentence."""
    return str(error) if isinstance(error, NotTheSame) else (error.strerror or str(error))


@contextmanager
def copied(source: Path, folder: Path, tell: Tell) -> Iterator[Path]:
    """A verified copy in `folder` under a passing name, with the time of the original; gone where nobody named it.

    `tell` hears how many bytes were written and may raise to end it. Raises OSError.
    """
    part = folder / f".{secrets.token_hex(8)}{PART}"
    try:
        before = version(source)
        digest = _write(source, part, tell)
        if version(source) != before:
            raise NotTheSame(f'"{source.name}" was being changed while it was copied: try again when that is done')
        if _read_back(part, tell) != digest:
            raise NotTheSame(f'the copy of "{source.name}" reads back differently: is that disk or its cable failing?')
        _keep_time(source, part)
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def remade(file: Path, make: Callable[[Path], object]) -> Iterator[Path]:
    """What `make` writes of a file, in its folder under a passing name, with its time; gone where nobody named it.

    Raises OSError, or what `make` raises.
    """
    part = file.with_name(f".{secrets.token_hex(8)}{PART}")
    try:
        make(part)
        with part.open("r+b") as writing:
            os.fsync(writing.fileno())
        _keep_time(file, part)
        yield part
    finally:
        part.unlink(missing_ok=True)


def put(file: Path, target: Path) -> None:
    """Gives a file another place on the same file system. Raises FileExistsError where a file is there already."""
    if os.name == "nt":
        file.rename(target)  # refuses by itself
        return
    appear(file, target)
    file.unlink(missing_ok=True)


def appear(file: Path, target: Path) -> None:
    """The same, but the file keeps its old place too where the file system can do that: so a kill loses nothing."""
    try:
        os.link(file, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise
        _rename_without_links(file, target)


def _rename_without_links(file: Path, target: Path) -> None:
    # the name is taken first, so that what is replaced is our own empty file and nobody else's
    target.open("xb").close()
    try:
        file.replace(target)
    except BaseException:
        target.unlink()
        raise


@contextmanager
def linked(source: Path, folder: Path) -> Iterator[Path]:
    """A second name for the same file in `folder`, a passing one; gone where nobody gave it another. Raises OSError."""
    part = folder / f".{secrets.token_hex(8)}{PART}"
    try:
        link(source, part)
        yield part
    finally:
        part.unlink(missing_ok=True)


def replace_version(file: Path, target: Path, outdated: Version) -> None:
    """Gives a file the place of another, in one step. Raises NotTheSame where that is no longer the outdated one."""
    if version(target) != outdated:
        raise NotTheSame(f'"{target.name}" was changed in the target just now: try again')
    file.replace(target)


def link(source: Path, target: Path) -> None:
    """A second name for the same file. Raises FileExistsError, or OSError where the file system refuses."""
    os.link(source.resolve(), target)


def is_same(one: Path, other: Path, tell: Tell) -> bool:
    """Whether both files hold the same, byte for byte; a name for the same file needs no reading. Raises OSError."""
    if one.samefile(other):
        return True
    if one.stat().st_size != other.stat().st_size:
        return False
    with open_regular(one) as here, open_regular(other) as there:
        while (chunk := here.read(CHUNK)) == there.read(CHUNK):
            tell(0)
            if not chunk:
                return True
    return False


def version(path: Path) -> Version:
    """Inode, size and time (ns): another one wherever somebody saved the file. Raises OSError."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def sync_folder(folder: Path) -> None:
    """Has the names in a folder written to the disk, where the system lets a program ask for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Removes what a killed program left half written; what another one writes just now stays."""
    for part in folder.glob(f".*{PART}"):
        with suppress(OSError):
            with part.open("r+b") as file:
                _lock(file)
            part.unlink()


def _write(source: Path, part: Path, tell: Tell) -> bytes:
    digest = sha256()
    with open_regular(source) as reading, part.open("xb") as writing:
        _lock(writing)
        while chunk := reading.read(CHUNK):
            writing.write(chunk)
            digest.update(chunk)
            tell(len(chunk))
        writing.flush()
        os.fsync(writing.fileno())
    return digest.digest()


def _read_back(path: Path, tell: Tell) -> bytes:
    digest = sha256()
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # from the disk, not from memory
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            tell(0)
    return digest.digest()


def _keep_time(source: Path, copy: Path) -> None:
    try:
        shutil.copystat(source, copy)
    except OSError:  # a file system without permissions; the time is what counts
        status = source.stat()
        with suppress(OSError):
            os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))


def _lock(file: BinaryIO) -> None:
    """Says that somebody is at work; raises BlockingIOError where another one said so. Windows does it by itself."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a network's file system that knows no locks
        return
