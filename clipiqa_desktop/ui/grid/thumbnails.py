"""Thumbnails for the cells: read and decoded in threads of their own, those on the screen first."""

import logging
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QThread, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.errors import UserError

CACHE_BYTES = 256 * 1024 * 1024
THREADS = 2

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """A thumbnail by content, to fit into a square of `side` device pixels."""

    fingerprint: str
    side: int


class ThumbnailLoader(QObject):
    """Answers from its cache at once; what is missing is loaded, and `loaded` says when it has come."""

    loaded = Signal()
    came = Signal(str)  # the same, with what it is

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = _Queue()
        self._cache: OrderedDict[str, tuple[int, QPixmap]] = OrderedDict()
        self._bytes = 0
        _make(path)
        self._threads = [_LoadingThread(path, self._queue, self) for _ in range(THREADS)]
        for thread in self._threads:
            thread.decoded.connect(self._keep)
            thread.start()

    def get(self, fingerprint: str) -> QPixmap | None:
        """The thumbnail in the cache, whatever its size."""
        if fingerprint not in self._cache:
            return None
        self._cache.move_to_end(fingerprint)
        return self._cache[fingerprint][1]

    def best(self, *keys: str | None) -> QPixmap | None:
        """The first of these that is in the cache."""
        return next((pixmap for key in keys if key and (pixmap := self.get(key))), None)

    def want(self, fingerprints: Iterable[str], side: int) -> None:
        """Loads these, the first ones first, instead of what was wanted before and has not begun."""
        self._queue.replace(
            Wanted(fingerprint, side)
            for fingerprint in fingerprints
            if fingerprint not in self._cache or self._cache[fingerprint][0] < side
        )

    def close(self) -> None:
        """Ends the threads."""
        self._queue.close()
        for thread in self._threads:
            thread.wait()

    def _keep(self, wanted: Wanted, image: QImage) -> None:
        if wanted.fingerprint in self._cache:
            if self._cache[wanted.fingerprint][0] > wanted.side:
                return  # a larger one, asked for later, has overtaken it
            self._bytes -= _bytes(self._cache.pop(wanted.fingerprint)[1])
        pixmap = QPixmap.fromImage(image)
        self._cache[wanted.fingerprint] = (wanted.side, pixmap)
        self._bytes += _bytes(pixmap)
        while self._bytes > CACHE_BYTES and len(self._cache) > 1:
            self._bytes -= _bytes(self._cache.popitem(last=False)[1][1])
        self.loaded.emit()
        self.came.emit(wanted.fingerprint)


class _Queue:
    """What is wanted now; whoever takes from it waits until there is something."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._wanted: list[Wanted] = []
        self._in_work: set[Wanted] = set()
        self._closed = False

    def replace(self, wanted: Iterable[Wanted]) -> None:
        with self._condition:
            self._wanted = [each for each in reversed(list(wanted)) if each not in self._in_work]
            self._condition.notify_all()

    def take(self) -> Wanted | None:
        with self._condition:
            self._condition.wait_for(lambda: self._wanted or self._closed)
            if self._closed:
                return None
            self._in_work.add(self._wanted[-1])
            return self._wanted.pop()

    def done(self, wanted: Wanted) -> None:
        with self._condition:
            self._in_work.discard(wanted)

    def close(self) -> None:
        with self._condition:
            self._closed = True
            self._condition.notify_all()


class _LoadingThread(QThread):
    decoded = Signal(object, QImage)

    def __init__(self, path: Path, queue: _Queue, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._queue = path, queue

    def run(self) -> None:
        try:
            with closing(ThumbnailStore(self._path)) as store:
                while wanted := self._queue.take():
                    if image := _loaded(store, wanted):
                        self.decoded.emit(wanted, image)
                    self._queue.done(wanted)
        except UserError as error:
            _log.warning("Thumbnails cannot be shown: %s", error)


def _make(path: Path) -> None:
    """Makes the file before several threads open it: only one connection at a time can set up a new database."""
    try:
        ThumbnailStore(path).close()
    except UserError as error:
        _log.warning("Thumbnails cannot be kept: %s", error)


def _loaded(store: ThumbnailStore, wanted: Wanted) -> QImage | None:
    try:
        return decoded_jpeg(store.get(wanted.fingerprint), wanted.side)
    except sqlite3.Error as error:
        _log.warning("The thumbnail %s cannot be read: %s", wanted.fingerprint, error)
        return None


def decoded_jpeg(jpeg: bytes | None, side: int | None = None) -> QImage | None:
    """A thumbnail, no larger than `side`; None where it cannot be read. For any thread."""
    if jpeg is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # Named, so that Qt tries no other plugin: that for SVG connects signals, and would wait here for a mutex that the
    # window's thread may hold while it waits for Python's lock.
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if side and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_RGB32)


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
