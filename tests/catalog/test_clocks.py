"""Clocks of cameras that were wrong: which photographs are put right, and what stays as the camera wrote it."""

from pathlib import Path

import numpy as np
import pytest
from tools.some_fields import scored_by
from tools.stored import SHOOT, ids, listed, read

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.clocks import Body
from clipiqa_desktop.catalog.loading import load, refresh
from clipiqa_desktop.catalog.moments import SECONDS
from clipiqa_desktop.catalog.query.query import Query, Range
from clipiqa_desktop.catalog.query.query_engine import QueryEngine

FIELDS = scored_by("quality", "sharpness", "happy")
NIKON, CANON = Body("NIKON D750", "12"), Body("Canon EOS R6")
TAKEN = {"a1.jpg": (NIKON, 100.0), "b/a2.jpg": (NIKON, 200.0), "b1.jpg": (CANON, 3750.0), "b/b2.jpg": (CANON, 3850.0)}


@pytest.fixture
def known(catalog: Catalog) -> dict[str, int]:
    listed(catalog, *TAKEN)
    known = ids(catalog)
    for name, (body, moment) in TAKEN.items():
        taken(catalog, known[Path(name).name], body, moment)
    return known


def taken(catalog: Catalog, photo_id: int, body: Body, moment: float | None) -> None:
    read(catalog, photo_id, camera=body.camera or None, serial=body.serial or None, captured=moment)


def put_right(catalog: Catalog, folder: Path | None, body: Body, shift: float) -> None:
    catalog.clocks.set_shifts(folder, catalog.folders.below(folder or SHOOT), {body: shift})


def in_order(catalog: Catalog, query: Query = Query()) -> list[str]:  # noqa: B008 (it is frozen)
    columns = load(catalog, FIELDS)
    return [str(columns.names[row]) for row in QueryEngine(columns).answer(query).rows]


def moments(catalog: Catalog) -> dict[str, float]:
    photos = catalog.photos.in_folders([folder.id for folder in catalog.folders.all()])
    return {photo.path.name: photo.facts["captured"] for photo in photos}


def test_a_clock_put_right_sorts_filters_and_shows(catalog: Catalog, known: dict[str, int]) -> None:
    assert in_order(catalog) == ["a1.jpg", "a2.jpg", "b1.jpg", "b2.jpg"]
    put_right(catalog, None, CANON, -3600.0)
    assert in_order(catalog) == ["a1.jpg", "b1.jpg", "a2.jpg", "b2.jpg"]
    assert moments(catalog) == {"a1.jpg": 100.0, "a2.jpg": 200.0, "b1.jpg": 150.0, "b2.jpg": 250.0}
    assert in_order(catalog, Query().with_range("captured", Range(120, 220))) == ["b1.jpg", "a2.jpg"]
    assert catalog.photos.get(known["b1.jpg"]).clock_shift == -3600.0
    stored = catalog.connection.execute("SELECT captured FROM photos WHERE id = ?", (known["b1.jpg"],)).fetchone()
    assert stored == (3750.0,)


def test_columns_follow_when_photographs_are_read_anew(catalog: Catalog, known: dict[str, int]) -> None:
    columns = load(catalog, FIELDS)
    put_right(catalog, None, CANON, -3600.0)
    refresh(columns, catalog, known.values())
    assert sorted(columns.of("captured")) == [100, 150, 200, 250]


def test_only_the_folder_and_what_is_below_it_is_put_right(catalog: Catalog, known: dict[str, int]) -> None:
    put_right(catalog, SHOOT / "b", CANON, -3600.0)
    assert moments(catalog)["b1.jpg"] == 3750.0
    assert moments(catalog)["b2.jpg"] == 250.0


@pytest.mark.parametrize(
    ("name", "body", "shift"),
    [
        ("new.jpg", CANON, -3600.0),
        ("b/new.jpg", CANON, -60.0),
        ("b/c/new.jpg", CANON, -60.0),
        ("bb/new.jpg", CANON, -3600.0),
        ("new.jpg", Body("Canon EOS R6", "7"), -3600.0),
        ("new.jpg", NIKON, 0.0),
        ("new.jpg", Body(NIKON.camera), 0.0),
        ("new.jpg", Body(), 0.0),
    ],
)
def test_new_photographs_get_what_holds_where_they_lie(
    catalog: Catalog, known: dict[str, int], name: str, body: Body, shift: float
) -> None:
    put_right(catalog, SHOOT, CANON, -3600.0)
    put_right(catalog, SHOOT / "b", CANON, -60.0)
    listed(catalog, *TAKEN, name)
    new = ids(catalog)["new.jpg"]
    taken(catalog, new, body, 5000.0)
    assert catalog.photos.get(new).clock_shift == shift


