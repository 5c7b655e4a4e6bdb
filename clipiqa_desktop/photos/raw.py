"""Opening a RAW file: the camera's own preview where it is large enough, else a development at half size."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from clipiqa_desktop.photos import exif
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.facts import Facts, Fields, facts_from, orientation_of
from clipiqa_desktop.photos.limits import require_development, require_pixels
from clipiqa_desktop.photos.picture import Picture, upright
from clipiqa_desktop.photos.raw_layout import ends_early
from clipiqa_desktop.photos.reasons import ENDS_EARLY

_SMALLEST_PREVIEW = 1024
_ORIENTATION = 274
# LibRaw counts turns as dcraw did; at each place stands EXIF's number for it
_EXIF_FROM_FLIP = (1, 2, 4, 3, 5, 8, 6, 7)


@contextmanager
def opened(path: Path) -> Iterator[Picture]:
    """The photograph at `path`. Raises Unreadable where it was only partly copied, and whatever LibRaw raises."""
    import rawpy

    with path.open("rb") as file:
        if ends_early(file, os.fstat(file.fileno()).st_size, path.suffix):
            raise Unreadable(ENDS_EARLY)
        file.seek(0)
        fields, has_gps = exif.of_raw(file)
    with rawpy.imread(str(path)) as raw:
        picture = _picture(raw, fields, has_gps)
    yield picture


def _picture(raw: Any, fields: Fields, has_gps: bool) -> Picture:
    preview = _preview(raw)
    more, preview_has_gps = exif.of_image(preview) if preview else ({}, False)
    facts = _facts(raw, _merged(fields, more), has_gps or preview_has_gps)
    if preview and max(preview.size) >= _SMALLEST_PREVIEW:
        return Picture(preview, _preview_turn(preview.size, more, facts), facts)
    return Picture(_developed(raw), 1, facts)


def _facts(raw: Any, fields: Fields, has_gps: bool) -> Facts:
    orientation = _orientation(raw)
    width, height = upright((raw.sizes.width, raw.sizes.height), orientation)
    require_pixels(width, height)
    return facts_from(fields, width, height, orientation, has_gps)


def _orientation(raw: Any) -> int:
    flip = raw.sizes.flip
    return _EXIF_FROM_FLIP[flip] if 0 <= flip < len(_EXIF_FROM_FLIP) else 1


def _preview(raw: Any) -> Image.Image | None:
    """The embedded preview; None where there is none, or none that can be opened."""
    import rawpy

    try:
        thumbnail = raw.extract_thumb()
        if thumbnail.format == rawpy.ThumbFormat.JPEG:
            return Image.open(io.BytesIO(thumbnail.data), formats=["JPEG"])
        return Image.fromarray(thumbnail.data)
    except (rawpy.LibRawError, rawpy.NotSupportedError, OSError, ValueError, TypeError):
        return None


def _preview_turn(stored: tuple[int, int], fields: Fields, facts: Facts) -> int:
    """The turn that the preview itself asks for, else the file's; none where it was stored upright already."""
    turn = orientation_of(fields[_ORIENTATION]) if _ORIENTATION in fields else facts.orientation
    shown = upright(stored, turn)
    stands_as_the_photograph = (shown[0] > shown[1]) == (facts.width > facts.height)
    return turn if stands_as_the_photograph or turn < 5 else 1


def _developed(raw: Any) -> Image.Image:
    import rawpy

    pixels = raw.sizes.raw_width * raw.sizes.raw_height
    require_development(pixels, linear=False)
    # asking for the type unpacks the file, hence the two steps
    require_development(pixels, linear=raw.raw_type != rawpy.RawType.Flat)
    return Image.fromarray(raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8))


def _merged(*sources: Fields) -> Fields:
    """The fields of all sources, the first that has something to say winning."""
    return {tag: value for source in reversed(sources) for tag, value in source.items() if value not in (None, "", [])}
