"""Frames for the large views: the urgent ones first, within their memory, never a wrong one."""

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter
from tools.pictures import save_photograph
from tools.slow_frames import LOG, draw_and_log

from clipiqa_desktop.ui.views import frames
from clipiqa_desktop.ui.views.frames import FrameLoader, FrameRequest

PATIENCE_MS = 60_000


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv(LOG, str(tmp_path / "drawn.log"))
    (tmp_path / "drawn.log").touch()
    return tmp_path / "drawn.log"


@pytest.fixture
def loader(qapp, log):
    loader = FrameLoader(decode=draw_and_log)
    yield loader
    loader.close()


@pytest.fixture
def finish(loader, qtbot, tmp_path):
    """Lets go what waits and waits until nothing is left to do."""

    def finish_it():
        (tmp_path / "now").touch()
        qtbot.waitUntil(lambda: not loader.busy, timeout=PATIENCE_MS)

    return finish_it


@pytest.fixture
def show(loader, finish):
    """Requests and waits until everything has come."""

    def show_it(*requests):
        loader.want(requests)
        finish()

    return show_it


@pytest.fixture
def failures(loader):
    said = []
    loader.failed.connect(lambda photo_id, reason: said.append((photo_id, reason)))
    return said


@pytest.fixture
def photo(tmp_path):
    """A request for a photograph of its own for each number."""

    def request(number, side=200, name="p", size=(600, 400)):
        path = tmp_path / f"{name}{number}.jpg"
        if not path.exists():
            save_photograph(path, number, size)
        return FrameRequest(number, path, (), side)

    return request


def sizes(loader, photo_id, side=None):
    frame = loader.best(photo_id, side)
    return (frame.image.width(), frame.image.height()) if frame else None


def begun(log):
    return log.read_text().splitlines()


def test_nothing_is_started_before_the_first_wish(loader):
    assert loader.best(1) is None
    assert loader.reason(1) == ""
    assert not loader._thread.isRunning()


def test_a_frame_arrives_and_is_told(loader, photo, qtbot):
    with qtbot.waitSignal(loader.arrived, timeout=PATIENCE_MS) as told:
        loader.want([photo(1)])
    assert told.args == [1]
    frame = loader.best(1)
    assert frame.image.format() == QImage.Format.Format_RGB32
    assert (frame.image.width(), frame.image.height()) == (200, 133)
    assert (frame.full_width, frame.full_height, frame.is_full) == (600, 400, False)


def test_it_sharpens_to_the_full_size(loader, show, photo):
    show(photo(1, 200), photo(1, None))
    assert sizes(loader, 1) == (600, 400)
    assert sizes(loader, 1, 200) == (200, 133)
    assert loader.best(1).is_full
    assert not loader.best(1, 200).is_full


