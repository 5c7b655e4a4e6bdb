"""Recognising a photograph that was moved or renamed."""

import os
from hashlib import blake2b
from pathlib import Path

from clipiqa_desktop.files.regular_file import open_regular
from clipiqa_desktop.photos.errors import Unreadable
from clipiqa_desktop.photos.reasons import reason, require_file

_SAMPLE = 64 * 1024


def fingerprint(path: Path) -> str:
    """32 hex digits from the file's size and 64 KiB of its start, middle and end.

    Raises Unreadable where the file cannot be read.
    """
    try:
        require_file(path)
        return _digest(path)
    except OSError as error:
        raise Unreadable(reason(error, path)) from error


def _digest(path: Path) -> str:
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        digest = blake2b(size.to_bytes(8, "big"), digest_size=16)
        for start in (0, (size - _SAMPLE) // 2, size - _SAMPLE):
            file.seek(max(start, 0))
            digest.update(file.read(_SAMPLE))
    return digest.hexdigest()
