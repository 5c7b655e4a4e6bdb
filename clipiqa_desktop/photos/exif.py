"""What a file's metadata says, by tag number, as far as it is sound."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from clipiqa_desktop.photos.facts import OTHER_CLOCK, TIMES, Fields, Moment, gps_moment, is_position, moment_of
from clipiqa_desktop.photos.tiff_fields import TiffFields
from clipiqa_desktop.photos.xmp_edit import XmpFile
from clipiqa_desktop.photos.xmp_tree import NotXmp

XMP = 700
INTEROPERABILITY_DIRECTORY, INTEROPERABILITY_INDEX = 0xA005, 1
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_XMP_EXIF = "http://ns.adobe.com/exif/1.0/ "
_XMP_TIMES = (
    f"{_XMP_EXIF}DateTimeOriginal",
    "photoshop:DateCreated",
    f"{_XMP_EXIF}DateTimeDigitized",
    "xmp:CreateDate",
)
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
    said = image.info.get("xmp") or fields.get(XMP)
    xmp = said if isinstance(said, bytes) else None
    if xmp:
        fields[XMP] = xmp
    return Exif(
        with_time(fields, xmp, gps),
        is_position(gps),
        is_adobe_rgb(fields, use.get(INTEROPERABILITY_INDEX)),
        xmp,
    )


def of_fields(said: TiffFields, xmp: bytes | None = None, *, is_adobe: bool | None = None) -> Exif:
    """What the fields of a TIFF file say, or of a block of EXIF, and an XMP packet beside them.

    is_adobe: whether pixels are in Adobe RGB, where that is known otherwise.
    """
    fields = {**said.main, **said.shot}
    within = fields.get(XMP)
    packet = xmp or (within if isinstance(within, bytes) else None)
    if packet:
        fields[XMP] = packet
    index = said.use.get(INTEROPERABILITY_INDEX)
    text = index.decode("latin-1") if isinstance(index, bytes) else ""
    told = is_adobe_rgb(fields, text) if is_adobe is None else is_adobe
    return Exif(with_time(fields, packet, said.gps), is_position(said.gps), told, packet)


def of_packet(xmp: object) -> Exif:
    """What a packet of XMP says where there is no EXIF; nothing if it is none. Never raises."""
    return of_fields(TiffFields(), xmp if isinstance(xmp, bytes) else None)


def with_time(fields: Fields, xmp: bytes | None, gps: Fields) -> Fields:
    """The fields, and where they do not say when it was, what XMP or else GPS says."""
    if any(moment_of(fields.get(tag)) for tag in TIMES):
        return fields
    moment = moment_of_xmp(xmp or b"") or gps_moment(gps)
    return {**fields, OTHER_CLOCK: moment} if moment else fields


def moment_of_xmp(packet: bytes) -> Moment | None:
    """When an XMP packet says that the photograph was taken. Never raises."""
    try:
        said = XmpFile(packet.strip(b"\0")).properties() if packet else {}
    except NotXmp:
        return None
    texts = (value for name in _XMP_TIMES for values in said.get(name, ()) for value in values)
    return next(filter(None, map(moment_of, texts)), None)


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
