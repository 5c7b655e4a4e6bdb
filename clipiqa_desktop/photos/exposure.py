"""How much of a photograph is blown out or blocked up, and how bright it is, counted over all its pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

from clipiqa_desktop.photos.picture import Picture, upright
from clipiqa_desktop.photos.render import unpack

BLOWN_FROM, BLOCKED_TO = 254, 1
# Rec. 709, of sRGB values as they are stored
_LUMA = (0.2126, 0.7152, 0.0722)
# small enough for the processor's cache
_STRIP_PIXELS = 100_000


@dataclass(frozen=True)
class Exposure:
    """Of all pixels in 8-bit sRGB.

    blown: the share (0 to 1) of those with any channel at 254 or 255. blocked: of those with every channel at 0 or 1.
    luminance: the mean of Rec. 709 luma, which is 0.2126 R + 0.7152 G + 0.0722 B of the sRGB values as they are stored,
    from 0 (black) to 1 (white).
    """

    blown: float
    blocked: float
    luminance: float


def measure_exposure(picture: Picture) -> Exposure:
    """Unpacks the picture at its full size. Raises as `render` does."""
    blown = blocked = pixels = 0
    luma = 0.0
    for strip in _strips(picture):
        brightest = _brightest(strip)
        blown += sum(brightest[BLOWN_FROM:])
        blocked += sum(brightest[: BLOCKED_TO + 1])
        pixels += sum(brightest)
        luma += _summed_luma(strip)
    return Exposure(blown / pixels, blocked / pixels, luma / (255 * pixels))


def _strips(picture: Picture) -> Iterator[Image.Image]:
    """The whole picture in 8-bit sRGB, turned as it is stored, a few rows at a time: no second copy is held."""
    size = upright(picture.image.size, picture.turn)
    unpacked = unpack(picture, size)
    width, height = picture.image.size
    rows = max(1, _STRIP_PIXELS // width)
    for top in range(0, height, rows):
        yield unpacked.in_srgb(unpacked.rows(size, top, min(top + rows, height)))


def _brightest(strip: Image.Image) -> Sequence[int]:
    """How many pixels have each value (0 to 255) as that of their brightest channel."""
    red, green, blue = strip.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()


def _summed_luma(strip: Image.Image) -> float:
    counts = strip.histogram()
    channels = (counts[start : start + 256] for start in (0, 256, 512))
    sums = (sum(value * count for value, count in enumerate(channel)) for channel in channels)
    return sum(weight * total for weight, total in zip(_LUMA, sums, strict=True))
