"""Why a row has no values: what is on its way, and how to have it sooner."""

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from ui.driving import LEFT, click_cell, row

from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.catalog.stages import focus
from clipiqa_desktop.catalog.stages.faces import VERSION as FACES_VERSION
from clipiqa_desktop.catalog.stages.focus import FocusNumbers
from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.indexing.wishes import ASKED_FOR
from clipiqa_desktop.ui import style
from clipiqa_desktop.ui.attributes.waiting_words import waiting_for

EDGE = 4  # logical pixels beside the columns of a histogram
TILES = np.ones((2, 3), np.float32)


def tell(window, stage, *, phase=Phase.LOOKING, measured=0, faces=None):
    """As a run would that has scored 3 of 12."""
    counts = [StageCount("encode", 3, 12), StageCount("measure", measured, 12)]
    counts += [StageCount("faces", faces, 12)] if faces is not None else []
    window.indexing.progressed.emit(Progress(phase, 3, 12, stage=stage, stages=tuple(counts)))


def said(window, title):
    """What stands in the histogram, and its whole tooltip."""
    widget = row(window, title)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5))))
    return widget.histogram._words, QToolTip.text()


def wished(window):
    return set(window.indexing._steering.wished)


def test_a_row_without_values_says_when_they_come_and_how_they_come_sooner(window, qtbot):
    assert said(window, "Focus")[0] == "none yet"  # nothing is on its way
    tell(window, "encode", faces=0)
    for title in ("Focus", "Blown", "Exposure"):
        words, tooltip = said(window, title)
        assert words == "waiting"
        assert "Measured after the scores. Sort by it to have it sooner." in tooltip
    words, tooltip = said(window, "Faces")
    assert words == "waiting"
    assert "Looked for last. Sort by it to have it sooner." in tooltip
    assert "two small files" not in tooltip
    assert said(window, "Quality")[0] == ""
    assert "Sort by it to have it sooner." in row(window, "Focus").histogram.accessibleName()


def test_scores_that_are_on_their_way_are_waited_for_too(filler, open_window):
    filler.read(filler.found(["a.jpg", "b.jpg"]))
    window = open_window()
    window.right.expect_scores(True)
    tell(window, None, phase=Phase.STARTING)
    words, tooltip = said(window, "Quality")
    assert (words, "Scored as soon as the program is ready for it." in tooltip) == ("waiting", True)
    tell(window, "encode")
    assert said(window, "Quality")[0] == "scoring"
    tell(window, "encode", phase=Phase.CANCELLED)
    assert said(window, "Quality")[0] == "none yet"


def test_whoever_sorts_by_it_is_told_how_far_it_is(window, qtbot):
    tell(window, "encode")
    qtbot.mouseClick(row(window, "Focus").button, LEFT)
    assert wished(window) == {"measure"}
    assert said(window, "Focus")[0] == "comes next"
    assert said(window, "Blown")[0] == "waiting"
    tell(window, "measure", measured=2)
    words, tooltip = said(window, "Focus")
    assert (words, "Being measured now." in tooltip) == ("measuring", True)
    tell(window, "measure", phase=Phase.PAUSED, measured=2)
    assert said(window, "Focus")[0] == "paused"
    tell(window, "measure", phase=Phase.DONE, measured=2)
    assert said(window, "Focus")[0] == "none yet"


@pytest.mark.parametrize("stage", ASKED_FOR)
@pytest.mark.parametrize("at_work", ["read", "encode", "measure", "faces"])
def test_what_stands_in_a_row_has_room_in_the_narrowest(window, stage, at_work):
    window.resize(1024, 700)
    room = row(window, "Focus").histogram.width() - 2 * EDGE
    metrics = QFontMetrics(style.resized(style.font(), -2))
    for encoded, phase, is_wished in product((3, 12), (Phase.LOOKING, Phase.PAUSED), (True, False)):
        counts = StageCount("encode", encoded, 12), StageCount("measure", 0, 12), StageCount("faces", 0, 12)
        progress = Progress(phase, 3, 12, stage=at_work, stages=counts)
        assert metrics.horizontalAdvance(waiting_for(stage, progress, is_wished=is_wished).short) <= room


def test_what_is_known_is_not_written_over_and_where_all_is_known_nothing_is_said(window, qtbot):
    ids, stored = window.library.columns.ids.tolist(), window.library.catalog.focus
    stored.store(ids[0], focus.VERSION, FocusNumbers(1.0, 1.0, 0.5, 0.5), TILES)
    window.library.refresh(ids)
    tell(window, "encode")
    words, tooltip = said(window, "Focus")
    assert (words, "Measured after the scores" in tooltip) == ("", True)
    for photo_id in ids[1:]:
        stored.store_failure(photo_id, focus.VERSION, "The file is damaged.")
    window.library.refresh(ids)
    assert "Measured after the scores" not in said(window, "Focus")[1]


def test_a_row_without_any_value_takes_no_range_and_says_that_there_are_none(window, qtbot):
    ids, faces = window.library.columns.ids.tolist(), window.library.catalog.faces
    bar = row(window, "Eye focus").histogram
    assert bar._words == "none yet"
    for photo_id in ids:
        faces.store(photo_id, FACES_VERSION, ())
    window.library.refresh(ids)
    words, tooltip = said(window, "Eye focus")
    assert (words, "No photograph here has a value" in tooltip) == ("none", True)
    qtbot.mousePress(bar, LEFT, pos=QPoint(10, 10))
    qtbot.mouseMove(bar, QPoint(40, 10))
    qtbot.mouseRelease(bar, LEFT, pos=QPoint(40, 10))
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert not window.library.query.filters


def test_filters_and_open_cuts_wish_too_and_what_is_over_is_wished_no_more(window, qtbot):
    assert wished(window) == set()
    for photo_id in window.library.columns.ids.tolist()[:6]:
        window.library.catalog.faces.store(photo_id, FACES_VERSION, ())
    window.library.refresh(window.library.columns.ids.tolist())
    window.library.ask(window.library.query.with_range("faces", Range(1)))
    assert wished(window) == {"faces"}
    window.filters.clear()
    assert wished(window) == set()
    window.cut.open_panel()
    assert wished(window) == {"measure"}
    window.cut.close_panel()
    assert wished(window) == set()


@pytest.mark.parametrize(("title", "store"), [("Blown", "measures"), ("Faces", "faces")])
def test_what_could_not_be_measured_says_why(window, qtbot, title, store):
    photo_id = window.library.columns.ids.tolist()[0]
    getattr(window.library.catalog, store).store_failure(photo_id, None, "The file is <damaged>.")
    click_cell(qtbot, window, "p0.jpg")
    assert ": The file is &lt;damaged&gt;." in said(window, title)[1]


def test_where_nothing_matches_yet_it_is_said_why(window, qtbot):
    hint = window.pages.nothing_matches._hint
    tell(window, "encode")
    window.library.ask(window.library.query.with_range("focus", Range(60)))
    assert window.pages.currentWidget() is window.pages.nothing_matches
    assert hint.text() == "Focus: comes next."
    tell(window, "measure", measured=2)
    assert hint.text() == "Focus: being measured now."
    photo_id = window.library.columns.ids.tolist()[0]
    window.library.catalog.focus.store(photo_id, focus.VERSION, FocusNumbers(0.5, 0.5, 0.5, 0.5), TILES)
    window.library.refresh([photo_id])
    tell(window, "measure", phase=Phase.DONE, measured=12)
    assert hint.text() == "There are new results: sort again to see them."
