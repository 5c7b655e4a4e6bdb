"""What runs in a drawing process: a file becomes pixels for the screen, or the reason why not."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from mmap import mmap
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from clipiqa_desktop.frames.shared_pixels import SharedPixels, take
from clipiqa_desktop.photos.limits import limit_memory
from clipiqa_desktop.photos.reading import Failure, read_first
from clipiqa_desktop.photos.reading_process import ReadingProcess
from clipiqa_desktop.photos.view import Pixels, View, draw_view

TIMEOUT_S = 30.0
# enough for developing a RAW of 100 megapixels at full size
MEMORY_LIMIT_BYTES = 2 * 1024 * 1024 * 1024


_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DecodedFrame:
    """A photograph to be looked at: rows of numbers 0xffRRGGBB, upright and in sRGB, of `size` (width, height).

    full_size: the whole photograph's upright (width, height) in pixels.
    """

    memory: mmap
    size: tuple[int, int]
    full_size: tuple[int, int]


SharedFrame = tuple[View, SharedPixels]
FrameDecoder = Callable[[Path, Sequence[Path], int | None], SharedFrame | Failure]


def decode_frame(path: Path, companions: Sequence[Path], side: int | None) -> SharedFrame | Failure:
    """Draws a photograph, or the RAW beside it, no larger than `side`; never raises for what is wrong with its file."""

    def drawn(file: Path) -> SharedFrame:
        made: list[SharedPixels] = []

        def make(size: tuple[int, int]) -> Pixels:
            made.append(SharedPixels(size))
            return made[0].pixels

        return draw_view(file, side, make), made[0]

    return read_first(path, companions, drawn, lambda drawing: max(drawing[0].full_size))


def frame_process(connection: Connection, decode: FrameDecoder) -> None:
    """Answers (path, companions, side) with a View and its pixels, or with a Failure, one at a time."""
    limit_memory(MEMORY_LIMIT_BYTES)
    _get_ready()
    connection.send("ready")
    while True:
        path, companions, side = connection.recv()
        begun = time.monotonic()
        _answer(connection, decode(path, companions, side))
        _log.debug("%r was drawn at %s in %.3f s", str(path), side or "full size", time.monotonic() - begun)


def _answer(connection: Connection, result: SharedFrame | Failure) -> None:
    if isinstance(result, Failure):
        connection.send(result)
        return
    view, pixels = result
    connection.send(view)
    pixels.send(connection)


def _get_ready() -> None:
    """Imports what would otherwise be imported for the first photograph."""
    import rawpy  # noqa: F401
    from PIL import Image

    Image.init()


class FrameProcess(ReadingProcess):
    """A child that draws; its answers are DecodedFrame or Failure."""

    def __init__(self, decode: FrameDecoder = decode_frame, timeout_s: float = TIMEOUT_S) -> None:
        super().__init__(frame_process, decode, timeout_s=timeout_s, niceness=0)

    def receive(self) -> Any:
        """The next message, with the pixels that come with it. Raises EOFError when the child has died."""
        message = super().receive()
        if not isinstance(message, View):
            return message
        return DecodedFrame(take(self.connection, message.size), message.size, message.full_size)
