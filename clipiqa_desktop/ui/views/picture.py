"""Paints a photograph from whatever of it is there."""

from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.mark_painting import BEHIND
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.grid.turned_painting import turned_image
from clipiqa_desktop.ui.views.frames import Frame, FrameLoader
from clipiqa_desktop.ui.views.overlays import Overlays

_COARSE = 1.5  # from here on the painter's own scaling down would leave grain out
_CRISP_FROM = 3.0  # from here on one wants to see the pixels themselves


class Painted(Enum):
    """How much of what is wanted could be painted."""

    NOTHING = 0
    ROUGHLY = 1
    SHARPLY = 2


class Picture:
    """Remembers the last scaled image, so that painting again costs little."""

    def __init__(self, frames: FrameLoader, thumbnails: ThumbnailLoader, overlays: Overlays) -> None:
        self._frames, self._thumbnails, self._overlays = frames, thumbnails, overlays
        self._scaled: tuple[tuple[int, int, int], QImage] | None = None

    def paint(self, painter: QPainter, photo: Photo, place: QRectF | None, room: QSizeF) -> Painted:
        """Paints the part of the photograph that is in sight; `place` and `room` in device pixels, like the painter."""
        if place is None:
            return Painted.NOTHING
        side = round(max(place.width(), place.height()))
        if frame := self._frames.best(photo.id, side):
            self._paint_frame(painter, frame, place, room)
            return Painted.SHARPLY if frame.is_full or frame.side >= side else Painted.ROUGHLY
        if thumbnail := self._thumbnails.best(photo.fingerprint, photo.embedded):
            _draw(painter, turned_image(thumbnail.toImage(), photo.turned), place, room, smooth=True)
            return Painted.ROUGHLY
        return Painted.NOTHING

    def image_of(self, photo: Photo) -> QImage | None:
        """All of the photograph, of any size."""
        if frame := self._frames.best(photo.id, 1):
            return frame.image
        thumbnail = self._thumbnails.best(photo.fingerprint, photo.embedded)
        return thumbnail.toImage().convertToFormat(QImage.Format.Format_RGB32) if thumbnail else None

    def _paint_frame(self, painter: QPainter, frame: Frame, place: QRectF, room: QSizeF) -> None:
        image = frame.image
        zoom = place.width() / image.width()
        shown = self._scaled_down(image, place) if zoom * _COARSE < 1 else image
        _draw(painter, shown, place, room, smooth=zoom < _CRISP_FROM or not frame.is_full)
        if overlay := self._overlays.of(image):
            _draw(painter, overlay, place, room, smooth=False)

    def _scaled_down(self, image: QImage, place: QRectF) -> QImage:
        size = place.size().toSize()
        key = (image.cacheKey(), size.width(), size.height())
        if self._scaled is None or self._scaled[0] != key:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled = (key, image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        return self._scaled[1]


def paint_words(painter: QPainter, place: QRect, words: str) -> None:
    """What stands where there is no picture."""
    painter.setPen(QColor(style.current().quiet))
    wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(place.adjusted(24, 12, -24, -12), wrapped, words)


def paint_notice(painter: QPainter, place: QRect, words: str) -> None:
    """A line over the lower edge of the picture, no brighter than the window's own text."""
    wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    widest = place.adjusted(24, 12, -24, -22)
    size = painter.fontMetrics().boundingRect(widest, wrapped, words).size()
    words_place = QRect(0, 0, size.width(), size.height())
    words_place.moveCenter(place.center())
    words_place.moveBottom(widest.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BEHIND)
    painter.drawRoundedRect(words_place.adjusted(-12, -6, 12, 6), 5, 5)
    painter.setPen(QColor(style.DARK.text))
    painter.drawText(words_place, wrapped, words)


def _draw(painter: QPainter, image: QImage, place: QRectF, room: QSizeF, *, smooth: bool) -> None:
    """The part of the image that is in sight; without scaling where its pixels are the screen's."""
    seen = place.intersected(QRectF(0, 0, room.width(), room.height()))
    across, down = image.width() / place.width(), image.height() / place.height()
    source = QRectF(
        (seen.left() - place.left()) * across,
        (seen.top() - place.top()) * down,
        seen.width() * across,
        seen.height() * down,
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(seen, image, source)
