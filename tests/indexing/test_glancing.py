"""Heads read by a process of their own: embedded pictures, slow cards, hostile files."""

import io
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from tools.camera_files import Shot, camera_dng, camera_jpeg, halves, with_bars
from tools.pictures import save_photograph, save_photographs
from tools.readers import (
    die_of_glances,
    glance_at_slow_card,
    hang_on_heads,
    read_much_later,
    read_without_end,
)
from tools.shoot import Shoot

from clipiqa_desktop.catalog.thumbnails import EMBEDDED
from clipiqa_desktop.indexing import glancing
from clipiqa_desktop.indexing.glancers import MANY_HEADS, Glancers
from clipiqa_desktop.indexing.glancing import AT_ONCE
from clipiqa_desktop.indexing.run import Listener, Run
from clipiqa_desktop.photos.head import FIRST_BYTES, MOST_BYTES

PICTURE = halves()
WITH_ALL = camera_jpeg(PICTURE, Shot(), with_bars(PICTURE), PICTURE)


def embedded(shoot: Shoot) -> dict[str, str | None]:
    return {name: photo.embedded for name, photo in shoot.photos().items()}


def stored_pictures(shoot: Shoot) -> set[str]:
    return {key for key in shoot.thumbnails.fingerprints() if key.startswith(EMBEDDED)}


def stopped_after_heads(shoot: Shoot, **setup: object) -> None:
    """A run that ends when all heads were read."""
    runs: list[Run] = []

    def look(_ids: object) -> None:
        if all(photo.facts["width"] for photo in shoot.photos().values()):
            runs[0].cancel()

    shoot.catalog.folders.add_root(shoot.folder)
    runs.append(shoot.prepare(Listener(stored=look), reader=read_without_end, **setup))
    runs[0].index([shoot.folder])


def test_the_embedded_picture_stands_until_the_thumbnail_is_made(shoot: Shoot) -> None:
    (shoot.folder / "a.jpg").write_bytes(WITH_ALL)
    stopped_after_heads(shoot)
    (photo,) = shoot.photos().values()
    assert photo.fingerprint is None
    assert photo.embedded
    small = Image.open(io.BytesIO(shoot.thumbnails.get(photo.embedded) or b""))
    assert small.size == (160, 106)
    shoot.index()
    (photo,) = shoot.photos().values()
    assert photo.fingerprint
    assert photo.embedded, "a window may show it until it has loaded the thumbnail"
    assert len(shoot.thumbnails.get(photo.fingerprint) or b"") > 0
    shoot.index()
    assert (embedded(shoot), stored_pictures(shoot)) == ({"a.jpg": None}, set())


def test_a_file_that_was_overwritten_has_another_picture(shoot: Shoot) -> None:
    (shoot.folder / "a.jpg").write_bytes(WITH_ALL)
    stopped_after_heads(shoot)
    before = embedded(shoot)["a.jpg"]
    other = halves(left="lime")
    (shoot.folder / "a.jpg").write_bytes(camera_jpeg(other, Shot(), with_bars(other)))
    stopped_after_heads(shoot)
    after = embedded(shoot)["a.jpg"]
    assert after
    assert after != before
    pixel = Image.open(io.BytesIO(shoot.thumbnails.get(after) or b"")).getpixel((10, 50))
    assert isinstance(pixel, tuple)
    assert pixel[1] > 200
    assert stored_pictures(shoot) >= {after}


def test_a_new_version_of_the_glance_reads_heads_once_and_no_pixels(
    shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shoot.folder / "a.jpg").write_bytes(WITH_ALL)
    shoot.index()
    monkeypatch.setattr(glancing, "GLANCE_VERSION", "raised")
    shoot.index()
    assert shoot.all_read() == {"glance": ["a.jpg"]}
    assert stored_pictures(shoot) == set(), "the thumbnail is there already"


def test_what_is_on_the_screen_and_has_no_picture_gets_a_quick_one(shoot: Shoot) -> None:
    save_photographs(shoot.folder, 3, (900, 600))
    runs: list[Run] = []
    seen: list[str | None] = []

    def show(*_: object) -> None:
        photo = shoot.photos()["p02.jpg"]
        runs[0].prioritize([photo.id])
        if photo.fingerprint is None:
            seen.append(photo.embedded)

    shoot.catalog.folders.add_root(shoot.folder)
    runs.append(shoot.prepare(Listener(listed=show, stored=show), reader=read_much_later))
    runs[0].index([shoot.folder])
    (key,) = {each for each in seen if each}
    assert key in stored_pictures(shoot)
    assert embedded(shoot) == {"p00.jpg": None, "p01.jpg": None, "p02.jpg": key}
    assert max(Image.open(io.BytesIO(shoot.thumbnails.get(key) or b"")).size) == 320


