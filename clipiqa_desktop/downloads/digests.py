"""SHA-256 of files, and the record of it that lies beside a file whose bytes were checked."""

import hashlib
import re
from pathlib import Path

from clipiqa_desktop.files.regular_file import open_regular, read_regular

_MOST_BYTES_OF_RECORD = 1024


def digest(path: Path) -> str:
    """The SHA-256 of all its bytes. Raises OSError."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_digest(text: str) -> bool:
    """Whether it is a SHA-256 in hexadecimal digits."""
    return re.fullmatch("[0-9a-f]{64}", text) is not None


def recorded_digest(path: Path) -> str | None:
    """The SHA-256 that the file at `path` had when it was downloaded and checked; None where nothing is recorded."""
    try:
        text = read_regular(record_of(path), _MOST_BYTES_OF_RECORD).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if is_digest(text) else None


def record_digest(path: Path, sha256: str) -> None:
    """Notes beside the file that its bytes were checked to be those that its source publishes."""
    record_of(path).write_text(sha256 + "\n", "ascii")


def record_of(path: Path) -> Path:
    """Where that is noted."""
    return path.with_name(path.name + ".sha256")
