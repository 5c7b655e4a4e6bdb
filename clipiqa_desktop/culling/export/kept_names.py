"""Names in folders that photographs were exported to before: each keeps its own there, and no other takes it.

What the program wrote marks beside or into is known from the catalog. Any other copy is, byte for byte, its original.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.export import files
from clipiqa_desktop.culling.export.shots import is_sidecar
from clipiqa_desktop.files.file_names import folded, shot_stem
from clipiqa_desktop.photos.formats import is_movie, is_photograph


class KeptNames:
    """The beginnings of the names in one folder, which need not be there.

    `alike` has copies that the catalog does not know looked for by what they hold.
    """

    def __init__(self, catalog: Catalog, folder: Path, *, alike: bool) -> None:
        self._folder = folder
        self._names = _files_in(folder)
        self._taken = {folded(_beginning(name)) for name in self._names}
        self._known = self._of(catalog.exported.photographs_in(folder))
        known = {folded(name) for names in self._known.values() for name in names}
        self._unknown = [name for name in self._names if alike and folded(_beginning(name)) not in known]
        self._sizes: dict[int, list[str]] | None = None

    def is_taken(self, name: str) -> bool:
        """Whether a file there has a name that begins so and ends with its kind."""
        return folded(name) in self._taken

    def of(self, photo_id: int, photo: Path) -> str:
        """The beginning of the name that this photograph has there; empty where it has none."""
        ending = photo.name[len(shot_stem(photo.name)) :]
        known = (name for name in self._known.get(photo_id, ()) if f"{name}{ending}" in self._names)
        return min(known, key=len, default="") or self._alike(photo)

    def _of(self, exported: Iterable[tuple[str, int]]) -> dict[int, list[str]]:
        known: dict[int, list[str]] = {}
        for name, photo_id in exported:
            if photo_id and name in self._names:
                known.setdefault(photo_id, []).append(_beginning(name))
        return known

    def _alike(self, photo: Path) -> str:
        """Each copy is one photograph's: of two that hold the same each finds its own."""
        if not self._unknown:
            return ""
        with suppress(OSError):
            for name in self._of_size(photo.stat().st_size):
                is_kind = PurePath(name).suffix.lower() == photo.suffix.lower()
                if is_kind and files.is_same(photo, self._folder / name, lambda _count: None):
                    self._of_size(photo.stat().st_size).remove(name)
                    return _beginning(name)
        return ""

    def _of_size(self, size: int) -> list[str]:
        if self._sizes is None:
            self._sizes = {}
            for name in self._unknown:
                with suppress(OSError):
                    self._sizes.setdefault((self._folder / name).stat().st_size, []).append(name)
        return self._sizes.get(size, [])


def asks_for_another(name: str, asked: str) -> bool:
    """Whether a name is another than the one asked for, be it with another number."""
    return _without_numbers(name) not in {_without_numbers(asked), f"{_without_numbers(asked)}-0"}


def _without_numbers(name: str) -> str:
    """`a_0` for a_051: which number a counter gives is nothing that anybody asks for."""
    kept = "".join("0" if each.isdecimal() else each for each in name)
    while "00" in kept:
        kept = kept.replace("00", "0")
    return kept


def _beginning(name: str) -> str:
    """Of a picture and of a sidecar by either style of names."""
    if is_sidecar(name):
        name = name[: -len(".xmp")]
        return shot_stem(name) if is_photograph(name) or is_movie(name) else name
    return shot_stem(name)


def _files_in(folder: Path) -> dict[str, None]:
    try:
        return dict.fromkeys(sorted(os.listdir(folder)))  # noqa: PTH208 (names are all that is needed)
    except OSError:
        return {}
