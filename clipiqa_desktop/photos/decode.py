"""One photograph, opened once: the network's input, the thumbnail and the facts."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.photos import picture, raw
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.facts import Facts
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.reasons import reason, require_file
from clipiqa_desktop.photos.render import render

# must change whenever decoding or resampling change: what was scored with another one is scored anew
DECODER_VERSION = "pillow-bicubic-1"


@dataclass(frozen=True)
class Decoded:
    """What is taken from one photograph.

    pixels: uint8, height x width x 3, sRGB, upright, contiguous. thumbnail: a JPEG in sRGB, longer side at most 512
    pixels, without metadata.
    """

    pixels: NDArray[np.uint8]
    thumbnail: bytes
    facts: Facts


def decode(path: Path, input_size: Callable[[int, int], tuple[int, int]]) -> Decoded:
    """Decode the photograph at `path`.

    `input_size` takes the upright full (width, height) in pixels and answers the (width, height) that the pixels shall
    have, never larger. Raises Unreadable, and nothing else, for whatever is wrong with the file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(path, input_size)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(reason(error, path)) from error


def _decode(path: Path, input_size: Callable[[int, int], tuple[int, int]]) -> Decoded:
    require_file(path)
    with (raw if is_raw(path.name) else picture).opened(path) as opened:
        pixels, thumbnail = render(opened, input_size)
        return Decoded(pixels, thumbnail, opened.facts)
