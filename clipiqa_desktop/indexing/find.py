"""Finds the photographs in a folder and everything below it."""

import logging
import os
import stat
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from clipiqa_desktop.catalog.database.schema import LATEST_NS
from clipiqa_desktop.catalog.found_files import FoundFile, FoundSidecar
from clipiqa_desktop.files.atomic_file import sweep
from clipiqa_desktop.files.ignored_folders import is_ignored
from clipiqa_desktop.files.questions import is_link
from clipiqa_desktop.photos.formats import grouped, is_photograph
from clipiqa_desktop.photos.sidecar import sidecar_names, sidecar_owners
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions

_DEFAULTS = SidecarOptions()

_log = logging.getLogger(__name__)


def find_photographs(
    root: Path,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    pair: bool = True,
    deep: bool = True,
    options: SidecarOptions = _DEFAULTS,
    left_out: Collection[Path] = (),
    unreadable: Callable[[Path], None] = lambda _folder: None,
) -> Iterator[FoundFile]:
    """Every photograph at or below `root`, with its sidecar. Hidden folders, those of `ignored_folders` and those in
    `left_out` are passed by; loops of links are walked once; without `deep` it is `root` alone.

    With `pair` the RAW and JPEG of one shot are one photograph: the setting PAIR. `unreadable` is told each folder that
    is there but cannot be read in full, or is a link to one that is not there now; the log says why. Ends early when
    `cancelled` says so.
    """
    walked: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting and not cancelled():
        folder = waiting.pop()
        entries = _entries(folder, walked, unreadable)
        folders = {entry.name for entry in entries if _is_folder(entry)}
        below = (folder / name for name in sorted(folders) if deep and not is_ignored(name))
        waiting.extend(each for each in below if each not in left_out)
        files = {entry.name: entry for entry in entries if entry.name not in folders}
        groups = grouped(files, pair=pair)
        sidecars = {name: entry for name, entry in files.items() if name.lower().endswith(".xmp")}
        for name, companions in groups.items():
            if found := _found(folder, files[name], companions, unreadable):
                beside = _sidecar(folder / name, companions, sidecars, options, files) if sidecars else None
                yield replace(found, sidecar=beside) if beside else found


def _entries(folder: Path, walked: set[tuple[int, int]], unreadable: Callable[[Path], None]) -> list[os.DirEntry[str]]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in walked:
            return []
        walked.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
            sweep(entries)
            return entries
    except OSError as error:
        # a folder that is simply gone, and no link to where a drive was, is not kept
        if not isinstance(error, FileNotFoundError) or is_link(folder):
            _tell(folder, error, unreadable)
        return []


def _tell(folder: Path, error: OSError, unreadable: Callable[[Path], None]) -> None:
    _log.warning("Not all of %s can be read; what is known of it is kept: %s", ascii(str(folder)), error.strerror)
    unreadable(folder)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Also a link that leads nowhere now, unless it is named like a photograph."""
    if entry.name.startswith("."):
        return False
    try:
        return entry.is_dir() or (entry.is_symlink() and not is_photograph(entry.name) and not entry.is_file())
    except OSError:
        return False


def _found(
    folder: Path, entry: os.DirEntry[str], companions: tuple[str, ...], unreadable: Callable[[Path], None]
) -> FoundFile | None:
    try:
        status = _status(entry)
    except FileNotFoundError:
        # It has just gone.
        return None
    except OSError as error:
        _tell(folder, error, unreadable)
        return None
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode)):
        _log.warning("%s is a pipe or a device, not a photograph", ascii(entry.path))
        return None
    return FoundFile(
        folder, entry.name, status.st_size, min(status.st_mtime_ns, LATEST_NS), companions, ctime_ns=_changed_ns(status)
    )


def _changed_ns(status: os.stat_result) -> int | None:
    """When anything of the file changed; on Windows the system says when it was made instead."""
    return None if os.name == "nt" else min(status.st_ctime_ns, LATEST_NS)


def _status(entry: os.DirEntry[str]) -> os.stat_result:
    """Of a link that leads nowhere, or back to itself, its own: it is listed, and then has a reason."""
    try:
        return entry.stat()
    except OSError:
        if not entry.is_symlink():
            raise
        return entry.stat(follow_symlinks=False)


def _sidecar(
    photo: Path,
    companions: Iterable[str],
    sidecars: Mapping[str, os.DirEntry[str]],
    options: SidecarOptions,
    beside: Container[str],
) -> FoundSidecar | None:
    files = sidecar_owners(photo, [photo.with_name(name) for name in companions])
    names = (name for file in files for name in sidecar_names(file, options, beside))
    entry = next((sidecars[name] for name in names if name in sidecars), None)
    try:
        status = entry.stat() if entry else None
    except OSError:
        return None
    return FoundSidecar(entry.name, status.st_size, min(status.st_mtime_ns, LATEST_NS)) if entry and status else None
