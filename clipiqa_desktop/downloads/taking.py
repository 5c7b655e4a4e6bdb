"""Takes in files that a person brought from a computer with a network."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from clipiqa_desktop.downloads.connection import CHUNK_BYTES
from clipiqa_desktop.downloads.digests import digest, record_digest, recorded_digest
from clipiqa_desktop.downloads.download import disk_sentence
from clipiqa_desktop.downloads.failures import DownloadFailed
from clipiqa_desktop.downloads.models import every_source
from clipiqa_desktop.downloads.progress import Progress, Watch
from clipiqa_desktop.downloads.sources import HubSource, Source
from clipiqa_desktop.files.atomic_file import written_whole
from clipiqa_desktop.files.questions import is_there
from clipiqa_desktop.files.regular_file import is_regular, open_regular

LARGEST = 1 << 30
"""In bytes: more than any of these files has."""


def looks_like_one(path: Path) -> bool:
    """Whether a file has the ending of one that can be downloaded."""
    return path.suffix.lower() in _endings() and is_regular(path)


def take(
    paths: Sequence[Path],
    folder: Path,
    report: Callable[[Progress], None],
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[Path, Path | None]:
    """Copies those of the files that are known, by all their bytes, to where downloads arrive.

    Answers where each lies there, None for one that is not known and stays where it is.

    Raises DownloadFailed where one cannot be read or written, and DownloadCancelled.
    """
    watch = Watch(report, cancelled)
    return {path: _taken(path, folder, watch) for path in paths}


def _taken(path: Path, folder: Path, watch: Watch) -> Path | None:
    try:
        if path.stat().st_size > LARGEST:
            return None
        sha256 = digest(path)
        name = _name(path, sha256)
    except OSError as error:
        raise DownloadFailed(f"{path} cannot be read: {error.strerror or error}.") from error
    if not name:
        return None
    _copy(path, folder / name, sha256, watch)
    return folder / name


def _name(path: Path, sha256: str) -> str:
    """What it is called where downloads arrive; empty where it is not known.

    What the hub states is not known beforehand: there the record that came along counts.
    """
    known = (each for each in every_source() if _is(each, path, sha256))
    return next((source.file_name for source in known), "")


def _is(source: Source | HubSource, path: Path, sha256: str) -> bool:
    if isinstance(source, Source):
        return source.sha256 == sha256
    return recorded_digest(path) == sha256 and path.suffix == Path(source.file_name).suffix


def _copy(path: Path, target: Path, sha256: str, watch: Watch) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (is_there(target) and target.samefile(path)):
            with written_whole(target) as new, open_regular(path) as old, new.open("xb") as file:
                size = os.fstat(old.fileno()).st_size
                while chunk := old.read(CHUNK_BYTES):
                    file.write(chunk)
                    watch.progress(file.tell(), size)
        record_digest(target, sha256)
    except OSError as error:
        raise DownloadFailed(disk_sentence(target.parent, error)) from error


def _endings() -> set[str]:
    return {Path(source.file_name).suffix for source in every_source()}
