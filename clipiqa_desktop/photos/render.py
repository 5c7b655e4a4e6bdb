"""From an opened picture to the two small ones that are kept: the network's input and the thumbnail."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.photos import colour
from clipiqa_desktop.photos.adobe_rgb import ADOBE_RGB
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
    size, thumbnail_size = input_size(*picture.full_size), _thumbnail_size(picture.full_size)
    unpacked = unpack(picture, _needed(size, thumbnail_size))
    pixels = unpacked.pixels(size)
    covers = all(has >= shown for has, shown in zip(size, thumbnail_size, strict=True))
    return pixels, _jpeg(pixels if covers else unpacked.pixels(thumbnail_size), thumbnail_size)


def render_pixels(picture: Picture, input_size: Callable[[int, int], Size]) -> NDArray[np.uint8]:
    """The same pixels without a thumbnail. Raises as `render` does."""
    size = input_size(*picture.full_size)
    return unpack(picture, _needed(size, _thumbnail_size(picture.full_size))).pixels(size)


@dataclass(frozen=True)
class Unpacked:
    """A picture unpacked as it is stored, neither turned nor in sRGB yet; the part of `flat` in `box` is it."""

    flat: Image.Image
    box: Box | None
    profile: bytes | None
    white: float
    turn: int

    def resized(self, size: Size) -> Image.Image:
        """As it is stored, at the upright `size`."""
        return self.flat.resize(upright(size, self.turn), Image.Resampling.BICUBIC, box=self.box)

    def rows(self, size: Size, top: int, bottom: int) -> Image.Image:
        """As it is stored, at the upright `size`, but of that only the rows from `top` up to `bottom`."""
        width, height = upright(size, self.turn)
        left, upper, right, lower = whole = self.box or (0, 0, *self.flat.size)
        if whole == (0, 0, width, height):
            return self.flat.crop((0, top, width, bottom))
        scale = (lower - upper) / height
        part = (left, upper + top * scale, right, min(upper + bottom * scale, lower))
        return self.flat.resize((width, bottom - top), Image.Resampling.BICUBIC, box=part)

    def in_srgb(self, part: Image.Image) -> Image.Image:
        """Some rows or all of it, in sRGB and turned as it is stored."""
        return colour.to_srgb(part, self.profile, self.white)

    def pixels(self, size: Size) -> NDArray[np.uint8]:
        """All of it, upright and in sRGB, at the upright `size`: (height, width, 3)."""
        return np.array(self.finished(self.resized(size)))

    def finished(self, part: Image.Image) -> Image.Image:
        """Some rows or all of it, upright and in sRGB."""
        return turned(self.in_srgb(part), self.turn)


def unpack(picture: Picture, needed: Size) -> Unpacked:
    """Unpacks the picture no larger than it must be for the upright size `needed`. Raises as `render` does."""
    image = picture.image
    box = _draft(image, upright(needed, picture.turn))
    # read before unpacking: it is dropped by some conversions
    profile = image.info.get("icc_profile") or (ADOBE_RGB if picture.said.is_adobe_rgb else None)
    flat = colour.flattened(image)
    flat.load()
    return Unpacked(flat, box, profile, colour.white_level(flat), picture.turn)


def turned(image: Image.Image, turn: int) -> Image.Image:
    """The image upright that was stored as `turn` (EXIF orientation 1 to 8) says."""
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


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


def _jpeg(pixels: NDArray[np.uint8], size: Size) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=_THUMBNAIL_QUALITY)
    return buffer.getvalue()
