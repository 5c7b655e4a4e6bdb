"""What is painted once and copied looks as if it had been painted there."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from clipiqa_desktop.ui.widgets.prepared import paint_prepared


def square(painter, place):
    painter.fillRect(place, QColor("#e8b04a"))


def painted(paint, ratio=1.0):
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def test_a_copy_stands_where_it_would_have_been_painted_also_on_finer_screens(qapp):
    place = QRect(7, 5, 10, 6)
    for ratio in (1.0, 1.5, 2.0):
        own = painted(lambda painter: square(painter, place), ratio)
        for _ in range(2):
            assert painted(lambda painter: paint_prepared(painter, place, "square", square), ratio) == own


def test_it_is_painted_once_for_each_name_and_size(qapp):
    seen = []

    def paint(painter, place):
        seen.append(place.size().toTuple())
        square(painter, place)

    for name, width in (("a", 10), ("a", 10), ("a", 12), ("b", 12), ("a", 10)):
        painted(lambda painter, name=name, width=width: paint_prepared(painter, QRect(3, 3, width, 6), name, paint))
    assert seen == [(10, 6), (12, 6), (12, 6)]


def test_what_is_written_is_painted_again_in_another_font(qapp):
    seen = []

    def write(painter, pixels, written):
        font = painter.font()
        font.setPixelSize(pixels)
        painter.setFont(font)
        paint_prepared(painter, QRect(3, 3, 9, 6), "letters", lambda *_: seen.append(pixels), written=written)

    for pixels in (12, 15, 12):
        painted(lambda painter, pixels=pixels: write(painter, pixels, written=True))
    assert seen == [12, 15]
    for pixels in (12, 15):
        painted(lambda painter, pixels=pixels: write(painter, pixels, written=False))
    assert seen == [12, 15, 12]
