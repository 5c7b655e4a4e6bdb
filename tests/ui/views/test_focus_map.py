"""The small map of what is sharp, and where Z goes."""

from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSizeF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.cells import Stacks
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.photos.signature import SIGNATURE_VERSION, signature
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.views.focus_map import SOFT, line_below, map_words, place_in, tinted
from clipiqa_desktop.ui.views.view import View

Key = Qt.Key
NAN = np.nan
WIDTHS = np.full((4, 6), 2.0, np.float32)
WIDTHS[3, 0] = 0.5
NUMBERS = FocusNumbers(0.5, 1.5, 0.5 / 6, 3.5 / 4)


@pytest.fixture
def loupe(shoot, open_bench, places, qtbot):
    """Three photographs, of which p1 is sharp below on the left, and p2 has no edges."""
    ids = shoot(3)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.focus.store(ids[1], VERSION, NUMBERS, WIDTHS)
        catalog.focus.store(ids[2], VERSION, FocusNumbers(), np.full((4, 6), NAN, np.float32))
    bench = open_bench()
    bench.select("p1.jpg")
    bench.viewing.show_mode("loupe")
    qtbot.waitUntil(lambda: bench.canvas.zoom is not None)
    return bench


def map_of(bench):
    """The corner as it is painted, and where in it the map lies."""
    place = place_in(bench.canvas.rect(), QSizeF(1800, 1200)).toRect()
    return bench.canvas.grab(place).toImage()


def warmth(image, at: tuple[float, float]) -> int:
    """How much more red than blue there is, at shares of width and height."""
    colour = image.pixelColor(int(at[0] * image.width()), int(at[1] * image.height()))
    return colour.red() - colour.blue()


def test_it_shows_with_the_overlay_for_sharp_edges_and_tints_what_is_sharp(loupe):
    without = map_of(loupe)
    loupe.viewing.toggle_peaking()
    image = map_of(loupe)
    assert image != without
    assert warmth(image, (0.08, 0.87)) > 90
    assert abs(warmth(image, (0.5, 0.3))) < 40  # grey
    loupe.viewing.toggle_peaking()
    assert map_of(loupe) == without


def test_it_shows_under_the_pointer(loupe):
    without = map_of(loupe)
    corner = place_in(loupe.canvas.rect(), QSizeF(1800, 1200)).center().toPoint()
    loupe.point(loupe.canvas, corner)
    assert warmth(map_of(loupe), (0.08, 0.87)) > 90
    loupe.point(loupe.canvas, QPoint(40, 300))
    assert map_of(loupe) == without
    loupe.point(loupe.canvas, corner)
    QApplication.sendEvent(loupe.canvas, QEvent(QEvent.Type.Leave))
    assert map_of(loupe) == without


def test_it_follows_what_is_measured_anew(loupe, places):
    loupe.viewing.toggle_peaking()
    map_of(loupe)
    elsewhere = np.full((4, 6), NAN, np.float32)
    elsewhere[0, 5] = 0.4
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.focus.store(loupe.library.current_id, VERSION, FocusNumbers(0.4, 0.4, 0.9, 0.1), elsewhere)
    loupe.library.refresh([loupe.library.current_id])
    assert warmth(map_of(loupe), (0.92, 0.12)) > 90
    assert warmth(map_of(loupe), (0.08, 0.87)) < 40


def test_what_is_not_sharp_is_not_tinted():
    image = tinted(np.array([[0.5, 0.54, 0.8, 1.0, 3.0, NAN]], np.float32), FocusNumbers(0.5, 0.6, 0.1, 0.5))
    strengths = [image.pixelColor(x, 0).alpha() for x in range(6)]
    assert strengths[0] == strengths[1] > strengths[2] > strengths[3] == strengths[4] == strengths[5] == 0
    assert QColor(image.pixelColor(0, 0).rgb()).name() == style.DARK.accent
    assert tinted(np.full((2, 2), NAN, np.float32), FocusNumbers()) is None


@pytest.mark.parametrize("size", [(6000, 4000), (4000, 6000), (9000, 100)])
def test_it_lies_in_the_upper_right_corner(size):
    room = QRect(0, 0, 800, 600)
    place = place_in(room, QSizeF(*size))
    assert room.contains(place.toRect())
    assert (place.right(), place.top()) == (pytest.approx(783, abs=1), 16)
    assert max(place.width(), place.height()) == 150


