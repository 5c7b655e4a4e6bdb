"""Reading a photograph to the end or saying why not; the RAW stands in for a picture that is too small or broken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.reasons import reason

LARGE_ENOUGH = 1024

T = TypeVar("T")


@dataclass(frozen=True)
class Failure:
    """Why a photograph could not be read. One that does not last is tried again by the next run."""

    reason: str
    lasts: bool = True


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
        return Failure(str(error), lasts=not _may_pass(error.__cause__))
    except OSError as error:
        return Failure(reason(error, path), lasts=False)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Failure(
            "The file changed while it was read; it is read again with the next look at its folder.", lasts=False
        )
    return result


def _may_pass(cause: BaseException | None) -> bool:
    """Whether the file itself is not to blame: a permission, a disk that does not answer, too little memory."""
    return isinstance(cause, MemoryError) or (isinstance(cause, OSError) and cause.errno is not None)
