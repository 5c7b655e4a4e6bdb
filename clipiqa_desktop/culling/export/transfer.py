"""Brings one photograph with all its files to a folder: all of them or none."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from clipiqa_desktop.culling.export import files
from clipiqa_desktop.culling.export.naming import Names, Plan
from clipiqa_desktop.culling.export.options import Way
from clipiqa_desktop.culling.export.shots import Shot, ShotFile


@dataclass(frozen=True)
class TransferResult:
    """Where each file is now, which of them were there before, and which took the place of an earlier version."""

    targets: Mapping[ShotFile, Path]
    present: Collection[ShotFile]
    updated: Collection[ShotFile] = ()

    @property
    def is_new(self) -> bool:
        """Whether any file had to be brought at all."""
        return len(self.present) < len(self.targets)

    @property
    def is_update(self) -> bool:
        """Whether all that had to be brought took the place of an earlier version."""
        return self.is_new and len(self.present) + len(self.updated) == len(self.targets)

    @property
    def pictures(self) -> list[Path]:
        """The photograph itself first, then its twin and its movie."""
        return [target for file, target in self.targets.items() if file.is_picture]

    @property
    def originals(self) -> dict[Path, Path]:
        """The same pictures, each with the file that it is brought from."""
        return {target: file.path for file, target in self.targets.items() if file.is_picture}

    @property
    def renamed(self) -> dict[str, str]:
        """The old and new names of the files that got another one."""
        names = {file.path.name: target.name for file, target in self.targets.items()}
        return {old: new for old, new in names.items() if old != new}


Coming = Callable[[Mapping[Path, Path], Mapping[Path, Path]], None]


def transfer(
    shot: Shot, folder: Path, names: Names, way: Way, tell: files.Tell, coming: Coming = lambda _made_of, _new: None
) -> TransferResult:
    """Brings what is not there yet, and anew what is there in an earlier version of ours.

    A photograph that is to be moved still has all its files at the old place too, where the file system can do that.
    `coming` hears of the files that will be there in a moment, by the names they will have: what they are made of, and
    the originals of those in whose places nothing was. Raises OSError, or what `tell` raises; then nothing of it is in
    the folder that was not there before.
    """
    plan = names.plan(shot)
    absent = {file: target for file, target in plan.targets.items() if file not in plan.present}
    placed: list[ShotFile] = []
    with ExitStack() as stack:
        copies = {file: stack.enter_context(copy) for file in absent if (copy := _copy(file, shot, plan, way, tell))}
        new = {target: file.path for file, target in absent.items() if file not in plan.outdated}
        coming({target: copies.get(file, file.path) for file, target in absent.items()}, new)
        try:
            for file, target in absent.items():
                _place(file, copies.get(file), target, way, plan.outdated.get(file))
                placed.append(file)
        except BaseException:
            _take_back({file: absent[file] for file in placed if file not in plan.outdated})
            raise
    files.sync_folder(folder)
    for target in absent.values():
        names.add(target.name)
    return TransferResult(plan.targets, plan.present, plan.outdated.keys())


def verified_originals(transferred: TransferResult, tell: files.Tell) -> dict[Path, files.Version]:
    """The originals that are still there, with the version of each that was compared with its copy just now.

    Raises NotTheSame where one was saved anew since it was copied, OSError, or what `tell` raises.
    """
    versions = {}
    for file, target in transferred.targets.items():
        if file.path.exists():
            versions[file.path] = files.version(file.path)
            if not files.is_same(file.path, target, tell):
                raise files.NotTheSame(f'"{file.path.name}" was saved anew while it was moved: all stays in place')
    return versions


def take_back(transferred: TransferResult) -> None:
    """Undoes a transfer, as far as it brought anything new; originals stay, or are put back into their places."""
    stay = {*transferred.present, *transferred.updated}
    _take_back({file: target for file, target in transferred.targets.items() if file not in stay})


def delete_originals(shot: Shot, verified: Mapping[Path, files.Version]) -> list[Path]:
    """Ends a move; answers the files that could not be deleted. What other photographs go by stays.

    A file that is not in its `verified` version any more was saved anew in this very moment: it stays too.
    """
    return [path for path in verified if path not in shot.shared and not _deleted(path, verified[path])]


def _deleted(path: Path, version: files.Version) -> bool:
    try:
        if files.version(path) != version:
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _copy(file: ShotFile, shot: Shot, plan: Plan, way: Way, tell: files.Tell) -> AbstractContextManager[Path] | None:
    """What takes its place in the target under a passing name first; None for what is brought there in one step."""
    folder = plan.targets[file].parent
    if way == "link" and file in plan.outdated:
        return files.linked(file.path, folder)
    if file in plan.outdated or _is_copied(file, shot, folder, way):
        return files.copied(file.path, folder, tell)
    return None


def _is_copied(file: ShotFile, shot: Shot, folder: Path, way: Way) -> bool:
    if way != "move":
        return way == "copy"
    # a link to a file elsewhere would lead nowhere from another folder
    return file.device != folder.stat().st_dev or file.path.is_symlink() or file.path in shot.shared


def _place(file: ShotFile, copy: Path | None, target: Path, way: Way, outdated: files.Version | None) -> None:
    if copy and outdated:
        files.replace_version(copy, target, outdated)
    elif copy:
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
