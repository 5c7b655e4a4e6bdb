"""What is compared within stacks is compared again once measuring has ended, and moves nothing by itself."""

from contextlib import closing

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton
from ui.driving import LEFT, names, row, stack

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.catalog.stages.focus import VERSION, FocusNumbers
from clipiqa_desktop.culling.softer import SOFTER
from clipiqa_desktop.indexing.progress import Phase, Progress, StageCount
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.suggestions.stack_comparison import LATER

WIDTHS = (0.9, 0.5, 0.75, 0.5)


@pytest.fixture
def window(open_window, filler, places):
    """Four photographs, p0 to p2 a burst, of which nothing is measured."""
    filler.shoot(len(WIDTHS))
    opened = open_window()
    stack(opened, [0, 1, 2])
    return opened


def measure(window, places, count):
    """So many are measured, and the window shows it."""
    ids = window.library.columns.ids[:count].tolist()
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        for photo_id, width in zip(ids, WIDTHS, strict=False):
            tiles = np.full((2, 3), width, np.float32)
            catalog.focus.store(photo_id, VERSION, FocusNumbers(width, width, 0.5, 0.5), tiles)
    window.library.refresh(ids)


def tell(window, measured, phase=Phase.LOOKING):
    count = StageCount("measure", measured, len(WIDTHS))
    window.indexing.progressed.emit(Progress(phase, measured, len(WIDTHS), stage="measure", stages=(count,)))


def open_cut(window, qtbot):
    with qtbot.waitSignal(window.cut._thread.compared):
        window.cut.open_panel()
    qtbot.waitUntil(lambda: not window.cut._soon.isActive())


def widths(window):
    return window.cut.compared.focus.widths.tolist()


def test_a_cut_is_made_by_it_once_all_is_measured(window, places, qtbot):
    tell(window, 0)
    open_cut(window, qtbot)
    assert np.isnan(widths(window)).all()
    measure(window, places, 2)
    tell(window, 2)
    qtbot.waitUntil(lambda: LATER in window.cut.panel.missing.text())
    assert np.isnan(widths(window)).all(), "not at each photograph"
    before = names(window)
    measure(window, places, 4)
    with qtbot.waitSignal(window.cut._thread.compared):
        tell(window, 4)
    assert widths(window) == pytest.approx(WIDTHS[:3], rel=0.05)
    qtbot.waitUntil(lambda: LATER not in window.cut.panel.missing.text())
    assert names(window) == before
    assert window.library.stale, "one is offered to sort again"


def test_it_is_compared_also_where_the_run_was_stopped(window, places, qtbot):
    tell(window, 0)
    open_cut(window, qtbot)
    measure(window, places, 3)
    with qtbot.waitSignal(window.cut._thread.compared):
        window.runs.settled.emit()
    assert widths(window) == pytest.approx(WIDTHS[:3], rel=0.05)
    qtbot.waitUntil(lambda: LATER not in window.cut.panel.missing.text())


def test_nothing_is_compared_for_a_closed_panel(window, places, qtbot):
    tell(window, 0)
    open_cut(window, qtbot)
    window.cut.close_panel()
    measure(window, places, 4)
    with qtbot.assertNotEmitted(window.cut._thread.compared, wait=100):
        tell(window, 4)


def test_the_filter_for_softer_ones_follows_and_moves_nothing(window, places, qtbot):
    stack(window, [0, 1, 2], opened=[0])
    measure(window, places, 2)
    tell(window, 2)
    library = window.library
    library.show_computed(*softer_are(window, [0]))
    library.ask(library.query.with_range("softer", Range(1, 1)))
    assert names(window) == ["p0.jpg"]
    measure(window, places, 4)
    with qtbot.waitSignal(window.cut._thread.compared):
        tell(window, 4)
    assert (names(window), library.stale) == (["p0.jpg"], True)
    library.resort()
    assert names(window) == ["p0.jpg", "p2.jpg"]


def softer_are(window, places):
    values = np.full(len(window.library.columns), np.nan, np.float32)
    values[places] = 1
    return SOFTER, values


def test_a_click_sorts_at_once_by_what_is_measured_and_offers_to_sort_again_as_more_comes(window, places, qtbot):
    window.library.show_stacks(None)
    tell(window, 2)
    measure(window, places, 2)
    qtbot.mouseClick(row(window, "Focus").button, LEFT)
    assert names(window) == ["p1.jpg", "p0.jpg", "p2.jpg", "p3.jpg"], "what is unknown comes last"
    assert not window.library.stale
    measure(window, places, 4)
    assert names(window)[:2] == ["p1.jpg", "p0.jpg"], "nothing moves by itself"
    offer = next(each for each in window.findChildren(QPushButton) if each.text() == "New results: sort again")
    qtbot.mouseClick(offer, LEFT)
    assert names(window)[2:] == ["p2.jpg", "p0.jpg"]
