"""Every file that belongs to a photograph, so that none is left behind."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.photos.formats import is_photograph


@dataclass(frozen=True)
class ShotFile:
    """One file; `stem` is the part of its name that it shares with its photograph. Size in bytes, device as `stat`."""

    path: Path
    stem: str
    size: int
    device: int

    @property
    def is_sidecar(self) -> bool:
        """Whether it says marks and develop settings, and shows nothing."""
        return is_sidecar(self.path.name)

    def numbered(self, number: int) -> str:
        """Its name, or from 2 on the one with a number: IMG_1-2.CR2, IMG_1-2.CR2.xmp."""
        name = self.path.name
        return name if number < 2 else f"{name[: len(self.stem)]}-{number}{name[len(self.stem) :]}"


@dataclass(frozen=True)
class Shot:
    """A photograph with its RAW or JPEG twin, its movie and its sidecars: those that are there, itself first.

    missing: names that the catalog knows and that are not there. shared: sidecars that other photographs of the folder
    go by too, like the one of two RAW files of the same name.
    """

    photo_id: int
    photo: Path
    files: tuple[ShotFile, ...]
    missing: tuple[str, ...] = ()
    shared: frozenset[Path] = frozenset()

    @property
    def is_there(self) -> bool:
        """Whether the photograph itself is."""
        return bool(self.files) and self.files[0].path == self.photo

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


def is_sidecar(name: str) -> bool:
    """Whether a file of this name is a sidecar."""
    return name.lower().endswith(".xmp")


def find_shots(catalog: Catalog, photo_ids: Iterable[int], *, sidecars: bool = True) -> list[Shot]:
    """The files of these photographs as they lie there now, in this order; for one that is gone there are none.

    Ids that the catalog does not know are left out.
    """
    ids = list(photo_ids)
    paths = _paths(catalog, ids)
    companions = catalog.photos.companions(ids)
    folder_of = cache(_Folder)
    return [
        _shot(photo_id, photo, companions.get(photo_id, []), folder_of(photo.parent), sidecars)
        for photo_id, photo in paths.items()
    ]


def _paths(catalog: Catalog, ids: Sequence[int]) -> dict[int, Path]:
    """Where they lie, or lay when they were seen last."""
    found = catalog.photos.paths(ids)
    for photo_id in ids:
        if photo_id not in found:
            with suppress(KeyError):
                found[photo_id] = catalog.photos.get(photo_id).path
    return {photo_id: found[photo_id] for photo_id in ids if photo_id in found}


def _shot(photo_id: int, photo: Path, companions: list[str], folder: "_Folder", sidecars: bool) -> Shot:
    names = [photo.name, *companions]
    found = dict.fromkeys(folder.sidecars_of(names)) if sidecars else {}
    files = [_file(photo.with_name(name), PurePath(name).stem) for name in names]
    files += [_file(photo.with_name(name), PurePath(_bearer(name, names)).stem) for name in found]
    return Shot(
        photo_id,
        photo,
        tuple(file for file in files if file),
        tuple(name for name, file in zip(names, files, strict=False) if not file),
        frozenset(photo.with_name(name) for name in found if folder.shares(name, names)),
    )


def _file(path: Path, stem: str) -> ShotFile | None:
    try:
        status = path.stat()
    except OSError:
        return None
    # a pipe or a device that is named like one belongs to no photograph
    return ShotFile(path, stem, status.st_size, status.st_dev) if stat.S_ISREG(status.st_mode) else None


def _bearer(sidecar: str, names: Iterable[str]) -> str:
    """The file that a sidecar is named after, in either style."""
    stem = PurePath(sidecar).stem
    return next(name for name in names if stem in {name, PurePath(name).stem})


class _Folder:
    """The names in one folder. One that cannot be opened has none."""

    def __init__(self, path: Path) -> None:
        try:
            names = os.listdir(path)  # noqa: PTH208 (names are all that is needed)
        except OSError:
            names = []
        self._sidecars: dict[str, list[str]] = {}
        self._photographs: dict[str, list[str]] = {}
        for name in sorted(names):
            if is_sidecar(name):
                self._sidecars.setdefault(PurePath(name).stem, []).append(name)
            elif is_photograph(name):
                for stem in {name, PurePath(name).stem}:
                    self._photographs.setdefault(stem, []).append(name)

    def sidecars_of(self, names: Iterable[str]) -> Iterator[str]:
        """The sidecars of these files, in both styles of name and any letter case of the suffix."""
        for name in names:
            for stem in (PurePath(name).stem, name):
                yield from self._sidecars.get(stem, ())

    def shares(self, sidecar: str, names: Iterable[str]) -> bool:
        """Whether a photograph that is none of these goes by this sidecar too."""
        return bool({*self._photographs.get(PurePath(sidecar).stem, ())} - {*names})
