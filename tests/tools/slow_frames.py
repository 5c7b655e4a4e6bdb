"""Decoders for frame processes, which import them from here: they log what they draw and misbehave by name."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from clipiqa_desktop.frames.frame_process import SharedFrame, decode_frame
from clipiqa_desktop.photos.reading import Failure

LOG = "CLIPIQA_TEST_DRAW_LOG"


def draw_and_log(path: Path, companions: Sequence[Path], side: int | None) -> SharedFrame | Failure:
    """Writes name and side of each photograph that is begun to the file named in the environment, one a line.

    Dies of a file named crash*, as a native decoder may, hangs on one named hang*, takes its time at full size over one
    named slow*, and waits with one named later* until there is a file named now beside it.
    """
    with Path(os.environ[LOG]).open("a") as log:
        log.write(f"{path.name} {side}\n")
    if path.name.startswith("crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    while path.name.startswith("hang"):
        time.sleep(60)
    if path.name.startswith("slow") and side is None:
        time.sleep(3)
    while path.name.startswith("later") and not (path.parent / "now").exists():
        time.sleep(0.01)
    return decode_frame(path, companions, side)


def draw_and_touch(path: Path, companions: Sequence[Path], side: int | None) -> SharedFrame | Failure:
    """Draws a file that is written to at the same time."""
    from clipiqa_desktop.frames import frame_process as drawing

    original = drawing.draw_view

    def draw_late(path: Path, *rest: object) -> object:
        view = original(path, *rest)
        path.write_bytes(path.read_bytes() + b"more")
        return view

    drawing.draw_view = draw_late
    try:
        return decode_frame(path, companions, side)
    finally:
        drawing.draw_view = original
