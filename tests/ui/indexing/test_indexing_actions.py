"""What a run finds comes into the window in small portions, and whole by its end."""

import pytest
from ui.driving import NOON, names

from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount


@pytest.fixture
def heard(window):
    """What the library tells, in order: the photographs that changed, or that counts did."""
    told = []
    window.library.photos_changed.connect(lambda ids: told.append(set(ids)))
    window.library.counts_changed.connect(lambda: told.append("counts"))
    return told


def take_again(window, *places, earlier_s=0):
    """As if these photographs, by their places in the order of ids, had been read by a run, and taken earlier."""
    ids = [int(window.library.columns.ids[place]) for place in places]
    for place, id_ in zip(places, ids, strict=True):
        facts = {"captured": NOON + place - earlier_s, "width": 600, "height": 400, "iso": 100}
        window.library.catalog.photos.store_reading(id_, "decoder", f"other {id_}", facts)
    return ids


def fingerprints(window, ids):
    return list(window.library.fingerprints(ids).values())


def test_what_comes_at_once_is_shown_together_and_counted_after_that(window, heard, qtbot):
    ids = take_again(window, 1, 2, 3)
    for id_ in ids:
        window.indexing.stored.emit([id_])
    assert heard == []
    qtbot.waitUntil(lambda: "counts" in heard)
    assert heard == [set(ids), "counts"]
    assert fingerprints(window, ids) == [f"other {id_}" for id_ in ids]


def test_what_comes_soon_after_waits_for_more(window, heard, qtbot):
    ids = take_again(window, 1, 2, 3)
    window.indexing.stored.emit(ids[:1])
    qtbot.waitUntil(lambda: "counts" in heard)
    window.indexing.stored.emit(ids[1:2])
    window.indexing.stored.emit(ids[2:])
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard == [set(ids[:1]), "counts", set(ids[1:]), "counts"]


def test_at_its_end_all_is_shown_and_counted(window, heard):
    ids, shown = take_again(window, 0, 5, earlier_s=-100), []
    window.runs.settled.connect(lambda: shown.append((fingerprints(window, ids), names(window)[-2:])))
    window.indexing.stored.emit(ids)
    window.indexing.finished.emit()
    assert shown == [([f"other {id_}" for id_ in ids], ["p0.jpg", "p5.jpg"])]


def test_once_all_heads_are_read_the_order_is_right(window, qtbot):
    window.indexing.stored.emit(take_again(window, 11, earlier_s=100))
    window.indexing.progressed.emit(Progress(Phase.LOOKING, 0, 12, stages=(StageCount("glance", 12, 12),)))
    qtbot.waitUntil(lambda: names(window)[0] == "p11.jpg")
    assert not window.library.stale


def test_new_photographs_stand_before_they_are_counted(window, filler, heard, qtbot):
    filler.found(["new.jpg", *names(window)])
    window.indexing.listed.emit(None, True)
    qtbot.waitUntil(lambda: "new.jpg" in names(window))
    qtbot.waitUntil(lambda: "counts" in heard)
    assert window.top._count.accessibleName().startswith("13 of 13 photographs")
