"""Runs beside the window, started and stopped as it pleases."""

import logging

import pytest
from ui.driving import names, save_jpegs, wait_until_indexed

from clipiqa_desktop.errors import UserError
from clipiqa_desktop.indexing.run import Run


@pytest.fixture
def photos(tmp_path):
    return save_jpegs(tmp_path / "photos", *(f"{number}.jpg" for number in range(30)))


def test_a_start_during_a_run_looks_through_all_once_more(open_window, photos, qtbot):
    window = open_window()
    window.folders.add([photos])
    qtbot.waitUntil(lambda: window.indexing.progress.done > 0, timeout=30_000)
    save_jpegs(photos, "new.jpg")
    window.folders.look_again()
    window.folders.look_again()
    wait_until_indexed(qtbot, window)
    assert "new.jpg" in names(window)
    assert all(window.library.columns.fingerprints)


def test_a_folder_added_before_the_run_has_begun_is_not_forgotten(open_window, photos, tmp_path, qtbot):
    window = open_window()
    window.indexing.start()
    window.folders.add([photos, save_jpegs(tmp_path / "second", "x.jpg")])
    wait_until_indexed(qtbot, window)
    window.left.select(None)
    assert len(names(window)) == 31


def test_stop_means_stop_even_with_a_folder_left_over(open_window, photos, qtbot):
    window = open_window()
    window.folders.add([photos])
    window.indexing.add(photos)
    window.indexing.stop()
    finished = []
    window.indexing.finished.connect(lambda: finished.append(True))
    qtbot.waitUntil(lambda: finished == [True])
    qtbot.wait(200)
    assert not window.indexing.running


def test_what_arrives_while_the_window_closes_starts_nothing(open_window, photos):
    window = open_window()
    window.close()
    window.indexing.start()
    window.indexing.add(photos)
    assert not window.indexing.running


def test_what_is_in_sight_is_looked_at_first(open_window, tmp_path, qtbot):
    folder = save_jpegs(tmp_path / "many", *(f"{number:03}.jpg" for number in range(120)))
    window = open_window()
    stored = []

    def note_read(ids):
        photos = [window.library.catalog.photos.get(each) for each in ids if each not in stored]
        stored.extend(photo.id for photo in photos if photo.fingerprint)

    window.indexing.stored.connect(note_read)
    window.folders.add([folder])
    qtbot.waitUntil(lambda: len(names(window)) == 120, timeout=30_000)
    window.grid.scrollToBottom()
    wait_until_indexed(qtbot, window)
    last = set(window.library.ids[-8:].tolist())
    assert max(stored.index(each) for each in last) < 80


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(UserError("The disk is full."), "The disk is full."), (ZeroDivisionError(), "Indexing ended unexpectedly")],
)
def test_a_run_that_cannot_go_on_says_so_and_the_window_lives(
    open_window, photos, monkeypatch, trouble, told, qtbot, caplog
):
    def fail(*_):
        raise trouble

    monkeypatch.setattr(Run, "index", fail)
    window = open_window()
    with caplog.at_level(logging.CRITICAL):
        window.folders.add([photos])
        wait_until_indexed(qtbot, window)
    assert told in window.notice._text.whole
    assert window.isVisible()


def test_an_overwritten_photograph_gets_a_new_thumbnail(open_window, tmp_path, qtbot):
    folder = save_jpegs(tmp_path / "photos", "a.jpg")
    window = open_window()
    window.folders.add([folder])
    wait_until_indexed(qtbot, window)
    before = window.library.fingerprints(window.library.ids.tolist())
    (folder / "a.jpg").write_bytes(
        save_jpegs(tmp_path / "other", "something else.jpg").joinpath("something else.jpg").read_bytes() + b" "
    )
    window.folders.look_again()
    wait_until_indexed(qtbot, window)
    after = window.library.fingerprints(window.library.ids.tolist())
    assert after.keys() == before.keys()
    assert after != before
    qtbot.waitUntil(lambda: all(window._thumbnails.get(each) for each in after.values()))
