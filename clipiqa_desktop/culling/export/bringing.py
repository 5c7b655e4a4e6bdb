"""Brings one photograph with all its files to a folder: all of them or none."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from clipiqa_desktop.culling.export import files
from clipiqa_desktop.culling.export.naming import Names
from clipiqa_desktop.culling.export.shots import Shot, ShotFile
from clipiqa_desktop.culling.export.wish import Way


def bring(shot: Shot, folder: Path, names: Names, way: Way, tell: files.Tell) -> tuple[Mapping[ShotFile, Path], bool]:
    """Where each file is now, and whether any had to be brought at all.

    A photograph that is to be moved still has all its files at the old place too, where the file system can do that.
    Raises OSError, or what `tell` raises; then nothing of it is in the folder that was not there before.
    """
    targets, present = names.targets(shot)
    absent = {file: target for file, target in targets.items() if file not in present}
    placed: list[ShotFile] = []
    with ExitStack() as stack:
        copies = {
            file: stack.enter_context(files.copied(file.path, folder, tell))
            for file in absent
            if _is_copied(file, shot, folder, way)
        }
        try:
            for file, target in absent.items():
                _place(file, copies.get(file), target, way)
                placed.append(file)
        except BaseException:
            _take_back({file: targets[file] for file in placed})
            raise
    files.sync_folder(folder)
    for target in absent.values():
        names.add(target.name)
    return targets, bool(absent)


def delete_originals(shot: Shot) -> list[Path]:
    """Ends a move; answers the files that could not be deleted. Sidecars that other photographs go by stay."""
    left = []
    for file in shot.files:
        if file.path not in shot.shared:
            try:
                file.path.unlink(missing_ok=True)
            except OSError:
                left.append(file.path)
    return left


def renamed(targets: Mapping[ShotFile, Path]) -> dict[str, str]:
    """The old and new names of the files that got another one."""
    return {file.path.name: target.name for file, target in targets.items() if file.path.name != target.name}


def pictures(targets: Mapping[ShotFile, Path]) -> Iterable[Path]:
    """The files but for the sidecars, the photograph itself first."""
    return [target for file, target in targets.items() if not file.is_sidecar]


def _is_copied(file: ShotFile, shot: Shot, folder: Path, way: Way) -> bool:
    if way != "move":
        return way == "copy"
    # a link to a file elsewhere would lead nowhere from another folder
    return file.device != folder.stat().st_dev or file.path.is_symlink() or file.path in shot.shared


def _place(file: ShotFile, copy: Path | None, target: Path, way: Way) -> None:
    if copy:
        files.put(copy, target)
    elif way == "link":
        files.link(file.path, target)
    else:
        files.appear(file.path, target)


def _take_back(placed: Mapping[ShotFile, Path]) -> None:
    for file, target in placed.items():
        with suppress(OSError):
            if file.path.exists():
                target.unlink()
            else:
                files.put(target, file.path)
