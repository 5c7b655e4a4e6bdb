"""What is too large to be opened, told before anything is unfolded.

The process stays below 1 GB. The costs are bytes held for each pixel at the peak, measured.
"""

from PIL import Image

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.reasons import too_many_pixels

MAX_PIXELS = 200_000_000
MAX_BYTES = 880_000_000

_WHILE_UNPACKING = {"WEBP": 16.2, "AVIF": 9.5, "HEIF": 9.5}
_UNPACKED = 4.0
_COMPRESSED_TIFF = 8.5
_PROGRESSIVE_JPEG = 6.0
_BAYER_RAW = 5.0
_LINEAR_RAW = 20.0
_ORIENTATION = 274

# Pillow warns above this and refuses above twice as much; both end as one sentence in `reasons`
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def require_pixels(width: int, height: int) -> None:
    """Raises Unreadable above MAX_PIXELS."""
    if width * height > MAX_PIXELS:
        raise Unreadable(too_many_pixels(width * height, MAX_PIXELS))


def require_memory(image: Image.Image, full_pixels: int) -> None:
    """Raises Unreadable where unpacking `image`, drafted from `full_pixels`, would hold more than MAX_BYTES."""
    pixels = image.width * image.height
    unpacking = pixels * _unpacking_cost(image)
    if image.info.get("progressive"):
        unpacking += full_pixels * _PROGRESSIVE_JPEG
    _require(max(unpacking, pixels * _flattening_cost(image)), full_pixels)


def require_development(pixels: int, linear: bool) -> None:
    """Raises Unreadable where developing a RAW of `pixels` would hold more than MAX_BYTES."""
    _require(pixels * (_LINEAR_RAW if linear else _BAYER_RAW), pixels)


def _unpacking_cost(image: Image.Image) -> float:
    if image.format == "TIFF" and image.info.get("compression", "raw") != "raw":
        return _COMPRESSED_TIFF
    return _WHILE_UNPACKING.get(image.format or "", _UNPACKED)


def _flattening_cost(image: Image.Image) -> float:
    """The copies that laying transparency over white, looking up a palette or turning a TIFF take."""
    turned_by_decoder: bool = getattr(image, "tag_v2", {}).get(_ORIENTATION, 1) != 1
    palette = 1.0 if image.mode == "P" else 0.0
    return _UNPACKED * (1 + image.has_transparency_data + turned_by_decoder) + palette


def _require(held: float, pixels: int) -> None:
    if held > MAX_BYTES:
        raise Unreadable(
            f"Unfolding its {pixels / 1e6:,.0f} megapixels in this format would take {held / 1e9:.1f} GB of memory, "
            "more than this program may use; save it smaller or as ordinary JPEG."
        )
