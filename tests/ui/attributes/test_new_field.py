"""A measured column that is registered shows everywhere in the window."""

from contextlib import closing

import pytest
from ui.driving import LEFT, click_cell, click_item, count_label, drag, names, row

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.query.fields import Field, Section, Source
from clipiqa_desktop.catalog.query.query import Range
from clipiqa_desktop.catalog.stages.measures import VERSION
from clipiqa_desktop.culling import fields
from clipiqa_desktop.culling.fields import BUILT_IN
from clipiqa_desktop.perception.attributes import KEYS
from clipiqa_desktop.ui.attributes.range_dialog import RangeDialog
from clipiqa_desktop.ui.filters.sort_menu import sort_menu
from clipiqa_desktop.ui.texts import sort_value

RISING = [f"p{number}.jpg" for number in range(12)]


@pytest.fixture
def window(places, filler, open_window, monkeypatch):
    """Twelve photographs, the last of which has the narrowest edges: an entry, a column, a measurer."""
    edges = Field(
        "edges",
        "Edges",
        Section.MEASURED,
        Source.MEASURES,
        words="{:.2f} px".format,
        short="{:.2f} px".format,
        entry="Edge width in pixels",
        limits=(0, 100),
        percentile=True,
    )
    monkeypatch.setattr(fields, "BUILT_IN", BUILT_IN.with_fields(edges))
    photos = filler.shoot(12)
    with closing(Catalog(places.catalog, KEYS)) as catalog:
        catalog.connection.execute("ALTER TABLE measures ADD COLUMN edges REAL")
        for place, id_ in enumerate(photos):
            catalog.measures.store(id_, VERSION, {"edges": 1.0 + place})
    return open_window()


def test_it_has_a_row_with_histogram_and_percentile(window, qtbot):
    click_cell(qtbot, window, "p11.jpg")
    edges = row(window, "Edges")
    assert edges.histogram._counts.sum() == 12
    assert edges.percentile.text() == "96%"
    assert edges.histogram.accessibleName() == "Edges: whole range; 12.00 px (96 %)"
    titles = [each.button.text() for each in window.right.list._rows.values()]
    measured = [field.title for field in BUILT_IN.of(Section.MEASURED)]
    assert titles[: len(measured) + 2] == [*measured, "Edges", "Quality"]


def test_it_filters_by_a_range(window, qtbot):
    drag(qtbot, row(window, "Edges").histogram, 0.5, 1.2)
    assert names(window) == RISING[6:]
    assert row(window, "Edges").histogram.accessibleName().startswith("Edges: from 6.")
    assert row(window, "Quality").histogram._counts.sum() == 6


def test_it_sorts_by_its_row_and_in_the_menu(window, qtbot):
    qtbot.mouseClick(row(window, "Edges").button, LEFT)
    assert names(window) == RISING[::-1]
    assert window.top._sort.text().startswith("Edges ↓")
    assert sort_value(window.library, window.library.answer.rows[0]) == ("12.00 px", None)
    menu = sort_menu(window.library, window.right.why_no_order, window)
    (action,) = [each for each in menu.actions() if each.text() == "Edges"]
    assert action.isChecked()


def test_a_range_of_it_is_typed(window, qtbot):
    dialog = RangeDialog(window.library, "edges", window)
    qtbot.addWidget(dialog)
    assert (dialog.windowTitle(), dialog.raw.text()) == ("Filter by edges", "Edge width in pixels")
    assert dialog.percentiles.isChecked()
    dialog.raw.setChecked(True)
    qtbot.keyClicks(dialog.low, "11")
    assert names(window) == RISING[10:]


def test_it_is_kept_in_a_preset(window, qtbot, open_window):
    window.library.ask(window.library.query.with_range("edges", Range(10.5)).sorted_by("edges"))
    window.presets.save("narrow edges")
    window.filters.clear()
    window.close()
    again = open_window()
    assert count_label(again) == "12"
    click_item(qtbot, again.left.saved.tree, "narrow edges")
    assert names(again) == ["p11.jpg", "p10.jpg"]


def test_an_attribute_of_ones_own_is_filtered_by_under_its_title(window, qtbot):
    key = window.library.catalog.own_attributes.add("My Taste", ("a", "b")).key
    window.library.reload()
    dialog = RangeDialog(window.library, key, window)
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "Filter by My Taste"
