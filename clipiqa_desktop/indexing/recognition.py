"""Recognises photographs by their content: moved, edited in place, or others at old places."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.schema import LATEST_NS
from clipiqa_desktop.catalog.identity.claims import Files
from clipiqa_desktop.catalog.identity.succession import ALIKE, IDENTICAL, Settled
from clipiqa_desktop.catalog.stages.tasks import Task
from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.files.questions import is_away
from clipiqa_desktop.indexing.decoding import Reading
from clipiqa_desktop.indexing.sidecar_reader import SidecarReader
from clipiqa_desktop.photos.formats import is_compressed

_SIDE = 32
_LEAST_CONTRAST = 2.0  # grey levels; a picture with less looks like any other


class Recognition:
    """Says under which id a file goes on, and tells whoever must know when that is another one.

    moved: is told the folder.
    """

    def __init__(
        self, catalog: Catalog, thumbnails: ThumbnailStore, sidecars: SidecarReader, moved: Callable[[Path], None]
    ) -> None:
        self._succession, self._thumbnails = catalog.succession, thumbnails
        self._sidecars, self._moved = sidecars, moved
        self.stirred = False  # other things are to be done now than the stages know of

    def by_content(self, task: Task, fingerprint: str) -> Settled | None:
        """Before anything is decoded; None where the content alone does not say it."""
        is_proof = is_compressed(task.path.name)
        return self._told(task, self._succession.by_content(task.id, task.path, fingerprint, FILES, is_proof=is_proof))

    def settle(self, task: Task, reading: Reading) -> Settled | None:
        """Once it was read; None where the file is no longer that of this photograph."""
        settled = self._succession.settle(
            task.id,
            task.path,
            reading.fingerprint,
            reading.facts,
            FILES,
            lambda old: likeness(self._thumbnails.get(old), reading.thumbnail),
            is_proof=is_compressed(task.path.name),
        )
        return self._told(task, settled)

    def _told(self, task: Task, settled: Settled | None) -> Settled | None:
        self.stirred = self.stirred or (settled is not None and settled.stirs)
        if settled and settled.photo_id != task.id:
            self._sidecars.known_as(task.id, settled.photo_id)
            self._moved(task.path.parent)
        return settled


def version_at(path: Path) -> tuple[int, int] | None:
    """Size and time (ns) of the file that is at this path now, as walks have them; None where there is none."""
    for follow in (True, False):
        try:
            status = path.stat(follow_symlinks=follow)
        except (OSError, ValueError):
            continue
        return status.st_size, min(status.st_mtime_ns, LATEST_NS)
    return None


FILES = Files(version_at, is_away)


def likeness(one: bytes | None, other: bytes) -> float:
    """How much two thumbnails look alike, 0 to IDENTICAL, which only the very same pixels are; 0 for no thumbnail."""
    if one is None:
        return 0.0
    first, second = _grey(one), _grey(other)
    if min(first.std(), second.std()) < _LEAST_CONTRAST:
        return 0.0
    if one == other:
        return IDENTICAL
    correlation = float(np.corrcoef(first.ravel(), second.ravel())[0, 1])
    return max(0.0, min(correlation, (ALIKE + IDENTICAL) / 2))


def _grey(thumbnail: bytes) -> NDArray[np.float64]:
    with Image.open(io.BytesIO(thumbnail)) as picture:
        return np.asarray(picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float64)
