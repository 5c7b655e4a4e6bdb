"""Pictures as the person turned them."""

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform

RIGHT_ANGLE = 90.0


def turned_size(size: QSize, quarters: int) -> QSize:
    """Width and height change places where it is turned by one quarter or by three."""
    return size.transposed() if quarters % 2 else size


def turned_size_f(size: QSizeF, quarters: int) -> QSizeF:
    """The same in fractions of pixels."""
    return size.transposed() if quarters % 2 else size


def turned_image(image: QImage, quarters: int) -> QImage:
    """The image itself where it is not turned."""
    return image.transformed(QTransform().rotate(RIGHT_ANGLE * quarters)) if quarters else image


def turned_place(place: tuple[float, float], quarters: int) -> tuple[float, float]:
    """Where a point, in shares of width and height, comes to lie."""
    x, y = place
    for _ in range(quarters % 4):
        x, y = 1 - y, x
    return x, y


def draw_turned(painter: QPainter, place: QRectF, pixmap: QPixmap, quarters: int) -> None:
    """Draws the whole pixmap into its place, turned."""
    if not quarters:
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        return
    size = turned_size_f(place.size(), quarters)
    painter.save()
    painter.translate(place.center())
    painter.rotate(RIGHT_ANGLE * quarters)
    painter.drawPixmap(
        QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height()), pixmap, QRectF(pixmap.rect())
    )
    painter.restore()
