"""Thumbnails: those on the screen first, never a wrong or half one."""

import sqlite3
from contextlib import closing

import pytest
from ui.driving import jpeg

from clipiqa_desktop.catalog.thumbnails import ThumbnailStore
from clipiqa_desktop.ui.grid import thumbnails
from clipiqa_desktop.ui.grid.thumbnails import ThumbnailLoader


@pytest.fixture
def store(tmp_path):
    with closing(ThumbnailStore(tmp_path / "thumbnails.db")) as store:
        for number in range(40):
            store.put(f"f{number}", jpeg(number, (512, 340)))
        yield store


@pytest.fixture
def loader(qapp, tmp_path):
    loader = ThumbnailLoader(tmp_path / "thumbnails.db")
    yield loader
    loader.close()


@pytest.fixture
def order(loader):
    """The fingerprints as they come in."""
    came, keep = [], loader._keep

    def note(wanted, image):
        came.append(wanted.fingerprint)
        keep(wanted, image)

    for thread in loader._threads:
        thread.decoded.disconnect(loader._keep)
        thread.decoded.connect(note)
    return came


def held(loader):
    """Keeps the loading threads from beginning, until the context ends."""
    return loader._queue._condition


def ascending_rows(numbers):
    """Of how many ascending rows they are mixed: no more than threads, as each takes the first that is left."""
    ends = []
    for number in numbers:
        end = max((each for each in ends if each < number), default=None)
        if end is not None:
            ends.remove(end)
        ends.append(number)
    return len(ends)


def sizes(loader, fingerprint):
    pixmap = loader.get(fingerprint)
    return (pixmap.width(), pixmap.height()) if pixmap else None


def test_what_is_wanted_comes_in_its_size_and_is_told(store, loader, qtbot):
    assert loader.get("f0") is None
    with qtbot.waitSignal(loader.loaded):
        loader.want(["f0"], 256)
    assert sizes(loader, "f0") == (256, 170)


def test_a_thumbnail_is_never_enlarged(store, loader, qtbot):
    with qtbot.waitSignal(loader.loaded):
        loader.want(["f0"], 4000)
    assert sizes(loader, "f0") == (512, 340)


def test_the_first_ones_come_first(store, loader, order, qtbot):
    names = [f"f{number}" for number in range(40)]
    loader.want(names, 200)
    qtbot.waitUntil(lambda: len(order) == 40)
    assert ascending_rows([names.index(name) for name in order]) <= len(loader._threads)


def test_what_is_wanted_now_replaces_what_was_wanted_before(store, loader, order, qtbot):
    with held(loader):
        loader.want([f"f{number}" for number in range(30)], 200)
        loader.want(["f38", "f39"], 200)
    qtbot.waitUntil(lambda: {"f38", "f39"} <= set(order))
    qtbot.wait(100)
    assert set(order) == {"f38", "f39"}


def test_a_larger_size_replaces_a_smaller_one_and_not_the_other_way_round(store, loader, qtbot):
    for side, expected in ((100, (100, 66)), (300, (300, 199)), (100, (300, 199))):
        loader.want(["f0"], side)
        qtbot.waitUntil(lambda expected=expected: sizes(loader, "f0") == expected)
    qtbot.wait(50)
    assert sizes(loader, "f0") == (300, 199)


def test_a_smaller_one_that_comes_late_is_dropped(store, loader, qtbot):
    loader.want(["f0"], 300)
    qtbot.waitUntil(lambda: sizes(loader, "f0") is not None)
    late = thumbnails.decoded_jpeg(jpeg(0, (512, 340)), 100)
    loader._keep(thumbnails.Wanted("f0", 100), late)
    assert sizes(loader, "f0") == (300, 199)


def test_the_cache_is_bounded_and_drops_what_was_not_looked_at(store, loader, monkeypatch, qtbot):
    monkeypatch.setattr(thumbnails, "CACHE_BYTES", 5 * 200 * 133 * 4)
    for number in range(10):
        with qtbot.waitSignal(loader.loaded):
            loader.want([f"f{number}"], 200)
        loader.get("f0")
    there = [number for number in range(10) if loader.get(f"f{number}")]
    assert there == [0, 6, 7, 8, 9]
    assert loader._bytes == sum(4 * w * h for w, h in (sizes(loader, f"f{number}") for number in there))


@pytest.mark.qt_log_ignore("JPEG", extend=True)
@pytest.mark.parametrize(
    "damaged", [b"", b"no picture", jpeg(1, (512, 340))[:40], b"\xff\xd8\xff" + b"\0" * 500], ids=range(4)
)
def test_a_damaged_thumbnail_is_no_thumbnail_and_the_next_ones_come(store, loader, damaged, qtbot):
    store.put("damaged", damaged)
    loader.want(["damaged", "missing", "f1"], 200)
    qtbot.waitUntil(lambda: loader.get("f1") is not None)
    assert loader.get("damaged") is None
    assert loader.get("missing") is None


def test_a_thumbnail_that_was_missing_comes_once_it_is_there(store, loader, qtbot):
    loader.want(["new"], 200)
    qtbot.wait(50)
    store.put("new", jpeg(7))
    loader.want(["new"], 200)
    qtbot.waitUntil(lambda: loader.get("new") is not None)


def test_a_fresh_store_serves_all_its_threads(tmp_path, qapp, qtbot, caplog):
    """Two connections that set up the same new database would lock each other out."""
    for attempt in range(10):
        loader = ThumbnailLoader(tmp_path / f"{attempt}.db")
        qtbot.wait(5)
        running = [thread.isRunning() for thread in loader._threads]
        loader.close()
        assert running == [True, True]
    assert caplog.messages == []


def test_a_store_that_cannot_be_used_costs_the_thumbnails_only(tmp_path, qapp, caplog):
    (tmp_path / "folder.db").mkdir()
    ThumbnailLoader(tmp_path / "folder.db").close()
    assert "cannot be" in caplog.text


def test_a_store_damaged_while_it_is_read_costs_that_thumbnail_only(store, loader, monkeypatch, qtbot):
    get = ThumbnailStore.get

    def fail_once(self, fingerprint):
        if fingerprint == "f1":
            raise sqlite3.DatabaseError("database disk image is malformed")
        return get(self, fingerprint)

    monkeypatch.setattr(ThumbnailStore, "get", fail_once)
    for number in (1, 1, 1, 2):
        loader.want([f"f{number}"], 200)
        qtbot.wait(50)
    assert loader.get("f2") is not None
    assert loader.get("f1") is None


def test_closing_leaves_what_is_wanted_undone(store, loader):
    loader.want([f"f{number}" for number in range(40)], 500)
    loader.close()
    assert not any(thread.isRunning() for thread in loader._threads)
