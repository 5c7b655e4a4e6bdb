"""Files of which Lightroom and Bridge read marks only inside: beside them they look for no sidecar."""

import os
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.notation import figures
from clipiqa_desktop.photos.exiftool import takes_exiftool
from clipiqa_desktop.photos.jpeg_xmp import holds_xmp
from clipiqa_desktop.photos.sidecar import sidecar_names, sidecar_owners
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions

JPEG = "JPEG"
_KINDS = {"tif": "TIFF", "tiff": "TIFF", "dng": "DNG", "png": "PNG"}


def marked_inside_only(catalog: Catalog, photo_ids: Collection[int], options: SidecarOptions) -> dict[int, str]:
    """Those of the photographs that are marked, and whose marks belong to such a file, which has no sidecar; each with
    the kind of that file. What is kept together with a camera's own RAW file is none of them.
    """
    paths, companions = catalog.photos.paths(photo_ids), catalog.photos.companions(photo_ids)
    marks, names_in = catalog.marks.of(paths), cache(_names_in)
    found = {}
    for photo_id, path in paths.items():
        if marks[photo_id] == Mark():
            continue
        files = sidecar_owners(path, [path.with_name(name) for name in companions.get(photo_id, ())])
        beside = names_in(path.parent)
        has_sidecar = any(not beside.isdisjoint(sidecar_names(file, options, beside)) for file in files)
        if not has_sidecar and (kind := kind_of(files[0].name)):
            found[photo_id] = kind
    return found


def kind_of(name: str) -> str:
    """`JPEG`, `TIFF`, `DNG`, `HEIC` or `PNG`; empty where a sidecar beside a file of this name is read."""
    if holds_xmp(name):
        return JPEG
    return _KINDS.get(name.rpartition(".")[2].lower(), "HEIC") if takes_exiftool(name) else ""


def in_words(kinds: Mapping[str, int]) -> str:
    """`1 TIFF file`, `3 TIFF and 2 DNG files`."""
    counts = [f"{figures(count)} {kind}" for kind, count in sorted(kinds.items())]
    return f"{' and '.join(filter(None, (', '.join(counts[:-1]), counts[-1])))} file{'s' * (sum(kinds.values()) != 1)}"


def counted(found: Mapping[int, str]) -> Counter[str]:
    """How many there are of each kind."""
    return Counter(found.values())


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 (names are all that is needed)
    except OSError:
        return frozenset()
