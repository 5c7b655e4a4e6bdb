"""One photograph, whole or near, from whatever of it is there already."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clipiqa_desktop.catalog.photos import Photo
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.grid.turned_painting import turned_place, turned_size_f
from clipiqa_desktop.ui.library import Library
from clipiqa_desktop.ui.views import view as views
from clipiqa_desktop.ui.views.colour_histogram import ColourHistogram
from clipiqa_desktop.ui.views.focus_map import FocusMap
from clipiqa_desktop.ui.views.frame_prefetcher import FramePrefetcher
from clipiqa_desktop.ui.views.frames import FrameLoader
from clipiqa_desktop.ui.views.overlays import Overlays
from clipiqa_desktop.ui.views.picture import Painted, Picture, paint_notice, paint_words
from clipiqa_desktop.ui.views.stack_places import StackPlaces
from clipiqa_desktop.ui.views.tile_numbers import TileNumbers
from clipiqa_desktop.ui.views.view import SharedView, View

STEP = 120  # of the wheel
PAN_SHARE = 0.2  # of the canvas, for one press of an arrow key
NOTICE_MS, LASTING_NOTICE_MS = 900, 4000


@dataclass(frozen=True)
class ViewContext:
    """What all that show photographs large have in common."""

    library: Library
    thumbnails: ThumbnailLoader
    frames: FrameLoader
    prefetcher: FramePrefetcher
    overlays: Overlays
    view: SharedView
    numbers: TileNumbers
    places: StackPlaces


class PhotoCanvas(QWidget):
    """Never blank: first the thumbnail, then the frame that fits, then the full one, all in the same place.

    With `has_corners` focus map and histogram lie in its upper corners when they are asked for.
    """

    pressed = Signal()
    resized = Signal()

    def __init__(self, context: ViewContext, parent: QWidget | None = None, *, has_corners: bool = False) -> None:
        super().__init__(parent)
        self._context = context
        self._map = FocusMap(context.library, context.thumbnails, context.overlays, self) if has_corners else None
        self._histogram = ColourHistogram() if has_corners else None
        self._photo: Photo | None = None
        self._grip: QPointF | None = None  # where a drag is, in device pixels
        self._pointer: QPointF | None = None
        self._turned = 0
        self.apart = (0.0, 0.0)  # how far it looks beside what the others look at, in shares of the photograph
        self._picture = Picture(context.frames, context.thumbnails, context.overlays)
        self._notice = ""
        self._notice_end = QTimer(self, singleShot=True)
        self._notice_end.timeout.connect(lambda: self.say(""))
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        context.frames.arrived.connect(self._came)
        context.frames.failed.connect(self._came)
        context.thumbnails.loaded.connect(self.update)
        context.overlays.changed.connect(self.update)
        context.view.changed.connect(self._looked)

    # what is shown

    @property
    def photo(self) -> Photo | None:
        """The photograph that is shown."""
        return self._photo

    def show_photo(self, photo: Photo | None) -> None:
        """Shows another photograph, as near and at the same place as this one."""
        if photo is None or self._photo is None or photo.id != self._photo.id:
            self.apart = (0.0, 0.0)
        self._photo = photo
        self._looked()

    def say(self, words: str, *, lasting: bool = False) -> None:
        """Shows a short notice over the photograph for a moment, or for as long as it takes to read it twice."""
        self._notice = words
        self._notice_end.start(LASTING_NOTICE_MS if lasting else NOTICE_MS) if words else self._notice_end.stop()
        self.update()

    @property
    def room(self) -> QSizeF:
        """The canvas in device pixels."""
        return QSizeF(self.size()) * self.devicePixelRatioF()

    @property
    def zoom(self) -> float | None:
        """Device pixels for one pixel of the photograph; None while its size is unknown."""
        size = self.photograph_size(self._photo)
        return views.zoom_of(size, self.room, self._view) if size else None

    @property
    def _view(self) -> View:
        """How this one looks."""
        return views.shifted(self._context.view.now, self.apart)

    def _look(self, view: View) -> None:
        """Has all look so, this one as far apart as ever."""
        self._context.view.look(views.shifted(view, (-self.apart[0], -self.apart[1])))

    def photograph_size(self, photo: Photo | None) -> QSizeF | None:
        """The upright pixels of the whole photograph, or at least their proportion."""
        if photo is None:
            return None
        if frame := self._context.frames.best(photo.id):
            return QSizeF(frame.full_width, frame.full_height)
        if photo.facts["width"] and photo.facts["height"]:
            return turned_size_f(QSizeF(photo.facts["width"], photo.facts["height"]), photo.turned)
        thumbnail = self._context.thumbnails.best(photo.fingerprint, photo.embedded)
        return turned_size_f(QSizeF(thumbnail.size()), photo.turned) if thumbnail else None

    def fitting_side(self, photo: Photo | None) -> int | None:
        """The longer side of the frame to ask for, so that `photo` fits here; None where that is all of it."""
        size = self.photograph_size(photo)
        if size is None:
            return max(1, round(max(self.room.width(), self.room.height())))
        zoom = views.fitting(size, self.room)
        return None if zoom >= 1 else max(1, round(max(size.width(), size.height()) * zoom))

    def place(self) -> QRectF | None:
        """Where the whole photograph lies, in device pixels of the canvas."""
        size = self.photograph_size(self._photo)
        return views.place_of(size, self.room, self._view) if size else None

    # looking nearer

    def toggle_100(self) -> None:
        """The photograph's own pixels, or back to all: at the pointer, or if that is not over the photograph at the
        eyes of its largest face, or where it is sharpest, as far as that is known.
        """
        if self._view.zoom == 1:
            self._look(View())
        elif not self._is_pointed_at() and (place := self._place_that_counts()):
            self.look_at(place)
        else:
            self._zoom_to(lambda _size: 1.0)

    def look_at(self, place: tuple[float, float]) -> None:
        """The photograph's own pixels around a place, in shares of its width and height."""
        if size := self.photograph_size(self._photo):
            self._look(views.clamped(size, self.room, View(1.0, place)))

    def zoom_by(self, steps: int) -> None:
        """Steps nearer, or farther where negative, at the pointer."""
        if self.zoom is not None and steps:
            zoom = self.zoom
            self._zoom_to(lambda size: views.stepped(zoom, steps, views.fitting(size, self.room)))

    def pan(self, right: int, down: int, *, alone: bool = False) -> None:
        """Moves on by so many fifths of the canvas, together with the others or alone."""
        self._move(QPointF(right * self.room.width(), down * self.room.height()) * -PAN_SHARE, alone=alone)

    def _zoom_to(self, wanted: Callable[[QSizeF], float | None]) -> None:
        size = self.photograph_size(self._photo)
        if size is None:
            return
        zoom = wanted(size)
        middle = QPointF(self.room.width() / 2, self.room.height() / 2)
        self._look(View() if zoom is None else views.zoomed(size, self.room, self._view, zoom, self._pointer or middle))

    def _move(self, by: QPointF, *, alone: bool = False) -> None:
        size, now = self.photograph_size(self._photo), self._view
        if size is None or now.zoom is None:
            return
        moved = views.moved(size, self.room, now, by)
        if alone:
            (x, y), (all_x, all_y) = moved.centre, self._context.view.now.centre
            self.apart = (x - all_x, y - all_y)
            self._context.view.changed.emit()
        else:
            self._look(moved)

    def _is_pointed_at(self) -> bool:
        place = self.place()
        return bool(place and self._pointer and place.contains(self._pointer))

    def _place_that_counts(self) -> tuple[float, float] | None:
        """Between the eyes of the largest face, else where it is sharpest."""
        if self._photo is None:
            return None
        catalog, photo = self._context.library.catalog, self._photo
        faces, numbers = catalog.faces.of([photo.id]).get(photo.id), catalog.focus.numbers(photo.id)
        place = faces[0].between_eyes if faces else numbers.place if numbers else None
        return turned_place(place, photo.turned) if place else None

    def _can_move(self) -> bool:
        place = self.place()
        return bool(place and (place.width() > self.room.width() or place.height() > self.room.height()))

    def _looked(self) -> None:
        if self._context.view.now.zoom is None:
            self.apart = (0.0, 0.0)
        self._show_cursor()
        self.update()

    def _came(self, photo_id: int) -> None:
        if self._photo and photo_id == self._photo.id:
            self._looked()

    # the hand

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms at the pointer."""
        self._pointer = event.position() * self.devicePixelRatioF()
        self._turned += event.angleDelta().y()
        steps = int(self._turned / STEP)
        self._turned -= steps * STEP
        self.zoom_by(steps)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Makes this the active one, and takes hold of the photograph."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position() * self.devicePixelRatioF()
            self.pressed.emit()
            self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the photograph along, and with Alt none of the others."""
        self._pointer = event.position() * self.devicePixelRatioF()
        self._point_at_map(event.position())
        if self._grip is not None:
            alone = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._move(self._pointer - self._grip, alone=alone)
            self._grip = self._pointer

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = None
            self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """100 % here, or back."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer = event.position() * self.devicePixelRatioF()
            self.toggle_100()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        self._pointer = None
        self._point_at_map(None)
        super().leaveEvent(event)

    def _point_at_map(self, at: QPointF | None) -> None:
        if self._map and self._map.point(at, self.rect(), self.photograph_size(self._photo)):
            self.update()

    @property
    def has_pointer(self) -> bool:
        """Whether the pointer is here."""
        return self._pointer is not None

    def _show_cursor(self) -> None:
        holding, loose = Qt.CursorShape.ClosedHandCursor, Qt.CursorShape.OpenHandCursor
        self.setCursor((holding if self._grip else loose) if self._can_move() else Qt.CursorShape.ArrowCursor)

    # painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another frame may fit now."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints what there is."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        painter.fillRect(self.rect(), QColor(style.current().loupe))
        if self._photo is None:
            return
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painted = self._picture.paint(painter, self._photo, self.place(), self.room)
        painter.restore()
        if self._map:
            self._map.paint(painter, self._photo, self.rect(), self.photograph_size(self._photo))
        if self._histogram and self._context.overlays.histogram and (image := self._picture.image_of(self._photo)):
            self._histogram.paint(painter, image, self.rect())
        reason = self._context.frames.reason(self._photo.id) or self._photo.error
        if painted is Painted.NOTHING:
            paint_words(painter, self.rect(), reason or "…")
        if notice := self._notice or (reason if painted is Painted.ROUGHLY else ""):
            paint_notice(painter, self.rect(), notice)
