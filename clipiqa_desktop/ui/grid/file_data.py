"""Photographs as files for other programs, to be pasted or dropped there."""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from clipiqa_desktop.photos.formats import is_photograph
from clipiqa_desktop.ui.library import Library


def files_of(library: Library, ids: Collection[int]) -> list[Path]:
    """The photographs that are in their places, each followed by its RAW or JPEG twin."""
    photos = library.catalog.photos
    paths, others = photos.paths(ids), photos.companions(ids)
    files = []
    for photo_id in ids:
        if photo_id in paths:
            twins = (paths[photo_id].with_name(name) for name in others.get(photo_id, ()) if is_photograph(name))
            files += [paths[photo_id], *twins]
    return files


def paths_of(library: Library, ids: Sequence[int]) -> list[Path]:
    """The photographs alone, whether they are in their places or not."""
    return [library.catalog.photos.get(photo_id).path for photo_id in ids]


def file_data(library: Library, ids: Collection[int]) -> QMimeData:
    """Files for a file manager or an editor; their paths, a line each, for whatever takes text alone."""
    files, data = files_of(library, ids), QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    data.setText("\n".join(map(str, files)))
    return data
