import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tools.children import wait_until
from tools.marked import Marked

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.database.schema import CatalogUnusable
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.culling.sidecar_files import Written
from clipiqa_desktop.culling.sidecar_writer import SidecarWriter
from clipiqa_desktop.photos.sidecar import read_sidecar


def opened(shoot: Marked) -> Callable[[], Catalog]:
    return lambda: Catalog(shoot.folder.parent / "catalog.db", ("quality",))


def make(shoot: Marked, count: int) -> list[int]:
    for number in range(count):
        (shoot.folder / f"p{number}.cr2").write_bytes(b"raw")
    shoot.walk()
    return [shoot.id(f"p{number}.cr2") for number in range(count)]


def test_marks_are_written_a_short_while_later(shoot: Marked) -> None:
    (photo,) = make(shoot, 1)
    told: list[Written] = []
    writer = SidecarWriter(opened(shoot), lambda: shoot.settings, told.extend, delay_s=0.2)
    for stars in range(1, 6):
        shoot.mark("p0.cr2", Mark(stars))
        writer.add([photo])
    wait_until(lambda: bool(told))
    assert read_sidecar(shoot.folder / "p0.xmp").marks.stars == 5
    assert [(each.photo_id, each.path.name) for each in told] == [(photo, "p0.xmp")]
    writer.close()


def test_closing_writes_what_waits_and_leaves_no_thread(shoot: Marked) -> None:
    photos, threads = make(shoot, 20), threading.active_count()
    shoot.catalog.marks.store(dict.fromkeys(photos, Mark(2)))
    with closing(SidecarWriter(opened(shoot), lambda: shoot.settings, lambda _: None, delay_s=600.0)) as writer:
        writer.add(photos)
    assert len(list(shoot.folder.glob("*.xmp"))) == 20
    assert threading.active_count() == threads


def test_without_a_mark_there_is_no_thread(shoot: Marked) -> None:
    threads = threading.active_count()
    writer = SidecarWriter(opened(shoot), lambda: shoot.settings, lambda _: None)
    writer.add([])
    assert threading.active_count() == threads
    writer.close()


def test_many_threads_may_add(shoot: Marked) -> None:
    photos = make(shoot, 40)
    shoot.catalog.marks.store(dict.fromkeys(photos, Mark(2)))
    with closing(SidecarWriter(opened(shoot), lambda: shoot.settings, lambda _: None, delay_s=0.001)) as writer:
        threads = [threading.Thread(target=writer.add, args=([photo],)) for photo in photos]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(list(shoot.folder.glob("*.xmp"))) == 40


def test_a_catalog_that_cannot_be_opened_costs_that_batch_alone(shoot: Marked) -> None:
    (photo,) = make(shoot, 1)
    shoot.mark("p0.cr2", Mark(3))
    failed = threading.Event()

    def open_it() -> Catalog:
        if not failed.is_set():
            failed.set()
            raise CatalogUnusable("The disk is away.")
        return opened(shoot)()

    with closing(SidecarWriter(open_it, lambda: shoot.settings, lambda _: None, delay_s=0.01)) as writer:
        writer.add([photo])
        assert failed.wait(20)
        writer.add([photo])
    assert Path(shoot.folder / "p0.xmp").exists()


def test_every_batch_is_written_as_is_wanted_then(shoot: Marked) -> None:
    first, second = make(shoot, 2)
    shoot.catalog.marks.store(dict.fromkeys((first, second), Mark(2)))
    told: list[Written] = []
    with closing(SidecarWriter(opened(shoot), lambda: shoot.settings, told.extend, delay_s=0.01)) as writer:
        writer.add([first])
        wait_until(lambda: bool(told))
        shoot.settings = replace(shoot.settings, full_name=True)
        writer.add([second])
    assert sorted(path.name for path in shoot.folder.glob("*.xmp")) == ["p0.xmp", "p1.cr2.xmp"]


def test_who_settles_waits_for_what_was_added_and_not_for_the_pause(shoot: Marked) -> None:
    photos = make(shoot, 20)
    shoot.catalog.marks.store(dict.fromkeys(photos, Mark(2)))
    with closing(SidecarWriter(opened(shoot), lambda: shoot.settings, lambda _: None, delay_s=600.0)) as writer:
        writer.settle(lambda: False)  # nothing is on its way
        writer.add(photos)
        writer.settle(lambda: False)
        assert len(list(shoot.folder.glob("*.xmp"))) == 20


def test_who_settles_may_give_up(shoot: Marked) -> None:
    photos, go_on = make(shoot, 1), threading.Event()

    def opened_late() -> Catalog:
        go_on.wait(20)
        return opened(shoot)()

    with closing(SidecarWriter(opened_late, lambda: shoot.settings, lambda _: None, delay_s=0.0)) as writer:
        writer.add(photos)
        writer.settle(lambda: True)
        go_on.set()
