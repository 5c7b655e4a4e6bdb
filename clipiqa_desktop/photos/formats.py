"""Which files are photographs, told by their names alone."""

import os
from collections.abc import Iterable, Iterator

from clipiqa_desktop.files.file_names import shot_key

_ORDINARY = """
    jpg jpeg jpe jfif mpo png tif tiff webp avif avifs gif bmp dib heic heics heif heifs hif tga ico jxl
"""
_RAW = """
    3fr ari arw bay cap cr2 cr3 crw cs1 dc2 dcr dcs dng drf eip erf fff gpr iiq k25 kdc mdc mef mfw mos mrw
    nef nrw orf ori pef ptx pxn qtk raf raw rdc rw2 rwl rwz sr2 srf srw sti x3f
"""
_PAIRED_WITH_RAW = ("jpg", "jpeg", "jpe", "heic", "heif", "hif")
_JPEG = frozenset({"jpg", "jpeg", "jpe", "jfif", "mpo"})
_MOVIES = frozenset({"mov", "mp4"})
_PLAIN = frozenset({"tif", "tiff", "bmp", "dib", "tga", "ico"})
_ORDINARY_SUFFIXES = frozenset(_ORDINARY.split())
_RAW_SUFFIXES = frozenset(_RAW.split())
_SUFFIXES = _ORDINARY_SUFFIXES | _RAW_SUFFIXES


def is_photograph(name: str) -> bool:
    """Whether a file of this name is to be opened; hidden files and macOS's "._" companions are not."""
    return not name.startswith(".") and _suffix(name) in _SUFFIXES


def is_raw(name: str) -> bool:
    """Whether the name is that of a camera's RAW file, which LibRaw opens."""
    return _suffix(name) in _RAW_SUFFIXES


def unpacks_small(name: str) -> bool:
    """Whether a small picture of it takes a fraction of the time that the whole one takes."""
    return is_raw(name) or _suffix(name) in _JPEG


def is_compressed(name: str) -> bool:
    """Whether another picture of the same size in bytes must differ at many places, as it need not in a plain TIFF."""
    return _suffix(name) not in _PLAIN


def is_movie(name: str) -> bool:
    """Whether the name is that of a movie, as a Live Photo has one beside its picture."""
    return _suffix(name) in _MOVIES


def grouped(names: Iterable[str], *, pair: bool = True) -> dict[str, tuple[str, ...]]:
    """The photographs among the names of one folder, each with the files that belong to it.

    A JPEG or HEIC and the RAW files of the same stem, in any letter case and Unicode form, are one photograph, which
    the JPEG or HEIC stands for, unless `pair` is False; so is, in any case, a picture with a movie of its stem. What a
    Pixel names NAME.RAW-01.COVER.jpg and NAME.RAW-02.ORIGINAL.dng counts as of the same stem.
    """
    by_stem: dict[str, list[str]] = {}
    for name in names:
        if is_photograph(name) or (is_movie(name) and not name.startswith(".")):
            by_stem.setdefault(shot_key(name), []).append(name)
    return {first: rest for group in by_stem.values() for first, rest in _photographs(sorted(group), pair=pair)}


def _photographs(group: list[str], *, pair: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    if len(group) == 1 and is_photograph(group[0]):
        yield group[0], ()
        return
    pictures = [name for name in group if is_photograph(name) and not is_raw(name)]
    raws = tuple(name for name in group if is_raw(name))
    movies = tuple(name for name in group if is_movie(name))
    leader = next((name for suffix in _PAIRED_WITH_RAW for name in pictures if _suffix(name) == suffix), None)
    taken = raws if pair and leader else ()
    if leader:
        yield leader, (*taken, *movies)
    yield from ((name, ()) for name in (*pictures, *raws) if name not in {leader, *taken})


def opening_formats(name: str) -> list[str]:
    """Pillow's formats that may open a file of this name.

    What begins with an unmistakable signature is welcome under any suffix. TGA and ICO have none worth the word, so
    they are tried only where the name says so: otherwise any damaged file might pass for one.
    """
    signed = ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "HEIF"]
    return signed + [suffix.upper() for suffix in ("tga", "ico") if _suffix(name) == suffix]


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1][1:].lower()  # noqa: PTH122 (a path for every file of a card takes time)
