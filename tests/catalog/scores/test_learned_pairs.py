from dataclasses import replace
from pathlib import Path

import numpy as np
from tools.learned import made_pair, made_taste
from tools.stored import model

from clipiqa_desktop.catalog.catalog import Catalog
from clipiqa_desktop.catalog.scores.models import Pair
from clipiqa_desktop.catalog.scores.own_attributes import OwnAttribute

GOOD = ("Good photo.", "Bad photo.")


def test_what_was_learned_comes_back(catalog: Catalog) -> None:
    pair = made_pair()
    added = catalog.own_attributes.add("Taste", GOOD, pair)
    typed = catalog.own_attributes.add("Typed", GOOD)
    assert catalog.own_attributes.all() == (added, typed)
    assert (added.learning, typed.learning) == (pair.learning, None)
    found = catalog.own_attributes.learned(added.key)
    assert found is not None
    np.testing.assert_array_equal(found.contexts, pair.contexts)
    np.testing.assert_array_equal(found.vectors, pair.vectors)
    assert found.learning == pair.learning
    assert catalog.own_attributes.learned(typed.key) is None


def test_a_taste_has_vectors_alone_and_is_learned_again_in_its_place(catalog: Catalog) -> None:
    own, first, second = catalog.own_attributes, made_taste(), made_taste(photographs=220)
    key = own.add("Taste", ("", ""), first).key
    found = own.learned(key)
    assert found is not None
    assert (found.contexts, found.learning) == (None, first.learning)
    own.follow(key, on=True)
    assert own.all()[0].learning == replace(first.learning, follows=True)
    own.learn_again(key, ("", ""), second)
    assert own.all() == (OwnAttribute(key, "Taste", "", "", second.learning),)
    np.testing.assert_array_equal(catalog.models.pairs(model(catalog, "a"))[key].vectors, second.vectors)


def test_its_vectors_are_those_of_a_pair_with_its_weights_alone(catalog: Catalog) -> None:
    pair = made_pair("a")
    key = catalog.own_attributes.add("Taste", GOOD, pair).key
    for version in ("a/rn50-fp32-1/1", "a/rn50-bf16-1/1"):
        np.testing.assert_array_equal(catalog.models.pairs(model(catalog, version))[key].vectors, pair.vectors)
    other = model(catalog, "b/rn50-fp32-1/1")
    assert np.isnan(catalog.models.pairs(other)[key].vectors).all()
    assert catalog.models.stale_pairs(other, {key: GOOD}) == []


def test_a_pair_that_is_stored_for_its_words_never_stands_in_its_place(catalog: Catalog) -> None:
    pair, current = made_pair("a"), model(catalog, "a")
    key = catalog.own_attributes.add("Taste", GOOD, pair).key
    catalog.models.store_pair(current, Pair(key, GOOD, np.ones((2, 1024), np.float32)))
    np.testing.assert_array_equal(catalog.models.pairs(current)[key].vectors, pair.vectors)


def test_renaming_leaves_it_and_deleting_forgets_it(catalog: Catalog) -> None:
    key = catalog.own_attributes.add("Taste", GOOD, made_pair()).key
    catalog.own_attributes.rename(key, "Eye")
    assert [(each.title, each.learning is None) for each in catalog.own_attributes.all()] == [("Eye", False)]
    catalog.own_attributes.delete(key)
    assert catalog.connection.execute("SELECT count(*) FROM learned_pairs").fetchone() == (0,)
    assert key not in catalog.models.pairs(model(catalog))


def test_vectors_are_found_by_weights(catalog: Catalog, tmp_path: Path) -> None:
    from tools.stored import ids, listed, score

    listed(catalog, "1.jpg", "2.jpg", "3.jpg")
    one, two, three = ids(catalog).values()
    score(catalog, one, model(catalog, "a/fp32/1"))
    score(catalog, two, model(catalog, "a/bf16/1"))
    score(catalog, three, model(catalog, "b/fp32/1"))
    found = catalog.scores.vectors_of([one, two, three, 99], "a")
    assert sorted(found) == [one, two]
    np.testing.assert_allclose(found[one], np.linspace(-2, 2, 8), atol=1e-3)
