"""Writes sidecars "as I mark": in the background, a short while after each mark."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.culling.sidecar_files import Written, write_marks
from clipiqa_desktop.culling.sidecar_settings import SidecarSettings
from clipiqa_desktop.errors import UserError

DELAY_S = 1.0
_LOOK_S = 0.1  # so often who waits looks whether that is still wanted

_log = logging.getLogger(__name__)


class SidecarWriter:
    """Collects photographs and writes them in a thread of its own, which begins with the first one.

    `opened` opens a catalog for that thread; `settings` is asked in it how to write each batch, and `tell` is called in
    it with what came of that. A photograph that is
    not written when the program dies is written with the next export: the catalog knows its marks already.
    """

    def __init__(
        self,
        opened: Callable[[], Catalog],
        settings: Callable[[], SidecarSettings],
        tell: Callable[[Sequence[Written]], None],
        delay_s: float = DELAY_S,
    ) -> None:
        self._opened, self._settings, self._tell, self._delay_s = opened, settings, tell, delay_s
        self._waiting: set[int] = set()
        self._closing = self._writing = False
        self._hurries = 0  # how many wait for what is being written
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, photo_ids: Iterable[int]) -> None:
        """These photographs were marked. May be called from any thread."""
        with self._changed:
            self._waiting.update(photo_ids)
            self._changed.notify_all()
            if self._thread is None and self._waiting:
                self._thread = threading.Thread(target=self._work, name="sidecars")
                self._thread.start()

    def settle(self, cancelled: Callable[[], bool]) -> None:
        """Waits until all that was added is written, or `cancelled` says so. From any thread but that which writes."""
        with self._changed:
            self._hurries += 1
            self._changed.notify_all()
            while self._is_at_work and not cancelled():
                self._changed.wait(_LOOK_S)
            self._hurries -= 1

    def close(self) -> None:
        """Writes what is waiting and ends."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread:
            self._thread.join()

    @property
    def _is_at_work(self) -> bool:
        return bool(self._waiting or self._writing) and self._thread is not None and self._thread.is_alive()

    def _work(self) -> None:
        while photo_ids := self._next():
            try:
                with closing(self._opened()) as catalog:
                    written = write_marks(catalog, photo_ids, self._settings(), datetime.now(UTC))
                self._tell(written)
            except (UserError, sqlite3.Error):
                _log.exception("Sidecars were not written; the next export writes them")
                self._tell([])

    def _next(self) -> set[int]:
        """What to write now; nothing where the end has come."""
        with self._changed:
            self._writing = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._waiting or self._closing)
            # marks come in quick succession, and every one would be a file written anew
            self._changed.wait_for(lambda: self._closing or self._hurries, self._delay_s)
            photo_ids, self._waiting = self._waiting, set()
            self._writing = bool(photo_ids)
            return photo_ids
