"""Fetches a file when the user asks, resumes where it stopped, and checks it to the last byte."""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from clipiqa_desktop.downloads import connection
from clipiqa_desktop.downloads.connection import place
from clipiqa_desktop.downloads.digests import digest, record_digest
from clipiqa_desktop.downloads.failures import ConnectionBroken, DownloadFailed, NothingAnswers, SourceUnavailable
from clipiqa_desktop.downloads.models import Model
from clipiqa_desktop.downloads.progress import Progress, Watch
from clipiqa_desktop.downloads.sources import HubSource, Source
from clipiqa_desktop.files.atomic_file import take_name
from clipiqa_desktop.files.questions import is_file, is_there

FRUITLESS_TRIES = 4
"""So many connections in a row that bring nothing are enough."""
RETRY_PAUSE_S = 1.0


def fetch(
    model: Model, folder: Path, report: Callable[[Progress], None], cancelled: Callable[[], bool] = lambda: False
) -> list[Path]:
    """Bring all files of a model into `folder`, as `download` does, and say where they lie; where nothing answers,
    also by what other way they come.
    """
    try:
        return [download(file.sources, folder, report, cancelled) for file in model.files]
    except NothingAnswers as error:
        raise DownloadFailed(
            f"{error} Check the network and try again; or have another computer fetch it with `{model.command}`, and "
            f"{model.without_network}."
        ) from error


def download(
    sources: Sequence[Source | HubSource],
    folder: Path,
    report: Callable[[Progress], None],
    cancelled: Callable[[], bool] = lambda: False,
) -> Path:
    """Bring a file into `folder` from the first source that answers, and say where it lies.

    `report` hears of the bytes at most ten times a second and once at the end. A download that stopped half-way goes
    on from there. Raises DownloadCancelled soon after `cancelled` says so, and DownloadFailed when no source can be
    reached, the line keeps breaking, the bytes are not the expected ones or the folder takes no more.
    """
    watch = Watch(report, cancelled)
    troubles = []
    for source in sources:
        watch.stop_if_asked()
        try:
            return _fetch(source.asked(), folder, watch)
        except SourceUnavailable as trouble:
            troubles.append(str(trouble))
    raise NothingAnswers(f"Nothing could be downloaded: {', and '.join(troubles)}.")


def half_way(sources: Sequence[Source | HubSource], folder: Path) -> int:
    """How many bytes of one of these files have arrived of a download that was stopped."""
    parts = [_part(source, folder) for source in sources if isinstance(source, Source)]
    return next((part.stat().st_size for part in parts if is_file(part)), 0)


def _part(source: Source, folder: Path) -> Path:
    """Named after the content, so that a part is never continued with another file's bytes."""
    return folder / f"{source.sha256[:12]}.part"


def _fetch(source: Source, folder: Path, watch: Watch) -> Path:
    target, part = folder / source.file_name, _part(source, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(part):
            if not (is_file(target) and digest(target) == source.sha256):
                _receive(source, part, watch)
                _accept(source, part, target)
            record_digest(target, source.sha256)
        size = target.stat().st_size
    except OSError as error:
        raise DownloadFailed(disk_sentence(folder, error)) from error
    watch.finished(size)
    return target


@contextlib.contextmanager
def _alone(part: Path) -> Iterator[None]:
    """Two that write the same part would spoil it."""
    lock = FileLock(part.with_suffix(".lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as taken:
        raise DownloadFailed("Another window or command is fetching this file: wait for it, or end that.") from taken
    try:
        yield
    finally:
        lock.release()
        with contextlib.suppress(OSError):  # Windows lets it stay while another one tries to take it
            Path(lock.lock_file).unlink(missing_ok=True)


def _receive(source: Source, part: Path, watch: Watch) -> None:
    """Complete `part`, over as many connections as bring something."""
    fruitless, first = 0, True
    while fruitless < FRUITLESS_TRIES:
        before = _size(part)
        try:
            return _continue(source, part, watch)
        except SourceUnavailable:
            if first:
                raise
        except ConnectionBroken:
            pass
        first, fruitless = False, 0 if _size(part) > before else fruitless + 1
        time.sleep(RETRY_PAUSE_S)
        watch.stop_if_asked()
    raise DownloadFailed(
        f"The connection to {source.name} keeps breaking off: start the download again, and it goes on where it "
        "stopped."
    )


def _continue(source: Source, part: Path, watch: Watch) -> None:
    """Append to `part` what one connection brings; raises ConnectionBroken where that is not all."""
    start = _size(part)
    if source.size and start >= source.size:
        return
    answer = connection.opened(source.url, start)
    if answer is None:
        return
    with contextlib.closing(answer), part.open("ab" if answer.status == 206 else "wb") as file:
        total = source.size if answer.length is None else file.tell() + answer.length
        while chunk := connection.read(answer):
            file.write(chunk)
            watch.progress(file.tell(), total)
        if file.tell() < total:
            raise ConnectionBroken


def _accept(source: Source, part: Path, target: Path) -> None:
    """Give the complete `part` its final name if it holds the right bytes; otherwise remove it and raise."""
    if digest(part) != source.sha256:
        part.unlink()
        raise DownloadFailed(
            f"What came from {place(source.url)} is not the file that {source.name} publishes (its SHA-256 differs) "
            "and was removed: start the download again to fetch it anew."
        )
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    take_name(part, target)


def _size(part: Path) -> int:
    return part.stat().st_size if is_there(part) else 0


def disk_sentence(folder: Path, error: OSError) -> str:
    """Why nothing can be written there, and what to do."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk that holds {folder} is full: make room and start the download again, it goes on from there."
    return f"The file cannot be written to {folder} ({error.strerror}): make that folder writable and try again."
