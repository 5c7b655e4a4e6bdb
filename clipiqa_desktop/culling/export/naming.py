"""Names in the target folder: those of one photograph change together, and none is taken twice."""

import os
from collections.abc import Callable, Collection, Mapping
from itertools import accumulate, count
from pathlib import Path, PurePath

from clipiqa_desktop.culling.export.refused_names import replaced
from clipiqa_desktop.culling.export.shots import Shot, ShotFile
from clipiqa_desktop.files.file_names import folded, shot_key, shot_stem
from clipiqa_desktop.photos.companions import Companions, without_version
from clipiqa_desktop.photos.formats import is_movie, is_photograph

Same = Callable[[Path, Path], bool]


class Names:
    """The names in one folder that photographs are brought to.

    `taken` are names that must not be used although no such file is there; `same` says whether two files hold the same.
    Characters that are `refused` there are replaced. With `sidecars_may_differ` a photograph is there where all its
    pictures are: it may have been marked or developed since, here or there.
    """

    def __init__(
        self,
        folder: Path,
        same: Same,
        taken: Collection[str] = (),
        *,
        sidecars_may_differ: bool = False,
        refused: Collection[str] = (),
    ) -> None:
        self._folder, self._same, self._sidecars_may_differ = folder, same, sidecars_may_differ
        self._refused = refused
        self._taken = {folded(name) for name in taken}
        self._names: dict[str, str] = {}
        self._pictures: dict[str, set[str]] = {}
        self._others: dict[str, set[str]] = {}
        for name in os.listdir(folder):  # noqa: PTH208 (names are all that is needed)
            self.add(name)

    def add(self, name: str) -> None:
        """A file of this name is there now."""
        self._names[folded(name)] = name
        index = self._pictures if _is_picture(name) else self._others
        for key in _keys(name):
            index.setdefault(key, set()).add(name)

    def targets(self, shot: Shot) -> tuple[dict[ShotFile, Path], set[ShotFile]]:
        """Where each file of a photograph goes, and which of them are there already.

        The first that fits of IMG_1.*, IMG_1-2.*, IMG_1-3.* and so on. Raises OSError.
        """
        for number in count(1):
            names = {file: replaced(file.numbered(number), self._refused) for file in shot.files}
            present = self._present(names)
            if present is not None and not self._is_foreign(names, present):
                return {file: self._folder / name for file, name in names.items()}, present
        raise AssertionError

    def _present(self, names: Mapping[ShotFile, str]) -> set[ShotFile] | None:
        """Which files are there under these names; None where some name belongs to something else."""
        there = {file: self._names[folded(name)] for file, name in names.items() if folded(name) in self._names}
        if any(folded(name) in self._taken for name in names.values()):
            return None
        if any(there[file] != names[file] or not (self._folder / names[file]).is_file() for file in there):
            return None
        are_there = all(file in there for file in names if file.is_picture)
        compared = [file for file in there if file.is_picture or not (are_there and self._sidecars_may_differ)]
        is_all = all(self._same(file.path, self._folder / there[file]) for file in compared)
        return set(there) if is_all else None

    def _is_foreign(self, names: Mapping[ShotFile, str], present: Collection[ShotFile]) -> bool:
        """Whether files that are there would pass for what belongs to this photograph, or the other way round."""
        if any(file.is_picture for file in present):
            return False
        ours = set(names.values())
        near = set().union(*map(self._near, ours)) - ours
        shots = {shot_key(name) for name in ours if _is_picture(name)}
        if any(shot_key(name) in shots for name in near if _is_picture(name)):
            return True
        companions = Companions([*near, *ours])
        return any(
            not others.isdisjoint(companions.owners(name))
            for names_here, others in ((near, ours), (ours, near))
            for name in names_here
        )

    def _near(self, name: str) -> set[str]:
        """Files that are there and may belong to a file of this name, or it to them."""
        indexes = (self._pictures, self._others) if _is_picture(name) else (self._pictures,)
        return set().union(*(index.get(key, ()) for index in indexes for key in _keys(name)))


def _is_picture(name: str) -> bool:
    return is_photograph(name) or is_movie(name)


def _keys(name: str) -> set[str]:
    """The stems of a picture; the stems that a file may have which belongs to it. Hidden files have none."""
    if name.startswith("."):
        return set()
    if _is_picture(name):
        return {folded(PurePath(name).stem), folded(shot_stem(name))}
    beginnings = {name, *accumulate(name.split("."), "{}.{}".format)}
    return {folded(each) for beginning in beginnings for each in (beginning, without_version(beginning))}
