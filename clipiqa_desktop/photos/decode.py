"""One photograph, opened once: the network's input, the thumbnail and the facts."""

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.photos import picture, raw
from clipiqa_desktop.photos.embedded_marks import embedded_properties
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.facts import Facts
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.picture import Picture
from clipiqa_desktop.photos.reasons import reason, require_file
from clipiqa_desktop.photos.render import render
from clipiqa_desktop.photos.sidecar_fields import Properties

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Decoded:
    """What is taken from one photograph.

    pixels: uint8, height x width x 3, sRGB, upright, contiguous. thumbnail: a JPEG in sRGB, longer side at most 512
    pixels, without metadata. marks: the properties inside the file that say marks.
    """

    pixels: NDArray[np.uint8]
    thumbnail: bytes
    facts: Facts
    marks: Properties


def decode(path: Path, input_size: Callable[[int, int], tuple[int, int]]) -> Decoded:
    """Decode the photograph at `path`.

    `input_size` takes the upright full (width, height) in pixels and answers the (width, height) that the pixels shall
    have, never larger. Raises Unreadable, and nothing else, for whatever is wrong with the file.
    """
    with opened(path) as photograph:
        pixels, thumbnail = render(photograph, input_size)
        return Decoded(pixels, thumbnail, photograph.facts, embedded_properties(photograph.said))


def read_facts(path: Path) -> Facts:
    """The facts that the head of the photograph at `path` says; no pixels are unpacked.

    Raises Unreadable, and nothing else, for whatever is wrong with the file.
    """
    with _told(path):
        return raw.read_facts(path) if is_raw(path.name) else picture.read_facts(path)


@contextmanager
def opened(path: Path, full_size: bool = False) -> Iterator[Picture]:
    """The photograph at `path`; a RAW's smaller preview stands in for it unless `full_size`.

    Raises Unreadable, and nothing else, for whatever is wrong with the file, also while it is unpacked.
    """
    with (
        _told(path),
        raw.opened(path, full_size) if is_raw(path.name) else picture.opened(path) as photograph,
    ):
        yield photograph


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Whatever is raised over the file inside becomes Unreadable, with a sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            require_file(path)
            yield
    except Unreadable:
        raise
    except Exception as error:
        _log.info("%r cannot be decoded: %s: %s", str(path), type(error).__name__, error)
        raise Unreadable(reason(error, path)) from error
