"""Photographs of a few bytes, and an indexing whose child processes are played in this one, a step at a time.

So hundreds of runs take seconds, and a test can do something between any two steps.
"""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from clipiqa_desktop.catalog.stages.focus import FocusNumbers
from clipiqa_desktop.indexing import decoders, glancer, network, run, search
from clipiqa_desktop.indexing.decoding import Measured, Reading, content_of
from clipiqa_desktop.indexing.encoding import Ready
from clipiqa_desktop.indexing.glancing import Glimpse
from clipiqa_desktop.perception.weights import Origin, Weights
from clipiqa_desktop.photos.embedded_marks import EmbeddedMarks
from clipiqa_desktop.photos.facts import Facts
from clipiqa_desktop.photos.reading import Failure
from clipiqa_desktop.photos.signature import signature

WEIGHTS = Weights(Path("/nowhere/weights"), "0" * 64, Origin.UNTRAINED)
SIZE = 200


@dataclass(frozen=True)
class Picture:
    """What a file holds: which photograph, and how often it was edited; and which of several such files it is."""

    photo: int
    version: int = 0
    captured: float | None = None
    camera: str | None = None
    twin: int = 0

    def written(self) -> bytes:
        return json.dumps(asdict(replace(self, twin=0))).encode().ljust(SIZE)

    @classmethod
    def read(cls, path: Path) -> "Picture":
        return cls(**json.loads(path.read_bytes()))


def vector_of(photo: int, version: int) -> list[float]:
    """What the network says of a picture: just which one it is."""
    return [float(photo), float(version), 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def read(path: Path, _companions: Sequence[Path] = ()) -> Reading | Failure:
    content = content_of(path)
    if isinstance(content, Failure):
        return content
    picture, status = Picture.read(path), path.stat()
    pixels = np.zeros((40, 40, 3), np.uint8)
    pixels[0, 0] = (picture.photo, picture.version, 0)
    facts = Facts(40, 40, 1, picture.captured, camera=picture.camera)
    return Reading(pixels, _thumbnail(picture), content, asdict(facts), EmbeddedMarks({}, status), signature(pixels))


def glance(path: Path, _companions: Sequence[Path] = ()) -> Glimpse | Failure:
    reading = read(path)
    return reading if isinstance(reading, Failure) else Glimpse(reading.facts, reading.thumbnail)


def measure(path: Path, _companions: Sequence[Path] = ()) -> Measured | Failure:
    reading = read(path)
    focus = FocusNumbers(1.0, 1.0, 0.5, 0.5), np.ones((1, 1), np.float32), np.zeros((2, 2), np.float32)
    return reading if isinstance(reading, Failure) else Measured({"blown": 0.0}, focus)


def _thumbnail(picture: Picture) -> bytes:
    noise = np.random.default_rng((picture.photo, picture.version)).integers(0, 256, (16, 16), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    return file.getvalue()


class _Played:
    """A child process that answers when it is asked for its answer; `between` runs just before."""

    between: Callable[[], None] = staticmethod(lambda: None)
    connection: Any = None
    busy_s = 0.0
    exit_code = 0

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self.job: Any = None
        self.greeting: Any = "ready"
        self.message: Any = None

    @property
    def idle(self) -> bool:
        return self.greeting is not None and self.job is None

    def give(self, job: object, message: object) -> None:
        self.job, self.message = job, message

    def stop(self) -> None:
        """There is nobody to be ended."""


class _Decoder(_Played):
    def __init__(self, _main: object, readers: dict[str, Callable[..., Any]], **_options: object) -> None:
        super().__init__()
        self.readers = readers

    def outcome(self) -> tuple[Any, Any] | None:
        if self.job is None:
            return None
        self.between()
        job, self.job = self.job, None
        name, path, companions = self.message
        return job, self.readers[name](path, companions)


class _Heads(_Played):
    def __init__(self, _main: object, read: Callable[..., Any], _at_once: int, **_options: object) -> None:
        super().__init__()
        self.read, self.connection = read, self
        self.waiting: list[Any] = []

    def give(self, _job: object, message: object) -> None:
        self.waiting.extend(message)

    def poll(self) -> bool:
        return bool(self.waiting)

    def receive(self) -> Any:
        self.between()
        number, path, companions = self.waiting.pop(0)
        return number, self.read(path, companions)


class _Network(_Played):
    def __init__(self, *_arguments: object) -> None:
        super().__init__()
        self.greeting = None
        self.message = Ready("played", "fp32", True, 3, 100.0)
        self.connection = self
        self.waits = True

    def give(self, job: object, message: object) -> None:
        super().give(job, message)
        self.waits = True

    def poll(self) -> bool:
        return self.waits

    def receive(self) -> Any:
        self.between()
        self.waits = False
        if isinstance(self.message, Ready):
            return self.message
        if isinstance(self.message, tuple):
            return np.ones((len(self.message), 8), np.float32)
        return np.array([vector_of(*map(int, pixels[0, 0, :2])) for pixels in self.message], np.float32)


@contextmanager
def played(between: Callable[[], None]) -> Iterator[None]:
    """Inside, every run is played, and `between` is called at every step of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Played, "between", staticmethod(between))
        patch.setattr(decoders, "ReadingProcess", _Decoder)
        patch.setattr(glancer, "Worker", _Heads)
        patch.setattr(network, "Worker", _Network)
        patch.setattr(run.multiprocessing.connection, "wait", lambda *_: [])
        patch.setattr(search, "PATIENCE_S", 0.1)
        yield
