"""What is laid over a photograph to judge it: clipped highlights and shadows, and where it is sharp."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

CACHE_BYTES = 128 * 1024 * 1024
MOST_WANTED = 12
_STRIPE = 128  # rows worked on at once, so that little memory is needed and the end is never far
# Index by index: nothing; 1, 2, 3 channels blown; 1, 2, 3 channels blocked; edges that are sharp, and very sharp.
_COLOURS = (0, 0x70E5342F, 0xB0E5342F, 0xFFE5342F, 0x703D7BFF, 0xB03D7BFF, 0xFF3D7BFF, 0xA04FD16A, 0xF0FFB000)
_BLOCKED, _SHARP, _SHARPEST = 3, 7, 8
_WHITE, _BLACK = 254, 1  # JPEG's rounding makes one grey level of 255 and 0
# The second derivative of the luminance, in 16ths of a grey level of 255, after a light blur against noise.
_SHARP_FROM, _SHARPEST_FROM = 14 * 16, 32 * 16

Key = tuple[int, bool, bool]
Bytes = NDArray[np.uint8]


class Overlays(QObject):
    """Two switches; `of` answers what is to be drawn over a frame, or begins to make it in a thread of its own."""

    changed = Signal()
    _made = Signal(object, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clipping = self.peaking = self.histogram = False
        self._cache: OrderedDict[Key, QImage] = OrderedDict()
        self._wanted: OrderedDict[Key, QImage] = OrderedDict()
        self._busy = False
        self._stop = Event()
        self._thread = ThreadPoolExecutor(1, "overlays")
        self._made.connect(self._keep)

    def switch(self, *, clipping: bool, peaking: bool) -> None:
        """Turns them on or off for every photograph."""
        self.clipping, self.peaking = clipping, peaking
        self._wanted.clear()
        self.changed.emit()

    def switch_histogram(self) -> None:
        """Shows the histogram of the colours in the loupe, or no longer."""
        self.histogram = not self.histogram
        self.changed.emit()

    def of(self, frame: QImage) -> QImage | None:
        """The overlay of a frame, of the same size; None where there is none, or none yet: `changed` tells."""
        if not (self.clipping or self.peaking):
            return None
        key = (frame.cacheKey(), self.clipping, self.peaking)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        self._wanted[key] = frame
        while len(self._wanted) > MOST_WANTED:
            self._wanted.popitem(last=False)
        self._go_on()
        return None

    def close(self) -> None:
        """Ends the thread."""
        self._stop.set()
        self._wanted.clear()
        self._thread.shutdown()

    def _go_on(self) -> None:
        """What was asked for last is made first."""
        if self._busy or not self._wanted or self._stop.is_set():
            return
        self._busy = True
        key, frame = self._wanted.popitem()
        self._thread.submit(self._make, key, frame)

    def _make(self, key: Key, frame: QImage) -> None:
        _, clipping, peaking = key
        try:
            overlay = drawn(frame, clipping=clipping, peaking=peaking, stopped=self._stop.is_set)
        except MemoryError:
            overlay = QImage(1, 1, QImage.Format.Format_Indexed8)  # nothing, rather than trying again for ever
            overlay.setColorTable(_COLOURS[:1])
            overlay.fill(0)
        if not self._stop.is_set():
            self._made.emit(key, overlay)

    def _keep(self, key: Key, overlay: QImage) -> None:
        self._busy = False
        self._cache[key] = overlay
        while sum(each.sizeInBytes() for each in self._cache.values()) > CACHE_BYTES and len(self._cache) > 1:
            self._cache.popitem(last=False)
        self._wanted.pop(key, None)
        self.changed.emit()
        self._go_on()


def drawn(frame: QImage, *, clipping: bool, peaking: bool, stopped: Callable[[], bool] = lambda: False) -> QImage:
    """The overlay of an RGB32 frame, one index a pixel; unfinished where `stopped` says so."""
    height, width = frame.height(), frame.width()
    pixels = np.frombuffer(frame.constBits(), np.uint8).reshape(height, -1)[:, : width * 4].reshape(height, width, 4)
    marks = np.zeros((height, width), np.uint8)
    for top in range(0, height, _STRIPE):
        if stopped():
            break
        bottom = min(top + _STRIPE, height)
        if peaking:
            marks[top:bottom] = _edges(pixels, top, bottom)
        if clipping:
            clipped = _clipped(pixels[top:bottom])
            np.copyto(marks[top:bottom], clipped, where=clipped > 0)
    overlay = QImage(marks.data, width, height, width, QImage.Format.Format_Indexed8)
    overlay.setColorTable(_COLOURS)
    return overlay.copy()


def _clipped(pixels: Bytes) -> Bytes:
    """How many channels of each pixel are at their end; the bright end goes before the dark one."""
    channels = [pixels[..., channel] for channel in range(3)]
    blown = sum(((each >= _WHITE).view(np.uint8) for each in channels), np.uint8(0))
    blocked = sum(((each <= _BLACK).view(np.uint8) for each in channels), np.uint8(0))
    dark = np.where(blocked > 0, blocked + np.uint8(_BLOCKED), np.uint8(0))
    return np.where(blown > 0, blown, dark).astype(np.uint8)


def _edges(pixels: Bytes, top: int, bottom: int) -> Bytes:
    """Where the luminance of rows `top` to `bottom` has fine detail."""
    height = len(pixels)
    rows = np.clip(np.arange(top - 2, bottom + 2), 0, height - 1)
    wide = np.pad(_luminance(pixels[rows]), ((0, 0), (2, 2)), "edge")
    blurred = wide[:-2] + 2 * wide[1:-1] + wide[2:]
    blurred = blurred[:, :-2] + 2 * blurred[:, 1:-1] + blurred[:, 2:]
    inner = blurred[1:-1, 1:-1]
    curved = np.abs(4 * inner - blurred[:-2, 1:-1] - blurred[2:, 1:-1] - blurred[1:-1, :-2] - blurred[1:-1, 2:])
    edges = np.zeros(curved.shape, np.uint8)
    edges[curved > _SHARP_FROM] = _SHARP
    edges[curved > _SHARPEST_FROM] = _SHARPEST
    return edges


def _luminance(pixels: Bytes) -> NDArray[np.int16]:
    blue, green, red = (pixels[..., channel].astype(np.uint16) for channel in range(3))
    return ((29 * blue + 150 * green + 77 * red) >> 8).astype(np.int16)
