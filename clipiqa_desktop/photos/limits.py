"""What is too large to be opened, told before anything is unfolded.

A process stays below its limit of memory. The costs are bytes held for each pixel at the peak, measured.
"""

import math
import time
from dataclasses import dataclass
from mmap import mmap

from PIL import Image, ImageFile

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.jpeg_scans import has_long_filling, has_many_scans
from clipiqa_desktop.photos.reasons import TAKES_TOO_LONG, too_many_pixels

MAX_PIXELS = 200_000_000
MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024

_WHILE_UNPACKING = {"WEBP": 16.2, "AVIF": 9.5, "HEIF": 9.5}
_UNPACKED = 4.0
_BY_LIBTIFF = 8.5
_PROGRESSIVE_JPEG = 6.0
_BAYER_RAW = 5.0
_LINEAR_RAW = 20.0
_FULL_BAYER_RAW = 17.0
_FULL_LINEAR_RAW = 28.0
# the interpreter, the libraries, and what a decoder takes for itself
_BESIDE_PICTURES = 194_000_000
_ORIENTATION = 274

# Pillow warns above this and refuses above twice as much; both end as one sentence in `reasons`
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass
class Allowance:
    """How many bytes of pictures this process may hold at once."""

    picture_bytes: int = MEMORY_LIMIT_BYTES - _BESIDE_PICTURES


allowance = Allowance()


def limit_memory(limit_bytes: int = MEMORY_LIMIT_BYTES) -> None:
    """Keeps this process below so many bytes where the system can, and refuses pictures that would not fit in."""
    allowance.picture_bytes = limit_bytes - _BESIDE_PICTURES
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (limit_bytes, limit_bytes))


def require_pixels(width: int, height: int) -> None:
    """Raises Unreadable above MAX_PIXELS."""
    if width * height > MAX_PIXELS:
        raise Unreadable(too_many_pixels(width * height, MAX_PIXELS))


def limit_time(seconds: float) -> None:
    """Ends this process by SIGXCPU where it calculates for so long from now on, where the system can."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), most))


def require_few_scans(jpeg: bytes | mmap) -> None:
    """Raises Unreadable for a JPEG that was made to keep programs busy for minutes."""
    if has_many_scans(jpeg):
        raise Unreadable(TAKES_TOO_LONG)


def require_little_filling(jpeg: bytes | mmap) -> None:
    """Raises Unreadable for a JPEG of which most says nothing."""
    if has_long_filling(jpeg):
        raise Unreadable(TAKES_TOO_LONG)


def require_memory(image: Image.Image, full_pixels: int) -> None:
    """Raises Unreadable where unpacking `image`, drafted from `full_pixels`, would hold more than is allowed."""
    pixels = image.width * image.height
    unpacking = pixels * _unpacking_cost(image)
    if image.info.get("progressive"):
        unpacking += full_pixels * _PROGRESSIVE_JPEG
    _require(max(unpacking, pixels * _flattening_cost(image)), full_pixels)


def require_development(pixels: int, linear: bool, half_size: bool = True) -> None:
    """Raises Unreadable where developing a RAW of `pixels` would hold more than is allowed."""
    bayer_cost, linear_cost = (_BAYER_RAW, _LINEAR_RAW) if half_size else (_FULL_BAYER_RAW, _FULL_LINEAR_RAW)
    _require(pixels * (linear_cost if linear else bayer_cost), pixels)


def _unpacking_cost(image: Image.Image) -> float:
    if isinstance(image, ImageFile.ImageFile) and image.tile and image.tile[0][0] == "libtiff":
        return _BY_LIBTIFF
    return _WHILE_UNPACKING.get(image.format or "", _UNPACKED)


def _flattening_cost(image: Image.Image) -> float:
    """The copies that laying transparency over white, looking up a palette or turning a TIFF take."""
    turned_by_decoder: bool = getattr(image, "tag_v2", {}).get(_ORIENTATION, 1) != 1
    palette = 1.0 if image.mode == "P" else 0.0
    return _UNPACKED * (1 + image.has_transparency_data + turned_by_decoder) + palette


def _require(held: float, pixels: int) -> None:
    if held > allowance.picture_bytes:
        raise Unreadable(
            f"Unfolding its {pixels / 1e6:,.0f} megapixels in this format would take {held / 1e9:.1f} GB of memory, "
            "more than this program may use; save it smaller or as ordinary JPEG."
        )