@pytest.mark.parametrize("many", [1, 8])
def test_a_head_that_kills_costs_that_file_alone(shoot: Shoot, many: int) -> None:
    for number in range(20):
        (shoot.folder / f"a{number:02}.jpg").write_bytes(WITH_ALL)
    for name in ("crash1.jpg", "crash2.jpg", "killed.jpg"):
        save_photograph(shoot.folder / name)
    shoot.index(glancer=die_of_glances, heads_at_once=many)
    told = {name for name, key in embedded(shoot).items() if key}
    assert told == {f"a{number:02}.jpg" for number in range(20)}
    assert shoot.errors() == {}


def test_a_head_that_is_waited_for_in_vain_costs_that_file_alone(shoot: Shoot) -> None:
    for number in range(12):
        (shoot.folder / f"a{number:02}.jpg").write_bytes(WITH_ALL)
    save_photograph(shoot.folder / "hang.jpg")
    shoot.index(glancer=hang_on_heads, heads_at_once=4, decode_timeout_s=3.0)
    assert {name for name, key in embedded(shoot).items() if not key} == {"hang.jpg"}
    assert shoot.errors() == {}


def test_of_a_slow_card_only_heads_are_read_and_many_at_a_time(shoot: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (shoot.folder / f"a{number:02}.jpg").write_bytes(WITH_ALL + bytes(2_000_000))
        (shoot.folder / f"b{number:02}.dng").write_bytes(camera_dng(PICTURE, Shot()) + bytes(number))
    main, opened = threading.current_thread(), Path.open

    def open_(path: Path, *rest: object, **others: object) -> object:
        assert not (threading.current_thread() is main and path.suffix in {".jpg", ".dng"}), "only processes read files"
        return opened(path, *rest, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", open_)
    stopped_after_heads(shoot, glancer=glance_at_slow_card, heads_at_once=8)
    lines = [line.split() for line in shoot.log.with_name(f"{shoot.log.name}.card").read_text().splitlines()]
    requests, read = Counter(name for name, _, _ in lines), Counter[str]()
    for name, count, _ in lines:
        read[name] += int(count)
    assert len(requests) == 60
    assert max(read.values()) <= MOST_BYTES
    jpegs = {name for name in requests if name.endswith(".jpg")}
    assert {(requests[name], read[name]) for name in jpegs} == {(1, FIRST_BYTES)}
    assert max(requests.values()) <= 4
    assert max(int(at_once) for _, _, at_once in lines) >= 6
    assert all(embedded(shoot).values())


def test_a_process_that_outlasts_a_run_serves_the_next(shoot: Shoot) -> None:
    (shoot.folder / "a.jpg").write_bytes(WITH_ALL)
    shoot.catalog.folders.add_root(shoot.folder)
    glancers = Glancers()
    glancers.start(heads=1)
    (connection,) = glancers.connections
    try:
        for name in ("a.jpg", "b.jpg"):
            (shoot.folder / name).write_bytes(WITH_ALL + name.encode())
            run = shoot.prepare()
            Run(shoot.catalog, shoot.thumbnails, run._setup, Listener(), glancers).index([shoot.folder])
            assert glancers.connections == [connection]
            assert embedded(shoot)[name]
    finally:
        glancers.stop()
    assert glancers.connections == []


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core has one process")
def test_two_processes_share_the_heads_of_a_card_and_a_killed_one_costs_nothing(shoot: Shoot) -> None:
    for number in range(MANY_HEADS + 20):
        (shoot.folder / f"a{number:03}.jpg").write_bytes(WITH_ALL)
    glancers = Glancers()
    glancers.start(MANY_HEADS)
    readers = multiprocessing.active_children()
    assert len(readers) == len(glancers.connections) == 2
    while glancers.room < 2 * 8 * AT_ONCE:
        assert not list(glancers.results())  # each says first that it has started

    def look(_ids: Sequence[int]) -> None:
        if len(readers) == 2:
            readers.pop().kill()
        if all(embedded(shoot).values()):
            run.cancel()

    shoot.catalog.folders.add_root(shoot.folder)
    setup = shoot.prepare(reader=read_without_end)._setup
    run = Run(shoot.catalog, shoot.thumbnails, setup, Listener(stored=look), glancers)
    try:
        run.index([shoot.folder])
    finally:
        glancers.stop()
    assert all(embedded(shoot).values())
