"""Reads the sidecars that are new or changed into the catalog, a few at a time."""

import logging
import time
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.listing import FoundFile, FoundSidecar
from clipiqa_desktop.catalog.names import showable
from clipiqa_desktop.catalog.sidecars import Unread
from clipiqa_desktop.photos.formats import is_photograph
from clipiqa_desktop.photos.jpeg_xmp import holds_xmp, read_embedded
from clipiqa_desktop.photos.sidecar import UnusableSidecar, read_sidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions

_log = logging.getLogger(__name__)


class SidecarReading:
    """With `embedded` a JPEG without a sidecar is read as its own one."""

    def __init__(self, catalog: Catalog, options: SidecarOptions, *, embedded: bool) -> None:
        self._catalog, self._options, self._embedded = catalog, options, embedded
        self._waiting: deque[Unread] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def take_on(self, folders: Collection[int], found: Iterable[FoundFile]) -> None:
        """What there is to read in these folders, after their walk was recorded."""
        bearing = (_as_its_own(file) for file in found) if self._embedded else found
        self._waiting.extend(self._catalog.sidecars.unread(folders, bearing))

    def read_some(self, seconds: float) -> list[int]:
        """Reads for about so long; answers the photographs whose marks changed."""
        end = time.monotonic() + seconds
        changed = []
        while self._waiting and time.monotonic() < end:
            unread = self._waiting.popleft()
            if self._read(unread):
                changed.append(unread.photo_id)
        return changed

    def _read(self, unread: Unread) -> bool:
        path = unread.path
        reader = read_embedded if is_photograph(path.name) else read_sidecar
        try:
            return self._catalog.sidecars.take_in(unread.photo_id, path.name, partial(reader, path, self._options))
        except UnusableSidecar as error:
            _log.warning("%s (%s)", error, showable(str(path.parent)))
            self._catalog.sidecars.store_problem(unread.photo_id, path.name, str(error))
            return False


def _as_its_own(file: FoundFile) -> FoundFile:
    if file.sidecar or not holds_xmp(file.name):
        return file
    return replace(file, sidecar=FoundSidecar(file.name, file.size, file.mtime_ns))
