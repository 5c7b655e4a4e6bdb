from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tools.some_fields import scored_by
from tools.stored import ids, listed, model, score

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.loading import load
from clipiqa_desktop.catalog.scores.models import Pair
from clipiqa_desktop.errors import UserError

BUILT_IN = ("quality", "sharpness", "happy")
ELEGANT = ("Elegant photo.", "Clumsy photo.")
COSY = ("Cosy photo.", "Bleak photo.")


@pytest.fixture
def photos(catalog: Catalog) -> list[int]:
    """Three photographs with the scores of the built-in attributes."""
    listed(catalog, "1.jpg", "2.jpg", "3.jpg")
    for photo in ids(catalog).values():
        score(catalog, photo, model(catalog))
    return list(ids(catalog).values())


def stored(catalog: Catalog, key: str) -> list[float | None]:
    place = catalog.scores.keys.index(key)
    return [scores[place] for _, scores in sorted(catalog.scores.all(catalog.models.current()).items())]


def test_an_attribute_comes_back_and_is_a_column_of_the_scores(catalog: Catalog, photos: list[int]) -> None:
    added = catalog.own_attributes.add("Elegant", ELEGANT)
    assert catalog.own_attributes.all() == (added,)
    assert added.prompts == ELEGANT
    assert catalog.scores.keys == (*BUILT_IN, added.key)
    assert catalog.scores.headings == (*BUILT_IN, "Elegant")
    assert stored(catalog, added.key) == [None, None, None]
    catalog.scores.store_column(model(catalog), added.key, photos, np.array([0.25, 0.5, 0.75], np.float32))
    assert stored(catalog, added.key) == [0.25, 0.5, 0.75]
    assert stored(catalog, "happy") == pytest.approx([0.3] * 3)
    np.testing.assert_array_equal(load(catalog, scored_by(*catalog.scores.keys)).of(added.key), (0.25, 0.5, 0.75))


def test_keys_are_those_of_nobody_else_even_after_one_was_deleted(catalog: Catalog) -> None:
    first, second = (catalog.own_attributes.add(title, ELEGANT) for title in ("a", "b"))
    catalog.own_attributes.delete(second.key)
    third = catalog.own_attributes.add("c", ELEGANT)
    assert len({*BUILT_IN, first.key, second.key, third.key}) == 6
    assert [each.title for each in catalog.own_attributes.all()] == ["a", "c"]


def test_another_title_leaves_prompts_and_scores_as_they_are(catalog: Catalog, photos: list[int]) -> None:
    key = catalog.own_attributes.add("Elegant", ELEGANT).key
    catalog.scores.store_column(model(catalog), key, photos, np.full(3, 0.5, np.float32))
    catalog.own_attributes.rename(key, "Graceful")
    assert [(each.title, each.prompts) for each in catalog.own_attributes.all()] == [("Graceful", ELEGANT)]
    assert stored(catalog, key) == [0.5] * 3


def test_other_prompts_drop_the_scores_of_the_old_ones_alone(catalog: Catalog, photos: list[int]) -> None:
    elegant, cosy = (catalog.own_attributes.add(*each).key for each in (("Elegant", ELEGANT), ("Cosy", COSY)))
    for key in (elegant, cosy):
        catalog.scores.store_column(model(catalog), key, photos, np.full(3, 0.5, np.float32))
    catalog.own_attributes.change_prompts(elegant, ("Graceful photo.", "Clumsy photo."))
    assert stored(catalog, elegant) == [None] * 3
    assert stored(catalog, cosy) == [0.5] * 3
    assert catalog.own_attributes.all()[0].high_prompt == "Graceful photo."


