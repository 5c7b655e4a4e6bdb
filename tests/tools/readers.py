"""Readers for decoding processes, which import them from here: they log what they read and misbehave by name.

What the stages glance and measure read stands in files of their own beside the log.
"""

import io
import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from clipiqa_desktop.indexing.decoding import Measured, Reading, measure, read_photograph
from clipiqa_desktop.indexing.glancing import Glimpse, glance_at
from clipiqa_desktop.photos import glance
from clipiqa_desktop.photos.limits import limit_time
from clipiqa_desktop.photos.reading import Failure

LOG = "CLIPIQA_TEST_READ_LOG"


def read_and_log(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Writes each path that is read to the file named in the environment, one a line."""
    _log(path)
    return read_photograph(path, companions)


def glance_and_log(path: Path, companions: Sequence[Path] = ()) -> Glimpse | Failure:
    _log(path, ".glance")
    return glance_at(path, companions)


def measure_and_log(path: Path, companions: Sequence[Path] = ()) -> Measured | Failure:
    _log(path, ".measure")
    return measure(path, companions)


def glance_slowly(path: Path, companions: Sequence[Path] = ()) -> Glimpse | Failure:
    time.sleep(0.05)
    return glance_and_log(path, companions)


def measure_slowly(path: Path, companions: Sequence[Path] = ()) -> Measured | Failure:
    time.sleep(0.05)
    return measure_and_log(path, companions)


def die_of_glances(path: Path, companions: Sequence[Path] = ()) -> Glimpse | Failure:
    """Dies of a file named crash*, and is killed from outside at one named killed*."""
    _die(path)
    return glance_and_log(path, companions)


def die_of_measuring(path: Path, companions: Sequence[Path] = ()) -> Measured | Failure:
    """Dies of a file named crash*, and is killed from outside at one named killed*."""
    _die(path)
    return measure_and_log(path, companions)


def read_slowly(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """As a slow disk would."""
    time.sleep(0.05)
    return read_and_log(path, companions)


def read_much_later(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """As a disk so slow that quick pictures come first, also on a busy computer."""
    time.sleep(0.7)
    return read_and_log(path, companions)


def read_without_end(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """As a disk that does not answer; the run must be cancelled."""
    time.sleep(600)
    return read_and_log(path, companions)


def die_on_crash(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Dies of a file named crash*, as a native decoder may, and is killed from outside at one named killed*."""
    _die(path)
    return read_and_log(path, companions)


def hang_on_hang(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Gives no answer for a file named hang*."""
    while path.name.startswith("hang"):
        time.sleep(60)
    return read_and_log(path, companions)


def calculate_on_long(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Calculates for ever over a file named long*, of which it may have a second's worth."""
    if path.name.startswith("long"):
        limit_time(0.5)
    while path.name.startswith("long"):
        pass
    return read_and_log(path, companions)


def touch_while_reading(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Reads a file that is written to at the same time."""
    from clipiqa_desktop.indexing import decoding

    original = decoding.decode

    def decode_late(path: Path, *rest: object) -> object:
        decoded = original(path, *rest)
        path.write_bytes(path.read_bytes() + b"more")
        return decoded

    decoding.decode = decode_late
    try:
        return read_photograph(path, companions)
    finally:
        decoding.decode = original


def _log(path: Path, stage: str = "") -> None:
    with Path(os.environ[LOG] + stage).open("ab") as log:
        log.write(os.fsencode(path) + b"\n")


def _die(path: Path) -> None:
    if path.name.startswith("crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if path.name.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)


def hang_on_heads(path: Path, companions: Sequence[Path] = ()) -> Glimpse | Failure:
    """Gives no answer for a file named hang*."""
    while path.name.startswith("hang"):
        time.sleep(60)
    return glance_and_log(path, companions)


def glance_at_slow_card(path: Path, companions: Sequence[Path] = ()) -> Glimpse | Failure:
    """As a card reader would: 20 MB a second in all, 5 ms a request; what is asked of it goes to a log."""
    glance.open_unbuffered = SlowFile
    return glance_at(path, companions)


class SlowFile(io.FileIO):
    """A file on that card: requests wait at the same time, bytes come one after the other.

    Each request is logged: file, bytes, and how many were waiting at that time.
    """

    _line, _waiting = threading.Lock(), [0]

    def read(self, count: int = -1, /) -> bytes:
        self._waiting[0] += 1
        try:
            at_once = self._waiting[0]
            time.sleep(0.005)
            with self._line:
                time.sleep(count / 20e6)
                content = super().read(count) or b""
                with Path(os.environ[LOG] + ".card").open("a") as log:
                    log.write(f"{Path(str(self.name)).name} {len(content)} {at_once}\n")
                return content
        finally:
            self._waiting[0] -= 1
