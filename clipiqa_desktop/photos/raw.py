"""Opening a RAW file: the camera's own preview where it is large enough, else a development."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.files.regular_file import open_regular
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.exif import Exif, of_image
from clipiqa_desktop.photos.facts import Facts, Fields, facts_from, orientation_of
from clipiqa_desktop.photos.limits import require_development, require_few_scans, require_pixels
from clipiqa_desktop.photos.picture import Picture, upright
from clipiqa_desktop.photos.raw_exif import of_raw
from clipiqa_desktop.photos.raw_layout import ends_early
from clipiqa_desktop.photos.reasons import ENDS_EARLY

_SMALLEST_PREVIEW = 1024
# previews of full size lack some columns at the edges that a development has
_NEARLY_FULL = 0.95
_ORIENTATION, _SOFTWARE, _DATE = 274, 305, 306
# LibRaw counts turns as dcraw did; at each place stands EXIF's number for it
_EXIF_FROM_FLIP = (1, 2, 4, 3, 5, 8, 6, 7)


@contextmanager
def opened(path: Path, full_size: bool = False) -> Iterator[Picture]:
    """The photograph at `path`: its preview or a development at half size, unless `full_size`.

    Raises Unreadable where it was only partly copied, and whatever LibRaw raises.
    """
    with _identified(path) as (raw, said):
        picture = _picture(raw, said, full_size)
    yield picture


def read_facts(path: Path) -> Facts:
    """What the head of the photograph at `path` says, or else its preview. Raises as `opened` does.

    What only LibRaw knows is left to whoever unpacks it.
    """
    with _identified(path) as (raw, said):
        facts = _facts(raw, said)
        if (facts.captured is None or facts.camera is None) and (preview := _preview(raw)):
            facts = facts.completed(_facts(raw, _of_preview(preview)))
        return facts


@contextmanager
def _identified(path: Path) -> Iterator[tuple[Any, Exif]]:
    import rawpy

    with open_regular(path) as file:
        if ends_early(file, os.fstat(file.fileno()).st_size, path.suffix):
            raise Unreadable(ENDS_EARLY)
        file.seek(0)
        said = of_raw(file)
    with rawpy.imread(str(path)) as raw:
        yield raw, said


def _picture(raw: Any, said: Exif, full_size: bool) -> Picture:
    preview = _preview(raw)
    more = _of_preview(preview) if preview else Exif()
    facts = _facts(raw, said, more)
    if facts.captured is None:
        # asked last: it unpacks the whole file, which takes thirty times as long as its preview
        facts = facts.completed(_facts(raw, _of_libraw(raw)))
    smallest = _NEARLY_FULL * max(facts.width, facts.height) if full_size else _SMALLEST_PREVIEW
    if preview and max(preview.size) >= smallest:
        return Picture(preview, _preview_turn(preview.size, more.fields, facts), facts, said)
    developed = _developed_fully(raw) if full_size else _developed(raw)
    return Picture(developed, 1, facts, replace(said, is_adobe_rgb=False))


def _facts(raw: Any, *sources: Exif) -> Facts:
    orientation = _orientation(raw)
    width, height = upright((raw.sizes.width, raw.sizes.height), orientation)
    require_pixels(width, height)
    told = (facts_from(each.fields, width, height, orientation, each.has_position) for each in sources)
    return reduce(Facts.completed, told)


def _of_preview(preview: Image.Image) -> Exif:
    said = of_image(preview)
    if not str(said.fields.get(_SOFTWARE)).startswith("dcraw"):
        return said
    # LibRaw made it up for a preview that had none, with 1970 as the time that it does not know
    return replace(said, fields={tag: value for tag, value in said.fields.items() if tag != _DATE})


def _of_libraw(raw: Any) -> Exif:
    """What LibRaw found in makers' own fields, which nobody else reads; 0 and 1970 stand for what it does not know."""
    other, lens = raw.other, raw.lens
    when = other.timestamp.strftime("%Y:%m:%d %H:%M:%S") if other.timestamp.year > 1970 else ""
    exposure = {34855: other.iso_speed, 33434: other.shutter_speed, 33437: other.aperture, 37386: other.focal_length}
    return Exif({**exposure, 36867: when, 42036: lens.model})


def _orientation(raw: Any) -> int:
    flip = raw.sizes.flip
    return _EXIF_FROM_FLIP[flip] if 0 <= flip < len(_EXIF_FROM_FLIP) else 1


def _preview(raw: Any) -> Image.Image | None:
    """The embedded preview; None where there is none, or none that can be opened."""
    import rawpy

    try:
        thumbnail = raw.extract_thumb()
        if thumbnail.format == rawpy.ThumbFormat.JPEG:
            require_few_scans(thumbnail.data)
            return Image.open(io.BytesIO(thumbnail.data), formats=["JPEG"])
        return _image(thumbnail.data)
    except (rawpy.LibRawError, rawpy.NotSupportedError, OSError, ValueError, TypeError):
        return None


def _preview_turn(stored: tuple[int, int], fields: Fields, facts: Facts) -> int:
    """The turn that the preview itself asks for, else the file's; none where it was stored upright already."""
    turn = orientation_of(fields[_ORIENTATION]) if _ORIENTATION in fields else facts.orientation
    shown = upright(stored, turn)
    stands_as_the_photograph = (shown[0] > shown[1]) == (facts.width > facts.height)
    return turn if stands_as_the_photograph or turn < 5 else 1


def _developed_fully(raw: Any) -> Image.Image:
    """At full size, or at half size where that would take too much memory."""
    try:
        return _developed(raw, half_size=False)
    except Unreadable:
        return _developed(raw)


def _developed(raw: Any, half_size: bool = True) -> Image.Image:
    import rawpy

    pixels = raw.sizes.raw_width * raw.sizes.raw_height
    require_development(pixels, linear=False, half_size=half_size)
    # asking for the type unpacks the file, hence the two steps
    require_development(pixels, linear=raw.raw_type != rawpy.RawType.Flat, half_size=half_size)
    return _image(raw.postprocess(half_size=half_size, use_camera_wb=True, output_bps=8))


def _image(pixels: NDArray[np.uint8]) -> Image.Image:
    """From (height, width, 3), or (height, width, 1) of a camera that sees no colours."""
    return Image.fromarray(pixels[..., 0] if pixels.shape[2:] == (1,) else pixels)
