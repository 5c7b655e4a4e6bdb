"""How near and where one looks: the same for all photographs that are shown together or one after another."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal

MOST = 8.0
_STEPS = (0.05, 0.07, 0.1, 0.14, 0.2, 0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, MOST)
_SAME = 1.03  # what is closer than this is one step
MIDDLE = (0.5, 0.5)


@dataclass(frozen=True)
class View:
    """`zoom`: device pixels for one pixel of the photograph, None where the whole is fitted in. `centre`: which point
    of the photograph is in the middle, as fractions of its width and height.
    """

    zoom: float | None = None
    centre: tuple[float, float] = MIDDLE


class SharedView(QObject):
    """The one view of all canvases that zoom and move together."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = View()

    @property
    def now(self) -> View:
        """The view at present."""
        return self._view

    def look(self, view: View) -> None:
        """Looks so from now on."""
        if view != self._view:
            self._view = view
            self.changed.emit()


def shifted(view: View, by: tuple[float, float]) -> View:
    """The view with its centre moved by so much of the photograph; the same where all of it is seen."""
    if view.zoom is None or by == (0, 0):
        return view
    return View(view.zoom, (view.centre[0] + by[0], view.centre[1] + by[1]))


def fitting(photograph: QSizeF, room: QSizeF) -> float:
    """The zoom at which the whole photograph just fits."""
    return min(room.width() / photograph.width(), room.height() / photograph.height(), MOST)


def zoom_of(photograph: QSizeF, room: QSizeF, view: View) -> float:
    """The zoom as a number in both cases."""
    return fitting(photograph, room) if view.zoom is None else view.zoom


def place_of(photograph: QSizeF, room: QSizeF, view: View) -> QRectF:
    """Where the whole photograph lies, in device pixels of the room; whole pixels, and no gap where it is larger."""
    zoom = zoom_of(photograph, room, view)
    width, height = (max(round(side * zoom), 1) for side in (photograph.width(), photograph.height()))
    left, top = _start(width, room.width(), view.centre[0]), _start(height, room.height(), view.centre[1])
    return QRectF(left, top, width, height)


def stepped(zoom: float, steps: int, fit: float) -> float | None:
    """The zoom so many steps nearer, or farther where negative; None, the whole, where they meet or pass `fit`."""
    ahead = [each for each in _STEPS if (each > zoom * _SAME if steps > 0 else each < zoom / _SAME)]
    if not ahead:
        return zoom
    wanted = ahead[min(steps, len(ahead)) - 1] if steps > 0 else ahead[max(steps, -len(ahead))]
    low, high = sorted((zoom, wanted))
    meets = fit / _SAME <= wanted <= fit * _SAME or low * _SAME < fit < high / _SAME
    return None if meets else wanted


def zoomed(photograph: QSizeF, room: QSizeF, view: View, zoom: float, fixed: QPointF) -> View:
    """The view with another zoom in which the point `fixed` of the room shows what it showed before."""
    before = place_of(photograph, room, view)
    x, y = (fixed.x() - before.left()) / before.width(), (fixed.y() - before.top()) / before.height()
    return clamped(
        photograph,
        room,
        View(
            zoom,
            (
                x - (fixed.x() - room.width() / 2) / (photograph.width() * zoom),
                y - (fixed.y() - room.height() / 2) / (photograph.height() * zoom),
            ),
        ),
    )


def moved(photograph: QSizeF, room: QSizeF, view: View, by: QPointF) -> View:
    """The view after the photograph was dragged by so many device pixels."""
    now, place = clamped(photograph, room, view), place_of(photograph, room, view)
    x, y = now.centre
    return clamped(photograph, room, View(view.zoom, (x - by.x() / place.width(), y - by.y() / place.height())))


def clamped(photograph: QSizeF, room: QSizeF, view: View) -> View:
    """The view with the centre that is really in the middle: no edge comes further in than the room's."""
    place = place_of(photograph, room, view)
    return View(
        view.zoom,
        (
            _within(view.centre[0], room.width() / place.width() / 2),
            _within(view.centre[1], room.height() / place.height() / 2),
        ),
    )


def _within(centre: float, margin: float) -> float:
    return min(max(centre, margin), 1 - margin) if margin < 0.5 else 0.5


def _start(length: float, room: float, centre: float) -> float:
    if length <= room:
        return round((room - length) / 2)
    return round(min(max(room / 2 - centre * length, room - length), 0))
