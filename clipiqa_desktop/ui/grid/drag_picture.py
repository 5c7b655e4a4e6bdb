"""What hangs on the pointer while photographs are dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from clipiqa_desktop.notation import figures
from clipiqa_desktop.ui.grid.cell_picture import fitted, picture_of
from clipiqa_desktop.ui.grid.mark_painting import paint_badge
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader
from clipiqa_desktop.ui.grid.turned_painting import turned_size
from clipiqa_desktop.ui.library import Library

SIDE = 96  # logical pixels


def drag_picture(library: Library, thumbnails: ThumbnailLoader, ids: Sequence[int], ratio: float) -> QPixmap:
    """The first of these, and how many they are; null as long as nothing is known of how it looks. `ratio`: device
    pixels in a logical one.
    """
    shown = next((picture_of(thumbnails, library.columns, int(row)) for row in library.columns.rows(ids[:1])), None)
    if shown is None:
        return QPixmap()
    size = fitted(turned_size(shown.size, shown.quarters), QRect(0, 0, SIDE, SIDE), ratio).size().toSize()
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    place = QRect(0, 0, size.width(), size.height())
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    shown.paint(painter, place)
    if len(ids) > 1:
        paint_badge(painter, place, figures(len(ids)), Qt.Corner.TopRightCorner)
    painter.end()
    return pixmap
