"""What runs in a decoding process: a file becomes pixels, a thumbnail and facts, or the reason why not."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.photos.decode import decode
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.fingerprint import fingerprint
from clipiqa_desktop.photos.formats import is_raw

MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024
LARGE_ENOUGH = 1024


@dataclass(frozen=True)
class Reading:
    """What one look at a file brought: sRGB pixels (height, width, 3) for the network, a JPEG, and facts by name."""

    pixels: NDArray[np.uint8]
    thumbnail: bytes
    fingerprint: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """Why a photograph could not be read. One that does not last is tried again by the next run."""

    reason: str
    lasts: bool = True


Reader = Callable[[Path, Sequence[Path]], Reading | Failure]


def read_photograph(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Reads a photograph; never raises for anything that is wrong with its file.

    Where a JPEG is damaged or its longer side is under LARGE_ENOUGH pixels, the RAW beside it is read in its place.
    """
    result = _read(path)
    if isinstance(result, Reading) and max(result.facts["width"], result.facts["height"]) >= LARGE_ENOUGH:
        return result
    for raw in (each for each in companions if is_raw(each.name)):
        if isinstance(other := _read(raw), Reading):
            return other
    return result


def _read(path: Path) -> Reading | Failure:
    try:
        before = path.stat()
        content = fingerprint(path)
        decoded = decode(path, input_size)
        after = path.stat()
    except Unreadable as error:
        return Failure(str(error), lasts=not _may_pass(error.__cause__))
    except OSError as error:
        return Failure(f"The file cannot be opened: {error.strerror or error}.", lasts=False)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Failure(
            "The file changed while it was read; it is read again with the next look at its folder.", lasts=False
        )
    return Reading(decoded.pixels, decoded.thumbnail, content, dataclasses.asdict(decoded.facts))


def _may_pass(cause: BaseException | None) -> bool:
    """Whether the file itself is not to blame: a permission, a disk that does not answer, too little memory."""
    return isinstance(cause, MemoryError) or (isinstance(cause, OSError) and cause.errno is not None)


def decoding_process(connection: Connection, reader: Reader) -> None:
    """Answers paths with readings or failures, one at a time, within a bound of memory where the system keeps one."""
    _limit_memory()
    connection.send("ready")
    while True:
        connection.send(reader(*connection.recv()))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
