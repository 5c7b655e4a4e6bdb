"""A photograph at its full size, of which parts are looked at upright."""

from dataclasses import dataclass

from PIL import Image

from clipiqa_desktop.photos.focus import FlatLuma
from clipiqa_desktop.photos.picture import Picture, upright
from clipiqa_desktop.photos.render import Size, Unpacked, unpack

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class FullFrame:
    """size: upright (width, height) of what was unpacked. scale: so many pixels of the photograph are one of it."""

    unpacked: Unpacked
    size: Size
    scale: float

    @property
    def luma(self) -> FlatLuma:
        """In grey, as it is stored."""
        return FlatLuma(self.unpacked.flat)

    def part(self, box: Box) -> Image.Image:
        """What lies in a box of the upright picture, upright and in sRGB; black where it reaches beyond."""
        return self.unpacked.finished(self.unpacked.flat.crop(self.stored(box)))

    def stored(self, box: Box) -> Box:
        """The same box in the picture as it is stored."""
        return stored_box(box, self.size, self.unpacked.turn)


def full_frame(picture: Picture) -> FullFrame:
    """Unpacks it at its full size. Raises as `render` does."""
    size = upright(picture.image.size, picture.turn)
    return FullFrame(unpack(picture, size), size, max(picture.full_size) / max(size))


def stored_box(box: Box, size: Size, turn: int) -> Box:
    """Where a box of an upright picture of this size lies in what was stored as `turn` (EXIF, 1 to 8) says."""
    left, top, right, bottom = box
    if turn in _MIRRORED_ACROSS:
        left, right = size[0] - right, size[0] - left
    if turn in _MIRRORED_DOWN:
        top, bottom = size[1] - bottom, size[1] - top
    return (top, left, bottom, right) if turn >= 5 else (left, top, right, bottom)


# Of the upright picture, before rows become columns where that is so.
_MIRRORED_ACROSS = (2, 3, 6, 7)
_MIRRORED_DOWN = (3, 4, 7, 8)
