"""Reads the sidecars that are new or changed into the catalog, a few at a time."""

import logging
import time
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.names import displayable_name
from clipiqa_desktop.catalog.found_files import FoundFile
from clipiqa_desktop.catalog.marks.sidecar_store import Unread
from clipiqa_desktop.photos.embedded_marks import EmbeddedMarks
from clipiqa_desktop.photos.sidecar import UnusableSidecar, read_sidecar
from clipiqa_desktop.photos.sidecar_fields import SidecarOptions
from clipiqa_desktop.photos.time_beside import told_by
from clipiqa_desktop.photos.xmp_marks import XmpMarks

_TURNING_S = 1.0  # heads of files come by the hundred in that time

_log = logging.getLogger(__name__)


class SidecarReader:
    """Sidecars, and the marks inside the photographs that have none."""

    def __init__(self, catalog: Catalog, options: SidecarOptions) -> None:
        self._catalog, self._options = catalog, options
        self._waiting: deque[Unread] = deque()
        self._known_as: dict[int, int] = {}
        self._next_turning = 0.0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def take_on(self, folders: Collection[int], found: Iterable[FoundFile]) -> None:
        """What there is to read in these folders, after their walk was recorded."""
        self._waiting.extend(self._catalog.sidecars.unread(folders, found))
        if not self._waiting:
            self._known_as.clear()

    def known_as(self, new: int, old: int) -> None:
        """The photograph `new` turned out to be `old`: what lies beside it speaks of that."""
        self._known_as[new] = old

    def read_some(self, seconds: float) -> list[int]:
        """Reads for about so long; answers the photographs whose marks changed, or that stand otherwise now."""
        end = time.monotonic() + seconds
        changed = []
        while self._waiting and time.monotonic() < end:
            unread = self._waiting.popleft()
            if (now := self._known_as.get(unread.photo_id)) is not None:
                unread = replace(unread, photo_id=now)
            if self._read(unread):
                changed.append(unread.photo_id)
        if time.monotonic() >= self._next_turning:
            changed += self.turn_waiting()
        return changed

    def turn_waiting(self) -> list[int]:
        """Turns photographs as their sidecars said before it was known how their files stand; answers which."""
        self._next_turning = time.monotonic() + _TURNING_S
        return self._catalog.sidecars.turns.settle()

    def take_in_own(self, photo_id: int, name: str, own: EmbeddedMarks) -> None:
        """What the photograph of this name says inside itself; it is not asked where it has, or had, a sidecar."""
        state = own.state(self._options)
        is_told_beside = any(
            self._known_as.get(unread.photo_id, unread.photo_id) == photo_id for unread in self._waiting
        )
        if state.marks != XmpMarks() and not is_told_beside and not self._catalog.sidecars.is_beside(photo_id):
            self._catalog.sidecars.merge(photo_id, name, lambda: state)

    def _read(self, unread: Unread) -> bool:
        path = unread.path
        if moment := told_by(path):
            self._catalog.photos.heed_time(unread.photo_id, moment.seconds)
        try:
            return self._catalog.sidecars.merge(unread.photo_id, path.name, partial(read_sidecar, path, self._options))
        except UnusableSidecar as error:
            _log.warning("%s (%s)", error, displayable_name(str(path.parent)))
            self._catalog.sidecars.store_problem(unread.photo_id, path.name, str(error))
            return False
