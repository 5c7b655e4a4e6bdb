"""The trash of Linux and its relatives (freedesktop.org's Trash specification 1.0), as far as to bring files back."""

import os
from collections.abc import Iterator
from configparser import ConfigParser, Error
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from clipiqa_desktop.culling.export import files
from clipiqa_desktop.files.regular_file import read_regular

_MOST_BYTES = 1 << 16


@dataclass(frozen=True)
class _Entry:
    """One thing in the trash, and the note that says where it lay and when it was trashed."""

    when: str
    written_ns: int
    note: Path
    thing: Path


class TrashFolder:
    """Reads each trash once, when it is first asked for something in it."""

    def __init__(self) -> None:
        self._newest = cache(_newest)

    def bring_back(self, path: Path) -> str:
        """Brings back what lay at `path` and was trashed last; answers the sentence why that could not be, or nothing.

        Nothing that is there now is overwritten.
        """
        entry = self._find(path)
        if entry is None:
            return "It is not in the trash any more."
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _put(entry.thing, path)
        except FileExistsError:
            return "Another file of this name is there now; the trashed one stays in the trash."
        except OSError as error:
            return f"It could not be brought back from the trash: {error.strerror}."
        entry.note.unlink(missing_ok=True)
        return ""

    def _find(self, path: Path) -> _Entry | None:
        places = {path, path.parent.resolve() / path.name}
        found = [self._newest(*trash).get(place) for trash in _trashes(path) for place in places]
        return max((entry for entry in found if entry), key=lambda entry: (entry.when, entry.written_ns), default=None)


def _put(thing: Path, path: Path) -> None:
    if thing.stat().st_dev == path.parent.stat().st_dev:
        files.put(thing, path)
        return
    with files.copied(thing, path.parent, lambda _count: None) as copy:
        files.put(copy, path)
    thing.unlink()


def _trashes(path: Path) -> Iterator[tuple[Path, Path]]:
    """Each trash that may hold it, with the folder that the paths in its notes begin at."""
    from send2trash import plat_other  # only there where this trash is

    home = Path(plat_other.HOMETRASH)
    yield home, home.parent
    top = Path(os.path.realpath(path.parent))
    while not top.is_mount():
        top = top.parent
    yield top / ".Trash" / str(plat_other.uid), top
    yield top / f".Trash-{plat_other.uid}", top


def _newest(trash: Path, top: Path) -> dict[Path, _Entry]:
    """What was trashed last of each place."""
    entries: dict[Path, _Entry] = {}
    for note in (trash / "info").glob("*.trashinfo"):
        said = ConfigParser(interpolation=None)
        try:
            said.read_string(read_regular(note, _MOST_BYTES).decode(errors="surrogateescape"))
            lay = Path(os.path.normpath(top / unquote(said["Trash Info"]["Path"], errors="surrogateescape")))
            when, written_ns = said["Trash Info"]["DeletionDate"], note.stat().st_mtime_ns
        except (Error, KeyError, OSError):
            continue
        entry = _Entry(when, written_ns, note, trash / "files" / note.name.removesuffix(".trashinfo"))
        is_newer = lay not in entries or (entries[lay].when, entries[lay].written_ns) < (when, written_ns)
        if is_newer and entry.thing.exists():
            entries[lay] = entry
    return entries
