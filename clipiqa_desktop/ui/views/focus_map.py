"""A small map of where a photograph is sharp, in the corner of the loupe."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.catalog.stages.focus import NARROWEST, FocusNumbers, Widths
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.mark_painting import BEHIND, ON_PICTURE
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.grid.turned_painting import turned_image
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views.overlays import Overlays

SIDE = 150  # of the longer one, in logical pixels
MARGIN = 16
_LINE = 18
_BESIDE = 4  # left and right of the words
_STRONGEST = 0.75
_WIDEST = 2.0  # what is so many times as wide as the sharpest edges is not tinted any more
_PALE = 0.35  # of the tint, where nothing is sharp
SOFT = 2.0
"""Pixels: where even the sharpest edges are wider than this, nothing looks sharp at 100 %."""


class FocusMap(QObject):
    """Shows while the overlay for sharp edges is on, or the pointer is there."""

    def __init__(self, library: Library, thumbnails: ThumbnailLoader, overlays: Overlays, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._thumbnails, self._overlays = library, thumbnails, overlays
        self._known: tuple[int, QImage | None, str] | None = None
        self._pointed = False
        library.photos_changed.connect(self._forget)

    def point(self, at: QPointF | None, room: QRect, size: QSizeF | None) -> bool:
        """The pointer is there, in logical pixels, or nowhere; whether that changes anything."""
        pointed = at is not None and size is not None and place_in(room, size).contains(at)
        changed = pointed != self._pointed
        self._pointed = pointed
        return changed

    def paint(self, painter: QPainter, photo: Photo, room: QRect, size: QSizeF | None) -> None:
        """Paints it, if it is to be seen, into the upper right corner of the room, in logical pixels."""
        if size is None or not (self._overlays.peaking or self._pointed):
            return
        tint, words = self._of(photo.id)
        place = place_in(room, size)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        line = line_below(place, painter.fontMetrics().horizontalAdvance(words))
        painter.fillRect(place.adjusted(-1, -1, 1, 1), BEHIND)
        painter.fillRect(line.adjusted(-1, 1, 1, 1), BEHIND)
        if photo.fingerprint and (thumbnail := self._thumbnails.get(photo.fingerprint)):
            painter.setOpacity(0.7)
            grey = thumbnail.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
            painter.drawImage(place, turned_image(grey, photo.turned))
            painter.setOpacity(1.0)
        if tint:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # tiles are what was measured
            painter.drawImage(place, turned_image(tint, photo.turned))
        painter.setPen(ON_PICTURE)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line.adjusted(_BESIDE, 0, 0, 0), flags, words)
        painter.restore()

    def _of(self, photo_id: int) -> tuple[QImage | None, str]:
        if self._known is None or self._known[0] != photo_id:
            self._known = (photo_id, *self._read(photo_id))
        return self._known[1:]

    def _read(self, photo_id: int) -> tuple[QImage | None, str]:
        focus = self._library.catalog.focus
        numbers, widths = focus.numbers(photo_id), focus.widths(photo_id)
        if numbers is None or widths is None:
            return None, "Could not be measured" if focus.reason(photo_id) else "Not measured yet"
        return tinted(widths, numbers), map_words(numbers)

    def _forget(self, ids: Collection[int]) -> None:
        if self._known and self._known[0] in ids:
            self._known = None


def place_in(room: QRect, size: QSizeF) -> QRectF:
    """Where the map of a photograph of this size lies."""
    scale = SIDE / max(size.width(), size.height())
    width, height = max(1.0, size.width() * scale), max(1.0, size.height() * scale)
    return QRectF(room.right() - MARGIN - width, room.top() + MARGIN, width, height)


def line_below(place: QRectF, words: int) -> QRectF:
    """Where words of this width stand below a map: as wide as it, or further to the left where it is too narrow."""
    width = max(place.width(), words + 2 * _BESIDE)
    return QRectF(place.right() - width, place.bottom(), width, _LINE)


def map_words(numbers: FocusNumbers) -> str:
    """What its tint says."""
    if numbers.width is None:
        return "No edges to tell by"
    return "Sharpest here" if numbers.width <= SOFT else "Soft; least so here"


def tinted(widths: Widths, numbers: FocusNumbers) -> QImage | None:
    """One pixel a tile, the stronger the sharper, all of it pale where the sharpest is soft; None without edges."""
    if numbers.width is None:
        return None
    sharpest = max(numbers.width, NARROWEST)
    relative = np.maximum(widths, NARROWEST) / sharpest
    strength = np.nan_to_num(((_WIDEST - relative) / (_WIDEST - 1.1)).clip(0, 1), nan=0)
    colour = QColor(style.DARK.accent)
    pixels = np.empty((*widths.shape, 4), np.uint8)
    pixels[...] = (colour.blue(), colour.green(), colour.red(), 0)
    pixels[..., 3] = np.rint(255 * (_STRONGEST if numbers.width <= SOFT else _PALE) * strength)
    height, width = widths.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
