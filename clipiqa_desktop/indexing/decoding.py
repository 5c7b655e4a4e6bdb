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
from clipiqa_desktop.photos.fingerprint import fingerprint
from clipiqa_desktop.photos.limits import limit_memory
from clipiqa_desktop.photos.reading import Failure, read_first


@dataclass(frozen=True)
class Reading:
    """What one look at a file brought: sRGB pixels (height, width, 3) for the network, a JPEG, and facts by name."""

    pixels: NDArray[np.uint8]
    thumbnail: bytes
    fingerprint: str
    facts: dict[str, Any]


Reader = Callable[[Path, Sequence[Path]], Reading | Failure]


def read_photograph(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Reads a photograph, or the RAW beside it; never raises for anything that is wrong with its file."""
    return read_first(path, companions, _read, lambda reading: max(reading.facts["width"], reading.facts["height"]))


def _read(path: Path) -> Reading:
    content = fingerprint(path)
    decoded = decode(path, input_size)
    return Reading(decoded.pixels, decoded.thumbnail, content, dataclasses.asdict(decoded.facts))


def decoding_process(connection: Connection, reader: Reader) -> None:
    """Answers paths with readings or failures, one at a time, within a bound of memory where the system keeps one."""
    limit_memory()
    connection.send("ready")
    while True:
        connection.send(reader(*connection.recv()))
