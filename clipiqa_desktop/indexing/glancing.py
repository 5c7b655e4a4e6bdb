"""What runs in the glancing process: the heads of many files at once become facts and small pictures."""

import dataclasses
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from PIL import Image

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.glance import Glance, look_at
from clipiqa_desktop.photos.limits import limit_memory, limit_time
from clipiqa_desktop.photos.raw_exif import completed
from clipiqa_desktop.photos.reading import Failure, read_first
from clipiqa_desktop.photos.reasons import reason
from clipiqa_desktop.photos.time_beside import dated

GLANCE_VERSION = "head-2"
"""Must change whenever a glance would find something else in the same file; all heads are then read again."""

AT_ONCE = 8
"""Files at a time: so many requests has a card, a drive or a network in hand."""

MOST_CPU_S = 20.0
"""For one photograph; those that a camera wrote take some thousandths of a second."""


@dataclass(frozen=True)
class Glimpse:
    """Facts by name, None for what the head does not say, and a small JPEG if one is embedded."""

    facts: dict[str, Any]
    picture: bytes | None


# What glances at a file and its companions.
HeadReader = Callable[[Path, Sequence[Path]], Glimpse | Failure]


def glance_at(path: Path, companions: Sequence[Path] = ()) -> Glimpse | Failure:
    """What the head of the file says. Never raises for anything that is wrong with the file. For any thread."""
    found = read_first(path, companions, _told, lambda glance: max(glance.facts.width, glance.facts.height))
    if isinstance(found, Failure):
        return found
    facts = dated(completed(found.facts, companions), path, companions)
    return Glimpse(dataclasses.asdict(facts) | {"has_gps": facts.has_gps or None}, found.picture)


def _told(path: Path) -> Glance:
    try:
        return look_at(path)
    except (Unreadable, OSError):
        raise
    except Exception as error:
        raise Unreadable(reason(error, path)) from error


def glancing_process(connection: Connection, read: HeadReader, threads: int) -> None:
    """Answers each of many (number, path, companions) with the number and what `read` says, in any order."""
    limit_memory()
    _get_ready()
    answering = threading.Lock()

    def answer(number: int, path: Path, companions: Sequence[Path]) -> None:
        result = read(path, companions)
        with answering:
            connection.send((number, result))

    with ThreadPoolExecutor(threads) as reading:
        connection.send("ready")
        while True:
            given = connection.recv()
            limit_time(MOST_CPU_S)
            for each in given:
                reading.submit(answer, *each)


def _get_ready() -> None:
    """Warnings are the process's, not a thread's; and Pillow's plugins are found once."""
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.preinit()
