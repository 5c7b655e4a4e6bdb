"""File names: compared whatever letter case and Unicode form they were stored in, and read from file:/// addresses."""

import os
import re
import unicodedata
from urllib.parse import unquote_to_bytes
from urllib.request import url2pathname

# Google's Pixel: NAME.RAW-01.COVER.jpg and NAME.RAW-02.ORIGINAL.dng, with .MP. in them where there is a movie inside
_PIXEL_PART = re.compile(r"(\.MP)?\.RAW-\d+(\.MP)?\.(COVER|ORIGINAL)$", re.IGNORECASE)
# Windows takes none of these, nor names that end in a blank or a dot, nor those of its devices with any ending.
# Lone surrogates stand for bytes of a name that are no characters, which stay; others are nothing a name can hold.
_REFUSED = re.compile(r'[\x00-\x1f"*/:<>?\\|\ud800-\udc7f\udd00-\udfff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\..*)?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?P<option>--[\w-]+=)?file:(?://(?:localhost)?(?=/)|(?=/(?!/)))(?P<path>/.*)", re.IGNORECASE | re.DOTALL
)


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC): one way to write what has several, as macOS and Linux do."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """For comparing without regard to letter case and Unicode form."""
    return text.lower() if text.isascii() else composed(composed(text).casefold())


def shot_stem(name: str) -> str:
    """The part of a name that the files of one shot have in common, as it is written in this one."""
    stem = _stem(name)
    return _PIXEL_PART.sub("", stem) or stem


def _stem(name: str) -> str:
    """That of pathlib; a path for every file of a card takes time."""
    end = name.rfind(".")
    return name[:end] if 0 < end < len(name) - 1 else name


def shot_key(name: str) -> str:
    """Equal for the files of one shot. What a Pixel calls COVER and ORIGINAL belongs to its like alone."""
    stem, shared = _stem(name), shot_stem(name)
    return folded(shared) if shared == stem else f"{folded(shared)}\0RAW"


def shared_part(name: str, stem: str) -> str:
    """The beginning of `name` that says `stem`, in any letter case and Unicode form; empty where it does not."""
    wanted = folded(stem)
    return next((name[:end] for end in range(len(name), 0, -1) if folded(name[:end]) == wanted), "")


def legal_name(text: str) -> str:
    """The text as the name of a file that every system takes, Windows too; what no name may have becomes "_"."""
    name = _REFUSED.sub("_", text).rstrip(" .")
    return f"_{name}" if not name or _DEVICE.fullmatch(name) else name


def from_address(word: str) -> str:
    """The path for a file:/// address, as desktops and browsers hand them over; all else as it is.

    In an argument like --csv=file:///... what stands before the address stays.
    """
    said = _ADDRESS.fullmatch(word)
    if not said:
        return word
    path = said["path"]
    if os.name == "nt":
        return (said["option"] or "") + url2pathname(path)
    return (said["option"] or "") + os.fsdecode(unquote_to_bytes(os.fsencode(path)))
