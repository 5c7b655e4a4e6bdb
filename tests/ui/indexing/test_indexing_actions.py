"""What a run finds comes into the window in small portions, and whole by its end."""

import sqlite3
import threading

import pytest
from ui.driving import NOON, names

from clipiqa_desktop.culling.marking import with_flag
from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.mark_words import PICK
from clipiqa_desktop.ui.indexing import indexing_actions, renewal


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


def test_scores_that_come_one_by_one_are_counted_together(window, heard, qtbot, monkeypatch):
    """To count after each would take the processor from the network; at the run's end all is counted."""
    monkeypatch.setattr(indexing_actions, "COUNTS_APART_MS", 3_600_000)
    ids = take_again(window, 1, 2, 3)
    for id_ in ids:
        window.indexing.stored.emit([id_])
        qtbot.waitUntil(lambda id_=id_: {id_} in heard)
        if id_ == ids[0]:
            qtbot.waitUntil(lambda: "counts" in heard)
    assert heard == [{ids[0]}, "counts", {ids[1]}, {ids[2]}]
    window.indexing.finished.emit()
    assert heard[-1] == "counts"


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
    window.indexing.stored.emit(take_again(window, 10, earlier_s=1000))
    window.indexing.progressed.emit(Progress(Phase.LOOKING, 0, 12, stages=(StageCount("glance", 12, 12, again=1),)))
    qtbot.waitUntil(lambda: names(window)[0] == "p10.jpg")


def test_how_far_scoring_has_come_is_told_with_the_counts_of_what_is_scored(window, heard, qtbot):
    def told():
        return window.bottom._words.whole

    window.indexing.progressed.emit(Progress(Phase.LOOKING, 3, 12, stage="encode"))
    assert told() == "Scoring: 3 of 12"
    window.indexing.stored.emit(take_again(window, 4))
    window.indexing.progressed.emit(Progress(Phase.LOOKING, 4, 12, stage="encode"))
    assert (told(), "counts" in heard) == ("Scoring: 3 of 12", False)
    qtbot.waitUntil(lambda: told() == "Scoring: 4 of 12")
    assert "counts" in heard
    window.indexing.stored.emit(take_again(window, 5))
    window.indexing.progressed.emit(Progress(Phase.PAUSED, 5, 12, stage="encode"))
    assert told() == "Paused: 5 of 12", "a pause is told at once"


def test_new_photographs_stand_before_they_are_counted(window, filler, heard, qtbot):
    filler.found(["new.jpg", *names(window)])
    window.indexing.listed.emit(None, True)
    qtbot.waitUntil(lambda: "new.jpg" in names(window))
    qtbot.waitUntil(lambda: "counts" in heard)
    assert window.top._count.accessibleName().startswith("13 of 13 photographs")


@pytest.fixture
def held(monkeypatch):
    """What is read beside the window waits until this is set; how often something was read so."""
    go_on, load = threading.Event(), renewal.load

    def waiting(catalog, fields):
        columns = load(catalog, fields)
        go_on.times += 1
        go_on.wait(10)
        return columns

    go_on.times = 0
    monkeypatch.setattr(renewal, "load", waiting)
    yield go_on
    go_on.set()


def find(window, filler, name="new.jpg"):
    """As if a run had found one more."""
    filler.found([name, *names(window)])
    window.indexing.listed.emit(None, True)


def test_what_the_person_does_while_photographs_are_read_is_not_lost(window, filler, held, qtbot):
    find(window, filler)
    qtbot.waitUntil(lambda: held.times)
    id_ = int(window.library.ids[3])
    window.library.mark([id_], "pick", with_flag(PICK))
    window.library.ask(window.library.query.sorted_by("name"))
    held.set()
    qtbot.waitUntil(lambda: "new.jpg" in names(window))
    assert window.library.columns.flag[window.library.columns.row(id_)] == PICK
    assert names(window)[0] == "p11.jpg"


def test_what_a_run_stores_while_photographs_are_read_is_shown(window, filler, held, qtbot):
    find(window, filler)
    qtbot.waitUntil(lambda: held.times)
    ids = take_again(window, 4)
    window.indexing.stored.emit(ids)
    qtbot.waitUntil(lambda: fingerprints(window, ids) == [f"other {ids[0]}"])
    held.set()
    qtbot.waitUntil(lambda: "new.jpg" in names(window))
    assert fingerprints(window, ids) == [f"other {ids[0]}"]


def test_what_was_read_before_the_folders_changed_is_read_again(window, filler, held, qtbot):
    find(window, filler)
    qtbot.waitUntil(lambda: held.times)
    filler.found(["newer.jpg", "new.jpg", *names(window)])
    window.library.reload()
    held.set()
    qtbot.waitUntil(lambda: held.times == 2 and not window.runs.settles)
    assert {"new.jpg", "newer.jpg"} <= set(names(window))


def test_a_run_has_settled_once_what_it_found_last_is_shown(window, filler, held, qtbot):
    shown = []
    window.runs.settled.connect(lambda: shown.append("new.jpg" in names(window)))
    find(window, filler)
    window.indexing.finished.emit()
    qtbot.waitUntil(lambda: held.times)
    assert shown == []
    held.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [True]


def test_what_cannot_be_read_beside_the_window_is_read_in_it(window, filler, monkeypatch, qtbot):
    def refused(_catalog, _fields):
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(renewal, "load", refused)
    find(window, filler)
    qtbot.waitUntil(lambda: "new.jpg" in names(window))
    find(window, filler, "newer.jpg")
    qtbot.waitUntil(lambda: "newer.jpg" in names(window))