def test_what_the_head_says_is_enough(catalog: Catalog, known: dict[str, int]) -> None:
    put_right(catalog, None, CANON, -3600.0)
    listed(catalog, *TAKEN, "new.jpg")
    new = ids(catalog)["new.jpg"]
    catalog.photos.store_glance(new, "glance", {"camera": CANON.camera, "captured": 3601.0})
    assert catalog.photos.get(new).facts["captured"] == 1.0


def test_a_shift_for_all_ends_those_for_some(catalog: Catalog, known: dict[str, int]) -> None:
    put_right(catalog, SHOOT / "b", CANON, -60.0)
    put_right(catalog, SHOOT, CANON, -3600.0)
    listed(catalog, *TAKEN, "b/new.jpg")
    taken(catalog, new := ids(catalog)["new.jpg"], CANON, 5000.0)
    assert catalog.photos.get(new).clock_shift == -3600.0


def test_a_photograph_keeps_its_shift_where_it_is_moved_and_read_anew(catalog: Catalog, known: dict[str, int]) -> None:
    put_right(catalog, SHOOT, CANON, -3600.0)
    catalog.relocation.moved(known["b1.jpg"], Path("/picks/b1.jpg"), 10, 1, {})
    taken(catalog, known["b1.jpg"], CANON, 3750.0)
    assert catalog.photos.get(known["b1.jpg"]).facts["captured"] == 150.0


def test_the_clocks_in_view_are_told_as_they_are_corrected(catalog: Catalog, known: dict[str, int]) -> None:
    put_right(catalog, SHOOT / "b", CANON, -3600.0)
    listed(catalog, *TAKEN, "undated.jpg")
    clocks = {each.body: each for each in catalog.clocks.of_folders(catalog.folders.below(SHOOT))}
    assert clocks.keys() == {NIKON, CANON}
    canon = clocks[CANON]
    assert (canon.photographs, canon.first, canon.last, canon.shifts) == (2, 250.0, 3750.0, (-3600.0, 0.0))


def test_taking_back_leaves_alone_what_others_have_changed(catalog: Catalog, known: dict[str, int]) -> None:
    folders = catalog.folders.below(SHOOT)
    rules, photos = catalog.clocks.set_shifts(SHOOT, folders, {CANON: -3600.0})
    put_right(catalog, SHOOT / "b", CANON, -60.0)
    made = catalog.clocks.swap([each.reversed for each in rules], [each.reversed for each in photos])
    assert [each.photo_id for each in made] == [known["b1.jpg"]]
    assert moments(catalog) == {"a1.jpg": 100.0, "a2.jpg": 200.0, "b1.jpg": 3750.0, "b2.jpg": 3790.0}
    assert catalog.connection.execute("SELECT folder, seconds FROM clock_shifts").fetchall() == [("/shoot/b", -60.0)]


@pytest.mark.parametrize(("written", "shift"), [(SECONDS.stop - 1.0, 1.0), (SECONDS.start + 0.0, -1.0)])
def test_what_is_put_right_beyond_all_dates_is_undated_everywhere_until_it_is_put_right_anew(
    catalog: Catalog, known: dict[str, int], written: float, shift: float
) -> None:
    taken(catalog, photo_id := known["b1.jpg"], CANON, written)
    assert moments(catalog)["b1.jpg"] == written
    put_right(catalog, SHOOT, CANON, shift)
    assert moments(catalog)["b1.jpg"] is None
    assert np.isnan(load(catalog, FIELDS).of("captured")).sum() == 1
    assert in_order(catalog)[-1] == "b1.jpg"
    assert photo_id not in catalog.clocks.of_photos(known.values())
    put_right(catalog, SHOOT, CANON, 0.0)
    assert moments(catalog)["b1.jpg"] == written
