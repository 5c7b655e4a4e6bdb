"""Reading a photograph to the end or saying why not; the RAW stands in for a picture that is too small or broken."""

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.reasons import reason

LARGE_ENOUGH = 1024

# what a system answers while the folder of a file is away: renamed, unmounted, its network interrupted
_AWAY = frozenset(
    number
    for name in ("ENOENT", "ENOTDIR", "ESTALE", "ENODEV", "ENXIO", "ENOTCONN", "ENETDOWN", "EHOSTDOWN", "EHOSTUNREACH")
    if (number := getattr(errno, name, None))
)

T = TypeVar("T")


@dataclass(frozen=True)
class Failure:
    """Why a photograph could not be read. One that does not last is tried again by the next run, a momentary one before
    this one ends.
    """

    reason: str
    lasts: bool = True
    is_momentary: bool = False


def read_first(
    path: Path, companions: Sequence[Path], read: Callable[[Path], T], full_side: Callable[[T], int]
) -> T | Failure:
    """What `read` takes from the photograph; never raises for anything that is wrong with its file.

    Where a JPEG is damaged or its longer side, `full_side`, is under LARGE_ENOUGH pixels, the RAW beside it is read in
    its place. `read` may raise Unreadable and OSError.
    """
    result = _read_steadily(path, read)
    if not isinstance(result, Failure) and full_side(result) >= LARGE_ENOUGH:
        return result
    for raw in (each for each in companions if is_raw(each.name)):
        if not isinstance(other := _read_steadily(raw, read), Failure):
            return other
    return result


def _read_steadily(path: Path, read: Callable[[Path], T]) -> T | Failure:
    try:
        before = path.stat()
        result = read(path)
        after = path.stat()
    except Unreadable as error:
        return failure_of(error, path)
    except OSError as error:
        return Failure(reason(error, path), lasts=not _may_pass(error), is_momentary=_is_away(error))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Failure(
            "The file changed while it was read; it is read again with the next look at its folder.",
            lasts=False,
            is_momentary=True,
        )
    return result


def failure_of(error: Unreadable, path: Path) -> Failure:
    """What came of reading the file at `path`; whether it is there is asked now, as not all decoders say so."""
    if _is_away(error.__cause__):
        return Failure(str(error), lasts=False, is_momentary=True)
    try:
        path.stat()
    except OSError as gone:
        return Failure(reason(gone, path), lasts=False, is_momentary=_is_away(gone))
    return Failure(str(error), lasts=not _may_pass(error.__cause__))


def _is_away(error: BaseException | None) -> bool:
    """Whether the file, or its whole folder, was not there."""
    return isinstance(error, OSError) and error.errno in _AWAY


def _may_pass(cause: BaseException | None) -> bool:
    """Whether the file itself is not to blame: a permission, a disk that does not answer, too little memory. What
    Pillow has to say of a file is an OSError too, but without a number of the system's.
    """
    return isinstance(cause, MemoryError) or (isinstance(cause, OSError) and cause.errno is not None)
