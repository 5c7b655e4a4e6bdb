"""What a file's metadata says, by tag number, as far as it is sound."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from clipiqa_desktop.photos.facts import Fields, is_position

XMP = 700
INTEROPERABILITY_DIRECTORY, INTEROPERABILITY_INDEX = 0xA005, 1
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_COLOUR_SPACE, _SRGB, _ADOBE_RGB = 0xA001, 1, 2


@dataclass(frozen=True)
class Exif:
    """What a file says of itself; what is broken is left out.

    fields: by tag number. has_position: whether a place on Earth is among them. is_adobe_rgb: whether pixels that come
    without a profile are in Adobe RGB. xmp: the XMP packet, unread.
    """

    fields: Fields = field(default_factory=dict)
    has_position: bool = False
    is_adobe_rgb: bool = False
    xmp: bytes | None = None


def of_image(image: Image.Image) -> Exif:
    """What an opened image says. Never raises."""
    main = or_empty(image.getexif)
    shot, gps, use = (_directory(main, tag) for tag in (_EXIF_DIRECTORY, _GPS_DIRECTORY, INTEROPERABILITY_DIRECTORY))
    fields = {**or_empty(lambda: dict(main)), **shot}
    xmp = image.info.get("xmp") or fields.get(XMP)
    return Exif(
        fields,
        is_position(gps),
        is_adobe_rgb(fields, use.get(INTEROPERABILITY_INDEX)),
        xmp if isinstance(xmp, bytes) else None,
    )


def is_adobe_rgb(fields: Fields, interoperability_index: object) -> bool:
    """Cameras say "not sRGB" in the one field and "Adobe RGB" in the other; some programs say it in the one alone."""
    space = fields.get(_COLOUR_SPACE)
    number = space[0] if isinstance(space, (list, tuple)) and space else space
    return number == _ADOBE_RGB or (number != _SRGB and str(interoperability_index).startswith("R03"))


def or_empty(read: Callable[[], Fields]) -> Fields:
    """What `read` answers; nothing where it fails."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - what the parsers raise over broken bytes is open-ended, and only facts are lost
        return {}


def _directory(exif: Fields, tag: int) -> Fields:
    return or_empty(lambda: exif.get_ifd(tag)) if isinstance(exif, Image.Exif) else {}
