"""From an opened picture to the two small ones that are kept: the network's input and the thumbnail."""

import io
from collections.abc import Callable
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.photos import colour
from clipiqa_desktop.photos.limits import require_memory
from clipiqa_desktop.photos.picture import Picture, upright

Size = tuple[int, int]
Box = tuple[float, float, float, float]

THUMBNAIL_SIDE = 512
_THUMBNAIL_QUALITY = 85
# JPEG's own scaling is crisper than bicubic; from about twice the size on the two differ by less than one grey level.
# A little less than twice, so that 24 megapixels (4000 / 4 = 1000) may be unpacked at a quarter.
_DRAFT_MARGIN = 1.9

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def render(picture: Picture, input_size: Callable[[int, int], Size]) -> tuple[NDArray[np.uint8], bytes]:
    """Pixels (uint8, height x width x 3) of the size that `input_size` answers, and the thumbnail as JPEG.

    Raises Unreadable where the picture is too large to be held, and whatever the decoders raise.
    """
    image = picture.image
    size, thumbnail_size = input_size(*picture.full_size), _thumbnail_size(picture.full_size)
    box = _draft(image, upright(_needed(size, thumbnail_size), picture.turn))
    # read before unpacking: it is dropped by some conversions
    profile = image.info.get("icc_profile")
    flat = colour.flattened(image)
    white = colour.white_level(flat)

    def scaled(to: Size) -> NDArray[np.uint8]:
        small = flat.resize(upright(to, picture.turn), Image.Resampling.BICUBIC, box=box)
        return np.array(_turned(colour.to_srgb(small, profile, white), picture.turn))

    pixels = scaled(size)
    covers = all(has >= shown for has, shown in zip(size, thumbnail_size, strict=True))
    return pixels, _jpeg(pixels if covers else scaled(thumbnail_size), thumbnail_size)


def _needed(size: Size, thumbnail_size: Size) -> Size:
    width, height = (max(ceil(_DRAFT_MARGIN * asked), shown) for asked, shown in zip(size, thumbnail_size, strict=True))
    return width, height


def _draft(image: Image.Image, needed: Size) -> Box | None:
    """Let a JPEG be unpacked no larger than needed; answers the part of it that then holds the picture."""
    full_pixels = image.width * image.height
    drafted = image.draft(None, needed) if hasattr(image, "draft") else None
    require_memory(image, full_pixels)
    return drafted[1] if drafted else None


def _thumbnail_size(full: Size) -> Size:
    scale = min(1.0, THUMBNAIL_SIDE / max(full))
    return max(1, round(full[0] * scale)), max(1, round(full[1] * scale))


def _turned(image: Image.Image, turn: int) -> Image.Image:
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def _jpeg(pixels: NDArray[np.uint8], size: Size) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=_THUMBNAIL_QUALITY)
    return buffer.getvalue()
