"""Pausing, stopping and going on, and what the bar says of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from ui.driving import CTRL, LEFT, button, names, save_jpegs, shown_texts, wait_until_indexed

from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.ui.indexing.bottom_bar import BottomBar

PHOTOGRAPHS = 400


@pytest.fixture
def busy(open_window, tmp_path, qtbot):
    """A window that has begun to read so many photographs that it is still at it when a key comes."""
    folder = save_jpegs(tmp_path / "photos", *(f"{number:03}.jpg" for number in range(PHOTOGRAPHS)))
    window = open_window()
    window.folders.add([folder])
    qtbot.waitUntil(lambda: done(window) > 3, timeout=30_000)
    return window


def done(window):
    """How many photographs the stage read is through with."""
    return next((each.done for each in window.indexing.progress.stages if each.name == "read"), 0)


def words(bar):
    return [each.accessibleName() for each in bar.findChildren(QLabel) if each.isVisible()]


def unshortened(bar):
    bar.grab()
    return [each.text() for each in bar.findChildren(QLabel) if each.isVisible()]


def read(window):
    return int((window.library.columns.fingerprints != None).sum())  # noqa: E711 (by element)


def test_pause_and_go_on(busy, qtbot):
    qtbot.mouseClick(button(busy.bottom, "❚❚ Pause"), LEFT)
    qtbot.waitUntil(lambda: busy.indexing.progress.phase is Phase.PAUSED)
    qtbot.wait(300)  # those in flight are finished
    before = done(busy)
    qtbot.wait(300)
    assert done(busy) == before < PHOTOGRAPHS
    assert words(busy.bottom)[0] == f"Paused: {before} of {PHOTOGRAPHS}"
    qtbot.mouseClick(button(busy.bottom, "▶ Go on"), LEFT)
    wait_until_indexed(qtbot, busy)
    assert read(busy) == PHOTOGRAPHS
    assert words(busy.bottom)[0] == "All photographs are read"


def test_stop_keeps_what_is_done_and_go_on_does_the_rest(busy, qtbot):
    qtbot.mouseClick(button(busy.bottom, "Stop"), LEFT)
    wait_until_indexed(qtbot, busy)
    kept = read(busy)
    assert 3 < kept < PHOTOGRAPHS
    assert len(names(busy)) == PHOTOGRAPHS
    assert words(busy.bottom)[0].startswith("Stopped: ")
    qtbot.mouseClick(button(busy.bottom, "Go on"), LEFT)
    wait_until_indexed(qtbot, busy)
    assert read(busy) == PHOTOGRAPHS
    assert "Go on" not in shown_texts(busy.bottom)


def test_the_keys_pause_and_stop_too(busy, qtbot):
    qtbot.keyClick(busy, Qt.Key.Key_P, CTRL)
    assert busy.indexing.paused
    qtbot.keyClick(busy, Qt.Key.Key_Period, CTRL)
    wait_until_indexed(qtbot, busy)
    assert read(busy) < PHOTOGRAPHS


def test_stopped_while_paused_the_next_run_is_not_paused(busy, qtbot):
    busy.runs.toggle_pause()
    busy.indexing.stop()
    wait_until_indexed(qtbot, busy)
    busy.folders.look_again()
    wait_until_indexed(qtbot, busy)
    assert read(busy) == PHOTOGRAPHS


def test_a_folder_added_while_paused_is_listed_and_waits(busy, tmp_path, qtbot):
    busy.runs.toggle_pause()
    busy.folders.add([save_jpegs(tmp_path / "more", "x.jpg", "y.jpg")])
    qtbot.waitUntil(lambda: names(busy) == ["x.jpg", "y.jpg"])
    busy.runs.toggle_pause()
    wait_until_indexed(qtbot, busy)
    assert read(busy) == PHOTOGRAPHS + 2


def test_no_words_widen_the_window(window):
    looking = Progress(Phase.LOOKING, 1234, 123_456, 8.4)
    window.bottom.show_progress(Progress(Phase.LOOKING))
    window.bottom.show_problems(3)
    narrowest = window.minimumSizeHint().width()
    window.bottom.show_network("CLIP-IQA · RN50 · CPU fp32 (bf16 would move scores by 0.022, ranks to 0.9959)" * 5)
    window.bottom.show_progress(looking)
    window.bottom.say("3 photographs moved to the trash" * 9)
    assert window.minimumSizeHint().width() == narrowest
    window.resize(1025, 640)
    assert window.width() == 1025


# the bar by itself


@pytest.fixture
def bar(qtbot):
    bar = BottomBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 34)
    bar.show()
    return bar


def test_rate_and_time_left_are_said(bar):
    bar.show_progress(Progress(Phase.LOOKING, 2051, 3204, 8.4, 180.0))
    assert words(bar)[:2] == ["Looking at photographs: 2,051 of 3,204", "8.4 a second · about 3 min left"]
    bar.show_progress(Progress(Phase.LOOKING, 2051, 3204, 8.4))
    assert words(bar)[1] == "8.4 a second"
    for unknown in (None, 0.0, 0.04):
        bar.show_progress(Progress(Phase.LOOKING, 2, 3204, unknown))
        assert "a second" not in " ".join(words(bar))


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("glance", "Reading the card: 1,412 of 2,000"),
        ("read", "Thumbnails: 1,412 of 2,000"),
        ("encode", "Scoring: 1,412 of 2,000"),
        ("measure", "Measuring at 100 %: 1,412 of 2,000"),
    ],
)
def test_each_stage_is_said_in_words(bar, stage, sentence):
    bar.show_progress(Progress(Phase.LOOKING, 1412, 2000, stage=stage))
    assert words(bar)[0] == sentence
    bar.show_progress(Progress(Phase.PAUSED, 1412, 2000, stage=stage))
    assert words(bar)[0] == "Paused: 1,412 of 2,000"


def test_stopped_between_two_stages_it_can_go_on(bar):
    counts = (StageCount("read", 7, 7), StageCount("measure", 0, 7))
    bar.show_progress(Progress(Phase.CANCELLED, 7, 7, stage="read", stages=counts))
    assert (words(bar)[0], shown_texts(bar)) == ("Stopped: 7 of 7", ["Go on"])


def test_nothing_moves_while_it_counts(bar):
    def places():
        bar.grab()
        return [each.geometry() for each in (bar._bar, bar._pause, bar._stop)]

    bar.show_progress(Progress(Phase.STARTING, 0, 3204))
    before = places()
    for number, rate in ((1, None), (9, 0.4), (10, 12.34), (999, 99.9), (3204, 1.0)):
        bar.show_progress(Progress(Phase.LOOKING, number, 3204, rate))
        assert places() == before
    for stage in ("glance", "read", "encode", "measure"):
        bar.show_progress(Progress(Phase.LOOKING, 99, 3204, 1.0, stage=stage))
        assert places() == before
    bar.show_progress(Progress(Phase.PAUSED, 3204, 3204))
    assert places()[0] == before[0]


@pytest.mark.parametrize(
    ("progress", "sentence", "buttons"),
    [
        (Progress(Phase.DONE, 7, 7), "Up to date", []),
        (Progress(Phase.FINDING), "Looking for photographs", ["❚❚ Pause", "Stop"]),
        (Progress(Phase.FINDING, 7, 7, stage="measure"), "Looking for photographs", ["❚❚ Pause", "Stop"]),
        (Progress(Phase.LOOKING, stage="glance"), "Looking for photographs", ["❚❚ Pause", "Stop"]),
        (Progress(Phase.STARTING, 0, 7), "Getting ready to score: 0 of 7", ["❚❚ Pause", "Stop"]),
        (Progress(Phase.CANCELLED, 2, 7), "Stopped: 2 of 7", ["Go on"]),
        (Progress(Phase.CANCELLED), "Stopped", ["Go on"]),
        (Progress(Phase.CANCELLED, 7, 7), "Up to date", []),
        (Progress(Phase.FAILED, 2, 7, message="no memory"), "Stopped: 2 of 7", ["Go on"]),
    ],
)
def test_every_state_has_its_words_and_buttons(bar, progress, sentence, buttons):
    bar.show_progress(progress)
    assert (words(bar)[0], shown_texts(bar)) == (sentence, buttons)


def test_what_could_not_be_read_is_counted(bar):
    bar.show_problems(1234)
    assert shown_texts(bar) == ["1,234 could not be read"]
    bar.show_problems(0)
    assert shown_texts(bar) == []


NETWORK = "CLIP-IQA · RN50 · CPU fp32"
SAID = "3 photographs moved to the trash"


def test_what_is_said_yields_first(bar):
    bar.show_network(NETWORK)
    bar.show_progress(Progress(Phase.LOOKING, 2051, 3204, 8.4))
    bar.say(SAID)
    counting, rate = words(bar)[:2]

    def needed(text):
        """The least width of the bar at which all of this can be read."""
        for width in range(1600, 300, -20):
            bar.resize(width, 34)
            if text not in unshortened(bar):
                return width + 20
        return None

    assert needed(SAID) > max(needed(counting), needed(rate))


def test_what_is_shortened_can_still_be_read_and_heard(bar):
    bar.say(SAID)
    bar.resize(100, 34)
    assert SAID not in unshortened(bar)
    label = next(each for each in bar.findChildren(QLabel) if each.accessibleName() == SAID)
    assert SAID in label.toolTip()


def test_what_is_technical_is_said_by_the_tooltip_alone(bar):
    described = f"{NETWORK} (bf16 would move scores by 0.022)"
    bar.show_network(described)
    assert bar.network == described
    assert "CLIP-IQA" in unshortened(bar)
    assert not any("bf16" in each or "RN50" in each for each in unshortened(bar))
    label = next(each for each in bar.findChildren(QLabel) if each.text() == "CLIP-IQA")
    assert "bf16 would move scores by 0.022" in label.toolTip()


def test_its_height_stays_whatever_comes_and_goes(bar):
    bar.show_problems(3)
    bar.show_progress(Progress(Phase.LOOKING, 2051, 3204, 8.4))
    busy = bar.sizeHint().height()
    bar.show_problems(0)
    bar.show_progress(Progress(Phase.DONE))
    assert max(bar.minimumHeight(), bar.sizeHint().height()) == busy


def test_an_empty_program_says_that_there_are_no_photographs(open_window):
    window = open_window()
    assert words(window.bottom)[0] == "No photographs yet"


def test_while_something_goes_on_it_is_not_said_that_all_is_done(bar):
    bar.show_progress(Progress(Phase.DONE, 7, 7))
    bar.say("Writing marks…")
    assert [each for each in words(bar) if each in {"Up to date", "Writing marks…"}] == ["Writing marks…"]
    bar.show_progress(Progress(Phase.DONE, 7, 7))
    assert "Up to date" not in words(bar)
    bar.say("Marks in 7 sidecars")
    assert {"Up to date", "Marks in 7 sidecars"} <= set(words(bar))


def test_what_was_done_before_is_among_what_is_done(bar):
    bar.show_progress(Progress(Phase.LOOKING, 2, 157, stage="faces", before=63))
    assert words(bar)[0] == "Looking for faces: 65 of 220"


def test_what_scores_keeps_its_room_beside_what_is_said(bar):
    bar.show_network(NETWORK)
    bar.say(SAID * 9)
    bar.resize(900, 34)
    assert "CLIP-IQA" in unshortened(bar)
