"""What a command writes while the window is open is shown when one comes back to the window."""

import os
from contextlib import closing

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from ui.driving import current, names, row, wait_until_indexed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.marks.marks import Mark
from clipiqa_desktop.open_catalog import catalog_beside_window
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.indexing import outside_changes


@pytest.fixture
def elsewhere(qtbot):
    """Another window, to which the person goes."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def go_to(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def mark_outside(places, id_):
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.marks.store({id_: Mark(4, 1, "red")})


def learn_outside(places, id_):
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        key = catalog.own_attributes.add("Elegant", ("elegant", "clumsy")).key
        catalog.scores.store_column(catalog.models.current(), key, [id_], np.array([0.875], np.float32))
    return key


def test_a_mark_and_an_attribute_from_outside_show_after_coming_back(window, qtbot, places, elsewhere):
    library = window.library
    library.ask(library.query.sorted_by("sharpness"))
    id_ = library.columns.ids.tolist()[3]
    window.grid.go_to(int(library.ids[5]))
    query, order, here = library.query, names(window), current(window)
    go_to(qtbot, elsewhere)
    mark_outside(places, id_)
    key = learn_outside(places, id_)
    go_to(qtbot, window)
    place = library.columns.rows([id_])[0]
    assert (library.columns.stars[place], library.columns.flag[place]) == (4, 1)
    assert library.score(id_, key) == pytest.approx(0.875)
    assert row(window, "Elegant").isVisible()
    assert (library.query, names(window), current(window)) == (query, order, here)


def test_what_no_longer_fits_the_filter_stays_until_one_asks(window, qtbot, places, elsewhere):
    library = window.library
    library.ask(library.query.with_choice("flag", [0]))
    id_, order = library.current_id, names(window)
    go_to(qtbot, elsewhere)
    mark_outside(places, id_)
    go_to(qtbot, window)
    assert (names(window), library.current_id, library.stale) == (order, id_, True)
    library.resort()
    assert id_ not in library.ids


def test_what_is_compared_shows_the_mark_too(window, qtbot, places, elsewhere):
    window.viewing.show_mode("compare")
    photo_id = window.library.current_id
    told = []
    window.library.photos_changed.connect(told.extend)
    go_to(qtbot, elsewhere)
    mark_outside(places, photo_id)
    go_to(qtbot, window)
    assert photo_id in told


def test_nothing_is_read_anew_where_nothing_has_changed(window, qtbot, elsewhere):
    columns = window.library.columns
    window.grid.setFocus()
    window.marks.always_advance.trigger()
    window.actions_by_name["pick"].trigger()  # its own writing is known
    go_to(qtbot, elsewhere)
    go_to(qtbot, window)
    assert window.library.columns is columns


def test_what_the_indexing_wrote_is_known(shoot, qtbot, elsewhere):
    window, _folder = shoot
    columns = window.library.columns
    go_to(qtbot, elsewhere)
    go_to(qtbot, window)
    assert window.library.columns is columns


def test_coming_back_during_a_run_waits_for_its_end(shoot, qtbot, places, elsewhere):
    window, _folder = shoot
    id_ = window.library.current_id
    go_to(qtbot, elsewhere)
    mark_outside(places, id_)
    window.indexing.start()
    go_to(qtbot, window)
    wait_until_indexed(qtbot, window)
    assert window.library.columns.stars[window.library.columns.rows([id_])[0]] == 4


def stars(window, id_):
    return window.library.columns.stars[window.library.columns.rows([id_])[0]]


def mark_by_command(places, id_):
    with catalog_beside_window(places.catalog) as catalog:
        catalog.marks.store({id_: Mark(4, 1, "red")})


def test_what_a_command_marked_during_a_run_shows_at_its_end(shoot, qtbot, places):
    window, _folder = shoot
    go_to(qtbot, window)
    window.indexing.start()
    mark_by_command(places, id_ := window.library.current_id)
    wait_until_indexed(qtbot, window)
    assert stars(window, id_) == 4


def test_what_a_command_marked_shows_soon(monkeypatch, filler, open_window, qtbot, places):
    monkeypatch.setattr(outside_changes, "LOOK_MS", 1)
    filler.shoot(3)
    window = open_window()
    mark_by_command(places, id_ := window.library.current_id)
    qtbot.waitUntil(lambda: stars(window, id_) == 4)


def test_a_command_that_only_reads_is_none_of_the_windows_business(window, places):
    before = window.library.catalog.commands()
    with catalog_beside_window(places.catalog) as catalog:
        catalog.marks.of([window.library.current_id])
    assert window.library.catalog.commands() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete a file that is open")
def test_that_the_catalog_was_deleted_is_said(monkeypatch, open_window, qtbot, places):
    monkeypatch.setattr(outside_changes, "LOOK_MS", 1)
    window = open_window()
    with qtbot.waitSignal(window.outside.displaced) as said:
        places.catalog.unlink()
    assert "deleted or replaced" in said.args[0]
