"""Which folders stand below which: the ones that were added, each with those that a walk through it comes to."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from clipiqa_desktop.catalog.identity.folders import Folder
from clipiqa_desktop.files.ignored_folders import is_reached


def families(folders: Sequence[Folder], above: Mapping[int, Sequence[Path]]) -> list[tuple[Folder, list[Folder]]]:
    """Each folder that was added with those below it that are looked through, parents before children; what is left
    out stands there too, without what is in it. `above` is `folders_above` of the same.
    """
    left_out = {folder.path for folder in folders if folder.is_left_out}
    by_path = sorted(folders, key=lambda folder: folder.path)
    found: dict[Path, tuple[Folder, list[Folder]]] = {folder.path: (folder, []) for folder in by_path if folder.is_root}
    for folder in by_path:
        for root in above[folder.id]:
            if root in found and is_reached(folder.path, root) and is_reached(folder.path.parent, root, left_out):
                found[root][1].append(folder)
    return list(found.values())


def folders_above(folders: Sequence[Folder]) -> dict[int, list[Path]]:
    """Those of the folders in which each of them lies, the nearest first, by its id; there may be thousands."""
    by_name = {str(folder.path): folder.path for folder in folders}
    known: dict[str, list[Path]] = {}  # of all names on the way up, most of which are shared

    def above(name: str) -> list[Path]:
        if name not in known:
            parent = os.path.dirname(name)  # noqa: PTH120 (texts are ten times as fast as paths)
            known[name] = [] if parent == name else [*([by_name[parent]] if parent in by_name else []), *above(parent)]
        return known[name]

    return {folder.id: above(name) for name, folder in zip(by_name, folders, strict=True)}