def test_z_goes_to_the_sharpest_place_and_stays_there(loupe):
    loupe.viewing.toggle_100()
    view = loupe.viewing._view.now
    assert view.zoom == 1
    x, y = view.centre
    room = loupe.canvas.room
    assert (x, y) == (
        pytest.approx(room.width() / 2 / 1800, abs=0.01),
        pytest.approx(1 - room.height() / 2 / 1200, abs=0.01),
    )
    loupe.press(Key.Key_Left)
    assert loupe.current() == "p0.jpg"
    assert loupe.viewing._view.now == view
    loupe.viewing.toggle_100()
    assert loupe.viewing._view.now.zoom is None


def test_z_goes_to_the_pointer_where_that_is_over_the_photograph(loupe):
    place, ratio = loupe.canvas.place(), loupe.canvas.devicePixelRatioF()
    spot = QPoint(int((place.right() - 5) / ratio), int((place.top() + 5) / ratio))
    loupe.point(loupe.canvas, spot)
    loupe.viewing.toggle_100()
    x, y = loupe.viewing._view.now.centre
    assert x > 0.6
    assert y < 0.4


def test_z_goes_to_the_middle_where_nothing_is_known(loupe):
    for step, name in ((Key.Key_Right, "p2.jpg"), (Key.Key_Home, "p0.jpg")):
        loupe.press(step)
        assert loupe.current() == name
        loupe.viewing.toggle_100()
        assert loupe.viewing._view.now.centre == (0.5, 0.5)
        loupe.viewing.toggle_100()


def look_alike(bench, places, *shifts: tuple[int, int]) -> None:
    """What p0, p1 and p2 look like: one scene, moved so many of 24 cells down and to the right."""
    scene = np.random.default_rng(3).integers(0, 256, (40, 40, 3), np.uint8).repeat(20, 0).repeat(20, 1)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        for name, (down, right) in zip(("p0.jpg", "p1.jpg", "p2.jpg"), shifts, strict=True):
            seen = scene[160 - 20 * down : 640 - 20 * down, 160 - 20 * right : 640 - 20 * right]
            catalog.signatures.store(bench.id_of(name), SIGNATURE_VERSION, signature(seen))


@pytest.mark.parametrize("is_stack", [True, False])
def test_near_by_one_stays_with_what_one_looks_at_from_frame_to_frame_of_a_stack(loupe, places, is_stack):
    look_alike(loupe, places, (0, 0), (1, 2), (0, 0))
    ids = loupe.library.columns.ids
    if is_stack:
        loupe.library.show_stacks(Stacks(ids, np.zeros(len(ids), np.int64), frozenset([0])))
    loupe.press(Key.Key_Home)
    view = loupe.viewing._view
    view.look(View(1.0, (0.5, 0.5)))
    loupe.press(Key.Key_Right)
    assert loupe.current() == "p1.jpg"
    moved = (0.5 + 2 / 24, 0.5 + 1 / 24) if is_stack else (0.5, 0.5)
    assert view.now.centre == (pytest.approx(moved[0], abs=1e-3), pytest.approx(moved[1], abs=1e-3))
    loupe.press(Key.Key_Left)
    assert view.now.centre == (pytest.approx(0.5, abs=1e-3), pytest.approx(0.5, abs=1e-3))
    loupe.viewing.toggle_100()
    loupe.press(Key.Key_Right)
    assert view.now == View()


@pytest.mark.parametrize(
    ("width", "words", "pale"),
    [(0.5, "Sharpest here", False), (SOFT, "Sharpest here", False), (5.0, "Soft; least so here", True)],
)
def test_where_nothing_is_sharp_the_map_is_pale_and_says_so(width, words, pale):
    numbers = FocusNumbers(width, width, 0.5, 0.5)
    assert map_words(numbers) == words
    assert (tinted(np.full((2, 2), width, np.float32), numbers).pixelColor(0, 0).alpha() < 128) is pale
    assert map_words(FocusNumbers()) == "No edges to tell by"


@pytest.mark.parametrize("words", [40, 140])
def test_the_words_below_have_room_also_where_the_map_is_narrow(words):
    place = place_in(QRect(0, 0, 900, 600), QSizeF(1360, 1720))
    line = line_below(place, words)
    assert (line.right(), line.top()) == (place.right(), place.bottom())
    assert line.width() >= max(place.width(), words + 8)
