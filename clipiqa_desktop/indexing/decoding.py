"""What runs in a decoding process: a file becomes facts, pixels, a thumbnail, measures, or the reason why not."""

import dataclasses
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipiqa_desktop.catalog.stages import faces, focus, measures
from clipiqa_desktop.catalog.stages.focus import FocusNumbers, Widths
from clipiqa_desktop.freed_memory import keep_freed_memory
from clipiqa_desktop.indexing.progress import StageName
from clipiqa_desktop.perception.input_size import input_size
from clipiqa_desktop.photos.adobe_rgb import ADOBE_RGB
from clipiqa_desktop.photos.decode import decode, opened
from clipiqa_desktop.photos.embedded_marks import EmbeddedMarks
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.exposure import measure_exposure
from clipiqa_desktop.photos.facts import Facts
from clipiqa_desktop.photos.fingerprint import fingerprint
from clipiqa_desktop.photos.focus import measure_focus
from clipiqa_desktop.photos.limits import limit_memory, limit_time
from clipiqa_desktop.photos.raw_exif import completed
from clipiqa_desktop.photos.reading import Failure, failure_of, read_first
from clipiqa_desktop.photos.render import render_pixels
from clipiqa_desktop.photos.signature import signature
from clipiqa_desktop.photos.small_picture import small_jpeg
from clipiqa_desktop.photos.time_beside import dated

# Each must change whenever its stage would find something else in the same file, and has then all of them looked at
# again, by that stage alone. What the network is shown has a version of its own, DECODER_VERSION.
READ_VERSION = "pillow-bicubic-2"  # thumbnail, fingerprint and own marks; so named by all catalogs there are
MEASURE_VERSION, FOCUS_VERSION, FACES_VERSION = measures.VERSION, focus.VERSION, faces.VERSION
MOST_CPU_S = 20.0
"""For one photograph; those that a camera wrote take a few seconds at most."""

KEPT_BYTES = 1 << 27
"""Of memory, between one photograph and the next: as much as one of 24 megapixels takes."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What one look at a file brought: sRGB pixels (height, width, 3) for the network, a JPEG, and facts by name.

    own_marks: what the file itself says of its stars and labels. signature: tells what it is like.
    """

    pixels: NDArray[np.uint8]
    thumbnail: bytes
    fingerprint: str
    facts: dict[str, Any]
    own_marks: EmbeddedMarks
    signature: bytes


Focused = tuple[FocusNumbers, Widths, NDArray[np.float32]]


@dataclass(frozen=True)
class Measured:
    """What was counted over all pixels, by the names of the columns; numbers, map and directions of the focus, or why
    there are none.
    """

    counted: Mapping[str, float]
    focus: Focused | Failure


# What looks at a file and its companions for a stage: its answer, or a Failure.
Reader = Callable[[Path, Sequence[Path]], Any]


def read_photograph(path: Path, companions: Sequence[Path] = ()) -> Reading | Failure:
    """Reads a photograph, or the RAW beside it; never raises for anything that is wrong with its file.

    What a JPEG does not say of when and with what it was taken, its RAW does, or of when its sidecar.
    """
    result = read_first(path, companions, _read, lambda reading: max(reading.facts["width"], reading.facts["height"]))
    if isinstance(result, Failure):
        return result
    facts = dated(completed(Facts(**result.facts), companions), path, companions)
    return replace(result, facts=dataclasses.asdict(facts))


def _read(path: Path) -> Reading:
    status, content = path.stat(), fingerprint(path)
    decoded = decode(path, input_size)
    own_marks = EmbeddedMarks(decoded.marks, status)
    facts, look = dataclasses.asdict(decoded.facts), signature(decoded.pixels)
    return Reading(decoded.pixels, decoded.thumbnail, content, facts, own_marks, look)


def content_of(path: Path, _companions: Sequence[Path] = ()) -> str | Failure:
    """The fingerprint of a file, without decoding anything. Never raises, as above."""
    try:
        return fingerprint(path)
    except Unreadable as error:
        return replace(failure_of(error, path), lasts=False)


def first_picture(path: Path, companions: Sequence[Path] = ()) -> bytes | Failure:
    """A small JPEG of a photograph in which none is embedded, sooner than it can be read. Never raises, as above."""
    made = read_first(path, companions, _first_picture, lambda made: made[0])
    return made if isinstance(made, Failure) else made[1]


def _first_picture(path: Path) -> tuple[int, bytes]:
    with opened(path) as picture:
        profile = ADOBE_RGB if picture.said.is_adobe_rgb else None
        return max(picture.full_size), small_jpeg(picture.image, picture.turn, picture.full_size, profile)


def signature_of(path: Path, companions: Sequence[Path] = ()) -> bytes | Failure:
    """What the photograph is like, in bytes. Never raises, as above."""
    made = read_first(path, companions, _signature, lambda made: made[0])
    return made if isinstance(made, Failure) else made[1]


def _signature(path: Path) -> tuple[int, bytes]:
    with opened(path) as picture:
        return max(picture.full_size), signature(render_pixels(picture, input_size))


def measure(path: Path, companions: Sequence[Path] = ()) -> Measured | Failure:
    """What is found at full size. Never raises, as above."""
    counted = read_first(path, companions, _count, lambda counted: counted[0])
    if isinstance(counted, Failure):
        return counted
    focused = read_first(path, companions, _focus, lambda focused: focused[0])
    return Measured(counted[1], focused if isinstance(focused, Failure) else focused[1:])


def _count(path: Path) -> tuple[int, dict[str, float]]:
    with opened(path) as picture:
        return max(picture.full_size), dataclasses.asdict(measure_exposure(picture))


def _focus(path: Path) -> tuple[int, FocusNumbers, Widths, NDArray[np.float32]]:
    """Of a RAW its preview of full size, or else a development: a smaller preview hides what this is about."""
    with opened(path, full_size=True) as picture:
        found = measure_focus(picture)
        x, y = found.place or (None, None)
        numbers = FocusNumbers(found.sharpest, found.quarter, x, y)
        return max(picture.full_size), numbers, found.widths, found.directions


def decoding_process(connection: Connection, readers: Mapping[StageName, Reader]) -> None:
    """Answers (the name of a reader, path, companions) with what that reader says, one at a time.

    Within a bound of memory where the system keeps one.
    """
    limit_memory()
    keep_freed_memory(KEPT_BYTES)
    connection.send("ready")
    while True:
        name, path, companions = connection.recv()
        begun = time.monotonic()
        limit_time(MOST_CPU_S)
        connection.send(readers[name](path, companions))
        _log.debug("%r: %s took %.3f s", str(path), name, time.monotonic() - begun)