def test_the_frame_is_the_photograph_and_can_be_painted(loader, show, photo):
    show(photo(1, None))
    image = loader.best(1).image
    canvas = QImage(image.size(), QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    painter.drawImage(0, 0, image)
    painter.end()
    with Image.open(photo(1).path) as opened:
        for place in ((0, 0), (599, 0), (300, 200), (599, 399)):
            colour = QColor(canvas.pixel(*place))
            assert (colour.red(), colour.green(), colour.blue()) == opened.getpixel(place)


def test_what_is_held_is_not_drawn_again(loader, show, photo, log):
    show(photo(1), photo(2))
    show(photo(1), photo(2), photo(3))
    assert sorted(begun(log)) == ["p1.jpg 200", "p2.jpg 200", "p3.jpg 200"]


def test_the_first_ones_come_first(loader, photo, finish, log):
    loader.want([photo(number, 1500) for number in range(8)])
    finish()
    names = [line.split()[0] for line in begun(log)]
    assert set(names[:2]) == {"p0.jpg", "p1.jpg"}
    assert names[2:] == [f"p{number}.jpg" for number in range(2, 8)]


def test_a_new_wish_replaces_those_that_have_not_begun(loader, photo, finish, log, qtbot):
    loader.want([photo(number, 1500, "later") for number in range(1, 9)])
    qtbot.waitUntil(lambda: begun(log) != [], timeout=PATIENCE_MS)
    loader.want([photo(20)])
    finish()
    assert set(begun(log)) - {"later1.jpg 1500", "later2.jpg 1500"} == {"p20.jpg 200"}


def test_an_urgent_one_does_not_wait_for_a_full_size(loader, photo, qtbot):
    loader.want([photo(1, None, "later")])
    with qtbot.waitSignal(loader.arrived, timeout=PATIENCE_MS):
        loader.want([photo(2, 1500), photo(2, None)])
    assert loader.best(2)
    assert loader.best(1) is None


def test_what_comes_too_late_is_kept_where_there_is_room(loader, photo, finish, log, qtbot):
    loader.want([photo(1, 1500, "later")])
    qtbot.waitUntil(lambda: begun(log) != [], timeout=PATIENCE_MS)
    loader.want([photo(2)])
    finish()
    assert loader.best(1)
    assert loader.best(2)


def test_what_comes_too_late_is_dropped_where_there_is_none(loader, photo, show, finish, log, qtbot):
    loader.set_memory(200 * 133 * 4)
    loader.want([photo(1, None, "later")])
    qtbot.waitUntil(lambda: begun(log) != [], timeout=PATIENCE_MS)
    loader.want([photo(2)])
    finish()
    assert loader.best(1) is None
    assert loader.best(2)


def test_memory_is_bounded_and_the_current_photograph_is_shown_all_the_same(loader, show, photo):
    loader.set_memory(3 * 200 * 134 * 4)
    show(*(photo(number) for number in range(6)))
    assert [number for number in range(6) if loader.best(number)] == [0, 1, 2]
    assert loader.bytes_held <= 3 * 200 * 134 * 4
    show(photo(0), photo(0, None))
    assert loader.best(0).is_full
    assert loader.bytes_held == 600 * 400 * 4


def test_a_changed_file_is_drawn_anew_once_forgotten(loader, show, photo):
    show(photo(1))
    save_photograph(photo(1).path, 99, (300, 300))
    show(photo(1))
    assert sizes(loader, 1) == (200, 133)
    loader.forget([1])
    assert loader.best(1) is None
    show(photo(1))
    assert sizes(loader, 1) == (200, 200)


def test_what_was_being_drawn_of_a_forgotten_file_never_shows(loader, photo, finish, log, qtbot):
    request = photo(1, 200, "later")
    loader.want([request])
    qtbot.waitUntil(lambda: begun(log) != [], timeout=PATIENCE_MS)
    loader.forget([1])
    finish()
    assert loader.best(1) is None
    loader.want([request])
    finish()
    assert sizes(loader, 1) == (200, 133)


def test_an_unreadable_file_has_a_sentence_and_is_not_tried_again(loader, show, photo, failures, log):
    photo(1).path.write_text("no picture")
    show(photo(1), photo(2))
    assert failures == [(1, "This is text, not a photograph, although it is named .jpg.")]
    assert loader.reason(1) == failures[0][1]
    assert loader.reason(2) == ""
    assert loader.best(2)
    show(photo(1))
    assert len(begun(log)) == 2
    loader.forget([1])
    assert loader.reason(1) == ""
    save_photograph(photo(1).path, 1)
    show(photo(1))
    assert loader.best(1)


def test_a_file_that_comes_back_is_shown_without_being_forgotten(loader, show, photo, failures, monkeypatch):
    save_photograph(photo(1).path.rename(photo(1).path.with_name("elsewhere.jpg")))
    request = FrameRequest(1, photo(1).path.with_name("gone.jpg"), (), 200)
    show(request)
    assert failures == [(1, "The file is no longer there.")]
    save_photograph(request.path)
    show(request)
    assert loader.best(1) is None
    monkeypatch.setattr(frames.time, "monotonic", lambda now=frames.time.monotonic: now() + 1000)
    show(request)
    assert loader.best(1)
    assert loader.reason(1) == ""


def test_a_file_that_kills_its_process_costs_that_photograph_alone(loader, show, photo, failures):
    show(photo(1, 200, "crash"), photo(2), photo(3))
    assert [photo_id for photo_id, _ in failures] == [1]
    assert "crashed on this file" in loader.reason(1)
    assert loader.best(2)
    assert loader.best(3)


def test_a_file_that_stalls_costs_that_photograph_alone(qapp, log, photo, qtbot):
    loader = FrameLoader(decode=draw_and_log, timeout_s=1.0)
    loader.want([photo(1, 200, "hang"), photo(2)])
    qtbot.waitUntil(lambda: not loader.busy, timeout=PATIENCE_MS)
    assert "no answer" in loader.reason(1)
    assert loader.best(2)
    loader.close()


def test_a_full_size_that_fails_leaves_the_scaled_one(loader, show, photo, failures, tmp_path):
    request = photo(1)
    show(request)
    request.path.write_bytes(request.path.read_bytes()[:2000])
    show(request, photo(1, None))
    assert "only partly copied" in loader.reason(1)
    assert sizes(loader, 1) == (200, 133)
    show(photo(2), request)
    assert "only partly copied" in loader.reason(1)


def test_closing_in_the_middle_leaves_nothing_alive(loader, photo, log, qtbot):
    arrived = []
    loader.arrived.connect(arrived.append)
    loader.want([photo(1, None, "hang"), photo(2, None, "later"), photo(3, 200, "later")])
    qtbot.waitUntil(lambda: len(begun(log)) >= 2, timeout=PATIENCE_MS)
    loader.close()
    assert not loader._thread.isRunning()
    loader.want([photo(4)])
    qtbot.wait(50)
    assert arrived == []


def test_closing_at_once(loader, photo):
    loader.want([photo(1)])
    loader.close()


def test_closing_what_was_never_started(loader):
    loader.close()
    loader.warm()
    assert not loader._thread.isRunning()


def test_processes_that_cannot_start_are_a_sentence(loader, show, photo, failures, monkeypatch, qtbot, caplog):
    def fail(*_):
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(frames.FramePool, "run", fail)
    loader.want([photo(1)])
    qtbot.waitUntil(lambda: loader.reason(1) != "", timeout=PATIENCE_MS)
    assert failures == [(1, loader.reason(1))]
    loader.want([photo(2)])
    assert "Resource temporarily unavailable" in loader.reason(2)
    assert "cannot be shown large" in caplog.text


@pytest.mark.photos
def test_a_raw_sharpens_on_the_screen_too(loader, show, photographs):
    path = photographs / "raw-and-heic" / "test_raw.cr2"
    screen, full = FrameRequest(1, path, (), 2000), FrameRequest(1, path, (), None)
    show(screen)
    assert sizes(loader, 1) == (1600, 1200)
    show(screen, full)
    assert sizes(loader, 1) == (4432, 3326)
    assert sizes(loader, 1, 2000) == (2000, 1501)
