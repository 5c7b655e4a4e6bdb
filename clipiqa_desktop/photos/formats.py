"""Which files are photographs, told by their names alone."""

from pathlib import PurePath

_ORDINARY = """
    jpg jpeg jpe jfif mpo png tif tiff webp avif avifs gif bmp dib heic heics heif heifs hif tga ico jxl
"""
_RAW = """
    3fr ari arw bay cap cr2 cr3 crw cs1 dc2 dcr dcs dng drf eip erf fff gpr iiq k25 kdc mdc mef mfw mos mrw
    nef nrw orf ori pef ptx pxn qtk raf raw rdc rw2 rwl rwz sr2 srf srw sti x3f
"""
_ORDINARY_SUFFIXES = frozenset(_ORDINARY.split())
_RAW_SUFFIXES = frozenset(_RAW.split())


def is_photograph(name: str) -> bool:
    """Whether a file of this name is to be opened; hidden files and macOS's "._" companions are not."""
    return not name.startswith(".") and (_suffix(name) in _ORDINARY_SUFFIXES or is_raw(name))


def is_raw(name: str) -> bool:
    """Whether the name is that of a camera's RAW file, which LibRaw opens."""
    return _suffix(name) in _RAW_SUFFIXES


def opening_formats(name: str) -> list[str]:
    """Pillow's formats that may open a file of this name.

    What begins with an unmistakable signature is welcome under any suffix. TGA and ICO have none worth the word, so
    they are tried only where the name says so: otherwise any damaged file might pass for one.
    """
    signed = ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "HEIF"]
    return signed + [suffix.upper() for suffix in ("tga", "ico") if _suffix(name) == suffix]


def _suffix(name: str) -> str:
    return PurePath(name).suffix[1:].lower()
