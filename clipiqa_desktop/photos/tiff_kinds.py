"""Kinds of TIFF that Pillow refuses as if they were damaged, or shows in wrong colours."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.tiff_layout import SUB_DIRECTORIES, Directory, placed_directories

_KIND, _SIZE, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _PLANAR, _FORMAT = (
    254, 256, 257, 258, 259, 262, 277, 284, 339,
)  # fmt: skip
_TAGS = (_KIND, _SIZE, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _PLANAR, _FORMAT)
_MASK = 4
_WHITE_IS_ZERO, _GREYS, _LAB = 0, (0, 1), 8
_SHOWN = frozenset({0, 1, 2, 3, 5, 6, 8})
_UNSIGNED, _FLOAT = 1, 3
_SAVE_AS = "save it as a TIFF of 8 or 16 bits in RGB, or as JPEG."


@dataclass(frozen=True)
class Page:
    """A page of a TIFF: its number from 0, None in a sub-directory; where its directory begins, and what that says."""

    number: int | None
    start: int
    directory: Directory

    @property
    def area(self) -> int:
        """Pixels; none of a mask."""
        kind, width, height = ((self.directory.get(tag) or (0,))[0] for tag in (_KIND, _SIZE, _HEIGHT))
        return 0 if kind & _MASK else width * height


def require_known(file: BinaryIO) -> None:
    """Raises Unreadable for a TIFF whose pixels would come out wrong; lets pass whatever is no TIFF."""
    for kind in _unknown_kinds(_page(file), _is_big_endian(file)):
        raise Unreadable(f"Its pixels are kept as {kind}, which is not supported; {_SAVE_AS}")


def is_in_planes(file: BinaryIO) -> bool:
    """Whether it is a TIFF that keeps each colour for itself, which Pillow garbles unless it leaves it to libtiff."""
    return _page(file).get(_PLANAR) == (2,)


def largest_page(file: BinaryIO) -> Page | None:
    """Which page of a TIFF is the photograph: the largest, and the first of those; masks are none.

    Sub-directories are pages too, where they hold pixels that are no RAW ones. None for what is no TIFF.
    """
    pages = _pages(file)
    return max(pages, key=lambda page: page.area) if pages else None


def refusal(file: BinaryIO) -> str | None:
    """The sentence for a file that Pillow refused although it is laid out as a TIFF; None for one that is not."""
    if _SIZE not in _first(file):
        return None
    return f"Its pixels are kept in a form that is not supported, or it is damaged; {_SAVE_AS}"


def _page(file: BinaryIO) -> Directory:
    page = largest_page(file)
    return page.directory if page else {}


def _first(file: BinaryIO) -> Directory:
    pages = _pages(file)
    return pages[0].directory if pages else {}


def _pages(file: BinaryIO) -> list[Page]:
    """As far as they are sound: those in a row, then their sub-directories."""
    row = _sound(file)
    places = {start for start, _ in row}
    pages = [Page(number, start, directory) for number, (start, directory) in enumerate(row)]
    below = [each for each in _sound(file, (SUB_DIRECTORIES,)) if each[0] not in places]
    return [*pages, *(Page(None, start, directory) for start, directory in below if _is_shown(directory))]


def _sound(file: BinaryIO, linked: tuple[int, ...] = ()) -> list[tuple[int, Directory]]:
    file.seek(0)
    found: list[tuple[int, Directory]] = []
    try:
        for each in placed_directories(file, _TAGS, linked):
            found.append(each)  # noqa: PERF402 (those before a broken one are kept)
    except (struct.error, OverflowError):
        pass
    return found


def _is_shown(directory: Directory) -> bool:
    """Whether it holds pixels as they are shown, rather than those of a sensor or a camera's own kind."""
    return {*directory.get(_PHOTOMETRIC, ())} <= _SHOWN and _PHOTOMETRIC in directory


def _is_big_endian(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(2) == b"MM"


def _unknown_kinds(directory: Directory, is_big_endian: bool) -> Iterator[str]:
    bits, samples, planar, number, photometric, compression = (
        (directory.get(tag) or (otherwise,))[0]
        for tag, otherwise in (
            (_BITS, 1),
            (_SAMPLES, 1),
            (_PLANAR, 1),
            (_FORMAT, _UNSIGNED),
            (_PHOTOMETRIC, 2),
            (_COMPRESSION, 1),
        )
    )
    is_unusual = bits > 8 or planar != 1
    if number == _FLOAT and (samples > 1 or (is_big_endian and compression != 1)):
        yield "floating-point numbers"
    if number == _UNSIGNED and bits > 16:
        yield f"whole numbers of {bits} bits"
    if photometric == _LAB and is_unusual:
        yield "LAB colours of more than 8 bits or in planes"
    if photometric in _GREYS and samples > 1 and is_unusual:
        yield "grey with transparency, of more than 8 bits or in planes"
    if photometric == _WHITE_IS_ZERO and bits > 8:
        yield "inverted grey of more than 8 bits"
