"""What a walk through folders finds."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FoundSidecar:
    """The file beside a photograph that says its marks for other programs."""

    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class FoundFile:
    """A photograph as a walk through the folders found it; size in bytes, times in nanoseconds.

    Its companions are the names of the files beside it that belong to it, like the RAW of a JPEG. `ctime_ns` is when
    anything of the file changed, where the system says so.
    """

    folder: Path
    name: str
    size: int
    mtime_ns: int
    companions: tuple[str, ...] = ()
    sidecar: FoundSidecar | None = None
    ctime_ns: int | None = None
