"""What is looked at before anything is exported, so that nothing has to be half done."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.culling.export import files, words
from clipiqa_desktop.culling.export.options import ExportOptions
from clipiqa_desktop.culling.export.own_changes import may_change
from clipiqa_desktop.culling.export.refused_names import (
    RefusedNames,
    refused_characters,
    replaced,
    spelled_characters,
)
from clipiqa_desktop.culling.export.shots import Shot, ShotFile
from clipiqa_desktop.errors import UserError
from clipiqa_desktop.files.questions import is_folder, is_there

Key = tuple[int, int]


def require_possible(
    shots: Sequence[Shot],
    options: ExportOptions,
    roots: Sequence[Path],
    was_exported: Callable[[Path], bool],
    *,
    goes_on: bool = False,
) -> frozenset[str]:
    """Raises UserError with the sentence that says what stands in the way. Nothing is changed on any disk.

    `roots` are the folders that were added; `was_exported` says whether an earlier export is known to have written a
    file; where an interrupted move `goes_on`, all may be there already. Answers the characters in names that are to be
    replaced.
    """
    if not shots:
        raise UserError("There is no photograph to export: choose others.")
    require_present(shots)
    standing = _nearest_folder(options.target)
    if not (options.returning or goes_on):
        _require_apart(shots, options.target, moving=options.way == "move")
    if options.way != "move":
        _require_foreign(shots, options.target, was_exported)
    _require_writable(standing, f"Nothing can be written to {_shown(standing)}")
    if options.way == "link":
        _require_links(shots, standing)
    if options.way == "move":
        for folder in _folders(shots):
            _require_writable(folder, f"Nothing can be moved out of {_shown(folder)}")
    refused = _refused(shots, options, roots, standing)
    _require_room(shots, options, roots, standing, refused)
    return refused


def _refused(shots: Sequence[Shot], options: ExportOptions, roots: Sequence[Path], standing: Path) -> frozenset[str]:
    names = {
        shot: [*_folders_below(shot, options, roots), *(file.numbered(1) for file in shot.files)] for shot in shots
    }
    refused = refused_characters(standing, (name for each in names.values() for name in each))
    if refused and not options.replacing:
        those = [shot.photo for shot in shots if not refused.isdisjoint("".join(names[shot]))]
        raise RefusedNames(
            f"{_shown(options.target)} lies on a file system that takes no {spelled_characters(refused)} in names, as"
            f" {words.photographs(len(those))} would have there, first {displayable_name(those[0].name)}."
        )
    return refused


def _folders_below(shot: Shot, options: ExportOptions, roots: Sequence[Path]) -> tuple[str, ...]:
    return options.folder_below(shot.photo, roots).parts


def require_present(shots: Iterable[Shot]) -> None:
    """Raises UserError where a photograph is not in its place."""
    missing = [shot.photo for shot in shots if not shot.is_there]
    if not missing:
        return
    first, count = missing[0], words.photographs(len(missing))
    if not is_folder(first.parent):
        raise UserError(
            f"The folder {_shown(first.parent)} is not there now ({count}): connect its disk and try again."
        )
    raise UserError(f"{count} cannot be found, first {_shown(first)}: have the program look through the folders again.")


def _nearest_folder(target: Path) -> Path:
    """The target, or the nearest folder above it that is there."""
    found = next(path for path in (target, *target.parents) if os.path.lexists(path))
    if not is_folder(found):
        raise UserError(f"{_shown(found)} is not a folder: name a folder to export to.")
    return found


def _require_apart(shots: Iterable[Shot], target: Path, *, moving: bool) -> None:
    """Copies inside the folder of their originals would pass for photographs of the shoot; what is moved may go on to a
    folder in it.
    """
    sources = {_key(folder): folder for folder in _folders(shots)}
    here, *above = (_key(path) if is_there(path) else None for path in (target, *target.resolve().parents))
    for key in above:
        if key in sources and not moving:
            raise UserError(
                f"{_shown(target)} lies inside {_shown(sources[key])}, whose photographs are to be exported: choose a"
                " folder elsewhere."
            )
    if set(sources) == {here}:
        raise UserError(f"These photographs lie in {_shown(target)} already: choose another folder.")


def _require_foreign(shots: Sequence[Shot], target: Path, was_exported: Callable[[Path], bool]) -> None:
    """What lies in the target already may only be what an earlier export brought: that is known, or it is of the same
    kind and size as another.

    Moved photographs have no other: they may go on to the folder where those before them lie.
    """
    here = _key(target) if is_there(target) else None
    own = {folder for folder in _folders(shots) if _key(folder) == here}
    kinds = {_kind(shot) for shot in shots if shot.photo.parent not in own}
    for shot in shots:
        if shot.photo.parent in own and _kind(shot) not in kinds and not was_exported(shot.photo):
            raise UserError(
                f"{_shown(target)} is the own folder of {_shown(shot.photo)}, which is to be exported too: choose a"
                " folder elsewhere."
            )


def _kind(shot: Shot) -> tuple[str, int]:
    return shot.photo.suffix.casefold(), shot.files[0].size


def _require_writable(folder: Path, sentence: str) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(f"{sentence} ({error.strerror}): choose another folder, or allow writing there.") from error


def _require_links(shots: Iterable[Shot], standing: Path) -> None:
    one_a_disk = {shot.files[0].device: shot.photo for shot in shots}
    for photo in one_a_disk.values():
        trial = standing / f".{secrets.token_hex(8)}{files.PART}"
        try:
            files.link(photo, trial)
        except OSError as error:
            raise UserError(
                f"Hard links from {_shown(photo.parent)} to {_shown(standing)} are not possible ({error.strerror}): "
                "they work only within one disk, and not with every file system; copy instead."
            ) from error
        finally:
            trial.unlink(missing_ok=True)


def _require_room(
    shots: Iterable[Shot], options: ExportOptions, roots: Sequence[Path], standing: Path, refused: Collection[str]
) -> None:
    free, device = shutil.disk_usage(standing).free, standing.stat().st_dev
    needed = 0
    for shot in shots:
        below = _folders_below(shot, options, roots)
        folder = options.target.joinpath(*(replaced(part, refused) for part in below))
        files_to_come = (file for file in shot.files if _takes_room(file, options, device))
        needed += sum(_growth(file, folder / replaced(file.numbered(1), refused)) for file in files_to_come)
    if needed > free:
        raise UserError(
            f"{_shown(options.target)} has room for {words.size(free)}, but {words.size(needed)} are needed: free some"
            " space there, or choose another disk."
        )


def _takes_room(file: ShotFile, options: ExportOptions, device: int) -> bool:
    return options.way == "copy" or (options.way == "move" and file.device != device)


def _growth(file: ShotFile, target: Path) -> int:
    """Bytes that it takes there: none where an earlier export seems to have brought it, few for a newer version."""
    try:
        there = target.stat().st_size
    except OSError:
        return file.size
    if file.size == there:
        return 0
    return max(0, file.size - there) if may_change(file.path.name) else file.size


def _folders(shots: Iterable[Shot]) -> list[Path]:
    return list(dict.fromkeys(shot.photo.parent for shot in shots))


def _key(path: Path) -> Key:
    status = path.stat()
    return status.st_dev, status.st_ino


def _shown(path: Path) -> str:
    return displayable_name(str(path))
