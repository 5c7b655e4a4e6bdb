"""A photograph that was turned stands so wherever it is seen."""

import pytest
from PySide6.QtCore import Qt

from clipiqa_desktop.ui.views.focus_map import place_in

Key = Qt.Key


@pytest.fixture
def loupe(shoot, open_bench):
    """Two photographs, of which red grows to the right and green downwards."""
    shoot(2)
    bench = open_bench()
    bench.select("p0.jpg")
    bench.viewing.show_mode("loupe")
    bench.wait_for_full("p0.jpg")
    return bench


def colours(image, place):
    """Red and green near the upper left, upper right and lower left corner of a place."""
    across, down = place.width() * 0.1, place.height() * 0.1
    spots = (
        (place.left() + across, place.top() + down),
        (place.right() - across, place.top() + down),
        (place.left() + across, place.bottom() - down),
    )
    return [(image.pixelColor(int(x), int(y)).red(), image.pixelColor(int(x), int(y)).green()) for x, y in spots]


def is_turned_right(found):
    """Red grows downwards now, and green to the left."""
    (red, green), (red_right, green_right), (red_below, green_below) = found
    same = abs(red - red_right) < 20 and abs(green - green_below) < 20
    return same and red_below > red + 100 and green > green_right + 100


def seen(bench):
    return colours(bench.canvas.grab().toImage(), bench.canvas.place())


def test_the_loupe_shows_it_at_once_and_sharply_soon(loupe, qtbot):
    photo_id = loupe.library.current_id
    assert not is_turned_right(seen(loupe))
    loupe.library.turn([photo_id], 1)
    assert loupe.canvas.photograph_size(loupe.canvas.photo).toTuple() == (1200, 1800)
    assert is_turned_right(seen(loupe))
    loupe.wait_for_full("p0.jpg")
    assert (loupe.frames.best(photo_id).image.width(), loupe.frames.best(photo_id).image.height()) == (1200, 1800)
    assert is_turned_right(seen(loupe))
    loupe.library.undo()
    assert loupe.canvas.photograph_size(loupe.canvas.photo).toTuple() == (1800, 1200)
    loupe.wait_for_full("p0.jpg")
    assert not is_turned_right(seen(loupe))


def test_cells_and_film_strip_show_it(loupe, qtbot):
    photo_id = loupe.library.current_id
    loupe.library.turn([photo_id], 1)
    strip = loupe.page._strip
    qtbot.waitUntil(lambda: loupe.thumbnails.get(loupe.canvas.photo.fingerprint) is not None)
    place = strip.place_of(0).adjusted(5, 5, -5, -5)
    place.adjust((place.width() - place.height() * 2 // 3) // 2, 0, 0, 0)
    place.setWidth(place.height() * 2 // 3)
    assert is_turned_right(colours(strip.grab().toImage(), place))


def test_the_focus_map_lies_in_its_shape(loupe):
    size = loupe.canvas.photograph_size(loupe.canvas.photo)
    loupe.library.turn([loupe.library.current_id], 1)
    turned = loupe.canvas.photograph_size(loupe.canvas.photo)
    assert place_in(loupe.canvas.rect(), turned).size() == place_in(loupe.canvas.rect(), size).size().transposed()


def test_a_survey_lays_itself_out_anew(loupe):
    loupe.viewing.show_mode("grid")
    loupe.viewing.show_mode("survey")
    before = [tile.geometry() for tile in loupe.page.tiles]
    loupe.library.turn(loupe.page.ids(), 1)
    loupe.page.sizes_came()
    assert all(canvas.place().height() > canvas.place().width() for canvas in loupe.page.canvases())
    assert len(before) == len(loupe.page.tiles)
