"""What runs in a decoding process: a file becomes pixels, a thumbnail and facts, or the reason why not."""

import dataclasses
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.photos.decode import decode
from clipiqa_desktop.photos.embedded_marks import EmbeddedMarks
from clipiqa_desktop.photos.facts import Facts
from clipiqa_desktop.photos.fingerprint import fingerprint
from clipiqa_desktop.photos.limits import limit_memory, limit_time
from clipiqa_desktop.photos.raw_exif import completed
from clipiqa_desktop.photos.reading import Failure, read_first

MOST_CPU_S = 20.0
"""For one photograph; those that a camera wrote take a few seconds at most."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What one look at a file brought: sRGB pixels (height, width, 3) for the network, a JPEG, and facts by name.

    own_marks: what the file itself says of its stars and labels.
    """

    pixels: NDArray[np.uint8]
    thumbnail: bytes
    fingerprint: str
    facts: dict[str, Any]
    own_marks: EmbeddedMarks


Reader = Callable[[Path, Sequence[Path]], Reading | Failure]


def read_photograph(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Reads a photograph, or the RAW beside it; never raises for anything that is wrong with its file.

    What a JPEG does not say of when and with what it was taken, its RAW does.
    """
    result = read_first(path, companions, _read, lambda reading: max(reading.facts["width"], reading.facts["height"]))
    if isinstance(result, Failure):
        return result
    facts = completed(Facts(**result.facts), companions)
    return dataclasses.replace(result, facts=dataclasses.asdict(facts))


def _read(path: Path) -> Reading:
    status, content = path.stat(), fingerprint(path)
    decoded = decode(path, input_size)
    own_marks = EmbeddedMarks(decoded.marks, status)
    return Reading(decoded.pixels, decoded.thumbnail, content, dataclasses.asdict(decoded.facts), own_marks)


def decoding_process(connection: Connection, reader: Reader) -> None:
    """Answers paths with readings or failures, one at a time, within a bound of memory where the system keeps one."""
    limit_memory()
    connection.send("ready")
    while True:
        path, companions = connection.recv()
        begun = time.monotonic()
        limit_time(MOST_CPU_S)
        connection.send(reader(path, companions))
        _log.debug("%r was read in %.3f s", str(path), time.monotonic() - begun)
