"""What looks the same in many places is painted once, and copied from then on."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from clipiqa_desktop.catalog.query.lru_cache import LruCache
from clipiqa_desktop.ui import style

_KEPT = 300
_pictures = LruCache(_KEPT)


def paint_prepared(
    painter: QPainter, place: QRect, name: Hashable, paint: Callable[[QPainter, QRect], None], *, written: bool = False
) -> None:
    """Shows in `place` what `paint` paints there; it is called once for each name, size and theme, and where something
    is `written` there for each font. It must paint nothing outside of its place.
    """
    ratio = painter.device().devicePixelRatioF()
    if not ratio.is_integer():  # between the pixels of the screen a copy would be blurred
        paint(painter, place)
        return
    version = (place.width(), place.height(), ratio, painter.font().key() if written else "", style.current().name)
    picture = _pictures.get_or_compute((name, version), None, lambda: _painted(painter, place, ratio, paint))
    painter.drawImage(place.topLeft(), picture)


def _painted(painter: QPainter, place: QRect, ratio: float, paint: Callable[[QPainter, QRect], None]) -> QImage:
    picture = QImage(place.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    inside = QPainter(picture)
    inside.setRenderHints(painter.renderHints())
    inside.setFont(painter.font())
    paint(inside, QRect(0, 0, place.width(), place.height()))
    inside.end()
    return picture
