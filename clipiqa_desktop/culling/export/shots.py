"""Every file that belongs to a photograph, so that none is left behind."""

import os
import stat
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.files.file_names import folded, shared_part, shot_stem
from clipiqa_desktop.files.questions import is_folder, is_there
from clipiqa_desktop.photos.companions import Companions, without_version
from clipiqa_desktop.photos.formats import is_movie, is_photograph

_EDITORS_FOLDERS = ("CaptureOne/Settings*", "NKSC_PARAM")


@dataclass(frozen=True)
class ShotFile:
    """One file; `stem` is the part of its name that it shares with its photograph, and `base`, where there is one, what
    stands for that in the target. Size in bytes, device as `stat`.
    """

    path: Path
    stem: str
    size: int
    device: int
    base: str | None = None

    @property
    def is_sidecar(self) -> bool:
        """Whether it says marks and develop settings, and shows nothing."""
        return is_sidecar(self.path.name)

    @property
    def is_picture(self) -> bool:
        """Whether it shows something itself: a photograph or a movie."""
        return is_photograph(self.path.name) or is_movie(self.path.name)

    def numbered(self, number: int) -> str:
        """Its name in the target, or from 2 on the one with a number: IMG_1-2.CR2, IMG_1-2.CR2.xmp."""
        name, end = self.path.name, len(self.stem)
        base = name[:end] if self.base is None else self.base
        return f"{base}{f'-{number}' if number > 1 else ''}{name[end:]}"


@dataclass(frozen=True)
class Shot:
    """A photograph with its RAW or JPEG twin, its movie, its sidecars and whatever else belongs to it: those that are
    there, itself first, pictures before the others.

    missing: names that the catalog knows and that are not there. shared: files that other photographs of the folder go
    by too, like the sidecar of two RAW files of the same name. left: what belongs to it and does not go along, relative
    to its folder: what was not asked for, and what editors keep in folders of their own.
    """

    photo_id: int
    photo: Path
    files: tuple[ShotFile, ...]
    missing: tuple[str, ...] = ()
    shared: frozenset[Path] = frozenset()
    left: tuple[str, ...] = ()

    @property
    def without(self) -> str:
        """The sentence that says what is missing; empty where nothing is."""
        names = ", ".join(map(displayable_name, self.missing))
        return f"Without {names}, which is not there any more." if names else ""

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

    Without `sidecars` the pictures alone. Ids that the catalog does not know are left out.
    """
    ids = list(photo_ids)
    paths = _paths(catalog, ids)
    others = catalog.photos.companions(ids)
    known: dict[Path, list[str]] = {}
    for photo_id, photo in paths.items():
        known.setdefault(photo.parent, []).extend([photo.name, *others.get(photo_id, [])])
    beside = {folder: _beside(folder, names) for folder, names in known.items()}
    return [
        _shot(photo_id, photo, others.get(photo_id, []), beside[photo.parent], sidecars)
        for photo_id, photo in paths.items()
    ]


def _beside(folder: Path, known: Collection[str]) -> Companions:
    """The names in a folder that may belong to the `known` ones. A folder that cannot be opened has none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 (names are all that is needed)
    except OSError:
        names = []
    # a closer look takes long in a large folder, and what belongs together has its beginning in common
    beginnings = {beginning for name in known for beginning in _beginnings(name)}
    names = [name for name in names if not beginnings.isdisjoint(_beginnings(name))]
    return Companions([*names, *known])


def _beginnings(name: str) -> tuple[str, str]:
    """What stands before the first dot, and the same without the number of a version."""
    beginning = folded(name.partition(".")[0])
    return beginning, without_version(beginning)


def _paths(catalog: Catalog, ids: Sequence[int]) -> dict[int, Path]:
    """Where they lie, or lay when they were seen last, unless another photograph lies there now."""
    found = catalog.photos.paths(ids)
    for photo_id in ids:
        if photo_id not in found:
            with suppress(KeyError):
                path = catalog.photos.get(photo_id).path
                if catalog.photos.at(path) is None:
                    found[photo_id] = path
    return {photo_id: found[photo_id] for photo_id in ids if photo_id in found}


def _shot(photo_id: int, photo: Path, others: list[str], beside: Companions, sidecars: bool) -> Shot:
    names = [photo.name, *others]
    companions = beside.of(names)
    taken = [name for name in companions if sidecars or is_movie(name)]
    files = [_file(photo.with_name(name), shot_stem(name)) for name in names]
    files += [_file(photo.with_name(name), _shared_stem(name, beside.owners(name), names)) for name in taken]
    there = [file for file in files if file]
    return Shot(
        photo_id,
        photo,
        (*there[:1], *sorted(there[1:], key=lambda file: not file.is_picture)),
        tuple(name for name, file in zip(names, files, strict=False) if not file),
        _shared(photo, names, taken, beside),
        (*(name for name in companions if name not in taken), *_in_editors_folders(photo.parent, names)),
    )


def _in_editors_folders(folder: Path, names: Sequence[str]) -> list[str]:
    """Settings for these files that Capture One and Nikon's programs keep in folders of their own, which they find by
    their place alone.
    """
    found = [each for pattern in _EDITORS_FOLDERS for each in folder.glob(pattern) if is_folder(each)]
    return [str(each.relative_to(folder) / name) for each in found for name in _beside(each, names).of(names)]


def still_shared(shot: Shot) -> frozenset[Path]:
    """Which of its shared files other photographs go by even now, after some of these may have been moved away."""
    names = [file.path.name for file in shot.files if file.is_picture]
    shared = [path.name for path in shot.shared]
    return _shared(shot.photo, names, shared, _beside(shot.photo.parent, names)) if shared else frozenset()


def _shared(photo: Path, names: Sequence[str], companions: Iterable[str], beside: Companions) -> frozenset[Path]:
    def is_shared(companion: str) -> bool:
        return any(is_there(photo.with_name(other)) for other in {*beside.owners(companion)} - {*names})

    return frozenset(photo.with_name(name) for name in companions if is_shared(name))


def _shared_stem(companion: str, owners: Iterable[str], names: Sequence[str]) -> str:
    """The beginning of a companion's name that it shares with the file of its shot that it belongs to."""
    parts = (shared_part(companion, shot_stem(owner)) for owner in owners if owner in names)
    return next(filter(None, parts), "") or PurePath(companion).stem


def _file(path: Path, stem: str) -> ShotFile | None:
    try:
        status = path.stat()
    except OSError:
        return None
    # a pipe or a device that is named like one belongs to no photograph
    return ShotFile(path, stem, status.st_size, status.st_dev) if stat.S_ISREG(status.st_mode) else None