def test_a_deleted_attribute_takes_its_scores_and_vectors_along(catalog: Catalog, photos: list[int]) -> None:
    elegant, cosy = (catalog.own_attributes.add(*each).key for each in (("Elegant", ELEGANT), ("Cosy", COSY)))
    catalog.models.store_pair(model(catalog), Pair(elegant, ELEGANT, np.ones((2, 8), np.float32)))
    catalog.scores.store_column(model(catalog), cosy, photos, np.full(3, 0.5, np.float32))
    catalog.own_attributes.delete(elegant)
    assert catalog.scores.keys == (*BUILT_IN, cosy)
    assert catalog.models.pairs(model(catalog)) == {}
    assert elegant not in {row[1] for row in catalog.connection.execute("PRAGMA table_info(scores)")}
    assert stored(catalog, cosy) == [0.5] * 3
    assert stored(catalog, "quality") == pytest.approx([0.1] * 3)


@pytest.mark.parametrize("change", ["rename", "change_prompts", "delete"])
def test_what_was_deleted_meanwhile_is_a_sentence(catalog: Catalog, change: str) -> None:
    key = catalog.own_attributes.add("Elegant", ELEGANT).key
    catalog.own_attributes.delete(key)
    arguments = {"rename": ("a",), "change_prompts": (COSY,), "delete": ()}[change]
    with pytest.raises(UserError, match="no longer there"):
        getattr(catalog.own_attributes, change)(key, *arguments)


def test_all_connections_see_at_once_what_came_and_went(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    with closing(Catalog(path, BUILT_IN)) as one, closing(Catalog(path, BUILT_IN)) as other:
        listed(one, "1.jpg")
        (photo,) = ids(one).values()
        key = one.own_attributes.add("Elegant", ELEGANT).key
        score(other, photo, model(other), (0.1, 0.2, 0.3, 0.4))
        assert stored(one, key) == pytest.approx([0.4])
        one.own_attributes.delete(key)
        score(other, photo, model(other), (0.5, 0.6, 0.7))
        assert one.scores.all(one.models.current()) == {photo: pytest.approx((0.5, 0.6, 0.7))}


def test_nothing_is_changed_where_one_step_of_several_fails(catalog: Catalog, photos: list[int]) -> None:
    key = catalog.own_attributes.add("Elegant", ELEGANT).key
    catalog.scores.store_column(model(catalog), key, photos, np.full(3, 0.5, np.float32))

    def several_steps() -> None:
        with catalog.transaction():
            catalog.own_attributes.rename(key, "Graceful")
            catalog.own_attributes.change_prompts(key, COSY)
            catalog.own_attributes.add("Cosy", COSY)
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 (nothing else is raised there)
        several_steps()
    assert [(each.title, each.prompts) for each in catalog.own_attributes.all()] == [("Elegant", ELEGANT)]
    assert stored(catalog, key) == [0.5] * 3


def test_only_vectors_that_are_newer_are_read(catalog: Catalog, photos: list[int]) -> None:
    a = model(catalog)
    batches = list(catalog.scores.vectors_since(a, -1, batch=2))
    assert [found for found, _, _ in batches] == [photos[:2], photos[2:]]
    reached = batches[-1][2]
    assert list(catalog.scores.vectors_since(a, reached)) == []
    score(catalog, photos[1], a)
    score(catalog, photos[0], model(catalog, "b"))
    ((found, vectors, _),) = catalog.scores.vectors_since(a, reached)
    assert found == [photos[1]]
    assert (vectors.dtype, vectors.shape) == (np.float16, (1, 8))


def test_one_too_many_is_refused_before_anything_is_changed(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clipiqa_desktop.catalog.scores.own_attributes.MOST", 3)
    for number in range(3):
        catalog.own_attributes.add(f"Own {number}", ("high", "low"))
    with pytest.raises(UserError, match="3 are the most: delete one"):
        catalog.own_attributes.add("One more", ("high", "low"))
    assert len(catalog.own_attributes.all()) == 3
    catalog.own_attributes.delete(catalog.own_attributes.all()[0].key)
    catalog.own_attributes.add("One more", ("high", "low"))
