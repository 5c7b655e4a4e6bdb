"""What the directories of a RAW file tell that LibRaw does not."""

import struct
from typing import BinaryIO

from clipiqa_desktop.photos.facts import Fields
from clipiqa_desktop.photos.tiff_layout import SUB_DIRECTORIES, Directory, directories

# makers outside this list state lengths that mean something else
_HONEST_SUFFIXES = (".arw", ".cr2", ".dng", ".nef", ".pef")
_OFFSETS_AND_LENGTHS = ((273, 279), (324, 325), (513, 514))
_PLACES = tuple(tag for pair in _OFFSETS_AND_LENGTHS for tag in pair)
_PREVIEW_COLOUR_SPACE = 50970
_ADOBE_RGB = 3
_WIDTH, _HEIGHT, _CROP, _EXIF_WIDTH, _EXIF_HEIGHT = 256, 257, 50720, 40962, 40963


def ends_early(file: BinaryIO, size: int, suffix: str) -> bool:
    """Whether the RAW file's directories speak of image data beyond its `size` in bytes; False where none can tell.

    A half-copied file is noticed by this: the preview at its start would still decode.
    """
    if suffix.lower() not in _HONEST_SUFFIXES:
        return False
    try:
        return any(_reaches(directory) > size for directory in directories(file, _PLACES, (SUB_DIRECTORIES,)))
    except (struct.error, OverflowError):
        # a directory that is itself cut off: the decoder will say what it thinks of that
        return False


def preview_is_adobe_rgb(file: BinaryIO) -> bool | None:
    """What a DNG says of its previews' colours; None where it says nothing."""
    try:
        found = list(directories(file, (_PREVIEW_COLOUR_SPACE,), (SUB_DIRECTORIES,)))
    except (struct.error, OverflowError):
        return None
    spaces = {space for directory in found for space in directory.get(_PREVIEW_COLOUR_SPACE, ())}
    return _ADOBE_RGB in spaces if spaces else None


def stored_size(file: BinaryIO, fields: Fields) -> tuple[int, int]:
    """The (width, height) of the photograph as it is stored, by what EXIF's `fields` or else the directories say.

    LibRaw may show some columns and rows more or less. Zeros where none tells.
    """
    width, height = fields.get(_EXIF_WIDTH), fields.get(_EXIF_HEIGHT)
    if isinstance(width, int) and isinstance(height, int) and width and height:
        return width, height
    file.seek(0)
    try:
        found = list(directories(file, (_WIDTH, _HEIGHT, _CROP), (SUB_DIRECTORIES,)))
    except (struct.error, OverflowError):
        return 0, 0
    sizes = [_size(each) for each in found]
    return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))


def _size(directory: Directory) -> tuple[int, int]:
    crop = directory.get(_CROP, ())
    if len(crop) == 2:
        return crop[0], crop[1]
    return (directory.get(_WIDTH) or (0,))[0], (directory.get(_HEIGHT) or (0,))[0]


def _reaches(directory: Directory) -> int:
    ends = (
        offset + length
        for offsets, lengths in _OFFSETS_AND_LENGTHS
        for offset, length in zip(directory.get(offsets, ()), directory.get(lengths, ()), strict=False)
    )
    return max(ends, default=0)
