"""Names in the target folder: those of one photograph change together, and none is taken twice."""

import os
from collections.abc import Callable, Collection, Mapping
from itertools import count
from pathlib import Path, PurePath

from clipiqa_desktop.culling.export.shots import Shot, ShotFile, is_sidecar
from clipiqa_desktop.photos.formats import is_movie, is_photograph

Same = Callable[[Path, Path], bool]


class Names:
    """The names in one folder that photographs are brought to.

    `taken` are names that must not be used although no such file is there; `same` says whether two files hold the same.
    With `sidecars_may_differ` a photograph is there where all its pictures are: it may have been marked or developed
    since, here or there.
    """

    def __init__(
        self, folder: Path, same: Same, taken: Collection[str] = (), *, sidecars_may_differ: bool = False
    ) -> None:
        self._folder, self._same, self._sidecars_may_differ = folder, same, sidecars_may_differ
        self._taken = {name.casefold() for name in taken}
        self._names: dict[str, str] = {}
        self._by_stem: dict[str, set[str]] = {}
        for name in os.listdir(folder):  # noqa: PTH208 (names are all that is needed)
            self.add(name)

    def add(self, name: str) -> None:
        """A file of this name is there now."""
        self._names[name.casefold()] = name
        if stem := _stem(name):
            self._by_stem.setdefault(stem.casefold(), set()).add(name)

    def targets(self, shot: Shot) -> tuple[dict[ShotFile, Path], set[ShotFile]]:
        """Where each file of a photograph goes, and which of them are there already.

        The first that fits of IMG_1.*, IMG_1-2.*, IMG_1-3.* and so on. Raises OSError.
        """
        for number in count(1):
            names = {file: file.numbered(number) for file in shot.files}
            present = self._present(names)
            if present is not None and not self._is_foreign(names, present):
                return {file: self._folder / name for file, name in names.items()}, present
        raise AssertionError

    def _present(self, names: Mapping[ShotFile, str]) -> set[ShotFile] | None:
        """Which files are there under these names; None where some name belongs to something else."""
        there = {file: self._names[name.casefold()] for file, name in names.items() if name.casefold() in self._names}
        if any(name.casefold() in self._taken for name in names.values()):
            return None
        if any(there[file] != names[file] or not (self._folder / names[file]).is_file() for file in there):
            return None
        are_there = all(file in there for file in names if not file.is_sidecar)
        compared = [file for file in there if not (file.is_sidecar and are_there and self._sidecars_may_differ)]
        is_all = all(self._same(file.path, self._folder / there[file]) for file in compared)
        return set(there) if is_all else None

    def _is_foreign(self, names: Mapping[ShotFile, str], present: Collection[ShotFile]) -> bool:
        """Whether files that are there would pass for this photograph's twin, movie or sidecar."""
        if any(not file.is_sidecar for file in present):
            return False
        stems = {_stem(name).casefold() for name in names.values()}
        return any(self._by_stem.get(stem, set()) - set(names.values()) for stem in stems)


def _stem(name: str) -> str:
    """What the files of one photograph have in common; empty for files that belong to none."""
    if is_sidecar(name):
        inner = PurePath(name).stem
        return PurePath(inner).stem if is_photograph(inner) else inner
    return PurePath(name).stem if is_photograph(name) or is_movie(name) else ""
