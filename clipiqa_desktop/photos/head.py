"""The head of a file, of which no more is read than a slow card or network gives at once."""

import io
import os
from pathlib import Path
from typing import Protocol

from clipiqa_desktop.files.regular_file import open_regular

FIRST_BYTES = 64 * 1024
MOST_BYTES = 256 * 1024
_MORE_BYTES = 16 * 1024  # what is asked for next lies mostly beside what was asked for
_PIECE, _SMALL_PIECE = 4096, 64


class TooFar(Exception):
    """What is asked for lies beyond what may be read of a file."""


class Source(Protocol):
    """What a head reads from, like a file without a buffer."""

    def seek(self, place: int, /) -> int:
        """Goes there."""

    def read(self, count: int, /) -> bytes | None:
        """So many bytes, or as many as there are."""


class Head(io.RawIOBase):
    """A file to be read from its beginning, by whoever reads files; at most MOST_BYTES of it, FIRST_BYTES at once.

    What was read before is not read again. Raises TooFar where more is wanted, and OSError as the file does.
    requests, bytes_read: what it cost.
    """

    def __init__(self, source: Source, size: int) -> None:
        super().__init__()
        self._source, self.size, self._at = source, size, 0
        self.requests = self.bytes_read = 0
        self._spans: list[tuple[int, bytes]] = []
        self._fetch(0, min(FIRST_BYTES, size))

    def take(self, start: int, length: int) -> bytes:
        """These bytes, or as many of them as the file has, in one request."""
        end = min(start + length, self.size)
        if not 0 <= start < end:
            return b""
        first = next((part for span in self._spans if (part := _from(span, start))), b"")[: end - start]
        return first + (self._fetch(start + len(first), end - start - len(first)) if start + len(first) < end else b"")

    def close(self) -> None:
        """Whoever opened the source closes it: several buffers may stand over one head, and each would."""

    def readable(self) -> bool:
        """As files say it."""
        return True

    def seekable(self) -> bool:
        """As files say it."""
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        """Costs nothing."""
        self._at = place + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        return self._at

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Fills the buffer as far as the file goes."""
        end = min(self._at + len(buffer), self.size)
        if self._at >= end:
            return 0
        found = self._held(self._at, end) or self._nearby(self._at, end)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _nearby(self, start: int, end: int) -> bytes:
        more = _MORE_BYTES if end - start >= _PIECE else 0
        wanted = min(max(end - start, more), self.size - start)
        allowed = MOST_BYTES - self.bytes_read
        return self._fetch(start, max(min(wanted, allowed), end - start))[: end - start]

    def _held(self, start: int, end: int) -> bytes:
        for first, content in self._spans:
            if first <= start and end <= first + len(content):
                return content[start - first : end - first]
        return b""

    def _fetch(self, start: int, count: int) -> bytes:
        if self.bytes_read + count > MOST_BYTES:
            raise TooFar
        self._source.seek(start)
        content = self._source.read(count) or b""
        self.requests += 1
        self.bytes_read += len(content)
        self._spans.append((start, content))
        return content


def _from(span: tuple[int, bytes], start: int) -> bytes:
    """What a span holds from this place on; nothing where it begins behind it."""
    return span[1][start - span[0] :] if span[0] <= start else b""


def opened(head: Head) -> io.BufferedReader:
    """The head as a file that libraries read in small pieces."""
    return io.BufferedReader(head, _PIECE)


def opened_for_steps(head: Head) -> io.BufferedReader:
    """The same, for whoever reads some bytes and steps over many: of these as few as can be are read."""
    return io.BufferedReader(head, _SMALL_PIECE)


def size_of(file: io.FileIO) -> int:
    """Of the whole file, in bytes."""
    return os.fstat(file.fileno()).st_size


def open_unbuffered(path: Path) -> io.FileIO:
    """A regular file, of which nothing is read before it is asked for. Raises OSError, NotRegular for anything else."""
    raw = open_regular(path).detach()
    assert isinstance(raw, io.FileIO)
    return raw
