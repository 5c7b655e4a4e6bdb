"""Which files beside a photograph belong to it: what editors, phones and cameras know of it, also those yet to come."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import PurePath

from clipiqa_desktop.files.file_names import composed, folded, shot_stem
from clipiqa_desktop.photos.formats import grouped, is_photograph

_VERSION = re.compile(r"_\d\d$")


def without_version(stem: str) -> str:
    """The stem that darktable's further versions share: those of IMG_1.CR2 are IMG_1_01.CR2.xmp and so on."""
    return _VERSION.sub("", stem)


class Companions:
    """The files of one folder that belong to its photographs, told by their names.

    A file that is no photograph belongs to the one whose whole name it begins with, or else to those of its stem; what
    belongs to such a file belongs to its photograph too. Hidden files belong to none.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted({name for name in names if not name.startswith(".")})
        self._others = {name for name in self._names if not is_photograph(name)}
        self._whole, self._stems = _Index(), _Index()
        for name in self._names:
            if is_photograph(name):
                self._whole.add(name, name)
                for stem in {PurePath(name).stem, shot_stem(name)}:
                    self._stems.add(stem, name)

    def of(self, shot: Collection[str]) -> list[str]:
        """What belongs to these files of one shot and is none of them."""
        found = {companion for name in shot for companion in self._owned.get(name, ())}
        return sorted(found - set(shot))

    def owners(self, name: str) -> tuple[str, ...]:
        """The photographs that this file belongs to: several where they share a stem, none where it is one itself."""
        if name not in self._others:
            return ()
        if leader := self._leaders.get(name):
            return (leader,)
        return self._of_whole_name(name) or self._stems.find(PurePath(name).stem) or self._stems.find(name)

    def _of_whole_name(self, name: str) -> tuple[str, ...]:
        for beginning in _beginnings(name):
            found = self._whole.find(beginning) or self._whole.find(_first_version(beginning))
            if found or (found := self.owners(beginning)):
                return found
        return ()

    @cached_property
    def _leaders(self) -> dict[str, str]:
        """Live Photos' movies, which belong to their picture and to no other of its stem."""
        return {movie: leader for leader, rest in grouped(self._names, pair=False).items() for movie in rest}

    @cached_property
    def _owned(self) -> dict[str, list[str]]:
        owned: dict[str, list[str]] = {}
        for name in sorted(self._others):
            for owner in self.owners(name):
                owned.setdefault(owner, []).append(name)
        return owned


class _Index:
    """Photographs by a part of their name; where letter case tells several apart, it decides, and of two that have one
    name in two Unicode forms the form.
    """

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, str]]] = {}

    def add(self, key: str, name: str) -> None:
        self._found.setdefault(folded(key), []).append((key, name))

    def find(self, key: str) -> tuple[str, ...]:
        found = self._found.get(folded(key), ())
        alike = [(own, name) for own, name in found if composed(own) == composed(key)]
        exact = {composed(name) for own, name in alike if own == key}
        return tuple(name for own, name in alike or found if own == key or composed(name) not in exact)


def _first_version(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{without_version(stem)}{dot}{suffix}"


def _beginnings(name: str) -> Iterator[str]:
    """What stands before each dot, the longest first."""
    while "." in (name := name.rpartition(".")[0]):
        yield name
