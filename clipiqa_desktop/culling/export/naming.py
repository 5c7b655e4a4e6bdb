"""Names in the target folder: those of one photograph change together, and none is taken twice."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import accumulate, count
from pathlib import Path, PurePath

from clipiqa_desktop.culling.export.files import Version
from clipiqa_desktop.culling.export.refused_names import replaced
from clipiqa_desktop.culling.export.shots import Shot, ShotFile
from clipiqa_desktop.files.file_names import folded, shot_key, shot_stem
from clipiqa_desktop.files.questions import is_file
from clipiqa_desktop.photos.companions import Companions, without_version
from clipiqa_desktop.photos.formats import is_movie, is_photograph

Same = Callable[[Path, Path], bool]
Outdated = Callable[[Path, Path], Version | None]


@dataclass(frozen=True)
class Plan:
    """Where each file of a photograph goes; which of them are there already, and which in an earlier version of ours,
    in whose place they go as long as it is the one that was looked at.
    """

    targets: Mapping[ShotFile, Path]
    present: Collection[ShotFile]
    outdated: Mapping[ShotFile, Version]


class Names:
    """The names in one folder that photographs are brought to.

    `taken` are names that must not be used although no such file is there; `same` says whether two files hold the same,
    and `outdated` which version of the second it is that the first may take the place of, if any.
    Characters that are `refused` there are replaced. With `sidecars_may_differ` a photograph is there where all its
    pictures are: it may have been marked or developed since, here or there.
    """

    def __init__(
        self,
        folder: Path,
        same: Same,
        outdated: Outdated,
        taken: Collection[str] = (),
        *,
        sidecars_may_differ: bool = False,
        refused: Collection[str] = (),
    ) -> None:
        self._folder, self._same, self._outdated = folder, same, outdated
        self._sidecars_may_differ = sidecars_may_differ
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

    def plan(self, shot: Shot) -> Plan:
        """The first that fits of IMG_1.*, IMG_1-2.*, IMG_1-3.* and so on. Raises OSError."""
        for number in count(1):
            names = {file: replaced(file.numbered(number), self._refused) for file in shot.files}
            there = self._there(names)
            if there is not None and not self._is_foreign(names, there):
                outdated = {file: version for file, version in there.items() if version}
                targets = {file: self._folder / name for file, name in names.items()}
                return Plan(targets, there.keys() - outdated.keys(), outdated)
        raise AssertionError

    def _there(self, names: Mapping[ShotFile, str]) -> dict[ShotFile, Version | None] | None:
        """The files that are there under these names, those that are outdated with their version; None where some name
        belongs to something else.
        """
        there = {file: self._names[folded(name)] for file, name in names.items() if folded(name) in self._names}
        if any(folded(name) in self._taken for name in names.values()):
            return None
        if any(there[file] != names[file] or not is_file(self._folder / names[file]) for file in there):
            return None
        are_there = all(file in there for file in names if file.is_picture)
        found: dict[ShotFile, Version | None] = {}
        for file, name in there.items():
            may_differ = are_there and self._sidecars_may_differ and not file.is_picture
            is_same = not may_differ and self._same(file.path, self._folder / name)
            found[file] = None if is_same else self._outdated(file.path, self._folder / name)
            if not (is_same or may_differ or found[file]):
                return None
        return found

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
