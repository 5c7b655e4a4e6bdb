"""JPEG files that have neither RAW nor sidecar: Lightroom and Bridge look for their marks inside alone."""

import os
from collections.abc import Collection
from functools import cache
from pathlib import Path

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks import Mark
from clipiqa_desktop.photos.formats import is_raw
from clipiqa_desktop.photos.jpeg_xmp import holds_xmp
from clipiqa_desktop.photos.sidecar import sidecar_names
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions


def marked_lone_jpegs(catalog: Catalog, photo_ids: Collection[int], options: SidecarOptions) -> set[int]:
    """Those of the photographs that are such files, and are marked."""
    paths = {photo_id: path for photo_id, path in catalog.photos.paths(photo_ids).items() if holds_xmp(path.name)}
    marks, companions, names_in = catalog.marks.of(paths), catalog.photos.companions(paths), cache(_names_in)
    return {
        photo_id
        for photo_id, path in paths.items()
        if marks[photo_id] != Mark()
        and not any(map(is_raw, companions.get(photo_id, ())))
        and names_in(path.parent).isdisjoint(sidecar_names(path, options, names_in(path.parent)))
    }


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 (names are all that is needed)
    except OSError:
        return frozenset()
