"""By how many quarters photographs are turned."""

import pytest
from tools.stored import ids, listed

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.marks.turns import TurnChange
from clipiqa_desktop.culling.fields import fields_of


@pytest.fixture
def photos(catalog: Catalog) -> list[int]:
    listed(catalog, "1.jpg", "2.jpg")
    return sorted(ids(catalog).values())


def test_quarters_add_up_and_come_round(catalog: Catalog, photos: list[int]) -> None:
    one, other = photos
    assert catalog.turns.of(photos) == {one: None, other: None}
    assert catalog.turns.turn([one], 1) == [TurnChange(one, None, 1)]
    catalog.turns.turn([one], 1)
    assert catalog.turns.of(photos) == {one: 2, other: None}
    catalog.turns.turn(photos, -1)
    assert catalog.turns.of(photos) == {one: 1, other: 3}
    catalog.turns.turn([one], 3)
    assert catalog.turns.of([one]) == {one: 0}  # that it was turned back is known, for its sidecar says otherwise


def test_photographs_and_columns_tell_it(catalog: Catalog, photos: list[int]) -> None:
    catalog.turns.turn(photos[:1], -1)
    assert [catalog.photos.get(photo_id).turned for photo_id in photos] == [3, 0]
    assert load(catalog, fields_of(catalog)).turned.tolist() == [3, 0]


def test_only_what_is_as_it_was_is_changed_back(catalog: Catalog, photos: list[int]) -> None:
    changes = catalog.turns.turn(photos, 1)
    catalog.turns.turn(photos[:1], 1)
    assert [each.photo_id for each in catalog.turns.swap([each.reversed for each in changes])] == photos[1:]
    assert catalog.turns.of(photos) == {photos[0]: 2, photos[1]: 0}
