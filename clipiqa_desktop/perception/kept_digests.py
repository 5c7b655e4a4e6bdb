"""The SHA-256 of weights files by version of the file: to read 400 MB for it takes half a second of every start."""

import hashlib
import os
import time
from io import BufferedReader
from pathlib import Path
from typing import Any

from clipiqa_desktop.downloads.digests import is_digest
from clipiqa_desktop.settings import Setting, Settings, is_mapping

FILE_NAME = "digests.json"
SETTLED_S = 10.0
"""Some file systems tell times to two seconds: what was written a moment ago may be so again, and look the same."""
_MOST = 20
_SHA256: Setting[dict[str, Any]] = Setting("sha256", {}, is_mapping)

_known: dict[str, str] = {}


def version_of(file: BufferedReader) -> str:
    """Another text for every open file, and for every state of it."""
    status = os.fstat(file.fileno())
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def sha256(file: BufferedReader, folder: Path | None) -> str:
    """Of an open file, which is read once in a process, and with a `folder` once for all processes that name it."""
    status, version = os.fstat(file.fileno()), version_of(file)
    if version not in _known:
        settings = Settings(folder / FILE_NAME) if folder else None
        _known[version] = _kept(settings, version) or hashlib.file_digest(file, "sha256").hexdigest()
        if settings and time.time() - max(status.st_mtime, status.st_ctime) > SETTLED_S:
            _keep(settings, version, _known[version])
    return _known[version]


def _kept(settings: Settings | None, version: str) -> str | None:
    digest = settings.get(_SHA256).get(version) if settings else None
    return digest if isinstance(digest, str) and is_digest(digest) else None


def _keep(settings: Settings, version: str, digest: str) -> None:
    """The last ones stay; what is kept already is written no more."""
    before: dict[str, Any] = settings.get(_SHA256)
    kept = before | {version: digest}
    settings.set(_SHA256, dict(list(kept.items())[-_MOST:]))
