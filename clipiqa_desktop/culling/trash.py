"""Photographs go to the system's trash, whole, and come back with everything. Nothing is ever deleted for good."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export.options import Progress
from clipiqa_desktop.culling.export.shots import Shot, find_shots
from clipiqa_desktop.culling.links import Outside, stays_sentence
from clipiqa_desktop.culling.trash_folder import TrashFolder

TRASH_NAMES = {"Windows": "Recycle Bin", "Darwin": "Trash"}


@dataclass(frozen=True)
class Trashed:
    """A photograph that is in the trash, and where its files lay."""

    photo_id: int
    files: tuple[Path, ...]


@dataclass
class TrashResult:
    """What went to the trash or came back from it, and what did not, each with a sentence that says why.

    kept: files that stay because other photographs go by them too. links: those that went alone, without what they lead
    to outside of the folders that were added.
    """

    done: list[Trashed] = field(default_factory=list)
    failed: list[tuple[Path, str]] = field(default_factory=list)
    cancelled: bool = False
    kept: list[Path] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)


def trash_name() -> str:
    """What the system calls it."""
    return TRASH_NAMES.get(platform.system(), "trash")


def can_restore() -> bool:
    """Whether this program can bring photographs back itself; elsewhere the system's own trash can."""
    return platform.system() not in TRASH_NAMES


def trash(
    catalog: Catalog,
    photo_ids: Iterable[int],
    progress: Callable[[Progress], None] = lambda _progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TrashResult:
    """Moves photographs to the trash with all that belongs to them; what others go by too stays.

    The catalog keeps their marks and scores for when they come back. Those that are gone already are left out.
    """
    result, outside = TrashResult(), Outside(catalog.folders.roots())
    shots = find_shots(catalog, photo_ids)
    ids = [shot.photo_id for shot in shots if shot.is_there]
    for done, photo_id in enumerate(ids):
        if cancelled():
            result.cancelled = True
            break
        progress(Progress(done, len(ids), 0, 0))
        # looked at anew: what two photographs share goes with the last of them
        shot = find_shots(catalog, [photo_id])[0]
        _trash(catalog, shot, outside, result)
        result.kept += shot.shared
    result.kept = sorted(file for file in set(result.kept) if os.path.lexists(file))
    return result


def restore(catalog: Catalog, trashed: Sequence[Trashed]) -> TrashResult:
    """Brings photographs back to where they lay, never over a file that is there now. Only where `can_restore`."""
    result, folder = TrashResult(), TrashFolder()
    for each in trashed:
        problems = [(file, problem) for file in each.files if (problem := folder.bring_back(file))]
        if each.files[0] not in {file for file, _ in problems}:
            catalog.relocation.set_gone([each.photo_id], gone=False)
            result.done.append(each)
        result.failed += problems
    return result


def _trash(catalog: Catalog, shot: Shot, outside: Outside, result: TrashResult) -> None:
    """All of a photograph or nothing, as far as the system lets a program bring back what is in its trash.

    A link goes there itself; a photograph in a linked folder elsewhere stays.
    """
    from send2trash import send2trash  # takes a while, and looks at the environment once and for all

    files = [file.path for file in shot.files if file.path not in shot.shared]
    if outside.behind(files):
        result.failed.append((shot.photo, stays_sentence(shot.photo, f"moved to the {trash_name()}")))
        return
    links = outside.linked(files)
    gone: list[Path] = []
    for file in files:
        try:
            send2trash(file)
            gone.append(file)
        except OSError as error:
            result.failed.append((file, _sentence(error)))
            gone = _still_gone(gone)
            break
    if gone:
        catalog.relocation.set_gone([shot.photo_id], gone=shot.photo in gone)
        result.done.append(Trashed(shot.photo_id, tuple(gone)))
        result.links += [link for link in links if link in gone]


def _still_gone(trashed: Sequence[Path]) -> list[Path]:
    """What stays in the trash although the rest of its photograph could not go there."""
    folder = TrashFolder()
    return [file for file in trashed if not can_restore() or folder.bring_back(file)]


def _sentence(error: OSError) -> str:
    return f"It could not be moved to the {trash_name()} and stays where it is: {error.strerror or error}."
