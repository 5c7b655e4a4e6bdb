"""A small picture for the cells, out of one that was embedded in the photograph's file."""

import io
from math import ceil

from PIL import Image

from clipiqa_desktop.photos import colour
from clipiqa_desktop.photos.limits import require_few_scans, require_pixels
from clipiqa_desktop.photos.picture import upright
from clipiqa_desktop.photos.render import Size, turned

SIDE = 320
_QUALITY = 80
_ROUNDED, _NEARLY = 1.5, 0.02  # pixels, and parts of the longer side, at each edge
_BLACK = 28  # a bar is black but for what JPEG leaves at its edge


class OtherPicture(ValueError):
    """What is embedded shows something else than the photograph, or another part of it."""


def opened_jpeg(jpeg: bytes) -> Image.Image:
    """An embedded JPEG, not unpacked yet. Raises Unreadable, and whatever Pillow raises."""
    require_few_scans(jpeg)
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def small_jpeg(
    picture: Image.Image, turn: int, full: Size, profile: bytes | None = None, *, any_shape: bool = True
) -> bytes:
    """The picture upright, without bars, no larger than SIDE, as JPEG in sRGB.

    turn: EXIF's orientation of the stored picture. full: the photograph's upright (width, height). profile: of its
    colours, where it says none itself. Raises Unreadable, and whatever Pillow raises; unless `any_shape` also
    OtherPicture, where it has another shape than the photograph and no bars that make up for it.
    """
    require_pixels(*picture.size)
    profile = picture.info.get("icc_profile") or profile
    picture.draft(None, (SIDE, SIDE))
    box = _inside(picture, upright(full, turn))
    if not any_shape:
        _require_like((box[2] - box[0], box[3] - box[1]), upright(full, turn))
    whole = picture if box == (0, 0, *picture.size) else picture.crop(box)
    whole.thumbnail((SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    shown = turned(colour.to_srgb(whole, profile, 255.0), turn)
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _require_like(size: Size, full: Size) -> None:
    """Programs turn or crop a photograph, and leave its thumbnail as it was."""
    if max(_surplus(size, full)) > _ROUNDED + _NEARLY * max(size):
        raise OtherPicture(f"{size} for {full}")


def _surplus(size: Size, full: Size) -> tuple[float, float]:
    """How many pixels a picture has too many at the left and the right, and above and below, for this shape."""
    width, height = size
    shape = full[0] / max(1, full[1])
    return (width - height * shape) / 2, (height - width / shape) / 2


def _inside(picture: Image.Image, full: Size) -> tuple[int, int, int, int]:
    """The picture between black bars, where a photograph of another shape was put into it; else all of it."""
    width, height = picture.size
    whole = (0, 0, width, height)
    across, down = _surplus(picture.size, full)
    if max(across, down) < 1:
        return whole
    if down > across:
        bars = (0, 0, width, int(down)), (0, height - int(down), width, height)
        inside = 0, ceil(down), width, height - ceil(down)
    else:
        bars = (0, 0, int(across), height), (width - int(across), 0, width, height)
        inside = ceil(across), 0, width - ceil(across), height
    return inside if all(_is_black(picture.crop(bar)) for bar in bars) else whole


def _is_black(bar: Image.Image) -> bool:
    grey = bar.convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return isinstance(grey, (int, float)) and grey < _BLACK
