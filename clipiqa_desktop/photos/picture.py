"""Opening an ordinary photograph: everything but RAW."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

import pi_heif
from PIL import Image, TiffImagePlugin

from clipiqa_desktop.files.regular_file import open_regular
from clipiqa_desktop.photos.exif import Exif, of_image, of_packet
from clipiqa_desktop.photos.facts import Facts, facts_from, orientation_of
from clipiqa_desktop.photos.formats import opening_formats
from clipiqa_desktop.photos.heif_layout import largest_size, require_sound_names
from clipiqa_desktop.photos.limits import require_few_scans, require_little_filling, require_memory, require_pixels
from clipiqa_desktop.photos.tiff_kinds import is_in_planes, largest_page, require_known
from clipiqa_desktop.photos.told_colours import told_profile

# what is not looked at can do no harm
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

_ORIENTATION = 274
# what cameras write; others only carry along what their source said
_OF_CAMERAS = ("JPEG", "MPO", "TIFF")
_OF_SCANS = ("JPEG", "MPO")


@dataclass(frozen=True)
class Picture:
    """A photograph opened but not unfolded: `image` has yet to be turned as `turn` (EXIF orientation 1 to 8) says.

    said: what the file says of itself and of these pixels.
    """

    image: Image.Image
    turn: int
    facts: Facts
    said: Exif

    @property
    def full_size(self) -> tuple[int, int]:
        """Upright (width, height) in pixels of the largest picture of the image's shape that fits the photograph.

        It is the photograph's own size, unless a RAW's preview was cropped to another shape in the camera.
        """
        width, height = self.facts.width, self.facts.height
        shown = upright(self.image.size, self.turn)
        wider = shown[0] * height / (shown[1] * width)
        if abs(wider - 1) < 0.01:
            return width, height
        return (width, max(1, round(height / wider))) if wider > 1 else (max(1, round(width * wider)), height)


def upright(size: tuple[int, int], turn: int) -> tuple[int, int]:
    """The (width, height) after the turn; its own inverse."""
    return (size[1], size[0]) if turn >= 5 else size


@contextmanager
def opened(path: Path) -> Iterator[Picture]:
    """The photograph at `path`, its file open. Raises Unreadable above the limits, and whatever the decoders raise."""
    with open_regular(path) as file, _identified_file(file, path.name) as image:
        before = _turn_to_largest_page(file, image)
        require_pixels(*image.size)
        _require_few_scans(file, image)
        if image.format == "PNG":
            # its EXIF may follow the pixels: unpacked here, so that damage is not taken for a lack of EXIF
            require_memory(image, image.width * image.height)
            image.load()
        told = told_profile(file, image)
        if told is not None:
            image.info["icc_profile"] = told
        yield _picture(image, _joined(of_image(image), before))


def read_facts(path: Path) -> Facts:
    """What the head of the photograph at `path` says. Raises as `opened` does.

    Facts that stand behind the pixels, as they may in a PNG, are left to whoever unpacks it.
    """
    with open_regular(path) as file:
        _require_little_filling(file)
        file.seek(0)
        return in_head(file, path.name).facts


def in_head(file: BinaryIO, name: str) -> Picture:
    """The same, with what else the head says; its image is not to be unpacked."""
    image = _identified(file, name)
    before = _turn_to_largest_page(file, image)
    require_pixels(*image.size)
    # asked for its EXIF, a PNG without would be unpacked
    is_silent = image.format == "PNG" and image.info.keys().isdisjoint({"exif", "Raw profile type exif"})
    return _picture(image, of_packet(image.info.get("xmp")) if is_silent else _joined(of_image(image), before))


def _require_little_filling(file: BufferedReader) -> None:
    file.seek(0)
    if file.read(2) == b"\xff\xd8":
        with mmap(file.fileno(), 0, access=ACCESS_READ) as jpeg:
            require_little_filling(jpeg)


def _require_few_scans(file: BufferedReader, image: Image.Image) -> None:
    if image.format in _OF_SCANS:
        at = file.tell()
        with mmap(file.fileno(), 0, access=ACCESS_READ) as jpeg:
            require_few_scans(jpeg)
        file.seek(at)


def _identified_file(file: BufferedReader, name: str) -> Image.Image:
    _require_little_filling(file)
    file.seek(0)
    return _identified(file, name)


def _identified(file: BinaryIO, name: str) -> Image.Image:
    require_known(file)
    require_sound_names(file)
    require_pixels(*largest_size(file))
    TiffImagePlugin.READ_LIBTIFF = is_in_planes(file)
    file.seek(0)
    return Image.open(file, formats=opening_formats(name))


def _turn_to_largest_page(file: BinaryIO, image: Image.Image) -> Exif:
    """Of a TIFF; answers what the first page says where that is another one: there editors say what holds for all."""
    page = largest_page(file) if isinstance(image, TiffImagePlugin.TiffImageFile) else None
    if page is None or page.number == 0:
        return Exif()
    before = of_image(image)
    if page.number is None:
        # as Pillow itself opens what lies in sub-directories
        image._frame_pos[0] = page.start  # type: ignore[attr-defined]
        image._seek(0)  # type: ignore[attr-defined]
        return before
    image.seek(page.number)
    return replace(before, fields={tag: value for tag, value in before.fields.items() if tag != _ORIENTATION})


def _picture(image: Image.Image, said: Exif) -> Picture:
    """`said`: what the image says itself, and where it says nothing what is said besides."""
    stored = _stored_orientation(image)
    orientation = orientation_of(stored if stored is not None else said.fields.get(_ORIENTATION))
    turn = 1 if _is_turned_by_its_decoder(image) else orientation
    width, height = upright(image.size, turn)
    facts = facts_from(said.fields, width, height, orientation, said.has_position)
    return Picture(image, turn, facts, replace(said, is_adobe_rgb=said.is_adobe_rgb and image.format in _OF_CAMERAS))


def _is_turned_by_its_decoder(image: Image.Image) -> bool:
    # of a TIFF a page in a sub-directory is not: how it lies stands in the first
    return image.format == "HEIF" or (image.format == "TIFF" and image.getexif().get(_ORIENTATION) is not None)


def _joined(said: Exif, before: Exif) -> Exif:
    fields = {**before.fields, **said.fields}
    position = said.has_position or before.has_position
    return replace(said, fields=fields, has_position=position, xmp=said.xmp or before.xmp)


def _stored_orientation(image: Image.Image) -> object:
    """What HEIC said of itself before its decoder turned it; None for all others."""
    return image.info.get("original_orientation")
