"""Checks of child processes: that they start, read every kind of photograph, and draw."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.frames.frame_process import DecodedFrame, FrameProcess
from clipiqa_desktop.indexing.decoding import Reading, decoding_process, read_photograph
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.processes import Worker
from clipiqa_desktop.self_test.running import CheckFailed, Workspace
from clipiqa_desktop.self_test.samples import SAMPLES, SIZE

_PATIENCE_S = 180.0
# How far red is to stand above green, and green above blue, in a picture of the samples' colour.
_APART = 40

W = TypeVar("W", bound=Worker)
T = TypeVar("T")


def check_round_trip(_workspace: Workspace) -> str:
    """An array goes to a spawned process and comes back."""
    sent = np.arange(1000)
    with started(Worker(_echo)) as worker:
        if not np.array_equal(answer(worker, sent), sent):
            raise CheckFailed("a child process answered with something else than it was sent")
    return "spawned, and answers"


def decoder_check(name: str) -> Callable[[Workspace], str]:
    """Writes the sample of that name, and has it read as the indexing has."""

    def check(workspace: Workspace) -> str:
        path = workspace.photographs / name
        path.write_bytes(SAMPLES[name]())
        with started(Worker(decoding_process, {"read": read_photograph})) as worker:
            reading = _sound(answer(worker, ("read", path, ())), Reading)
        _require_colour(reading.pixels)
        return f"{reading.facts['width']} x {reading.facts['height']} pixels of {path.suffix}"

    return check


def check_drawing(workspace: Workspace) -> str:
    """Has a photograph drawn as for the loupe; its pixels come through shared memory."""
    path = workspace.photographs / "JPEG.jpg"
    with started(FrameProcess()) as worker:
        drawn = _sound(answer(worker, (path, (), None)), DecodedFrame)
    width, height = drawn.size
    colours = np.frombuffer(drawn.memory, np.uint8).reshape(height, width, 4)
    if drawn.size != SIZE:
        raise CheckFailed(f"it is {width} x {height} pixels large")
    _require_colour(colours[..., 2::-1])
    return "pixels came through shared memory"


@contextmanager
def started(worker: W) -> Iterator[W]:
    """A child process that has greeted, and is ended at last."""
    try:
        worker.greeting = received(worker)
        yield worker
    finally:
        worker.stop()


def answer(worker: Worker, message: object) -> Any:
    """What the child says to that."""
    worker.give("job", message)
    return received(worker)


def received(worker: Worker, patience_s: float = _PATIENCE_S) -> Any:
    """The next message of a child. Raises CheckFailed where none comes in time."""
    if not worker.connection.poll(patience_s):
        raise CheckFailed(f"a child process has said nothing for {patience_s:.0f} s")
    try:
        return worker.receive()
    except EOFError as error:
        raise CheckFailed(f"a child process ended (exit code {worker.exit_code})") from error


def _echo(connection: Connection) -> None:
    connection.send("ready")
    while True:
        connection.send(connection.recv())


def _sound(result: object, kind: type[T]) -> T:
    if isinstance(result, Failure):
        raise CheckFailed(result.reason)
    if not isinstance(result, kind):
        raise CheckFailed(f"the answer is a {type(result).__name__}")
    return result


def _require_colour(pixels: NDArray[np.uint8]) -> None:
    red, green, blue = pixels.reshape(-1, 3).mean(axis=0)
    if red < green + _APART or green < blue + _APART:
        raise CheckFailed(f"its colour is ({red:.0f}, {green:.0f}, {blue:.0f})")
