"""Kinds of TIFF that Pillow refuses as if they were damaged, or shows in wrong colours."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.tiff_layout import Directory, directories

_KIND, _SIZE, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _PLANAR, _FORMAT = (
    254, 256, 257, 258, 259, 262, 277, 284, 339,
)  # fmt: skip
_TAGS = (_KIND, _SIZE, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _PLANAR, _FORMAT)
_MASK = 4
_WHITE_IS_ZERO, _GREYS, _LAB = 0, (0, 1), 8
_UNSIGNED, _FLOAT = 1, 3
_SAVE_AS = "save it as a TIFF of 8 or 16 bits in RGB, or as JPEG."


def require_known(file: BinaryIO) -> None:
    """Raises Unreadable for a TIFF whose pixels would come out wrong; lets pass whatever is no TIFF."""
    for kind in _unknown_kinds(_page(file), _is_big_endian(file)):
        raise Unreadable(f"Its pixels are kept as {kind}, which is not supported; {_SAVE_AS}")


def is_in_planes(file: BinaryIO) -> bool:
    """Whether it is a TIFF that keeps each colour for itself, which Pillow garbles unless it leaves it to libtiff."""
    return _page(file).get(_PLANAR) == (2,)


def largest_page(file: BinaryIO) -> int:
    """Which page of a TIFF is the photograph, counted from 0: the largest, and the first of those; masks are none."""
    pages = _pages(file)
    return max(range(len(pages)), key=lambda page: (_area(pages[page]), -page), default=0)


def refusal(file: BinaryIO) -> str | None:
    """The sentence for a file that Pillow refused although it is laid out as a TIFF; None for one that is not."""
    if _SIZE not in _first(file):
        return None
    return f"Its pixels are kept in a form that is not supported, or it is damaged; {_SAVE_AS}"


def _page(file: BinaryIO) -> Directory:
    pages = _pages(file)
    return pages[largest_page(file)] if pages else {}


def _first(file: BinaryIO) -> Directory:
    return next(iter(_pages(file)), {})


def _pages(file: BinaryIO) -> list[Directory]:
    """As far as they are sound."""
    file.seek(0)
    pages: list[Directory] = []
    try:
        for page in directories(file, _TAGS):
            pages.append(page)  # noqa: PERF402 (those before a broken one are kept)
    except (struct.error, OverflowError):
        pass
    return pages


def _area(page: Directory) -> int:
    kind, width, height = ((page.get(tag) or (0,))[0] for tag in (_KIND, _SIZE, _HEIGHT))
    return 0 if kind & _MASK else width * height


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
