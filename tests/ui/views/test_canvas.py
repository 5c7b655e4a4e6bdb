"""One photograph on its canvas, under a real mouse."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from ui.driving import LEFT

from clipiqa_desktop.ui.views.view import View

Key = Qt.Key
SPOT = QPoint(300, 250)


@pytest.fixture
def loupe(bench):
    """The loupe on p3.jpg, sharp."""
    bench.select("p3.jpg")
    bench.viewing.show_mode("loupe")
    bench.wait_for_full("p3.jpg")
    return bench


def colour_at(canvas, spot: QPoint) -> QColor:
    return canvas.grab().toImage().pixelColor(spot * canvas.devicePixelRatioF())


def same_place(one: QColor, other: QColor) -> bool:
    """Red and green tell the place in the photograph; a pixel of the zoomed-out view spans more than one level."""
    return abs(one.red() - other.red()) <= 3 and abs(one.green() - other.green()) <= 3


def test_the_whole_photograph_is_shown_in_the_middle(loupe):
    canvas = loupe.canvas
    place = canvas.place()
    assert place.width() == canvas.width() or place.height() == canvas.height()
    left, right = place.left(), canvas.width() - place.right()
    assert abs(left - right) <= 1
    assert same_place(colour_at(canvas, place.center().toPoint()), QColor(127, 127, 0))


def test_the_wheel_zooms_at_the_pointer(loupe, qtbot):
    canvas = loupe.canvas
    before, zoom = colour_at(canvas, SPOT), canvas.zoom
    for _ in range(3):
        loupe.turn_wheel(canvas, SPOT, 120)
    assert canvas.zoom > 1.5 * zoom
    assert same_place(colour_at(canvas, SPOT), before)
    assert not same_place(colour_at(canvas, SPOT + QPoint(250, 0)), before)
    for _ in range(3):
        loupe.turn_wheel(canvas, SPOT, -120)
    assert loupe.viewing._view.now == View()


def test_a_touch_pad_zooms_by_small_turns(loupe):
    for _ in range(7):
        loupe.turn_wheel(loupe.canvas, SPOT, 15)
    assert loupe.viewing._view.now == View()
    loupe.turn_wheel(loupe.canvas, SPOT, 15)
    assert loupe.viewing._view.now.zoom


def test_the_zoom_has_ends(loupe):
    for _ in range(40):
        loupe.turn_wheel(loupe.canvas, SPOT, 120)
    assert loupe.canvas.zoom == 8
    for _ in range(80):
        loupe.turn_wheel(loupe.canvas, SPOT, -120)
    assert loupe.canvas.zoom == 0.05


def test_a_double_click_shows_its_own_pixels_there_and_again_all(loupe, qtbot):
    canvas = loupe.canvas
    before = colour_at(canvas, SPOT)
    qtbot.mouseDClick(canvas, LEFT, pos=SPOT)
    assert canvas.zoom == 1
    assert same_place(colour_at(canvas, SPOT), before)
    qtbot.mouseDClick(canvas, LEFT, pos=SPOT)
    assert loupe.viewing._view.now == View()


def test_at_100_percent_every_pixel_is_one_of_the_photograph(loupe):
    canvas = loupe.canvas
    canvas.toggle_100()
    image, frame, place = canvas.grab().toImage(), loupe.frames.best(canvas.photo.id).image, canvas.place().toRect()
    for spot in (QPoint(0, 0), QPoint(333, 222), QPoint(image.width() - 1, image.height() - 1)):
        assert image.pixelColor(spot) == frame.pixelColor(spot - place.topLeft())


def test_z_is_about_the_pointer_or_the_middle(loupe):
    canvas = loupe.canvas
    middle = canvas.rect().center()
    before, in_middle = colour_at(canvas, SPOT), colour_at(canvas, middle)
    loupe.viewing.toggle_100()
    assert same_place(colour_at(canvas, middle), in_middle)
    loupe.viewing.toggle_100()
    loupe.point(canvas, SPOT)
    loupe.viewing.toggle_100()
    assert same_place(colour_at(canvas, SPOT), before)


def test_dragging_takes_the_photograph_along_to_its_edge(loupe, qtbot):
    canvas = loupe.canvas
    loupe.viewing.toggle_100()
    before = colour_at(canvas, SPOT)
    qtbot.mousePress(canvas, LEFT, pos=SPOT)
    qtbot.mouseMove(canvas, SPOT + QPoint(60, -40))
    assert same_place(colour_at(canvas, SPOT + QPoint(60, -40)), before)
    qtbot.mouseMove(canvas, SPOT + QPoint(9000, 9000))
    qtbot.mouseRelease(canvas, LEFT, pos=SPOT)
    assert (canvas.place().left(), canvas.place().top()) == (0, 0)
    qtbot.mouseMove(canvas, SPOT)
    assert (canvas.place().left(), canvas.place().top()) == (0, 0)


def test_shift_with_arrows_moves_about(loupe):
    loupe.viewing.toggle_100()
    before = loupe.canvas.place()
    loupe.press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    loupe.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert loupe.canvas.place().left() < before.left()
    assert loupe.canvas.place().top() < before.top()
    assert loupe.current() == "p3.jpg"


def test_zoom_and_place_stay_from_photograph_to_photograph(loupe):
    loupe.point(loupe.canvas, SPOT)
    loupe.viewing.toggle_100()
    place = loupe.canvas.place()
    loupe.press(Key.Key_Right)
    assert loupe.current() == "p4.jpg"
    assert loupe.canvas.place() == place
    loupe.wait_for_full("p4.jpg")
    assert loupe.canvas.place() == place
    assert colour_at(loupe.canvas, SPOT).blue() == pytest.approx(20 + 4 * 12, abs=3)


def test_it_is_never_blank_and_does_not_jump_when_it_sharpens(bench, qtbot, monkeypatch):
    best = bench.frames.best
    monkeypatch.setattr(bench.frames, "best", lambda *_: None)
    bench.select("p2.jpg")
    bench.viewing.show_mode("loupe")
    fingerprint = bench.canvas.photo.fingerprint
    qtbot.waitUntil(lambda: bench.thumbnails.get(fingerprint) is not None)
    place, spots = bench.canvas.place(), [QPoint(200, 150), QPoint(500, 300), QPoint(700, 500)]
    small = [colour_at(bench.canvas, spot) for spot in spots]
    monkeypatch.setattr(bench.frames, "best", best)
    qtbot.waitUntil(lambda: bench.frames.best(bench.canvas.photo.id) is not None, timeout=20_000)
    assert bench.canvas.place() == place
    assert all(same_place(colour_at(bench.canvas, spot), was) for spot, was in zip(spots, small, strict=True))
    assert place.contains(QPointF(spots[0]))


def test_what_cannot_be_shown_says_why_over_its_thumbnail(bench, qtbot, monkeypatch):
    bench.library.catalog.photos.get(bench.id_of("p5.jpg")).path.write_bytes(b"no photograph")
    bench.select("p5.jpg")
    bench.viewing.show_mode("loupe")
    canvas = bench.canvas
    qtbot.waitUntil(lambda: bench.thumbnails.get(canvas.photo.fingerprint) is not None)
    qtbot.waitUntil(lambda: bench.frames.reason(canvas.photo.id) != "", timeout=20_000)
    told = canvas.grab().toImage()
    monkeypatch.setattr(bench.frames, "reason", lambda _id: "")
    untold = canvas.grab().toImage()
    lower = QPoint(canvas.width() // 2, canvas.height() - 30)
    assert told.copy(0, 0, canvas.width(), 400) == untold.copy(0, 0, canvas.width(), 400)
    assert any(
        told.pixelColor(lower + QPoint(x, 0)).value() < untold.pixelColor(lower + QPoint(x, 0)).value() - 40
        for x in range(-40, 40)
    )


def test_a_photograph_without_thumbnail_and_frame_shows_words(filler, open_bench, qtbot):
    damaged, _ = filler.found(["damaged.jpg", "waiting.jpg"])
    filler.fail(damaged, "It is damaged.")
    bench = open_bench()
    bench.viewing.show_mode("loupe")
    ground = bench.canvas.grab().toImage().pixelColor(1, 1)
    image = bench.canvas.grab().toImage()
    middle = [image.pixelColor(x, y) for y in range(image.height()) for x in range(350, 650)]
    assert any(colour != ground for colour in middle)


def test_drawn_with_more_pixels_to_a_point_a_photograph_pixel_is_still_a_screen_pixel(loupe, monkeypatch):
    canvas = loupe.canvas
    monkeypatch.setattr(type(canvas), "devicePixelRatioF", lambda _self: 2.0)
    fit = canvas.zoom
    assert canvas.room.width() == 2 * canvas.width()
    assert fit == pytest.approx(min(2 * canvas.width() / 1800, 2 * canvas.height() / 1200))
    loupe.viewing.toggle_100()
    assert canvas.place().width() == 1800


def test_an_overwritten_file_is_drawn_again(loupe, filler, qtbot):
    from ui.views.conftest import gradient

    photo = loupe.canvas.photo
    gradient(15).save(photo.path, quality=92)
    loupe.library.catalog.photos.store_reading(photo.id, "decoder", "other content", photo.facts)
    loupe.library.refresh([photo.id])
    middle = loupe.canvas.rect().center()
    qtbot.waitUntil(lambda: abs(colour_at(loupe.canvas, middle).blue() - 200) < 4, timeout=20_000)
