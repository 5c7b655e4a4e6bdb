"""Names that a file system does not take: FAT, exFAT and servers of Windows refuse some characters."""

import errno
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path

from clipiqa_desktop.culling.export.files import PART
from clipiqa_desktop.errors import UserError

_DOUBTFUL = frozenset('"*:<>?|\\') | {chr(code) for code in range(1, 32)}
INSTEAD = "_"
# what file systems say to such a name; a folder that is gone or full is told elsewhere
_REFUSALS = frozenset({errno.EINVAL, errno.EILSEQ, errno.ENOENT, errno.EACCES, errno.EPERM, errno.EIO})


class RefusedNames(UserError):
    """The target takes no such names; the sentence says which, and that other characters may stand in their place."""


def refused_characters(folder: Path, names: Iterable[str]) -> frozenset[str]:
    """Which characters of these names cannot be in a name in this folder, into which something can be written.

    Tried out with an empty file for each character that some system refuses.
    """
    doubtful = _DOUBTFUL & set().union(*names)
    return frozenset(character for character in doubtful if _is_refused(folder, character))


def replaced(name: str, refused: Collection[str]) -> str:
    """The name with another character in place of each that is refused."""
    return "".join(INSTEAD if character in refused else character for character in name)


def spelled_characters(characters: Iterable[str]) -> str:
    """`: ? *`, for sentences; what cannot be seen by its number."""
    return " ".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in sorted(characters))


def _is_refused(folder: Path, character: str) -> bool:
    trial = folder / f".{secrets.token_hex(8)}{character}{PART}"
    try:
        trial.open("xb").close()
    except OSError as error:
        return error.errno in _REFUSALS
    trial.unlink(missing_ok=True)
    return False
